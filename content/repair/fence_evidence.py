"""Weighs whether a line in a fence is code, or a part of the lesson that the fence swallowed."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.markdown.fence_markers import Mark

_HEADING = re.compile(r" {0,3}(?P<marks>#{2,6})[ \t]+(?P<title>\S.*)")
_NUMBERED = re.compile(r"\d+\.\d+\.?\s+\S|Lesson\s+\d|Q(?:uestion)?\s?\d", re.IGNORECASE)
_QUESTION = re.compile(r" {0,3}(?:\*\*|__)Q(?:uestion)? ?\d", re.IGNORECASE)
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+(?P<text>.*)")
# An item of words, words in bold, a row of a table, a whole sentence.
_PROSE = re.compile(
    r"(?:[-*+]|\d{1,3}[.)])[ \t]+(?:[^\W\d_]|[\"'(`*_\[<]).*"
    r"|(?:\*\*|__)[^\s*_].*|\| .*|[\"'(`*_\[]*[A-Z][\w'’`*-]*,?(?: \S+){2,}[.:!?][*_`)]*\s*"
)
# Languages whose code has items that look like a list's.
_WITH_ITEMS = frozenset({"yaml", "yml", "diff"})
_DEEP_LEVEL = 3
# How far below a heading its text may begin.
_GAP = 5
_SIGNS = 3
"""So many of the four signs of a heading have to be there."""


class Looks(Enum):
    """What a line in a fence looks like."""

    CODE = auto()
    LESSON = auto()
    """Like a lesson's heading or text, which code may hold too."""
    SURE = auto()
    """Like nothing that code holds by chance."""


def judge(texts: Sequence[str], index: int, opener: Mark, *, suspect: bool, closed: bool) -> Looks:
    """Return what a line in the fence of ``opener`` looks like.

    ``suspect`` says that some fence nearby is broken, ``closed`` that this one has closing marks.
    """
    text = texts[index]
    bare = text.lstrip()
    below_gap = not texts[index - 1].strip()
    # Directly below stray marks stands the heading or question that they were put before.
    begins = below_gap or (suspect and index == opener.line + 1)
    if bare[:1] == "#":
        return _heading(texts, index, opener, suspect=suspect, begins=begins)
    if begins and _QUESTION.match(text):
        return Looks.SURE
    if len(text) - len(bare) < opener.column and _ITEM.match(bare) and suspect:
        # Markdown ends the list's item here, and the fence in it.
        return Looks.SURE
    if suspect and below_gap and not (closed and opener.info) and _is_prose(bare, opener):
        return Looks.LESSON
    return Looks.CODE


def _heading(
    texts: Sequence[str], index: int, opener: Mark, *, suspect: bool, begins: bool
) -> Looks:
    """Weigh four signs; comments need all of them, and one less is enough near a broken fence."""
    found = _HEADING.match(texts[index])
    if not found:
        return Looks.CODE
    numbered = bool(_NUMBERED.match(found["title"]))
    signs = (
        begins,
        not "".join(texts[index + 1 : index + 2]).strip(),
        numbered or len(found["marks"]) >= _DEEP_LEVEL,
        _leads_to_prose(texts, index, opener),
    )
    if sum(signs) < _SIGNS + bool(opener.info) - suspect:
        return Looks.CODE
    return Looks.SURE if numbered else Looks.LESSON


def _leads_to_prose(texts: Sequence[str], index: int, opener: Mark) -> bool:
    """Return whether what stands below a heading is written for readers."""
    below = map(str.strip, texts[index + 1 : index + 1 + _GAP])
    first = next(filter(None, below), "")
    return _is_prose(first, opener) or bool(_HEADING.match(first))


def _is_prose(bare: str, opener: Mark) -> bool:
    """Return whether a line is written for readers."""
    if opener.language in _WITH_ITEMS and _ITEM.match(bare):
        return False
    return bool(_PROSE.fullmatch(bare))
