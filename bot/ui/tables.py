"""Lays a table out in columns of plain text, for code blocks."""

from __future__ import annotations

import textwrap
import unicodedata
from itertools import zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDEST = 60
"""Columns of text that a code block shows on a laptop without breaking lines."""

_GAP = "  "
_NARROWEST = 8


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Return ``rows``, the first of which is the head, as lines with a rule below the head.

    Long cells are wrapped, so that a line has about ``WIDEST`` columns at most.
    """
    if not rows:
        return ""
    columns = max(map(len, rows))
    table = [[*row, *[""] * (columns - len(row))] for row in rows]
    widths = _fit([max(map(width, column)) for column in zip(*table, strict=True)])
    lines = []
    for number, row in enumerate(table):
        cells = [_wrap(cell, size) for cell, size in zip(row, widths, strict=True)]
        lines += [_line(parts, widths) for parts in zip_longest(*cells, fillvalue="")]
        if number == 0:
            lines.append(_line(["-" * size for size in widths], widths))
    return "\n".join(lines)


def width(text: str) -> int:
    """Return how many columns ``text`` takes in a monospaced font."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(bool(unicodedata.combining(char)) for char in text)


def _fit(widths: list[int]) -> list[int]:
    """Take columns from the widest until the line fits, or until all are narrow."""
    room = WIDEST - len(_GAP) * (len(widths) - 1)
    fitted = list(widths)
    while sum(fitted) > room and max(fitted) > _NARROWEST:
        fitted[fitted.index(max(fitted))] -= 1
    return fitted


def _wrap(cell: str, size: int) -> list[str]:
    # A word longer than its column sticks out: commands and addresses stay whole.
    lines = textwrap.wrap(cell, max(size, 1), break_long_words=False, break_on_hyphens=False)
    return lines or [""]


def _line(parts: Sequence[str], widths: Sequence[int]) -> str:
    padded = (part + " " * (size - width(part)) for part, size in zip(parts, widths, strict=True))
    return _GAP.join(padded).rstrip()
