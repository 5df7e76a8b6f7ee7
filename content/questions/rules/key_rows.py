"""The rows of an answer key: a list, a table, lines, headings, or ``1-B, 2-C``."""

# ruff: noqa: RUF001 - letters of other scripts look like Latin ones

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from content import words
from content.markdown.blocks import Block
from content.outline.numbers import strip_number
from content.questions.rules.answer_statements import Statement, read_names, read_statement
from content.questions.rules.letters import NAME
from content.questions.titles import is_key_title, is_label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


_LABEL = re.compile(
    rf"[*_\s]*(?:correct\s+|quick\s+)?(?:(?:{words.ANSWER})(?:\s+key)?|{words.KEY}|key)[*_\s]*"
    r"(?:[:\uff1a]|(?=\s[(\d]))[*_\s]*",
    re.IGNORECASE,
)
_SIGN = r"[:.)=\u2013\u2014\u2192>\u3001\uff09\uff0e\uff1a-]"
_ROW = re.compile(
    r"[*_\s]*(?:(?:question|answer|q|a|no\.?)\s*)?#?(?P<number>\d{1,4})[*_]*\s*"
    rf"(?:{_SIGN}+[*_]*\s*|$|(?={NAME}\b))(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_NAMES = (
    rf"(?:[A-J]{{2,6}}|(?![K-Zk-z]){NAME}(?:\s{{0,4}}[,&+/]\s{{0,4}}(?![K-Zk-z]){NAME}(?![^\W_]))*)"
)
_PAIR = re.compile(
    rf"[(\uff08]?[Qq]?(?P<number>\d{{1,4}})\s*+(?P<sign>{_SIGN}+|(?=[(\[\uff08]))?\s*+"
    rf"[(\[\uff08]?(?P<names>{_NAMES})[)\]\uff09]?(?![^\W_])"
)
_CELL = re.compile(r"[*_\s]*(?:question|q|no\.?)?\s*#?(?P<number>\d{1,4})[*_.):\s]*", re.IGNORECASE)
_BEGINS = frozenset("0123456789qQ*_#(（")
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
    """The rows of a key, the places of the blocks in it that belong to none, and where it ends."""

    rows: list[Row]
    kept: list[int]
    end: int


def read_key(blocks: Sequence[Block], means: Callable[[Row], bool] | None = None) -> Reading:
    """Read all rows of an answer key in their order, and what belongs to none of them.

    It ends above a heading with words of its own. ``means`` says whether a row names a question
    above, or one of its options.
    """
    rows: list[Row] = []
    kept: list[int] = []
    numbers: set[int] = set()
    # Whether text still explains the last row: a line or a heading ends it.
    going_on = False
    # The level of the heading that is the last row: lists below it are its own.
    owning = 0
    for place, block in enumerate(blocks):
        found = _rows(block)
        if block.kind == "heading" and block.level <= owning:
            owning = 0
        titled = block.kind == "heading" and not is_label(block.content)
        again = owning or any(row.number in numbers for row in found)
        if (titled or again) and means and not all(map(means, found)):
            found = []
            if again and not owning:
                # A second list with numbers says something else, and so does what announces it.
                going_on = False
                above = rows[-1].below
                if above and above[-1] is blocks[place - 1] and above[-1].content.endswith(":"):
                    above.pop()
                    kept.append(place - 1)
        if titled and not found:
            if not _goes_on(block, blocks[place + 1 : place + 2]):
                return Reading(rows, kept, place)
            numbers.clear()
        elif is_label(block.content.rstrip(":*_ ")):
            # The rows below it may explain what those above answer.
            numbers.clear()
        if found:
            rows += found
            numbers.update(row.number for row in found)
            owning = block.level if block.kind == "heading" else owning
            # What stands below several rows explains none of them.
            going_on = len(found) == 1
        elif block.kind in {"details", "details_end", "hr"}:
            going_on = going_on and block.kind == "details"
        elif going_on and not titled:
            _add(rows[-1], block)
        else:
            going_on = going_on and not titled
            kept += [] if is_label(block.content) else [place]
    return Reading(rows, kept, len(blocks))


