"""Counts what people got right: one point for each right answer, none for speed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.exts.quiz._session import Session


@dataclass(frozen=True, slots=True)
class Standing:
    """One person's place; ``asked`` counts the questions since they joined."""

    rank: int
    user: int
    right: int
    asked: int


def is_right(session: Session, question: int, user: int) -> bool:
    """Return whether the person chose exactly the right options."""
    answer = session.answers[question].get(user)
    return answer is not None and answer.options == session.plan.cards[question].correct


def winners(session: Session, question: int) -> list[int]:
    """Return who was right, in the order of joining."""
    return [user for user in session.players if is_right(session, question, user)]


def counts(session: Session, question: int) -> list[int]:
    """Return how many people chose each option."""
    chosen = [0] * len(session.plan.cards[question].options)
    for answer in session.answers[question].values():
        for place in answer.options:
            chosen[place] += 1
    return chosen


def standings(session: Session) -> list[Standing]:
    """Return everybody, best first; equals share a rank and stay in the order of joining.

    Only questions whose answer has been told count.
    """
    rows = [
        (
            user,
            sum(is_right(session, question, user) for question in range(session.revealed)),
            max(0, session.revealed - first),
        )
        for user, first in session.players.items()
    ]
    rows.sort(key=lambda row: -row[1])
    rights = [right for _, right, _ in rows]
    return [Standing(rights.index(right) + 1, user, right, asked) for user, right, asked in rows]
