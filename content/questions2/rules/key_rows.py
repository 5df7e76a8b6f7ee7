"""The rows of an answer key: a list, a table, lines, headings, or ``1-B, 2-C``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from content import words
from content.markdown.blocks import Block
from content.questions2.rules.answer_statements import Statement, read_names, read_statement
from content.questions2.titles import is_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


_LABEL = re.compile(
    rf"[*_\s]*(?:correct\s+)?(?:{words.ANSWER})(?:\s+key)?[*_\s]*[:\uff1a][*_\s]*", re.IGNORECASE
)
_ROW = re.compile(
    r"[*_\s]*(?:(?:question|answer|q|a|no\.?)\s*)?#?(?P<number>\d{1,4})[*_]*\s*"
    r"(?:[:.)=\u2013\u2014\u2192>-]+[*_]*\s*|$|(?=[A-Za-z]\b))(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_PAIR = re.compile(
    r"[Qq]?(\d{1,4})\s*[-.:)=\u2013\u2014\u2192]+\s*\(?([A-Ja-j](?:\s*[,&+/]\s*[A-Ja-j]\b)*)\)?(?![A-Za-z])"
)
_CELL = re.compile(r"[*_\s]*(?:question|q|no\.?)?\s*#?(?P<number>\d{1,4})[*_.):\s]*", re.IGNORECASE)
# The first characters of a key without a title: most paragraphs have others.
_MAY_BEGIN = re.compile(
    r"[*_\s]*+(?:[^\W\d_][^\d:\uff1a\n]{0,24}[:\uff1a][*_\s]*+)?(?:q(?:uestion)?\s*)?#?\d",
    re.IGNORECASE,
)
_LONGEST = 60
"""The characters of the longest answer that is nothing but letters, with all its marks."""
_FEW = 2
# What the columns of a table say, by their headings.
_ANSWERS = re.compile(
    rf".*\b(?:{words.ANSWER})\b.*|.*[答답].*|(?:{words.RIGHT})(?: option| choice)?", re.IGNORECASE
)
_OTHER = re.compile(
    r"(?:type|typ|tipo|difficulty|level|points?|marks?|topics?|domain|category|section|objective|question"
    r"|question text)s?",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Row:
    """The answer to the question with ``number``; ``line`` is its own in the file."""

    number: int
    line: int
    answer: Statement
    below: list[Block] = field(default_factory=list)
    """What explains it."""


class Reading(NamedTuple):
    """The rows of a key, and the places of the blocks in it that belong to none."""

    rows: list[Row]
    kept: list[int]


def read_key(blocks: Sequence[Block]) -> Reading:
    """Read all rows of an answer key in their order, and what belongs to none of them."""
    rows: list[Row] = []
    kept: list[int] = []
    # Whether text still explains the last row: a line or a heading ends it.
    going_on = False
    for place, block in enumerate(blocks):
        found = list(_rows(block))
        if rows and _explains_last(rows[-1], block, found):
            found = []
        if block.kind in {"details", "details_end"}:
            going_on = going_on and block.kind == "details"
        elif found:
            rows += found
            # What stands below several rows explains none of them.
            going_on = len(found) == 1
        elif block.kind == "hr":
            going_on = False
        elif block.kind == "heading" and not is_label(block.content):
            going_on = False
            kept.append(place)
        elif going_on and not _is_caption(block, blocks[place + 1 : place + 2]):
            _add(rows[-1], block)
        else:
            kept.append(place)
    return Reading(rows, kept)


def is_bare_key(block: Block) -> bool:
    """Return whether a list, table or line is a key by itself, without a heading that says so."""
    first = block
    while first.children:
        first = first.children[0]
    match block.kind:
        case "paragraph" | "bullet_list":
            may_be = _MAY_BEGIN.match(first.content) is not None
        case "ordered_list":
            may_be = len(first.content) <= _LONGEST
        case kind:
            may_be = kind == "table"
    rows = list(_rows(block)) if may_be else []
    if len(rows) < _FEW or any(not row.answer.names for row in rows):
        return False
    if block.kind == "table" and any(map(_ANSWERS.fullmatch, _titles(block))):
        return True
    # A table of anything else may have numbers in its first column.
    return not any(row.answer.text or (block.kind != "table" and row.below) for row in rows) and (
        block.kind != "table" or all("".join(row.answer.names).isalpha() for row in rows)
    )


def _explains_last(last: Row, block: Block, found: Sequence[Row]) -> bool:
    """Return whether an ordered list goes on with the text of a row: it names no options."""
    if block.kind != "ordered_list" or any(row.answer.names for row in found):
        return False
    return bool(last.answer.names) and block.level <= last.number


def _is_caption(block: Block, below: Sequence[Block]) -> bool:
    """Return whether a line announces the rows below it, as ``Short answers:`` does."""
    if block.kind != "paragraph" or not block.text.endswith((":", "\uff1a")):
        return False
    return any(row.answer.names for one in below for row in _rows(one))


def _rows(block: Block) -> Iterator[Row]:
    if block.kind == "table":
        for row in (row for part in block.children for row in part.children):
            yield from _cells(row, _titles(block))
    elif block.kind == "ordered_list":
        for number, item in enumerate(block.children, block.level):
            first = item.children[0] if item.children else None
            if first and first.is_text:
                found = _pairs(f"{number}. {first.content}", item.line)
                found = found or [Row(number, item.line, _answer(first.content))]
                yield from _with_children(found, item)
    elif block.kind == "bullet_list":
        for item in block.children:
            yield from _with_children(list(_rows(item.children[0])) if item.children else [], item)
    elif block.is_text:
        yield from _lines(block)


def _with_children(rows: list[Row], item: Block) -> list[Row]:
    for child in item.children[1:] if rows else ():
        _add(rows[-1], child)
    return rows


def _lines(block: Block) -> list[Row]:
    label = _LABEL.match(block.content)
    if pairs := _pairs(block.content[label.end() if label else 0 :], block.line):
        return pairs
    rows: list[Row] = []
    for line, text in enumerate(block.content.split("\n"), block.line):
        if found := _ROW.fullmatch(text):
            rows.append(Row(int(found["number"]), min(line, block.end), _answer(found["rest"])))
        elif rows:
            _add(rows[-1], Block("paragraph", line, block.end, text))
    return rows


def _pairs(content: str, line: int) -> list[Row]:
    """Read ``1-B, 2-C``, when there is nothing else."""
    pairs = _PAIR.findall(content) if content[:1] in "0123456789qQ*_#" else ()
    if len(pairs) < _FEW or re.sub(r"[\W_]", "", _PAIR.sub("", content)):
        return []
    return [Row(int(number), line, read_names(names)) for number, names in pairs]


def _titles(table: Block) -> list[str]:
    return [cell.text for cell in table.children[0].children[0].children]


def _cells(row: Block, titles: Sequence[str]) -> Iterator[Row]:
    """Read a row of a table: a number, the letters, and what explains them."""
    titled = any(map(_ANSWERS.fullmatch, titles))
    found: Row | None = None
    for cell, title in zip(row.children, titles, strict=False):
        content = cell.content.strip()
        answers = bool(_ANSWERS.fullmatch(title))
        number = None if answers else _CELL.fullmatch(content)
        if number and (found is None or found.answer.names):
            if found:
                yield found
            found = Row(int(number["number"]), row.line, Statement((), ""))
            continue
        if found is None:
            continue
        if not found.answer.names and (answers or not titled):
            answer = _answer(content)
            if answer.names or answers:
                found.answer = answer
                continue
        if content and not _OTHER.fullmatch(title):
            found.below.append(cell._replace(kind="paragraph"))
    if found:
        yield found


def _answer(content: str) -> Statement:
    return read_statement(content) or read_names(content)


def _add(row: Row, block: Block) -> None:
    """Add a block below a row: its answer if it has none yet, else what explains it."""
    statement = read_statement(block.content) if block.is_text else None
    if statement and not row.answer.names:
        row.answer = statement
    else:
        row.below.append(block)
