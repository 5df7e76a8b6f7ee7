"""HTML comments in raw lines: which lines they hide from fences, and the answers in them."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from content.markdown.fence_markers import partner_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.markdown.fence_markers import Mark

_ANSWER = re.compile(
    r"(?:correct\s+)?ans(?:wer(?P<plural>s)?)?\s*(?:(?:is|are)\s*)?[:=]\s*(?P<letters>\S.*)",
    re.IGNORECASE | re.DOTALL,
)


def commented_lines(lines: Sequence[str], marks: Sequence[Mark]) -> set[int]:
    """Return the lines inside of comments, where marks open no fence.

    What opens first wins: in a fence that is closed, ``<!--`` is code.
    """
    hidden: set[int] = set()
    ends = [n for n, text in enumerate(lines) if "-->" in text]
    at, done = 0, -1
    for index, text in enumerate(lines):
        if not text.lstrip().startswith("<!--") or "-->" in text:
            continue
        while at < len(marks) and marks[at].line <= index:
            partner, closed = partner_of(marks, at) if marks[at].opens else (at, False)
            if closed and marks[at].line > done:
                done, at = marks[partner].line, partner
            at += 1
        place = bisect_left(ends, index)
        if index > done and place < len(ends):
            done = ends[place]
            hidden.update(range(index + 1, done + 1))
    return hidden


def answer(note: str) -> str | None:
    """Return the canonical comment for a note that gives an answer."""
    found = _ANSWER.fullmatch(note.replace("*", "").replace("_", " ").strip())
    if not found:
        return None
    word = "answers" if found["plural"] else "answer"
    return f"<!-- {word}: {' '.join(found['letters'].split())} -->"
