"""What a quiz is opened with, how long its parts take, and the phases it goes through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.exts.quiz._snapshot import Card

LOBBY_WAIT = timedelta(seconds=30)
GRACE = timedelta(seconds=1)
"""How long the reveal waits for presses that Discord received before the deadline."""

SETTLE = timedelta(seconds=1.5)
"""How long a question stays open once all have answered; each change of an answer starts it anew.

It covers the time that a press takes to reach us, so a change sent just before is not lost.
"""

PAUSE = timedelta(seconds=4)
PAUSE_UNANSWERED = timedelta(seconds=6)
IDLE_QUESTIONS = 3
"""Questions in a row without any answer after which the quiz ends."""


class Phase(Enum):
    """What the quiz is at."""

    LOBBY = auto()
    ASKING = auto()
    REVEALED = auto()
    ENDED = auto()


@dataclass(frozen=True, slots=True)
class Plan:
    """What was settled when the quiz was opened; ``alone`` when nobody else can join."""

    host: int
    title: str
    seconds: int
    cards: tuple[Card, ...]
    created_at: datetime
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person chose, and when Discord received it."""

    options: tuple[int, ...]
    at: datetime
