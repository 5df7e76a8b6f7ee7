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

LONGEST_QUESTION = timedelta(minutes=10)
"""How long a question without a time stays open for those who do not answer."""

EXTENSION = timedelta(seconds=15)
"""What the host adds to a countdown with one press."""

READING_SPEED = 200 / 60
"""Words a second that people read (180 to 230 a minute are usual)."""

SHORTEST_PAUSE, LONGEST_PAUSE = timedelta(seconds=6), timedelta(seconds=45)
"""Between which a revealed answer stays, by what there is to read."""

HOST_WAIT = timedelta(minutes=5)
"""After which a quiz at its host's pace goes on without them."""

BREAK_LIMIT = timedelta(minutes=15)
"""After which a quiz that somebody paused goes on by itself, so that its channel is not blocked."""

IDLE_QUESTIONS = 3
"""Questions in a row without any answer after which the quiz ends."""

FULL_MARKS = timedelta(seconds=0.5)
"""An answer this quick has all points where speed counts; people cannot be quicker."""

MOST_POINTS = 1000
"""The points of a right answer where speed counts; the slowest in time has half of them."""


class Phase(Enum):
    """What the quiz is at."""

    LOBBY = auto()
    ASKING = auto()
    REVEALED = auto()
    ENDED = auto()


@dataclass(frozen=True, slots=True)
class Rules:
    """How a quiz is played, as its host chose.

    ``host_paced``: a revealed answer stays until the host goes on; ``untimed``: a question is open
    until all have answered; ``speed``: quick right answers have more points; ``host_plays``.
    """

    host_paced: bool = False
    untimed: bool = False
    speed: bool = False
    host_plays: bool = True


AS_USUAL = Rules()


@dataclass(frozen=True, slots=True)
class Plan:
    """What was settled when the quiz was opened; ``alone`` when nobody else can join."""

    host: int
    title: str
    seconds: int
    cards: tuple[Card, ...]
    created_at: datetime
    alone: bool = False
    rules: Rules = AS_USUAL

    @property
    def time(self) -> timedelta:
        """How long a question is open for everybody."""
        return LONGEST_QUESTION if self.rules.untimed else timedelta(seconds=self.seconds)

    def reading_time(self, question: int) -> timedelta:
        """Return how long the revealed answer of a question stays."""
        needed = timedelta(seconds=self.cards[question].words_to_read / READING_SPEED)
        return min(max(needed, SHORTEST_PAUSE), LONGEST_PAUSE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person chose, and when Discord received it.

    ``took`` is how long the question's clock had run, ``share`` what of the person's time that was.
    """

    options: tuple[int, ...]
    at: datetime
    took: timedelta = timedelta(0)
    share: float = 0.0
