"""The tree of blocks that everything else reads, out of the tokens of the Markdown parser."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from markdown_it.common.utils import normalizeReference

from content.markdown.code_spans import code_spans, inside
from content.markdown.inline import inline_tokens, inline_words
from content.markdown.parser import NESTING, block_tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from markdown_it.token import Token

    from content.markdown.code_spans import Span

_REFERENCE = re.compile(r"(?P<bang>!?)\[(?P<text>[^\[\]]+)\](?:\[(?P<label>[^\[\]]*)\])?(?!\()")
_LISTS = ("bullet_list", "ordered_list")
_CODE = ("fence", "code_block")
_LEVELLED = frozenset({"heading", "ordered_list"})
_TEXT = frozenset({"paragraph", "heading", "th", "td", "summary"})
_FOLD = re.compile(r"<(?P<close>/)?details>|<summary>(?P<summary>.*)</summary>", re.DOTALL)


class Block(NamedTuple):
    """A block of Markdown: a paragraph, list, fence, table or what is inside one.

    ``kind`` is markdown-it's token type without its ``_open``; ``line`` and ``end`` are the first
    and last line in the file. ``content`` is inline Markdown or the text of a code block. The parts
    of ``<details>`` are blocks beside each other: ``details``, ``summary`` and ``details_end``.
    """

    kind: str
    line: int
    end: int
    content: str = ""
    info: str = ""
    level: int = 0
    """A heading's level, and the first number of an ordered list."""
    children: tuple[Block, ...] = ()
    position: int = -1
    """Which block of its document this is, in the order of their ends; -1 for one made later."""

    @property
    def is_list(self) -> bool:
        """Return whether this is a bullet or an ordered list."""
        return self.kind in _LISTS

    @property
    def is_code(self) -> bool:
        """Return whether this is code that stands for itself."""
        return self.kind in _CODE

    @property
    def is_text(self) -> bool:
        """Return whether ``content`` is inline Markdown."""
        return self.kind in _TEXT

    @property
    def inline(self) -> tuple[Token, ...]:
        """Return the inline tokens of ``content``."""
        return inline_tokens(self.content) if self.is_text else ()

    @property
    def text(self) -> str:
        """Return the words of ``content`` in one line: no marks, links as their text."""
        return inline_words(self.content) if self.is_text else ""

    @property
    def language(self) -> str:
        """Return the first word of a fence's info string in lower case, without ``{.…}``."""
        return _language(self.info) if self.info else ""

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
    tokens = block_tokens(text, env)
    blocks = _Tree(lines, env.get("references", {})).build(tokens)
    deep = next((token for token in tokens if token.level >= NESTING - 1), None)
    too_deep = lines[deep.map[0]] if deep and deep.map else None
    return Document(blocks, too_deep)


def plain_text(markdown: str) -> str:
    """Return the words of ``markdown``: no marks, code kept, links and tables as their text."""
    return text_of(parse(markdown).blocks)


def text_of(blocks: Iterable[Block]) -> str:
    """Return the words of ``blocks``, one line for each paragraph, list item and table row."""
    lines: list[str] = []
    for block in blocks:
        _add_lines(block, lines)
    return "\n".join(lines)


def has_content(blocks: Iterable[Block]) -> bool:
    """Return whether there is anything to read or to see in ``blocks``."""
    return any(
        (block.content.strip() and block.kind != "hr") or has_content(block.children)
        for block in blocks
    )


def _add_lines(block: Block, lines: list[str]) -> None:
    if block.kind == "tr":
        lines.append("  ".join(filter(None, (cell.text for cell in block.children))))
    elif block.is_code:
        lines += block.content.rstrip("\n").split("\n")
    elif block.is_text:
        lines.append(block.text)
    else:
        for child in block.children:
            _add_lines(child, lines)


class _Tree:
    """Builds blocks from the flat tokens of the parser."""

    def __init__(self, lines: Sequence[int], references: Mapping[str, Any]) -> None:
        self._lines = lines
        self._last = len(lines) - 1
        self._references = references
        self._made = 0

    def build(self, tokens: Iterable[Token]) -> tuple[Block, ...]:
        """Return the top blocks of a whole token stream."""
        opened: list[Token] = []
        levels: list[list[Block]] = [[]]
        words: Token | None = None
        for token in tokens:
            if token.nesting > 0:
                opened.append(token)
                levels.append([])
            elif token.type == "inline":
                # What holds words holds nothing else: the next token ends it.
                words = token
            elif token.nesting == 0:
                levels[-1].append(self._block(token, (), None))
            else:
                children = levels.pop()
                levels[-1].append(self._block(opened.pop(), children, words))
                words = None
        return tuple(levels[0])

    def _block(self, token: Token, children: Sequence[Block], words: Token | None) -> Block:
        position = self._made
        self._made += 1
        kind = _kind(token.type)
        place = token.map or (words.map if words else None)
        first, last = self._range(place) if place else self._around(children)
        content = token.content
        if words:
            content = words.content
            if self._references and "[" in content:
                content = self._resolve(content)
            if content[:1] == "<" and kind == "paragraph" and (fold := _FOLD.fullmatch(content)):
                if fold["summary"] is not None:
                    return Block("summary", first, last, fold["summary"].strip(), position=position)
                kind = "details_end" if fold["close"] else "details"
                return Block(kind, first, last, position=position)
        level = _level(token) if kind in _LEVELLED else 0
        return Block(kind, first, last, content, token.info, level, tuple(children), position)

    def _range(self, place: Sequence[int]) -> tuple[int, int]:
        first, end = place
        last = end - 1 if end > first else first
        return self._lines[first], self._lines[min(self._last, last)]

    def _around(self, children: Sequence[Block]) -> tuple[int, int]:
        if children:
            return children[0].line, children[-1].end
        return self._lines[0], self._lines[0]

    def _resolve(self, content: str) -> str:
        """Write links by reference out, because their definitions are not part of the block."""
        spans = code_spans(content) if "`" in content else []
        return _REFERENCE.sub(partial(self._written_out, spans), content)

    def _written_out(self, spans: Sequence[Span], found: re.Match[str]) -> str:
        if spans and (inside(found.start(), spans) or inside(found.end() - 1, spans)):
            return found[0]
        target = self._references.get(normalizeReference(found["label"] or found["text"]))
        if target is None:
            return found[0]
        title = f' "{target["title"]}"' if target.get("title") else ""
        return f"{found['bang']}[{found['text']}]({target['href']}{title})"


@lru_cache
def _kind(type_: str) -> str:
    return type_.removesuffix("_open")


@lru_cache
def _language(info: str) -> str:
    words = info.strip().strip("{}").replace(",", " ").split()
    return words[0].lstrip(".").lower() if words else ""


def _level(token: Token) -> int:
    if token.type == "heading_open":
        return int(token.tag[1:])
    return int(token.attrs.get("start", 1))
