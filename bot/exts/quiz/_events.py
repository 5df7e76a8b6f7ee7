"""What can happen in a quiz, as frozen events, and how each is stored."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from bot.store.quizzes import StoredEvent

if TYPE_CHECKING:
    from collections.abc import Iterable

LOBBY_CARD = -1
"""The number under which the lobby's card is remembered; questions count from 0."""

Reason = Literal["finished", "idle", "stopped", "cancelled", "unreachable", "failed"]


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody takes part from the present question on, with ``factor`` times everybody's time."""

    at: datetime
    user: int
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody left the lobby."""

    at: datetime
    user: int


@dataclass(frozen=True, slots=True)
class Begun:
    """The host does not want to wait for more people."""

    at: datetime


@dataclass(frozen=True, slots=True)
class QuestionChosen:
    """A question is about to be sent; it has no clock yet."""

    at: datetime
    question: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A message is the card of a question, or of the lobby; since ``at`` it shows what it should.

    It comes again when the card shows the revealed answer: the time to read it begins then.
    """

    at: datetime
    question: int
    message: int


@dataclass(frozen=True, slots=True)
class Opened:
    """The question is in the channel since ``at``: its clock runs until ``deadline``."""

    at: datetime
    question: int
    deadline: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """Somebody chose options of a question; ``at`` is when Discord received the press."""

    at: datetime
    user: int
    question: int
    options: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TimeGiven:
    """Somebody has ``factor`` times everybody's time for each question from now on."""

    at: datetime
    user: int
    factor: float


@dataclass(frozen=True, slots=True)
class Paused:
    """Whatever clock runs stands still."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Continued:
    """The clock that stood still runs on."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Extended:
    """Whatever clock runs has more seconds."""

    at: datetime
    seconds: int


@dataclass(frozen=True, slots=True)
class Closed:
    """The question takes no more answers, whatever its clock says."""

    at: datetime
    question: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """The question does not count; its answer is told."""

    at: datetime
    question: int


@dataclass(frozen=True, slots=True)
class Advanced:
    """The host does not want to wait for more reading."""

    at: datetime
    question: int


@dataclass(frozen=True, slots=True)
class Revealed:
    """The question is closed and its answer told."""

    at: datetime
    question: int


@dataclass(frozen=True, slots=True)
class Resumed:
    """The bot was away, and nobody could answer: whatever clock ran then starts anew."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Ended:
    """The quiz is over; only its standings are still to be told."""

    at: datetime
    reason: Reason


Event: TypeAlias = (
    Joined
    | Left
    | Begun
    | QuestionChosen
    | Shown
    | Opened
    | Answered
    | TimeGiven
    | Paused
    | Continued
    | Extended
    | Closed
    | Skipped
    | Advanced
    | Revealed
    | Resumed
    | Ended
)

KINDS: dict[str, type[Event]] = {
    "joined": Joined,
    "left": Left,
    "begun": Begun,
    "posed": QuestionChosen,
    "shown": Shown,
    "opened": Opened,
    "answered": Answered,
    "time": TimeGiven,
    "paused": Paused,
    "continued": Continued,
    "extended": Extended,
    "closed": Closed,
    "skipped": Skipped,
    "advanced": Advanced,
    "revealed": Revealed,
    "resumed": Resumed,
    "ended": Ended,
}
"""The events by the names under which the database keeps them, which must never change."""

_NAMES = {kind: name for name, kind in KINDS.items()}


def to_stored(events: Iterable[Event]) -> list[StoredEvent]:
    """Return the events as the database keeps them; moments inside become ISO text."""
    return [
        StoredEvent(
            kind=_NAMES[type(event)],
            at=event.at,
            payload={
                field.name: _plain(getattr(event, field.name))
                for field in fields(event)
                if field.name != "at"
            },
        )
        for event in events
    ]


def from_stored(stored: Iterable[StoredEvent]) -> list[Event]:
    """Return the events that ``to_stored`` was given; raise KeyError for an unknown kind."""
    return [KINDS[item.kind](at=item.at, **_typed(item.payload)) for item in stored]


def _plain(value: object) -> object:
    match value:
        case datetime():
            return value.isoformat()
        case tuple():
            return list(value)
        case _:
            return value


def _typed(payload: dict[str, Any]) -> dict[str, Any]:
    typed = dict(payload)
    if "deadline" in typed:
        typed["deadline"] = datetime.fromisoformat(typed["deadline"])
    if "options" in typed:
        typed["options"] = tuple(typed["options"])
    return typed
