"""What passes between the formats: questions in categories, and what could not come along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from content.models import Problem

if TYPE_CHECKING:
    from content.models import Concept, Question


EXPLANATION = "the explanation"


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
        return tuple(one for category in self.categories for one in category.questions)


@dataclass(frozen=True, slots=True)
class Written:
    """A whole document in some format, and what of the questions is not in it.

    ``empty`` says that no question is in it, because the format can hold none of them.
    """

    data: str | bytes
    losses: tuple[Problem, ...]
    empty: bool = False


def local_name(identity: str) -> str:
    """Return an id without its lesson: what stands between ``{#`` and ``}``."""
    return identity.rpartition("#")[2]


def asked_of(question: Question) -> dict[str, str]:
    """Return the texts that a question is asked with by what they are called."""
    options = enumerate(question.options, start=1)
    return {"the stem": question.stem, **{f"option {n}": option.text for n, option in options}}


def texts_of(question: Question) -> dict[str, str]:
    """Return all texts of a question by what they are called; one that it lacks is empty."""
    reasons = enumerate((option.reason or "" for option in question.options), start=1)
    return {
        **asked_of(question),
        **{f"the reason of option {n}": reason for n, reason in reasons},
        EXPLANATION: question.explanation or "",
    }


def loss(path: str, line: int, name: str, message: str) -> Problem:
    """Return the warning for something that a format cannot hold; ``name`` says whose it is."""
    return Problem(
        path=path,
        line=line,
        severity="warning",
        code="not-converted",
        message=f"{name}: {message}",
    )


def loss_of(category: Category, question: Question, message: str) -> Problem:
    """Return the warning for something of one question."""
    return loss(category.path, question.line, f"question {local_name(question.id)}", message)
