"""Answer keys: the list, table or headings at the end of a file that name the right options."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from content import words
from content.markdown.render import render_block, unwrap
from content.questions._answers import Statement, explains, is_label, read_names, read_statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.markdown.blocks import Block

_TITLE = re.compile(
    r"[\W_]*(?:(?:the|all|correct|quiz|test|exam|practice|question|detailed|full|complete|sample|model"
    r"|suggested|final|official|quick)\s+)*"
    rf"(?:(?:{words.ANSWER})(?:[ -]?(?:key|sheet|table|list))?"
    rf"(?:\s+(?:{words.RIGHT}|summary))?|key|{words.KEY})"
    r"(?:\s+(?:and|&|with|to|for)\s+(?:the\s+)?[\w\s&]{1,40})?[\W_]*",
    re.IGNORECASE,
)
_SINGULAR = re.compile(
    r"[\W_]*(?:(?:the|correct)\s+)*(?:answer|solution|soluci[óo]n|respuesta|antwort|lösung)[\W_]*",
    re.IGNORECASE,
)
_LABEL = re.compile(
    rf"[*_\s]*(?:correct\s+)?(?:{words.ANSWER})(?:\s+key)?[*_\s]*[:\uff1a][*_\s]*", re.IGNORECASE
)
_ENTRY = re.compile(
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
_DIGITS = frozenset("0123456789qQ*_#")
# What the columns of a table say, by their headings.
_COLUMNS = (
    (
        "answer",
        re.compile(
            rf".*\b(?:{words.ANSWER})\b.*|.*[答답].*|(?:{words.RIGHT})(?: option| choice)?",
            re.IGNORECASE,
        ),
    ),
    (
        "other",
        re.compile(
            r"(?:type|typ|tipo|difficulty|level|points?|marks?|topics?|domain|category|section|objective|question"
            r"|question text)s?",
            re.IGNORECASE,
        ),
    ),
)


@dataclass(slots=True)
class Entry:
    """The answer to the question with ``number``; ``line`` is its own in the file."""

    number: int
    line: int
    answer: Statement
    explanation: list[str] = field(default_factory=list)


class Reading(NamedTuple):
    """The entries of a key, and the blocks in it that belong to none."""

    entries: list[Entry]
    kept: list[Block]


@lru_cache(512)
def is_key_title(title: str) -> bool:
    """Return whether a heading announces the answers to questions above it."""
    return bool(_TITLE.fullmatch(title))


def is_singular(title: str) -> bool:
    """Return whether a title announces the answer to one question rather than a key."""
    return bool(_SINGULAR.fullmatch(title))


def read_key(blocks: Sequence[Block]) -> Reading:
    """Read all entries of an answer key in their order, and what belongs to none of them."""
    entries: list[Entry] = []
    kept: list[Block] = []
    # Whether text still explains the last entry: a line or a heading ends it.
    going_on = False
    for place, block in enumerate(blocks):
        if block.kind in {"details", "details_end"}:
            going_on = going_on and block.kind == "details"
            continue
        found = list(_entries(block))
        if entries and _explains_last(entries[-1], block, found):
            if going_on:
                _add(entries[-1], block)
            else:
                kept.append(block)
        elif found:
            entries += found
            # What stands below several entries explains none of them.
            going_on = len(found) == 1
        elif block.kind == "hr":
            going_on = False
        elif block.kind == "heading" and not is_label(block.content):
            going_on = False
            kept.append(block)
        elif going_on and not _is_caption(block, blocks[place + 1 : place + 2]):
            _add(entries[-1], block)
        else:
            kept.append(block)
    return Reading(entries, kept)


def _explains_last(last: Entry, block: Block, found: Sequence[Entry]) -> bool:
    """Return whether an ordered list goes on with the text of an entry: it names no options."""
    if block.kind != "ordered_list" or any(entry.answer.names for entry in found):
        return False
    return bool(last.answer.names) and block.level <= last.number


def _is_caption(block: Block, below: Sequence[Block]) -> bool:
    """Return whether a line announces the entries below it, as ``Short answers:`` does."""
    if block.kind != "paragraph" or not block.text.endswith((":", "\uff1a")):
        return False
    return any(entry.answer.names for one in below for entry in _entries(one))


def is_bare_key(block: Block) -> bool:
    """Return whether a list, table or line is a key by itself, without a heading that says so."""
    first = block
    while first.children:
        first = first.children[0]
    if block.kind in {"paragraph", "bullet_list"}:
        if not _MAY_BEGIN.match(first.content):
            return False
    elif block.kind == "ordered_list":
        if len(first.content) > _LONGEST:
            return False
    elif block.kind != "table":
        return False
    found = list(_entries(block))
    if len(found) < _FEW or any(not entry.answer.names for entry in found):
        return False
    if block.kind == "table":
        # A table of anything else may have numbers in its first column.
        return "answer" in _columns(block) or all(
            not entry.answer.text and all(map(str.isalpha, entry.answer.names)) for entry in found
        )
    return not any(entry.answer.text or entry.explanation for entry in found)


def _entries(block: Block) -> Iterator[Entry]:
    if block.kind == "table":
        yield from _table(block)
    elif block.kind == "ordered_list":
        for index, item in enumerate(block.children):
            first = item.children[0] if item.children else None
            if first is None or not first.is_text:
                continue
            if pairs := _pairs(f"{block.level + index}. {first.content}", item.line):
                yield from pairs
                continue
            entry = Entry(block.level + index, item.line, _answer(first.content))
            for child in item.children[1:]:
                _add(entry, child)
            yield entry
    elif block.kind == "bullet_list":
        for item in block.children:
            found = list(_entries(item.children[0])) if item.children else []
            for child in item.children[1:] if found else ():
                _add(found[-1], child)
            yield from found
    elif block.is_text:
        yield from _lines(block)


def _lines(block: Block) -> Iterator[Entry]:
    label = _LABEL.match(block.content)
    if pairs := _pairs(block.content[label.end() if label else 0 :], block.line):
        yield from pairs
        return
    entry: Entry | None = None
    for offset, line in enumerate(block.content.split("\n")):
        if found := _ENTRY.fullmatch(line):
            if entry:
                yield entry
            line_number = min(block.line + offset, block.end)
            entry = Entry(int(found["number"]), line_number, _answer(found["rest"]))
        elif entry:
            _add_line(entry, line)
    if entry:
        yield entry


def _pairs(content: str, line: int) -> list[Entry]:
    """Read ``1-B, 2-C``, when there is nothing else."""
    pairs = _PAIR.findall(content) if content[:1] in _DIGITS else ()
    if len(pairs) < _FEW or re.sub(r"[\W_]", "", _PAIR.sub("", content)):
        return []
    return [Entry(int(number), line, read_names(names)) for number, names in pairs]


def _columns(block: Block) -> list[str]:
    """Return what each column of a table says by its heading: the answer, or nothing of it."""
    cells = block.children[0].children[0].children
    return [
        next((what for what, pattern in _COLUMNS if pattern.fullmatch(cell.text)), "")
        for cell in cells
    ]


def _table(block: Block) -> Iterator[Entry]:
    """Read the rows of a table: a number, the letters, and what explains them."""
    columns = _columns(block)
    named = "answer" in columns
    for row in (row for part in block.children for row in part.children):
        entry: Entry | None = None
        for cell, what in zip(row.children, columns, strict=False):
            content = cell.content.strip()
            number = _CELL.fullmatch(content) if what != "answer" else None
            if number and (entry is None or entry.answer.names):
                if entry:
                    yield entry
                entry = Entry(int(number["number"]), row.line, Statement((), ""))
            elif entry and not entry.answer.names and (what == "answer" or not named):
                answer = _answer(content)
                if answer.names or what == "answer":
                    entry.answer = answer
                elif content and what != "other":
                    entry.explanation.append(content)
            elif entry and content and what != "other":
                entry.explanation.append(content)
        if entry:
            yield entry


def _answer(content: str) -> Statement:
    return read_statement(content) or read_names(content)


def _add(entry: Entry, block: Block) -> None:
    """Add a block below an entry: its answer if it has none yet, else its explanation."""
    if block.kind == "blockquote":
        for child in block.children:
            _add(entry, child)
    elif block.is_text:
        for line in unwrap(block.content).split("\n"):
            _add_line(entry, line)
    elif block.is_list and all(_explains(item) for item in block.children):
        for item in block.children:
            for child in item.children:
                _add(entry, child)
    else:
        entry.explanation.append(render_block(block))


def _add_line(entry: Entry, line: str) -> None:
    statement = read_statement(line)
    if statement and not entry.answer.names:
        entry.answer = statement
    elif not is_label(line):
        inside = explains(line)
        entry.explanation.append(line if inside is None else inside)


def _explains(item: Block) -> bool:
    """Return whether an item of a list begins with ``Explanation:``."""
    return (
        bool(item.children)
        and item.children[0].is_text
        and explains(item.children[0].content) is not None
    )
