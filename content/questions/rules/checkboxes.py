"""``- [x] option``: a checkbox in front of an option; another kind of box is one more pattern."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_WHOLE = (
    # [x] text
    r"\[(?P<mark>[ \t]*[xX\u2713\u2714*-]?[ \t]*)\](?!\()[:.]?(?:\s+|$)",
    # (x) text, [(x)] text
    r"\[?\((?P<mark>[ xX])\)\]?(?:\s+|$)",
)
# What people see as a box, and Markdown does not.
_BROKEN = (
    # \[x] text
    r"\\\[(?P<mark>[ xX])\\?\][ \t]+(?=\S)",
    # [x]text
    r"\[(?P<mark>[ xX])\](?=[\w`])",
)
_BOXES = [re.compile(rf"(?P<lead>(?:[*_]{{2}})?){pattern}") for pattern in (*_WHOLE, *_BROKEN)]
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
    for place, pattern in enumerate(_BOXES):
        if found := pattern.match(content):
            text = content[found.end() :]
            if second := _SECOND_MARK.match(text):
                text = text[second.end() :]
            ticked = found["mark"].strip() not in {"", "-"}
            whole = len(found["mark"]) == 1 and place < len(_WHOLE)
            return Box(ticked, whole), found["lead"] + text
    return None, content
