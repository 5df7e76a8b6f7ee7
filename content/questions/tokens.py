"""The blocks of a page as a flat stream of tokens: each part of a question is labelled once."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from content.markdown.blocks import Block
from content.questions.rules.answer_statements import explains, is_note, read_statement
from content.questions.rules.letters import letters_of
from content.questions.rules.marks import only_bold
from content.questions.rules.options import first_text, read_lines, writing_of
from content.questions.rules.question_headers import QuestionHeader, item_header, read_header
from content.questions.titles import named_concept

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from content.questions.rules.answer_statements import Statement
    from content.questions.rules.options import Writing


_SURE = frozenset({"marked", "letters", "lines"})


class Token(NamedTuple):
    """A line or a few that say one thing of a question; ``place`` numbers the blocks of a page.

    ``kind`` is ``options``, ``answer`` or ``explanation``; ``item`` for an item of a list that
    asks, ``notes`` for a list of answers and explanations, and ``image``; else it is
    the kind of the block. ``inside`` are the tokens of the stem behind a header, or of a quote.
    """

    kind: str
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
        begins = self.first < (2 if self.writing == "marked" else 1)
        return self.writing == "boxes" or (begins and self.writing in _SURE)

    @property
    def asking(self) -> Block:
        """Return the block with the words that may ask: those of an item or a quote are inside."""
        if self.kind == "item" and self.header:
            return self.header.block
        return self.inside[0].block if self.kind == "blockquote" and self.inside else self.block

    @property
    def is_prose(self) -> bool:
        """Return whether this is no code and no picture, which may be part of an option."""
        return self.kind != "image" and not self.block.is_code


def tokens_of(blocks: Iterable[Block], place: int | None = None) -> Iterator[Token]:
    """Label all blocks of a page, or those inside of the block at ``place``."""
    for number, block in enumerate(blocks):
        yield from _tokens(block, number if place is None else place)


def stem_tokens(header: QuestionHeader, place: int) -> tuple[Token, ...]:
    """Return the tokens of the stem that stands in the same block as a header."""
    line = Block("paragraph", header.block.line, header.block.end, header.stem)
    return tuple(_paragraph(line, place)) if header.stem else ()


def _tokens(block: Block, place: int) -> Iterator[Token]:
    if block.is_list:
        yield from _list(block, place)
    elif block.kind == "blockquote":
        yield Token("blockquote", block, place, inside=tuple(tokens_of(block.children, place)))
    elif block.is_text and (header := read_header(block)):
        yield Token(block.kind, block, place, header, stem_tokens(header, place))
    elif block.kind in {"paragraph", "code_block"}:
        yield from _paragraph(block, place)
    else:
        yield from _notes(block, place, 0) if block.is_text else [Token(block.kind, block, place)]


def _paragraph(block: Block, place: int) -> Iterator[Token]:
    """Label the lines of a paragraph: text, options, and what speaks of the answer."""
    if block.content.startswith("!["):
        yield Token("image", block, place)
        return
    found = None if is_note(block.content) else read_lines(block)
    if found and found.above:
        yield Token(block.kind, _part(block, 0, found.above), place)
    if found:
        part, size = _part(block, found.above, found.below), len(found.options)
        yield Token("options", part, place, None, (), found.writing, found.first, size)
    yield from _notes(block, place, found.below if found else 0)


def _notes(block: Block, place: int, start: int) -> Iterator[Token]:
    """Label the lines from ``start`` on; text beside a note belongs to the question."""
    lines = [block.content] if block.kind == "heading" else block.content.split("\n")
    begins = [n for n in range(start, len(lines)) if is_note(lines[n]) or named_concept(lines[n])]
    owned = start > 0 or bool(begins)
    for begin, end in pairwise(sorted({start, *begins, len(lines)})):
        part = block if len(lines) == end - begin else _part(block, begin, end)
        if statement := read_statement(lines[begin]):
            yield Token("answer", part, place, statement=statement)
        else:
            kind = block.kind if explains(lines[begin]) is None else "explanation"
            yield Token(kind, part, place, owned=owned)


def _part(block: Block, start: int, end: int) -> Block:
    """Return some lines of a paragraph."""
    text = "\n".join(block.content.split("\n")[start:end])
    first, last = (min(block.line + line, block.end) for line in (start, end - 1))
    return Block(block.kind, first, last, text)


def _list(block: Block, place: int) -> Iterator[Token]:
    first, size = first_text(block.children[0]) if block.children else "", len(block.children)
    inside = block.children[0].children if size == 1 else ()
    lines = read_lines(inside[0]) if len(inside) == 1 else None
    ordered = block.kind == "ordered_list"
    whole = all(not item.children[1:] and "\n" not in first_text(item) for item in block.children)
    if (ordered or size > 1) and not whole and (items := list(_items(block, place))):
        yield from items
    elif not ordered and lines and len(lines.options) > 1:
        # "- a) bread  b) water" is a line, not a list.
        yield from _paragraph(inside[0], place)
    elif is_note(first):
        parts = (part for item in block.children for part in item.children)
        yield Token("notes", block, place, inside=tuple(tokens_of(parts, place)))
    else:
        writing = writing_of(block)
        number = letters_of([first])[0] or 0 if writing in {"letters", "weak"} else block.level
        # The options of an item may stand below its list.
        header = item_header(block.children[0], number) if ordered and size == 1 and first else None
        yield Token("options", block, place, header, (), writing, number, size)


def _items(block: Block, place: int) -> Iterator[Token]:
    """Yield the items of a list and what they hold, if any of them holds options of its own.

    Items with bullets may be options themselves: all of them must hold boxes.
    """
    tokens: list[Token] = []
    ordered = block.kind == "ordered_list"
    asking = answered = 0
    for number, item in enumerate(block.children, block.level):
        header = item_header(item, number if ordered else None) if first_text(item) else None
        stem = stem_tokens(header, place) if header else ()
        tokens.append(Token("item", item, place, header, stem, "", number, len(block.children)))
        below = list(tokens_of(item.children[1:] if header else item.children, place))
        tokens += (one._replace(owned=True) for one in below)
        options = [one for one in (*stem, *below) if one.shows_options or one.writing == "lines"]
        boxes = any(one.writing == "boxes" for one in options)
        answered += any(one.kind == "answer" for one in (*stem, *below))
        lists = [one.block.children for one in below if one.writing == "list"] if ordered else []
        bold = any(only_bold(list(map(first_text, items))) for items in lists)
        asks = boxes or bold or (ordered and sum(one.size for one in options) > 1)
        if not (asks or ordered):
            return
        asking += asks
    if ordered and answered * 2 > len(block.children):
        asking = answered
    if asking:
        yield from tokens
