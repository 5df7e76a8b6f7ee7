"""A quiz without Discord for tests: a session whose decisions come true at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.exts.quiz._events import Joined
from bot.exts.quiz._plan import Plan
from bot.exts.quiz._session import Session
from bot.exts.quiz._snapshot import Card, ShownOption

if TYPE_CHECKING:
    from bot.exts.quiz._events import Event
    from bot.exts.quiz._session import Control

START = datetime(2026, 1, 1, tzinfo=UTC)
HOST, BEN, CLEO = 1, 2, 3
SECONDS = 20


def card(correct: tuple[int, ...] = (1,), name: str = "q", explanation: str | None = None) -> Card:
    return Card(
        name,
        "Which?",
        (ShownOption("a", None), ShownOption("b", "yes"), ShownOption("c", None)),
        correct,
        explanation,
    )


PLAN = Plan(HOST, "Tea", SECONDS, (card(), card((0, 2)), card(), card()), START)


class Game:
    """A session whose decisions come true at once, with what led to it."""

    def __init__(self, plan: Plan = PLAN) -> None:
        self.session = Session(plan)
        self.events: list[Event] = []
        self.now = START
        self.do([Joined(START, HOST)] if plan.rules.host_plays else [])

    def do(self, events: list[Event]) -> list[Event]:
        for event in events:
            self.session.apply(event)
        self.events += events
        return events

    def at(self, seconds: float) -> datetime:
        """Return the moment so long after the question was asked."""
        assert self.session.asked_at is not None
        return self.session.asked_at + timedelta(seconds=seconds)

    def advance(self) -> list[Event]:
        """Let time pass until something happens; a card that is then due is sent at once."""
        if self.session.due_at is not None:
            self.now = max(self.now, self.session.due_at)
        happened = self.do(self.session.tick(self.now))
        if self.session.due_at is None and not self.session.over:
            happened += self.do(self.session.sent(100 + self.session.question, self.now))
        return happened

    def answer(
        self, user: int, option: int | tuple[int, ...], seconds: float = 1, factor: float = 1.0
    ) -> list[Event]:
        options = option if isinstance(option, tuple) else (option,)
        question = self.session.question
        return self.do(self.session.answer(user, question, options, self.at(seconds), factor))

    def control(
        self, what: Control, at: datetime, user: int = HOST, *, moderates: bool = False
    ) -> list[Event]:
        question = self.session.question
        return self.do(self.session.control(what, user, question, at, moderates=moderates))
