"""Counts what people got right: a point for each right answer, or more for quick ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.exts.quiz._plan import FULL_MARKS, MOST_POINTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.exts.quiz._state import State


@dataclass(frozen=True, slots=True)
class Standing:
    """One person's place; ``asked`` counts the questions since they joined.

    ``points`` are ``right`` unless speed counts.
    """

    rank: int
    user: int
    right: int
    asked: int
    points: int


def is_right(state: State, question: int, user: int) -> bool:
    """Return whether the person chose exactly the right options."""
    answer = state.answers[question].get(user)
    return answer is not None and answer.options == state.plan.cards[question].correct


def points(state: State, question: int, user: int) -> int:
    """Return what a person's answer is worth.

    Where speed counts, a right answer after the whole of one's own time has half of the points.
    """
    if not is_right(state, question, user):
        return 0
    if not state.plan.rules.speed:
        return 1
    answer = state.answers[question][user]
    return MOST_POINTS if answer.took <= FULL_MARKS else round(MOST_POINTS * (1 - answer.share / 2))


def winners(state: State, question: int) -> list[int]:
    """Return who was right, in the order of joining."""
    return [user for user in state.players if is_right(state, question, user)]


def counts(state: State, question: int) -> list[int]:
    """Return how many people chose each option."""
    chosen = [0] * len(state.plan.cards[question].options)
    for answer in state.answers[question].values():
        for place in answer.options:
            chosen[place] += 1
    return chosen


def counted(state: State) -> Sequence[int]:
    """Return the questions that count: those whose answer has been told, except the skipped."""
    return [question for question in range(state.revealed) if question not in state.skipped]


def standings(state: State) -> list[Standing]:
    """Return everybody, best first; equals share a rank and stay in the order of joining."""
    questions = counted(state)
    rows = [
        (
            user,
            sum(points(state, question, user) for question in questions),
            sum(is_right(state, question, user) for question in questions),
            sum(question >= first for question in questions),
        )
        for user, first in state.players.items()
    ]
    rows.sort(key=lambda row: -row[1])
    scores = [score for _, score, _, _ in rows]
    return [
        Standing(scores.index(score) + 1, user, right, asked, score)
        for user, score, right, asked in rows
    ]
