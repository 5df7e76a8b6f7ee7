"""How single questions could be written better, by the guidelines of item writing; only if asked.

Most courses break some of these and can be used all the same, so no reading of a lesson tells them.
"""

from __future__ import annotations

import re
from itertools import permutations
from statistics import mean
from typing import TYPE_CHECKING

from content.problems import ProblemSink
from content.questions.judge import has_bare_not, is_of_the_above

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from content.models import Lesson, Option, Problem, Question

_EXCEPT = re.compile(r"(?<![*_\w])except\W*$")
_FENCE = re.compile(r"^ *(?:```|~~~)", re.MULTILINE)
_WORD = re.compile(r"\w+")
_LONGER = 1.5
"""How many times as long as the others the right option may be."""
_NAMES = 15
"""Names differ in length by nature: by so many characters at least a longer option is noticed."""


def item_problems(lessons: Iterable[Lesson]) -> tuple[Problem, ...]:
    """Return a warning for each fault in how a question of the lessons is written."""
    found: list[Problem] = []
    for lesson in lessons:
        sink = ProblemSink(lesson.path)
        tied = any(question.concept for question in lesson.questions)
        for question in lesson.questions:
            for fault in _faults(question):
                sink.warning(question.line, "item-style", fault)
            if tied and not question.concept:
                message = "others name their concept, this one does not: add `Concept: Title`"
                sink.warning(question.line, "item-style", message)
        found += sink.in_order()
    return tuple(found)


def _faults(question: Question) -> Iterator[str]:
    stem, options = question.stem, question.options
    texts = [option.text.plain for option in options]
    if has_bare_not(stem) or _EXCEPT.search(_FENCE.split(stem)[0]):
        yield "the stem asks for what is wrong, which is overlooked: write **NOT** or **EXCEPT**"
    for place, text in enumerate(texts, 1):
        if is_of_the_above(text):
            yield f"option {place} is `{text}`: ask for all that apply, or replace it"
    sizes = [len(text) for text in texts]
    right = [sizes.pop(place) for place in reversed(question.correct)]
    if len(right) == 1 and right[0] >= max(mean(sizes) * _LONGER, mean(sizes) + _NAMES):
        yield "the right option is much longer than the others: move what explains to its reason"
    for one, other in _nested(options):
        yield f"option {one} says all that option {other} says, and more: make them differ"
    without = [place for place, option in enumerate(options, 1) if not option.reason]
    if 0 < len(without) < len(options):
        yield f"option {without[0]} has no reason, and others have one: add it below"


def _nested(options: Sequence[Option]) -> Iterator[tuple[int, int]]:
    """Yield the numbers of an option and of one that it contains; commands are often so."""
    words = {
        number: f" {' '.join(_WORD.findall(option.text.plain.casefold()))} "
        for number, option in enumerate(options, 1)
        if "`" not in option.text
    }
    for one, other in permutations(words, 2):
        if words[other] in words[one] and not words[other].isspace():
            yield one, other
