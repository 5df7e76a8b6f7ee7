"""The tree of blocks that everything else reads, out of the tokens of the Markdown parser."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

from content.markdown.formulas import readable
from content.markdown.inline import (
    NESTING,
    formulas_in,
    inline_tokens,
    inline_words,
    parser,
    written_out,
)
from content.markdown.lines import language_of, without_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from markdown_it.token import Token

_LISTS = ("bullet_list", "ordered_list")
_CODE = ("fence", "code_block")
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
    def shown(self) -> str:
        """Return ``content`` as people see it: a formula as its text, where there is one."""
        is_formula = self.kind == "fence" and self.language == "math"
        return (readable(self.content) or self.content) if is_formula else self.content

    @property
    def language(self) -> str:
        """Return the first word of a fence's info string."""
        return language_of(self.info)

    def formulas(self) -> Iterator[tuple[int, str]]:
        """Yield the line and the LaTeX of each formula."""
        if self.kind == "fence" and self.language == "math":
            yield self.line, self.content
        elif self.is_text and ("$" in self.content or "\\" in self.content):
            content = without_code(self.content)
            for place, latex in formulas_in(content):
                yield min(self.line + content.count("\n", 0, place), self.end), latex

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
    tokens = parser().parse(text, env)
    blocks = _tree(tokens, lines, env.get("references", {}))
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
        lines += block.shown.rstrip("\n").split("\n")
    elif block.is_text:
        lines.append(block.text)
    else:
        for child in block.children:
            _add_lines(child, lines)


def _tree(
    tokens: Iterable[Token], lines: Sequence[int], references: Mapping[str, Any]
) -> tuple[Block, ...]:
    """Return the top blocks of a whole token stream."""
    positions = count()
    opened: list[Token] = []
    levels: list[list[Block]] = [[]]
    words: Token | None = None
    for token in tokens:
        if token.nesting > 0:
            opened.append(token)
            levels.append([])
            continue
        if token.type == "inline":
            # What holds words holds nothing else: the next token ends it.
            words = token
            continue
        begin, children = (opened.pop(), levels.pop()) if token.nesting else (token, [])
        first, end = begin.map or (words and words.map) or (0, 1)
        block = Block(
            begin.type.removesuffix("_open"),
            lines[first],
            lines[min(max(first, end - 1), len(lines) - 1)],
            written_out(words.content, references) if words else begin.content,
            begin.info,
            _level(begin),
            tuple(children),
            next(positions),
        )
        levels[-1].append(_fold_part(block))
        words = None
    return tuple(levels[0])


def _level(token: Token) -> int:
    if token.type == "heading_open":
        return int(token.tag[1:])
    return int(token.attrs.get("start", 1)) if token.type == "ordered_list_open" else 0


def _fold_part(block: Block) -> Block:
    """Return the begin, the title or the end of a fold for a paragraph that is only its tag."""
    tagged = block.kind == "paragraph" and block.content.startswith("<")
    found = _FOLD.fullmatch(block.content) if tagged else None
    if not found:
        return block
    if found["summary"] is not None:
        return block._replace(kind="summary", content=found["summary"].strip())
    return block._replace(kind="details_end" if found["close"] else "details", content="")
