"""Where code stands inside of a text: its spans between backticks, before anything is parsed."""

from __future__ import annotations

import re
from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_TICKS = re.compile(r"`+")
_start = attrgetter("start")


class Span(NamedTuple):
    """A part of a line: the columns from ``start`` to before ``end``."""

    start: int
    end: int


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
