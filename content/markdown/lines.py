"""The raw lines of a lesson before Markdown reads them: their marks, and the code spans in them."""

from __future__ import annotations

import re
from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEAD = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$)|>[ \t]*)*")
_TICKS = re.compile(r"`+")
_start = attrgetter("start")
# A code span that goes on for more lines than this is a forgotten backtick.
_SPAN_LINES = 20


class Line(NamedTuple):
    """A line to parse: its number in the file, its text, and whether it belongs to a fence.

    ``opens`` says that the line opens a fence; everything up to its closing marks is ``code``.
    """

    number: int
    text: str
    code: bool = False
    opens: bool = False


class Span(NamedTuple):
    """A part of a line: the columns from ``start`` to before ``end``."""

    start: int
    end: int


def lead_of(text: str) -> str:
    """Return what stands before the words of a line: spaces, list markers and quote marks."""
    found = _LEAD.match(text)
    return found[0] if found else ""


def continued(lead: str) -> str:
    """Return the lead of a line that goes on with the item or quote that ``lead`` begins."""
    return "".join(char if char in " \t>" else " " for char in lead)


def code_spans(text: str) -> list[Span]:
    """Return the code spans of a text, marks included, in one pass for any number of marks."""
    runs = [found.span() for found in _TICKS.finditer(text)]
    closing: dict[int, int] = {}
    partner = [-1] * len(runs)
    for place in range(len(runs) - 1, -1, -1):
        start, end = runs[place]
        partner[place] = closing.get(end - start, -1)
        closing[end - start] = place
    spans = []
    place = 0
    while place < len(runs):
        start, end = runs[place]
        escaped = start > 0 and text[start - 1] == "\\"
        if partner[place] < 0 or escaped:
            place += 1
            continue
        spans.append(Span(start, runs[partner[place]][1]))
        place = partner[place] + 1
    return spans


def without_code(text: str) -> str:
    """Take the code spans out of inline Markdown; its lines stay as many."""
    if "`" not in text:
        return text
    pieces: list[str] = []
    end = 0
    for span in code_spans(text):
        pieces += [text[end : span.start], "\n" * text.count("\n", span.start, span.end)]
        end = span.end
    return "".join([*pieces, text[end:]])


def inside(place: int, spans: Sequence[Span]) -> bool:
    """Return whether a column lies in one of the spans, which are in order."""
    before = bisect_right(spans, place, key=_start) - 1
    return before >= 0 and place < spans[before].end


def crossing_spans(lines: Sequence[Line]) -> dict[int, Span]:
    """Return, by index, the part of each line that a code span over several lines covers."""
    found: dict[int, Span] = {}
    skip = -1
    for index, line in enumerate(lines):
        if index <= skip or "`" not in line.text or line.code or not line.text.count("`") & 1:
            continue
        begin, last = _lone_tick(line.text), _other_end(lines, index)
        if begin is None or last is None:
            continue
        skip = last
        found[index] = Span(begin, len(line.text))
        for between in range(index + 1, last):
            found[between] = Span(0, len(lines[between].text))
        found[last] = Span(0, lines[last].text.index("`") + 1)
    return found


def _other_end(lines: Sequence[Line], index: int) -> int | None:
    """Return the next line of the paragraph with an odd number of backticks."""
    for other in range(index + 1, min(index + _SPAN_LINES, len(lines))):
        text = lines[other].text
        if lines[other].code or not text.strip() or lead_of(text).strip():
            return None
        if text.count("`") & 1:
            return other
    return None


def _lone_tick(text: str) -> int | None:
    """Return the column of the first backtick that no other one on its line closes."""
    spans = code_spans(text)
    runs = (found.start() for found in _TICKS.finditer(text))
    return next((start for start in runs if not inside(start, spans)), None)
