"""Puts checkboxes where Markdown sees a list of tasks: at the front of an item of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.repair.lines import Line

_ANY = re.compile(r"\[[ xX]?\]")
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
        if line.code or (text.isascii() and "]" not in text):
            yield line
        elif ("\u2610" in text or "\u2611" in text) and (found := _SIGN.fullmatch(text)):
            mark = "x" if found["sign"] == "\u2611" else " "
            lead = found["lead"] if found["lead"].strip(" \t>") else f"{found['lead']}- "
            yield line._replace(text=f"{lead}[{mark}] {found['text']}")
        elif "]" not in text or not _ANY.search(text):
            yield line
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
    for step in (-1, 1):
        for place in (index + step, index + 2 * step):
            if not 0 <= place < len(lines):
                break
            if lines[place].text.strip():
                if not lines[place].code and pattern.fullmatch(lines[place].text):
                    return True
                break
    return False
