"""Puts checkboxes where Markdown sees a list of tasks: at the front of an item of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.markdown.lines import Line

# -[ ] bread
_GLUED = re.compile(r"(?P<lead>[ \t>]*[-*+])(?P<box>\[[ xX]?\][ \t]+\S.*)")
# -[ ] bread -[x] water
_NEXT = re.compile(r"(?<=\S)[ \t]+(?=[-*+][ \t]?\[[ xX]?\][ \t]+\S)")
# [ ] bread
_BARE = re.compile(r"(?P<lead> {0,3}(?:> ?)?)(?P<box>\[[ xX]\][ \t]+\S.*)")
# - bread [ ]
_BEHIND = re.compile(
    r"(?P<lead>[ \t>]*[-*+][ \t]+)(?P<text>[^\s\[].*)[ \t](?P<box>\[[ xX]\])[ \t]*"
)
# ☑ A) bread
_SIGN = re.compile(
    r"(?P<lead>[ \t>]*(?:[-*+][ \t]+)?)(?P<sign>[\u2610\u2611])\ufe0f?[ \t]*"
    r"(?P<text>\(?[A-Za-z][.)].*)"
)


def mend_boxes(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines with their checkboxes mended.

    A box without a list's mark or behind its text counts beside another one of its kind only.
    """
    for index, line in enumerate(lines):
        text = line.text
        if line.code:
            yield line
        elif found := _SIGN.fullmatch(text):
            mark = "x" if found["sign"] == "\u2611" else " "
            lead = found["lead"] if found["lead"].strip(" \t>") else f"{found['lead']}- "
            yield line._replace(text=f"{lead}[{mark}] {found['text']}")
        elif found := _GLUED.fullmatch(text):
            first, *more = _NEXT.split(found["box"])
            for part in (first, *(part[1:].lstrip() for part in more)):
                yield line._replace(text=f"{found['lead']} {part}")
        elif (found := _BARE.fullmatch(text)) and _has_neighbour(lines, index, _BARE):
            yield line._replace(text=f"{found['lead']}- {found['box']}")
        elif (found := _BEHIND.fullmatch(text)) and _has_neighbour(lines, index, _BEHIND):
            yield line._replace(text=f"{found['lead']}{found['box']} {found['text']}")
        else:
            yield line


def _has_neighbour(lines: Sequence[Line], index: int, pattern: re.Pattern[str]) -> bool:
    """Return whether the line above or below is of the same kind; one empty line may part them."""
    above = [lines[place].text for place in range(index - 1, max(index - 3, -1), -1)]
    below = [line.text for line in lines[index + 1 : index + 3]]
    nearest = (next(filter(str.strip, side), "") for side in (above, below))
    return any(map(pattern.fullmatch, nearest))
