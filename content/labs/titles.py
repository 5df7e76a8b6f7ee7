"""The headings that name a lab, its solution or a demo, in the ways that people write them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz

from content.ids.names import slug
from content.labs.fences import is_commands

if TYPE_CHECKING:
    from collections.abc import Iterable

    from content.markdown.blocks import Block

_DASH = r"\u2010-\u2015\u2212-"
_LESSON = rf"(?:(?:Lesson|Module|Chapter|Unit|Week)\s+[\d.]+\w?\s*[{_DASH}]?\s*)"
_PREFIX = (
    r"(?:(?:Lesson|Module|Chapter|Unit|Week)\s+[\d.]+\w?\s*:\s*|\d{1,4}(?:\.\d{1,4})*[.)]?\s+)?"
)
_NUMBER = r"\d[\d.]*\w?\b"
# Some headings have no space before or behind the word: `Lab SolutionUsing Secrets`.
_SOLVED = (
    r"(?:(?P<solution>\s*Solutions?(?:\b|(?-i:(?=[A-Z]))))"
    rf"(?:\s+(?P<after>{_NUMBER})(?=\s*[:.{_DASH}]|\s*$))?)?"
)
_LAB = r"Lab(?:\b|(?=Solution))"
_END = rf"\s*[:.{_DASH}]?\s*"
# A hyphen without spaces is part of a word: "Lab-based learning".
_MARK = r"(?:\s*[:\u2010-\u2015\u2212]|\s+-(?=\s))\s*"
_HEADINGS = (
    # `Lesson 4 Lab Title` needs no colon, a bare `Lab` does: "Lab environments" is a concept.
    rf"{_LESSON}{_LAB}(?:\s+(?P<number>{_NUMBER}))?{_SOLVED}{_END}(?P<title>.*)",
    rf"{_PREFIX}Lab\s+(?P<number>{_NUMBER}){_SOLVED}{_END}(?P<title>.*)",
    rf"{_PREFIX}{_LAB}(?:\s+(?:Exercise|Task))?(?P<number>){_SOLVED}{_MARK}(?P<title>.*)",
    rf"{_PREFIX}{_LAB}(?P<number>)(?P<solution>\s*Solution)(?P<after>)(?P<title>)",
    r"(?P<number>)(?P<after>)(?P<solution>Solution)\s*:\s*(?P<title>.+)",
    # `Solution to Lab 2 - Title`
    rf"{_PREFIX}(?P<solution>Solution)\s+(?:to|of|for)\s+(?:the\s+)?Lab"
    rf"(?:\s+(?P<number>{_NUMBER}))?(?P<after>)(?:{_MARK}(?P<title>.*))?",
)
_PATTERNS = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _HEADINGS)
# Without a colon it takes commands below the heading to be a demo.
_DEMO = re.compile(
    rf"(?:{_LESSON}|{_PREFIX})(?P<whole>Demo(?:nstration)?(?:\s+(?:part\s+|step\s+)?"
    rf"(?P<number>{_NUMBER}))?(?:(?P<mark>{_MARK})(?P<title>\S.*)|(?:\s+(?P<bare>\S.*))?))",
    re.IGNORECASE,
)
_PARENTHESES = re.compile(r"\(?\bSolution\)?$", re.IGNORECASE)
_PLURAL = re.compile(r"s(?=-|$)")
ALIKE = 85
"""How much two titles are alike that differ by a slip of the hand."""


class LabTitle(NamedTuple):
    """What a heading says about a lab; ``title`` may be empty. A demo has no task."""

    title: str
    solution: bool
    demo: bool = False
    number: str = ""


def lab_title(heading: str, blocks: Iterable[Block] = ()) -> LabTitle | None:
    """Read a heading such as ``Lesson 4 Lab Solution: Title``; None when it names no lab.

    ``blocks`` are those below it: ``Demo Title`` without a colon needs commands to be one.
    """
    heading = " ".join(heading.split())
    for pattern in _PATTERNS:
        if found := pattern.fullmatch(heading):
            title, is_solution = (found["title"] or "").strip(), bool(found["solution"])
            number = (found["number"] or found["after"] or "").rstrip(".")
            tail = None if is_solution else _PARENTHESES.search(title)
            if tail and tail.start() > 0:
                title, is_solution = title[: tail.start()].rstrip(" :-\u2013\u2014"), True
            return LabTitle(title, is_solution, number=number)
    found = _DEMO.fullmatch(heading)
    parts = (part for block in blocks for part in block.walk())
    if found is None or not (found["mark"] or any(map(is_commands, parts))):
        return None
    title = (found["title"] or found["bare"] or found["whole"]).strip()
    return LabTitle(title, solution=True, demo=True, number=found["number"] or "")


def alike(one: str, other: str) -> float:
    """Return how much two titles are alike, from 0 to 100; case, signs and plurals do not count."""
    first, second = (_PLURAL.sub("", slug(title)) for title in (one, other))
    return fuzz.ratio(first, second)


def is_same(one: str, other: str) -> bool:
    """Return whether two titles differ by no more than a slip of the hand."""
    return one == other or alike(one, other) >= ALIKE
