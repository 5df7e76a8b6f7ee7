"""HTML comments in raw lines: which lines they hide from fences, and the answers in them."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from content.repair.fence_markers import Partners
from content.repair.lines import code_spans, inside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.repair.fence_markers import Mark

_ANSWER = re.compile(
    r"(?:correct\s+)?ans(?:wer(?P<plural>s)?)?\s*(?:(?:is|are)\s*)?[:=]\s*(?P<letters>\S.*)",
    re.IGNORECASE | re.DOTALL,
)


def commented_lines(lines: Sequence[str], marks: Sequence[Mark]) -> set[int]:
    """Return the lines inside of comments, where marks open no fence.

    What opens first wins: in a fence that is closed, ``<!--`` is code.
    """
    openers = [n for n, text in enumerate(lines) if "<!--" in text]
    hidden: set[int] = set()
    if not openers:
        return hidden
    partners = Partners(marks)
    ends = [n for n, text in enumerate(lines) if "-->" in text]
    breaks = sorted(
        {n for n, text in enumerate(lines) if not text.strip()}
        | {mark.line for mark in marks if mark.opens}
    )
    at, done = 0, -1
    for index in openers:
        while at < len(marks) and marks[at].line <= index:
            partner, closed = partners.find(at) if marks[at].opens else (at, False)
            if closed and marks[at].line > done:
                done, at = marks[partner].line, partner
            at += 1
        place = bisect_left(ends, index + 1)
        if index <= done or place == len(ends):
            continue
        start = _left_open(lines[index])
        last = ends[place]
        # A comment inside a paragraph ends in it, or is none.
        alone = start is not None and not lines[index][:start].strip()
        if alone or (
            start is not None and bisect_left(breaks, last + 1) == bisect_left(breaks, index)
        ):
            hidden.update(range(index + 1, last + 1))
            done = last
    return hidden


def _left_open(text: str) -> int | None:
    """Return where a comment begins that does not end on its line."""
    start = text.rfind("<!--")
    while start >= 0 and (text[start - 1 : start] == "\\" or inside(start, code_spans(text))):
        start = text.rfind("<!--", 0, start)
    return start if start >= 0 and text.find("-->", start) < 0 else None


def answer(note: str) -> str | None:
    """Return the canonical comment for a note that gives an answer."""
    found = _ANSWER.fullmatch(note.replace("*", "").replace("_", " ").strip())
    if not found:
        return None
    word = "answers" if found["plural"] else "answer"
    return f"<!-- {word}: {' '.join(found['letters'].split())} -->"
