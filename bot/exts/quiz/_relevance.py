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
    concepts = [one for section in lesson.sections for one in section.concepts]
    spread = Counter(word for one in concepts for word in _words(f"{one.title}\n{one.text}"))
    title, text = _words(concept.title), _words(concept.text)

    def weight(question: Question) -> tuple[bool, float]:
        said = _words(_text_of(question))
        titled = sum(_TITLE / (1 + spread[word]) for word in said & title)
        told = sum(1 / (1 + spread[word]) for word in said & text)
        return question.concept == concept.id, titled + told

    return sorted(questions, key=weight, reverse=True)


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    return frozenset(in_a_row(text))


def _text_of(question: Question) -> str:
    parts = [question.stem, *(option.text for option in question.options), question.explanation]
    return "\n".join(part.plain for part in parts if part)
