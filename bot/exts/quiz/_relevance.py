"""Which practice questions of a lesson are about one of its concepts, the best first."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from index.words import in_a_row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.models import Concept, Lesson, Question

_TITLE = 3.0
"""How much more a word of the title says than one of the text."""


def about(concept: Concept, lesson: Lesson, questions: Sequence[Question]) -> list[Question]:
    """Return ``questions`` of ``lesson`` in the order of what they have in common with a concept.

    Those that name it come first. A word counts the more, the fewer concepts of the lesson have it.
    Questions that have nothing in common with the concept come last, in the order of the lesson.
    """
    spread = _spread(_concepts(lesson))
    return sorted(questions, key=lambda one: _weight(concept, one, spread), reverse=True)


def nearest(question: Question, lesson: Lesson) -> Concept | None:
    """Return the concept of ``lesson`` that has most in common with a question, if it has any."""
    concepts = _concepts(lesson)
    spread = _spread(concepts)
    return max(concepts, key=lambda one: _weight(one, question, spread), default=None)


def _concepts(lesson: Lesson) -> list[Concept]:
    return [one for section in lesson.sections for one in section.concepts]


def _spread(concepts: Sequence[Concept]) -> Counter[str]:
    """Return how many of the concepts have each word."""
    return Counter(word for one in concepts for word in _words(f"{one.title}\n{one.text}"))


def _weight(concept: Concept, question: Question, spread: Counter[str]) -> tuple[bool, float]:
    said = _words(_text_of(question))
    titled = sum(_TITLE / (1 + spread[word]) for word in said & _words(concept.title))
    told = sum(1 / (1 + spread[word]) for word in said & _words(concept.text))
    return question.concept == concept.id, titled + told


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    return frozenset(in_a_row(text))


def _text_of(question: Question) -> str:
    parts = [question.stem, *(option.text for option in question.options), question.explanation]
    return "\n".join(part.plain for part in parts if part)
