"""Questions with their options shuffled, as they are stored with a quiz."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from content.markdown.render import Markdown
from content.models import QUESTION_CHARACTERS, QUESTION_OPTIONS
from content.option_order import keeps_order

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable

    from content.models import Question


@dataclass(frozen=True, slots=True)
class ShownOption:
    """One option as it is shown; ``text`` and ``reason`` are lesson Markdown."""

    text: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Card:
    """One question of a quiz; ``correct`` holds the 0-based places of the right options.

    ``concept`` is the id of what it asks about, and ``order`` has the place in the lesson of each
    option; quizzes of earlier versions know neither.
    """

    id: str
    stem: str
    options: tuple[ShownOption, ...]
    correct: tuple[int, ...]
    explanation: str | None
    concept: str | None = None
    order: tuple[int, ...] = ()

    @property
    def several(self) -> bool:
        """Whether more than one option is right."""
        return len(self.correct) > 1

    @property
    def words_to_read(self) -> float:
        """Return how many words come up with the answer: the reasons and the explanation."""
        return sum(map(_words_in, (self.explanation, *(one.reason for one in self.options))))

    def in_lesson(self, places: Iterable[int]) -> list[int]:
        """Return the places in the lesson of options that are shown at ``places``."""
        return sorted(self.order[place] if self.order else place for place in places)


@lru_cache(maxsize=1024)
def _words_in(text: str | None) -> float:
    """Count words; scripts without spaces between them have about two characters to a word."""
    plain = Markdown.of(text or "").plain
    return len(plain.split()) + sum(east_asian_width(sign) in "WF" for sign in plain) / 2


def fits(question: Question) -> bool:
    """Return whether a message of Discord can hold the question."""
    length = len(question.stem) + sum(len(option.text) for option in question.options)
    return len(question.options) <= QUESTION_OPTIONS and length <= QUESTION_CHARACTERS


def askable(questions: Iterable[Question]) -> list[Question]:
    """Return the questions that a message of Discord can hold."""
    return [question for question in questions if fits(question)]


def deal(questions: Iterable[Question], rng: random.Random) -> tuple[Card, ...]:
    """Return the questions in their order, each with its options shuffled."""
    return tuple(deal_one(question, rng) for question in questions)


def deal_one(question: Question, rng: random.Random) -> Card:
    """Return a question with its options shuffled."""
    order = list(range(len(question.options)))
    if not keeps_order([option.text for option in question.options]):
        rng.shuffle(order)
    return Card(
        id=question.id,
        stem=question.stem,
        options=tuple(
            ShownOption(question.options[place].text, question.options[place].reason)
            for place in order
        ),
        correct=tuple(place for place, old in enumerate(order) if old in question.correct),
        explanation=question.explanation,
        concept=question.concept,
        order=tuple(order),
    )


def to_json(cards: Iterable[Card]) -> list[dict[str, Any]]:
    """Return the cards as the database keeps them, which has its own name for the options."""
    stored = []
    for card in cards:
        kept = asdict(card)
        kept["choices"] = kept.pop("options")
        stored.append(kept)
    return stored


def from_json(stored: Iterable[dict[str, Any]]) -> tuple[Card, ...]:
    """Return the cards that ``to_json`` was given."""
    return tuple(
        Card(
            id=item["id"],
            stem=item["stem"],
            options=tuple(ShownOption(**option) for option in item["choices"]),
            correct=tuple(item["correct"]),
            explanation=item["explanation"],
            concept=item.get("concept"),
            order=tuple(item.get("order", ())),
        )
        for item in stored
    )
