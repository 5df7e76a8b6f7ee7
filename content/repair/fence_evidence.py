"""Weighs whether a line in a fence is code, or a part of the lesson that the fence swallowed."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.repair.fence_markers import Mark

_HEADING = re.compile(r" {0,3}(?P<marks>#{2,6})[ \t]+(?P<title>\S.*)")
_NUMBERED = re.compile(r"\d+\.\d+\.?\s+\S|Lesson\s+\d|Q(?:uestion)?\s?\d", re.IGNORECASE)
_QUESTION = re.compile(r" {0,3}(?:\*\*|__)Q(?:uestion)? ?\d", re.IGNORECASE)
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+(?P<text>.*)")
_SENTENCE = re.compile(r"[\"'(`*_\[]*[A-Z][\w'’`*-]*,?(?: \S+){2,}[.:!?][*_`)]*")
_BOLD = re.compile(r"(?:\*\*|__)[^\s*_].*")
_DEEP_LEVEL = 3
# How far below a heading its text may begin.
_GAP = 5
# From this column on Markdown reads marks as a fence in a list only.
_ALWAYS = 4
# How far above a fence the item that holds it may begin.
_ABOVE = 30


class Looks(Enum):
    """What a line in a fence looks like."""

    CODE = auto()
    LESSON = auto()
    """Like a lesson's heading or text, which code may hold too."""
    SURE = auto()
    """Like nothing that code holds by chance."""


def judge(lines: Sequence[str], index: int, opener: Mark, *, suspect: bool, closed: bool) -> Looks:
    """Say what a line in the fence of ``opener`` looks like.

    ``suspect`` says that some fence nearby is broken, ``closed`` that this one has closing marks.
    """
    text = lines[index]
    bare = text.lstrip()
    first = bare[:1]
    if first == "#":
        return _heading(lines, index, opener, suspect=suspect)
    if first in {"*", "_"} and _QUESTION.match(text):
        blank = not lines[index - 1].strip()
        return Looks.SURE if blank or suspect else Looks.CODE
    if (
        opener.column
        and len(text) - len(bare) < opener.column
        and _ITEM.match(bare)
        and (suspect or not closed or _in_item(lines, opener))
    ):
        # Markdown ends the list's item here, and the fence in it.
        return Looks.CODE if opener.has_items and not suspect else Looks.SURE
    if not suspect or not bare or lines[index - 1].strip():
        return Looks.CODE
    alone = not (closed and _has_code(lines, opener, index))
    return Looks.LESSON if alone and _is_text(bare, opener) else Looks.CODE


def _in_item(lines: Sequence[str], opener: Mark) -> bool:
    """Return whether indented marks stand in a list item, which an item further left would end."""
    if opener.column >= _ALWAYS or lines[opener.line].lstrip()[:1] not in {"`", "~"}:
        return True
    for index in range(opener.line - 1, max(opener.line - _ABOVE, -1), -1):
        text = lines[index]
        bare = text.lstrip()
        if bare and len(text) - len(bare) < opener.column:
            return bool(_ITEM.match(bare))
    return False


def _has_code(lines: Sequence[str], opener: Mark, index: int) -> bool:
    """Return whether the fence is more than bare marks with nothing behind them."""
    above = lines[opener.line + 1 : index]
    return bool(opener.info) or len(above) > _GAP or any(map(str.strip, above))


def _heading(lines: Sequence[str], index: int, opener: Mark, *, suspect: bool) -> Looks:
    found = _HEADING.match(lines[index])
    # A comment that draws a box around its words ends in the same sign.
    if not found or found["title"].endswith("#"):
        return Looks.CODE
    # Directly below stray marks stands the heading that they were put before.
    above = not lines[index - 1].strip() or (suspect and index == opener.line + 1)
    below = index + 1 >= len(lines) or not lines[index + 1].strip()
    leads = _leads_to_text(lines, index, opener)
    deep = len(found["marks"]) >= _DEEP_LEVEL
    numbered = bool(_NUMBERED.match(found["title"]))
    if numbered and above and (below and leads if opener.has_comments else below or leads):
        return Looks.SURE
    weighty = deep or numbered
    if opener.has_comments:
        likely = above and leads and below and (weighty or suspect)
        likely = likely or (suspect and above and weighty and (below or leads))
    elif suspect:
        likely = weighty or (above and below)
    else:
        likely = above and below and (weighty or leads)
    return Looks.LESSON if likely else Looks.CODE


def _leads_to_text(lines: Sequence[str], index: int, opener: Mark) -> bool:
    """Return whether what stands below a heading is written for readers."""
    for below in lines[index + 1 : index + 1 + _GAP]:
        bare = below.strip()
        if bare:
            return _is_text(bare, opener) or bool(_HEADING.match(bare))
    return False


def _is_text(bare: str, opener: Mark) -> bool:
    found = _ITEM.match(bare)
    if found:
        words = found["text"]
        return (
            not opener.has_items and bool(words) and (words[0].isalpha() or words[0] in "*_`[<(\"'")
        )
    return bool(_BOLD.match(bare) or _SENTENCE.fullmatch(bare.rstrip())) or bare.startswith("| ")
