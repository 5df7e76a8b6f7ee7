"""The blocks of a page as a flat stream of tokens: each part of a question is labelled once."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from content.markdown.blocks import Block
from content.outline.tree import is_furniture
from content.questions2.rules.answer_statements import read_statement
from content.questions2.rules.explanations import explains, is_note
from content.questions2.rules.letters import letter_of, may_name
from content.questions2.rules.lines import read_lines
from content.questions2.rules.lists import first_text, is_image, read_items, writing_of
from content.questions2.rules.question_headers import (
    QuestionHeader,
    item_header,
    read_header,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from content.questions2.rules.answer_statements import Statement
    from content.questions2.rules.lines import Lines
    from content.questions2.rules.lists import Writing
    from content.questions2.rules.options import Option

Kind = Literal[
    "heading",
    "summary",
    "open",
    "close",
    "rule",
    "text",
    "item",
    "options",
    "answer",
    "explanation",
    "notes",
    "quote",
    "code",
    "image",
    "furniture",
    "other",
]
"""What a token is: ``item`` is an item of a list that asks, ``notes`` a list of answers and
explanations, ``open`` and ``close`` are the ends of a box, ``quote`` holds tokens of its own."""

_KINDS: dict[str, Kind] = {
    "heading": "heading",
    "summary": "summary",
    "paragraph": "text",
    "hr": "rule",
    "details": "open",
    "details_end": "close",
    "fence": "code",
    "code_block": "code",
}
_CALLOUT = re.compile(r"\[!\w+\][-+]?(?P<title>[^\n]*)(?:\n(?P<rest>.*))?", re.DOTALL)


class Token(NamedTuple):
    """A line or a few that say one thing of a question; ``place`` numbers the blocks of a page.

    ``inside`` are the tokens of a stem that stands behind a header, or of a quote.
    """

    kind: Kind
    block: Block
    place: int
    header: QuestionHeader | None = None
    inside: tuple[Token, ...] = ()
    writing: Writing = ""
    first: int = 0
    """The letter of the first option, or the first number of a list."""
    size: int = 0
    """How many options there are, or how many items the list has."""
    statement: Statement | None = None
    """What an answer says."""
    owned: bool = False
    """Whether it belongs to the question by its place, as a line between options and answer."""

    @property
    def shows_options(self) -> bool:
        """Return whether boxes, letters or marks tell that options begin here."""
        lettered = self.writing in {"letters", "lines"} and self.first == 0
        return lettered or self.writing in {"boxes", "marked"}

    @property
    def is_prose(self) -> bool:
        """Return whether this is no code and no picture, which may be part of an option."""
        return self.kind not in {"code", "image"}


def tokens_of(blocks: Sequence[Block]) -> list[Token]:
    """Label all blocks of a page."""
    return [token for place, block in enumerate(blocks) for token in _tokens(block, place)]


def options_of(token: Token) -> tuple[list[Option], tuple[Token, ...]]:
    """Return the options of a token, and what in it speaks of the question."""
    if token.writing == "lines":
        lines = read_lines(token.block)
        return lines.options if lines else [], ()
    items = read_items(token.block)
    return items.options, labelled(items.notes, token.place)


def labelled(blocks: Iterable[Block], place: int) -> tuple[Token, ...]:
    """Label blocks that stand in another one."""
    return tuple(token for block in blocks for token in _tokens(block, place))


def stem_tokens(header: QuestionHeader, place: int) -> tuple[Token, ...]:
    """Return the tokens of the stem that stands in the same block as a header."""
    line = Block("paragraph", header.block.line, header.block.end, header.stem)
    return tuple(_paragraph(line, place)) if header.stem else ()


def _tokens(block: Block, place: int) -> Iterator[Token]:
    if block.is_list:
        yield from _list(block, place)
    elif block.kind == "blockquote":
        yield Token("quote", block, place, inside=labelled(_quoted(block), place))
    elif is_furniture(block):
        yield Token("furniture", block, place)
    elif block.is_text and (header := read_header(block)):
        yield Token(_KINDS[block.kind], block, place, header, stem_tokens(header, place))
    elif block.kind == "paragraph":
        yield from _paragraph(block, place)
    elif block.is_text:
        yield _note(block, place) or Token(_KINDS[block.kind], block, place)
    elif block.kind == "code_block" and (lines := read_lines(block)):
        yield _lines(block, place, lines)
    else:
        yield Token(_KINDS.get(block.kind, "other"), block, place)


def _paragraph(block: Block, place: int) -> Iterator[Token]:
    """Label the lines of a paragraph: text, options, and what speaks of the answer."""
    if is_image(block):
        yield Token("image", block, place)
        return
    lines = block.content.split("\n")
    found = read_lines(block) if may_name(block.content) and not is_note(lines[0]) else None
    if not found:
        yield from _notes(block, place, 0, owned=False)
        return
    if found.above:
        yield Token("text", _part(block, 0, found.above), place)
    yield _lines(_part(block, found.above, found.below), place, found)
    if found.below < len(lines):
        yield from _notes(block, place, found.below, owned=True)


def _lines(block: Block, place: int, lines: Lines) -> Token:
    size = len(lines.options)
    return Token("options", block, place, writing="lines", first=lines.first, size=size)


def _notes(block: Block, place: int, start: int, *, owned: bool) -> Iterator[Token]:
    """Label the lines from ``start`` on; text with a note below it belongs to the question."""
    lines = block.content.split("\n")
    begins = [n for n in range(start, len(lines)) if is_note(lines[n])]
    if start not in begins:
        end = begins[0] if begins else len(lines)
        yield Token("text", _part(block, start, end), place, owned=owned or bool(begins))
    for begin, end in pairwise([*begins, len(lines)]):
        if token := _note(_part(block, begin, end), place):
            yield token


def _note(block: Block, place: int) -> Token | None:
    line = block.content.split("\n", 1)[0]
    if statement := read_statement(line):
        return Token("answer", block, place, statement=statement)
    return Token("explanation", block, place) if explains(line) is not None else None


def _part(block: Block, start: int, end: int) -> Block:
    """Return some lines of a paragraph."""
    lines = block.content.split("\n")
    if end - start == len(lines):
        return block
    last = block.end if end == len(lines) else min(block.line + end - 1, block.end)
    return Block("paragraph", min(block.line + start, block.end), last, "\n".join(lines[start:end]))


def _list(block: Block, place: int) -> Iterator[Token]:
    inside = block.children[0].children if len(block.children) == 1 else ()
    if len(inside) == 1 and block.kind == "bullet_list" and inside[0].kind == "paragraph":
        # "- a) bread  b) water" is a line, not a list.
        lines = read_lines(inside[0])
        if lines and len(lines.options) > 1:
            yield from _paragraph(inside[0], place)
            return
    first = first_text(block.children[0]) if block.children else ""
    if block.kind == "ordered_list" and (items := list(_items(block, place))):
        yield from items
    elif is_note(first):
        blocks = (part for item in block.children for part in item.children)
        yield Token("notes", block, place, inside=labelled(blocks, place))
    else:
        writing = writing_of(block)
        number = letter_of(first) or 0 if writing == "letters" else block.level
        alone = block.kind == "ordered_list" and len(block.children) == 1 and first
        # The options of an item may stand below its list.
        header = item_header(block.children[0], block.level) if alone else None
        size = len(block.children)
        yield Token("options", block, place, header, (), writing, number, size)


def _items(block: Block, place: int) -> Iterator[Token]:
    """Yield the items of a list and what they hold, if any of them holds options of its own."""
    tokens: list[Token] = []
    for number, item in enumerate(block.children, block.level):
        header = item_header(item, number) if first_text(item) else None
        inside = stem_tokens(header, place) if header else ()
        tokens.append(Token("item", item, place, header, inside, "", number, len(block.children)))
        below = labelled(item.children[1:] if header else item.children, place)
        tokens += (one._replace(owned=True) for one in below)
    if any(one.shows_options for token in tokens for one in (token, *token.inside)):
        yield from tokens


def _quoted(block: Block) -> Iterator[Block]:
    """Yield the blocks in a quote; the title of a callout, ``> [!tip]- Answer``, is a summary."""
    for place, child in enumerate(block.children):
        found = _CALLOUT.fullmatch(child.content) if place == 0 and child.is_text else None
        if not found:
            yield child
            continue
        if found["title"].strip():
            yield child._replace(kind="summary", content=found["title"].strip())
        if found["rest"]:
            yield child._replace(line=min(child.line + 1, child.end), content=found["rest"])
