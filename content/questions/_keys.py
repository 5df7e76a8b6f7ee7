"""Answer keys: the list, table or headings at the end of a file that name the right options."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from content.questions._answers import Statement, explains, is_label, read_names, read_statement
from content.render import render_block, unwrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.markdown import Block

_TITLE = re.compile(
    r"[\W_]*(?:(?:the|correct|quiz|test|exam|practice|question)\s+)*"
    r"(?:answers?(?:[ -]?(?:key|sheet|table|list))?|solutions?|answer keys?|key)"
    r"(?:\s+(?:and|&|with|to|for)\s+(?:the\s+)?[\w\s&]{1,40})?[\W_]*",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"[*_\s]*(?:correct\s+)?(?:answers?|solutions?)(?:\s+key)?[*_\s]*:[*_\s]*", re.IGNORECASE
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
_MAY_BEGIN = re.compile(r"[*_\s]*(?:[a-z ]{1,24}:)?[*_\s]*(?:q(?:uestion)?\s*)?#?\d", re.IGNORECASE)
_LONGEST = 60
"""The characters of the longest answer that is nothing but letters, with all its marks."""
_FEW = 2


@dataclass(slots=True)
class Entry:
    """The answer to the question with ``number``; ``line`` is its own in the file."""

    number: int
    line: int
    answer: Statement
    explanation: list[str] = field(default_factory=list)


def is_key_title(title: str) -> bool:
    """Say whether a heading announces the answers to questions above it."""
    return bool(_TITLE.fullmatch(title))


def read_key(blocks: Sequence[Block]) -> list[Entry]:
    """Read all entries of an answer key in their order; what belongs to none explains the last."""
    entries: list[Entry] = []
    for block in blocks:
        if block.kind in {"hr", "details", "details_end"}:
            continue
        found = list(_entries(block))
        if found:
            entries += found
        elif entries:
            _add(entries[-1], block)
    return entries


def is_bare_key(block: Block) -> bool:
    """Say whether a list, table or line is a key by itself, without a heading that says so."""
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
        return True
    return not any(entry.answer.text or entry.explanation for entry in found)


def _entries(block: Block) -> Iterator[Entry]:
    if block.kind == "table":
        yield from _table(block)
    elif block.kind == "ordered_list":
        for index, item in enumerate(block.children):
            first = item.children[0] if item.children else None
            if first is None or not first.is_text:
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
    content = _LABEL.sub("", block.content, count=1)
    pairs = _PAIR.findall(content)
    if len(pairs) >= _FEW and not re.sub(r"[\W_]", "", _PAIR.sub("", content)):
        for number, names in pairs:
            yield Entry(int(number), block.line, read_names(names))
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


def _table(block: Block) -> Iterator[Entry]:
    """Read the rows of a table: a number, the letters, and what explains them."""
    rows = [row for part in block.children for row in part.children]
    for row in rows:
        entry: Entry | None = None
        for cell in row.children:
            content = cell.content.strip()
            number = _CELL.fullmatch(content)
            if number and (entry is None or entry.answer.names):
                if entry:
                    yield entry
                entry = Entry(int(number["number"]), row.line, Statement((), ""))
            elif entry and not entry.answer.names and (answer := _answer(content)).names:
                entry.answer = answer
            elif entry and content:
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
    else:
        entry.explanation.append(render_block(block))


def _add_line(entry: Entry, line: str) -> None:
    statement = read_statement(line)
    if statement and not entry.answer.names:
        entry.answer = statement
    elif not is_label(line):
        inside = explains(line)
        entry.explanation.append(line if inside is None else inside)
