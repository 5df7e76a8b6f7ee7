"""Ids that are unique in one document, though what is in it comes out of several files."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from content.exchange.models import local_name, loss_of
from content.ids.names import shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.exchange.models import Category, Loss
    from content.models import Question


def distinct(
    categories: Sequence[Category], *, whole: bool
) -> tuple[tuple[Category, ...], tuple[Loss, ...]]:
    """Return the categories with ids that nothing else has, and what was changed for that.

    ``whole`` says that the document keeps whole ids; most keep what stands behind the lesson only.
    """
    giver = _Giver(categories, whole=whole)
    given = tuple(
        replace(one, questions=tuple(giver.named(one, question) for question in one.questions))
        for one in categories
    )
    return given, tuple(giver.losses)


class _Giver:
    """Hands out the ids of one document."""

    def __init__(self, categories: Sequence[Category], *, whole: bool) -> None:
        self._whole = whole
        self._known = {self._name(one.id) for category in categories for one in category.questions}
        self._places: dict[str, str] = {}
        self._next: dict[str, count[int]] = {}
        self.losses: list[Loss] = []

    def named(self, category: Category, question: Question) -> Question:
        """Return a question with an id that none above it has."""
        name = self._name(question.id)
        if name not in self._places:
            self._places[name] = f"{category.path}:{question.line}"
            return question
        numbers = self._next.setdefault(name, count(2))
        ids = (shorten(f"{question.id}-{number}") for number in numbers)
        identity = next(one for one in ids if self._name(one) not in self._known)
        self._known.add(self._name(identity))
        message = f"its id is that of {self._places[name]} too: here it is {local_name(identity)}"
        self.losses.append(loss_of(category, question, message))
        return question.model_copy(update={"id": identity})

    def _name(self, identity: str) -> str:
        return identity if self._whole else local_name(identity)
