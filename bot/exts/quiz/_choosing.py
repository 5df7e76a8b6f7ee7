"""Chooses which questions are asked and in which order. Pure: what people answered is handed in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Mapping, Sequence

    from content.models import Question


@dataclass(frozen=True, slots=True)
class Record:
    """How many people answered a question, and how many of them were right the last time."""

    people: int
    right: int

    @property
    def missed(self) -> bool:
        """Return whether it is to be asked again: half of them or more did not know it."""
        return self.right * 2 <= self.people


@dataclass(frozen=True, slots=True)
class History:
    """What was answered before, by the ids of questions; ``last`` are those of the last draw."""

    records: Mapping[str, Record] = field(default_factory=dict)
    last: Sequence[str] = ()

    def turn(self, question: Question) -> int:
        """Return when a question has its turn: 0 unseen, 1 missed, 2 known."""
        record = self.records.get(question.id)
        return 0 if record is None else 1 if record.missed else 2


def choose(
    pool: Iterable[Question], count: int, history: History, rng: random.Random
) -> list[Question]:
    """Return up to ``count`` questions in the order in which they are asked.

    No concept comes twice before each was asked once. Of a concept, and where there is no room for
    all concepts, unseen questions are taken first, then missed ones. Neighbours are about different
    concepts where they can be. Two draws in a row differ in their questions, or, when all are
    asked, in the order.
    """
    ranked = _ranked(pool, history, rng)
    chosen = ranked[:count]
    if len(ranked) > len(chosen) > 0 and {one.id for one in chosen} == set(history.last):
        other = ranked[count]
        alike = (at for at, one in enumerate(chosen) if _concept(one) == _concept(other))
        chosen[max(alike, default=count - 1)] = other
    ordered = _interleaved(chosen, rng)
    while len(ordered) > 1 and [one.id for one in ordered] == list(history.last):
        ordered = _interleaved(chosen, rng)
    return ordered


def _ranked(pool: Iterable[Question], history: History, rng: random.Random) -> list[Question]:
    """Return all questions: the best of each concept, then the second best of each, and so on."""
    last = set(history.last)
    best = sorted(_shuffled(pool, rng), key=lambda one: (history.turn(one), one.id in last))
    return [one for questions in _rounds(best) for one in questions]


def _interleaved(chosen: Iterable[Question], rng: random.Random) -> list[Question]:
    """Return the questions in random order, two of a concept side by side only if they must be."""
    ordered: list[Question] = []
    # From the last round back: an earlier one is never smaller, so it can end with another concept.
    for questions in reversed(_rounds(_shuffled(chosen, rng))):
        if ordered and _concept(questions[-1]) == _concept(ordered[0]):
            questions.insert(0, questions.pop())
        ordered = questions + ordered
    return ordered


def _rounds(questions: Iterable[Question]) -> list[list[Question]]:
    """Return the first question of each concept, then the second of each, and so on."""
    rounds: list[list[Question]] = []
    asked: Counter[str] = Counter()
    for question in questions:
        number = asked[_concept(question)]
        asked[_concept(question)] += 1
        if number == len(rounds):
            rounds.append([])
        rounds[number].append(question)
    return rounds


def _shuffled(questions: Iterable[Question], rng: random.Random) -> list[Question]:
    every = list(questions)
    rng.shuffle(every)
    return every


def _concept(question: Question) -> str:
    """Return what a question is about; one that names no concept is about itself."""
    return question.concept or question.id
