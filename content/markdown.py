"""The one Markdown parser of the project, and the tree of blocks that everything else reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from markdown_it.token import Token

# Deep enough for any lesson, shallow enough for Python's stack: a level costs two or three frames.
_NESTING = 100

# HTML stays text, so that `<CONTAINER ID>` reads the same everywhere.
_PARSER = MarkdownIt("commonmark", {"html": False, "maxNesting": _NESTING}).enable(
    ["table", "strikethrough"]
)

_CODE_OR_REFERENCE = re.compile(
    r"(?P<code>(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<bang>!?)\[(?P<text>[^\[\]]+)\](?:\[(?P<label>[^\[\]]*)\])?(?!\()",
    re.DOTALL,
)
_LISTS = ("bullet_list", "ordered_list")


@dataclass(frozen=True, slots=True)
class Block:
    """A block of Markdown: a paragraph, list, fence, table or what is inside one.

    ``kind`` is markdown-it's token type without its ``_open``; ``line`` and ``end`` are the first
    and last line in the file. ``content`` is inline Markdown or the text of a code block.
    """

    kind: str
    line: int
    end: int
    content: str = ""
    info: str = ""
    level: int = 0
    """A heading's level, and the first number of an ordered list."""
    inline: tuple[Token, ...] = ()
    children: tuple[Block, ...] = ()

    @property
    def is_list(self) -> bool:
        """Say whether this is a bullet or an ordered list."""
        return self.kind in _LISTS

    @property
    def language(self) -> str:
        """Return the first word of a fence's info string in lower case, without ``{.…}``."""
        words = self.info.strip().strip("{}").replace(",", " ").split()
        return words[0].lstrip(".").lower() if words else ""

    def walk(self) -> Iterator[Block]:
        """Yield this block and all below it in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Document:
    """The blocks of one text; ``too_deep`` is the line of text that was nested too deep to read."""

    blocks: tuple[Block, ...]
    too_deep: int | None


def parse(text: str, numbers: Sequence[int] | None = None) -> Document:
    """Parse ``text``; ``numbers`` gives the line in the file of each of its lines."""
    # As markdown-it does by itself; lines are counted here too.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = numbers or range(1, text.count("\n") + 2)
    env: dict[str, Any] = {}
    tokens = _PARSER.parse(text, env)
    blocks = _Tree(lines, env.get("references", {})).build(tokens)
    deep = next((token for token in tokens if token.level >= _NESTING - 1), None)
    too_deep = lines[deep.map[0]] if deep and deep.map else None
    return Document(blocks, too_deep)


def plain_text(markdown: str) -> str:
    """Return the words of ``markdown``: no marks, code kept, links and tables as their text."""
    return text_of(parse(markdown).blocks)


def text_of(blocks: Iterable[Block]) -> str:
    """Return the words of ``blocks``, one line for each paragraph, list item and table row."""
    return "\n".join(line for block in blocks for line in _text_lines(block))


def inline_text(tokens: Iterable[Token]) -> str:
    """Return the words of inline tokens."""
    parts = []
    for token in tokens:
        if token.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
        elif token.type == "image":
            parts.append(inline_text(token.children or ()))
        else:
            parts.append(token.content)
    return "".join(parts)


def _text_lines(block: Block) -> list[str]:
    if block.kind == "tr":
        return ["  ".join(filter(None, (inline_text(cell.inline) for cell in block.children)))]
    if block.kind in {"fence", "code_block"}:
        return block.content.rstrip("\n").split("\n")
    own = [inline_text(block.inline).strip()] if block.inline else []
    return own + [line for child in block.children for line in _text_lines(child)]


class _Tree:
    """Builds blocks from the flat tokens without recursion over what is inline."""

    def __init__(self, lines: Sequence[int], references: Mapping[str, Any]) -> None:
        self._lines = lines
        self._references = references

    def build(self, tokens: Iterable[Token]) -> tuple[Block, ...]:
        """Return the top blocks of a whole token stream."""
        open_tokens: list[tuple[Token, list[Block], list[Token]]] = []
        top: list[Block] = []
        for token in tokens:
            if token.nesting > 0:
                open_tokens.append((token, [], []))
            elif token.type == "inline":
                open_tokens[-1][2].append(token)
            else:
                opener, children, inline = (
                    (token, [], []) if token.nesting == 0 else open_tokens.pop()
                )
                siblings = open_tokens[-1][1] if open_tokens else top
                siblings.append(self._block(opener, children, inline))
        return tuple(top)

    def _block(self, token: Token, children: list[Block], inline: list[Token]) -> Block:
        first, last = self._range(token, children, inline)
        content = self._resolve(inline[0].content) if inline else token.content
        return Block(
            kind=token.type.removesuffix("_open"),
            line=first,
            end=last,
            content=content,
            info=token.info,
            level=_level(token),
            inline=tuple(inline[0].children or ()) if inline else (),
            children=tuple(children),
        )

    def _range(self, token: Token, children: list[Block], inline: list[Token]) -> tuple[int, int]:
        found = token.map or (inline[0].map if inline else None)
        if found:
            last = min(max(found[1] - 1, found[0]), len(self._lines) - 1)
            return self._lines[found[0]], self._lines[last]
        if children:
            return children[0].line, children[-1].end
        return self._lines[0], self._lines[0]

    def _resolve(self, content: str) -> str:
        """Write links by reference out, because their definitions are not part of the block."""
        if not self._references or "[" not in content:
            return content
        return _CODE_OR_REFERENCE.sub(self._written_out, content)

    def _written_out(self, found: re.Match[str]) -> str:
        if found["code"]:
            return found[0]
        target = self._references.get(normalizeReference(found["label"] or found["text"]))
        if target is None:
            return found[0]
        title = f' "{target["title"]}"' if target.get("title") else ""
        return f"{found['bang']}[{found['text']}]({target['href']}{title})"


def _level(token: Token) -> int:
    if token.type == "heading_open":
        return int(token.tag[1:])
    return int(token.attrs.get("start", 1)) if token.type == "ordered_list_open" else 0
