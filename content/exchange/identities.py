"""Ids that are unique in one document, though what is in it comes out of several files."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from content.exchange.models import local_name, loss_of
from content.ids.names import shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.exchange.models import Category
    from content.models import Problem, Question


def distinct(
    categories: Sequence[Category], *, whole: bool
) -> tuple[tuple[Category, ...], tuple[Problem, ...]]:
    """Return the categories with ids that nothing else has, and what was changed for that.

    ``whole`` says that the document keeps whole ids; most keep what follows the lesson only.
    """
    known = {_name(one.id, whole=whole) for category in categories for one in category.questions}
    places: dict[str, str] = {}
    numbers: dict[str, count[int]] = {}
    losses: list[Problem] = []

    def named(category: Category, question: Question) -> Question:
        name = _name(question.id, whole=whole)
        if name not in places:
            places[name] = f"{category.path}:{question.line}"
            return question
        others = numbers.setdefault(name, count(2))
        ids = (shorten(f"{question.id}-{number}") for number in others)
        identity = next(one for one in ids if _name(one, whole=whole) not in known)
        known.add(_name(identity, whole=whole))
        message = f"its id is that of {places[name]} too: here it is {local_name(identity)}"
        losses.append(loss_of(category, question, message))
        return question.model_copy(update={"id": identity})

    given = tuple(
        replace(one, questions=tuple(named(one, question) for question in one.questions))
        for one in categories
    )
    return given, tuple(losses)


def _name(identity: str, *, whole: bool) -> str:
    return identity if whole else local_name(identity)
