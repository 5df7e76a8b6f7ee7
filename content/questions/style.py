"""What gives the right option away or trips a careful reader: one line for a whole lesson."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.problems import ProblemSink
    from content.questions.judge import Parsed

# "Why is this not a conflict?" turns nothing around.
_NOT = re.compile(r"\b(?:which|what)\b[^.?!]*(?<![*_\w])not(?![*_\w])", re.IGNORECASE)
_OF_THE_ABOVE = re.compile(r"(?:all|none) of (?:the above|these|them|the others)\W*", re.IGNORECASE)
_SET = 4
"""Fewer questions are no set, in which one way of writing says something."""
_MANY = 5
"""From how many questions on it is no chance that the right option stands out."""
_SHOWN = 5
"""How many lines are named."""


def check_style(questions: Sequence[Parsed], sink: ProblemSink) -> None:
    """Warn of a lesson whose questions can be answered by how they are written."""
    if len(questions) < _SET:
        return
    found = _lengths(questions)
    stems = [one.line for one in questions if _NOT.search(one.stem) and "NOT" not in one.stem]
    above = [
        one.line
        for one in questions
        if any(_OF_THE_ABOVE.fullmatch(option.text) for option in one.options)
    ]
    found += [f"a bare `not` is overlooked, write NOT ({_lines(stems)})"] * bool(stems)
    found += [f"`all of the above` gives itself away ({_lines(above)})"] * bool(above)
    if found:
        line = min([*stems, *above], default=questions[0].line)
        sink.warning(line, "question-style", "; ".join(found))


def _lengths(questions: Sequence[Parsed]) -> list[str]:
    """Return what is said where the right option is the longest, or the shortest, of most."""
    longest = shortest = several = 0
    for one in questions:
        sizes = [len(option.text) for option in one.options]
        right = sizes.pop(one.correct[0])
        if len(one.correct) == 1 < len(sizes):
            several += 1
            longest += right > max(sizes)
            shortest += right < min(sizes)
    return [
        f"the right option is the {side} in {count} of {several} questions"
        for side, count in (("longest", longest), ("shortest", shortest))
        if several >= _MANY and count * 3 > several * 2
    ]


def _lines(lines: Sequence[int]) -> str:
    shown = ", ".join(map(str, lines[:_SHOWN])) + ", …" * (len(lines) > _SHOWN)
    return f"line{'s' * (len(lines) > 1)} {shown}"