def _goes_on(heading: Block, below: Sequence[Block]) -> bool:
    """Return whether a key goes on below a heading that is that of a part of it."""
    rows = [row for block in below for row in _rows(block)]
    names = bool(rows) and all(row.answer.names for row in rows)
    return names or is_key_title(strip_number(heading.text)[1])


def is_bare_key(block: Block) -> bool:
    """Return whether a list, table or line is a key by itself, without a heading that says so."""
    rows = _rows(block)
    if len(rows) < 2 or not all(row.answer.names for row in rows):  # noqa: PLR2004
        return False
    if block.kind == "table":
        # A table of anything else may have numbers in its first column.
        return any(map(_ANSWERS.fullmatch, _titles(block)))
    return not any(row.answer.text or row.below for row in rows)


def _rows(block: Block) -> list[Row]:
    if block.kind == "table":
        return _table(block)
    rows = _lines(block) if block.is_text else []
    for number, item in enumerate(block.children if block.is_list else (), block.level):
        first, *below = item.children or [item]
        found = _rows(first) if block.kind != "ordered_list" else []
        if block.kind == "ordered_list" and first.is_text:
            row = Row(number, first.line, _answer(first.content))
            found = _pairs(f"{number}. {first.content}", first.line) or [row]
        for child in below if found else ():
            _add(found[-1], child)
        rows += found
    return rows


def _lines(block: Block) -> list[Row]:
    label = _LABEL.match(block.content)
    pairs = _pairs(block.content[label.end() :], block.line, bare=True) if label else []
    if pairs := pairs or _pairs(block.content, block.line):
        return pairs
    rows: list[Row] = []
    for line, text in enumerate(block.content.split("\n"), block.line):
        if found := _ROW.fullmatch(text):
            rows.append(Row(int(found["number"]), min(line, block.end), _answer(found["rest"])))
        elif rows:
            _add(rows[-1], Block("paragraph", line, block.end, text))
    return rows


def _pairs(content: str, line: int, *, bare: bool = False) -> list[Row]:
    """Read ``1-B, 2-C``, when there is nothing else; ``bare`` is ``1b 2c``."""
    pairs = list(_PAIR.finditer(content)) if content[:1] in _BEGINS else []
    signed = bare or all(one["sign"] is not None for one in pairs)
    if len(pairs) < 2 or not signed or re.search(r"[^\W_]", _PAIR.sub("", content)):  # noqa: PLR2004
        return []
    return [Row(int(one["number"]), line, read_names(one["names"])) for one in pairs]


def _titles(table: Block) -> list[str]:
    return [cell.text for cell in table.children[0].children[0].children]


def _table(block: Block) -> list[Row]:
    """Read a table whose rows hold a number, the letters, and what explains them."""
    lines = [line.children for part in block.children for line in part.children]
    titles = _titles(block)
    # The first cell may say what is in its line.
    numbers = [_CELL.fullmatch(cell.content.strip()) for cell in lines[0]]
    if len(lines) == 2 and all(numbers[1:]) and sum(map(bool, numbers)) > 1:  # noqa: PLR2004
        # The numbers stand in the first line, the answers below them.
        lines, titles = list(zip(*lines, strict=True)), ["", ""]
    return [row for line in lines for row in _cells(line, titles)]


def _cells(line: Sequence[Block], titles: Sequence[str]) -> list[Row]:
    rows: list[Row] = []
    for cell, title in zip(line, titles, strict=False):
        content, answers = cell.content.strip(), bool(_ANSWERS.fullmatch(title))
        number = None if answers else _CELL.fullmatch(content)
        if number and (not rows or rows[-1].answer.names):
            rows.append(Row(int(number["number"]), cell.line, Statement((), "")))
        elif rows and not rows[-1].answer.names:
            rows[-1].answer = _answer(content)
        elif rows and content and not _OTHER.fullmatch(title):
            rows[-1].below.append(cell._replace(kind="paragraph"))
    return rows


def _answer(content: str) -> Statement:
    return read_statement(content) or read_names(content)


def _add(row: Row, block: Block) -> None:
    """Add a block below a row: its answer if it has none yet, else what explains it."""
    statement = read_statement(block.content) if block.is_text else None
    if statement and not row.answer.names:
        row.answer = statement
    else:
        row.below.append(block)
