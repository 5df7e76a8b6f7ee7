"""``- [x] option``: a checkbox in front of an option; a new kind of box is a pattern below."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_BOX = re.compile(
    r"(?P<lead>(?:[*_]{2})?)\[(?P<mark>[ \t]*[xX\u2713\u2714*-]?[ \t]*)\](?!\()[:.]?(?:\s+|$)"
)
# \[x] text and [x]text: what people see is a box, what Markdown sees is none.
_BROKEN_BOX = re.compile(
    r"(?P<lead>(?:[*_]{2})?)(?:\\\[(?P<mark>[ xX])\\?\][ \t]+(?=\S)|\[(?P<glued>[ xX])\](?=[\w`]))"
)
_MAY_BE_BOX = frozenset("[*_\\")
# A second mark of a list behind the box, as in "- [ ] - text"; a number may have a sign.
_SECOND_MARK = re.compile(r"[-*+]\s+(?=[^\W\d_]{2}|[`\"'*_])")


class Box(NamedTuple):
    """A checkbox: ticked or not, and whether it was written whole."""

    ticked: bool
    whole: bool


# Each option is asked several times for what it begins with.
@lru_cache(512)
def read_box(content: str) -> tuple[Box | None, str]:
    """Split the checkbox off the text behind it; None where there is no box."""
    if content[:1] not in _MAY_BE_BOX:
        return None, content
    found = _BOX.match(content)
    broken = None if found else _BROKEN_BOX.match(content)
    if not (box := found or broken):
        return None, content
    mark = box["mark"] or (box["glued"] if broken else "") or ""
    text = content[box.end() :]
    if second := _SECOND_MARK.match(text):
        text = text[second.end() :]
    ticked = mark.strip() not in {"", "-"}
    return Box(ticked, len(mark) == 1 and not broken), box["lead"] + text
