"""What passes between the formats: questions in categories, and what could not come along."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING

from content.ids.names import shorten
from content.models import Option, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from content.models import Concept, Question

STEM = "the stem"
_PICTURE_FILE = re.compile(r"!\[[^\]]{0,1000}\]\(\s{0,9}<?(?!https?:|data:)([^)\s>]+)")


@dataclass(frozen=True, slots=True)
class Category:
    """Questions that belong together, as a lesson's do.

    ``names`` lead to it, the outermost first; a document without categories has one with no names.
    ``path`` is the file that the questions came from, as the caller named it.
    """

    names: tuple[str, ...]
    path: str
    questions: tuple[Question, ...]
    tags: tuple[str, ...] = ()
    concepts: tuple[Concept, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """What was read out of one document, and everything in it that is wrong or has no place."""

    categories: tuple[Category, ...]
    problems: tuple[Problem, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """Return the questions of all categories in the order of the document."""
        return tuple(question for _, question in in_order(self.categories))


@dataclass(frozen=True, slots=True)
class Written:
    """A whole document in some format, and what of the questions is not in it.

    ``empty`` says that no question is in it, because the format can hold none of them.
    """

    data: str | bytes
    losses: Sequence[Problem]
    empty: bool = False


def in_order(categories: Iterable[Category]) -> Iterator[tuple[Category, Question]]:
    """Yield all questions, each with its category."""
    return ((category, question) for category in categories for question in category.questions)


def local_name(identity: str) -> str:
    """Return an id without its lesson: what stands between ``{#`` and ``}``."""
    return identity.rpartition("#")[2]


def asked_of(question: Question) -> dict[str, str]:
    """Return the texts that a question is asked with by what they are called."""
    options = enumerate(question.options, start=1)
    return {STEM: question.stem, **{f"option {n}": option.text for n, option in options}}


def texts_of(question: Question) -> dict[str, str]:
    """Return all texts of a question by what they are called; one that it lacks is empty."""
    options = enumerate(question.options, start=1)
    reasons = {f"the reason of option {n}": option.reason or "" for n, option in options}
    return asked_of(question) | reasons | {"the explanation": question.explanation or ""}


def with_texts(question: Question, texts: Mapping[str, str]) -> Question:
    """Return a question with other texts, as ``texts_of`` returns them."""
    stem, *others, explanation = texts.values()
    count = len(question.options)
    options = (
        Option(text=text, reason=reason or None)
        for text, reason in zip(others[:count], others[count:], strict=True)
    )
    update = {"stem": stem, "options": tuple(options), "explanation": explanation or None}
    return question.model_copy(update=update)


def picture_files(*texts: str) -> list[str]:
    """Return the files that pictures in texts of Markdown are in; addresses are none."""
    return list(dict.fromkeys(found for text in texts for found in _PICTURE_FILE.findall(text)))


def loss(path: str, line: int, message: str) -> Problem:
    """Return the warning for something that a format cannot hold."""
    return Problem(path=path, line=line, severity="warning", code="not-converted", message=message)


def losses_of(
    categories: Iterable[Category], lost: Callable[[Question], Iterable[str]]
) -> list[Problem]:
    """Return the warnings for all that ``lost`` says of each question."""
    return [
        loss(category.path, question.line, f"question {local_name(question.id)}: {message}")
        for category, question in in_order(categories)
        for message in lost(question)
    ]


def distinct(
    categories: Sequence[Category], *, whole: bool
) -> tuple[list[Category], list[Problem]]:
    """Return the categories with ids that nothing else has, and what was changed for that.

    ``whole`` says that the document keeps whole ids; most keep what follows the lesson only.
    """
    name_of = str if whole else local_name
    taken = {name_of(question.id) for _, question in in_order(categories)}
    places: dict[str, str] = {}
    numbers: dict[str, count[int]] = {}
    losses: list[Problem] = []

    def named(category: Category, question: Question) -> Question:
        name, place = name_of(question.id), f"{category.path}:{question.line}"
        if places.setdefault(name, place) is place:
            return question
        others = (f"{question.id}-{number}" for number in numbers.setdefault(name, count(2)))
        identity = next(one for one in map(shorten, others) if name_of(one) not in taken)
        taken.add(name_of(identity))
        message = f"its id is that of {places[name]} too: here it is {local_name(identity)}"
        losses.extend(losses_of([replace(category, questions=(question,))], lambda _: [message]))
        return question.model_copy(update={"id": identity})

    given = [
        replace(one, questions=tuple(named(one, question) for question in one.questions))
        for one in categories
    ]
    return given, losses
