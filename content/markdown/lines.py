"""The raw lines of a lesson before Markdown reads them: their marks, and the code spans in them."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEAD = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$)|>[ \t]*)*")
# The first mark of a lead, or nothing at all.
_BEGINS = re.compile(r"[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$))|\s*$")
_TICKS = re.compile(r"`+")
_start = attrgetter("start")


class Line(NamedTuple):
    """A line to parse: its number in the file, its text, and whether it belongs to a fence.

    ``opens`` says that the line opens a fence; everything up to its closing marks is ``code``.
    """

    number: int
    text: str
    code: bool = False
    opens: bool = False

    def with_text(self, text: str) -> Line:
        """Return the line with another text."""
        return self if text == self.text else Line(self.number, text, self.code, self.opens)


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
    if "`" not in text:
        return []
    runs = [found.span() for found in _TICKS.finditer(text)]
    later: dict[int, list[int]] = {}
    for start, end in reversed(runs):
        later.setdefault(end - start, []).append(start)
    spans: list[Span] = []
    for start, end in runs:
        closing = later[end - start]
        while closing and closing[-1] <= start:
            closing.pop()
        inside_one = spans and start < spans[-1].end
        escaped = start > 0 and text[start - 1] == "\\"
        if closing and not inside_one and not escaped:
            spans.append(Span(start, closing[-1] + end - start))
    return spans


def without_code(text: str) -> str:
    """Take the code spans out of inline Markdown; its lines stay as many."""
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


def crossing_spans(lines: Sequence[Line]) -> dict[int, list[Span]]:
    """Return, by index, the parts of each line that code spans over several lines cover."""
    found: dict[int, list[Span]] = {}
    last = 0
    for first, line in enumerate(lines):
        if first < last or line.code or "`" not in line.text:
            continue
        last = first + 1
        while last < len(lines) and not (lines[last].code or _BEGINS.match(lines[last].text)):
            last += 1
        texts = [one.text for one in lines[first:last]]
        starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
        for begin, end in code_spans("\n".join(texts)) if len(texts) > 1 else ():
            top, bottom = (bisect_right(starts, place) - 1 for place in (begin, end))
            for n in range(top, bottom + 1) if top < bottom else ():
                part = Span(max(0, begin - starts[n]), min(len(texts[n]), end - starts[n]))
                found.setdefault(first + n, []).append(part)
    return found
