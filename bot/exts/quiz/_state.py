"""The state of one quiz: what events change, and what follows from it and the time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from bot.exts.quiz._events import (
    LOBBY_CARD,
    Advanced,
    Answered,
    Begun,
    Closed,
    Continued,
    Ended,
    Event,
    Extended,
    Joined,
    Left,
    Opened,
    Paused,
    QuestionChosen,
    Resumed,
    Revealed,
    Shown,
    Skipped,
    TimeGiven,
)
from bot.exts.quiz._plan import (
    BREAK_LIMIT,
    GRACE,
    HOST_WAIT,
    LOBBY_WAIT,
    SETTLE,
    Answer,
    Phase,
    Plan,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.exts.quiz._events import Reason

_AT_ONCE = timedelta(0)


@dataclass(slots=True)
class State:
    """The state of a quiz. ``players`` has, in order of joining, the first question of each.

    ``told_at`` is when the channel showed the revealed answer; ``resumed_at`` is when the clock
    last started anew, and ``interrupted`` says that it did so in the present question. ``factors``
    are of those who have more time; ``advanced`` says that the host wants to go on.
    """

    plan: Plan
    phase: Phase = Phase.LOBBY
    players: dict[int, int] = field(default_factory=dict)
    factors: dict[int, float] = field(default_factory=dict)
    lobby_until: datetime = field(init=False)
    question: int = LOBBY_CARD
    asked_at: datetime | None = None
    deadline: datetime | None = None
    closed_at: datetime | None = None
    paused_at: datetime | None = None
    answers: list[dict[int, Answer]] = field(init=False)
    skipped: set[int] = field(default_factory=set)
    revealed: int = 0
    told_at: datetime | None = None
    advanced: bool = False
    resumed_at: datetime | None = None
    interrupted: bool = False
    messages: dict[int, int] = field(default_factory=dict)
    reason: Reason | None = None

    def __post_init__(self) -> None:
        self.lobby_until = self.plan.created_at + LOBBY_WAIT
        self.answers = [{} for _ in self.plan.cards]

    @classmethod
    def replay(cls, plan: Plan, events: Iterable[Event]) -> Self:
        """Return the state to which these events have led."""
        state = cls(plan)
        for event in events:
            state.apply(event)
        return state

    @property
    def over(self) -> bool:
        """Whether the quiz has ended."""
        return self.phase is Phase.ENDED

    @property
    def due_at(self) -> datetime | None:
        """The moment from which time has something to do; None while a message must be sent."""
        match self.phase:
            case Phase.LOBBY:
                due: datetime | None = self.lobby_until
            case Phase.ASKING:
                due = self._reveal_at()
            case Phase.REVEALED if self.told_at is not None:
                due = self.told_at + self._reading_time()
            case _:
                due = None
        if due is not None and self.paused_at is not None:
            return self.paused_at + BREAK_LIMIT
        return due

    @property
    def counts_down_to(self) -> datetime | None:
        """The moment that the present card shows; None while it is to be sent, or paused."""
        if self.due_at is None or self.paused_at is not None:
            return None
        return self.deadline if self.phase is Phase.ASKING else self.due_at

    @property
    def whole_time(self) -> timedelta:
        """How long the present card counts down from when it is sent."""
        return self.plan.time if self.phase is Phase.ASKING else self._reading_time()

    def time_of(self, user: int, factor: float | None = None) -> timedelta:
        """Return how much time a person has for the question, with what was added to it."""
        if self.asked_at is None or self.deadline is None:
            return self.plan.time
        return (self.deadline - self.asked_at) * (factor or self.factors.get(user, 1.0))

    def elapsed(self, at: datetime) -> timedelta:
        """Return how long the question's clock had run at a moment."""
        if self.asked_at is None:
            return _AT_ONCE
        stopped = min(at, self.paused_at) if self.paused_at is not None else at
        return max(stopped - self.asked_at, _AT_ONCE)

    def in_time(self, user: int, at: datetime, factor: float | None = None) -> bool:
        """Return whether a person's press at a moment is an answer to the open question.

        ``factor`` is that of somebody who has not joined yet.
        """
        if self.closed_at is not None and at > self.closed_at:
            return False
        return self.deadline is None or self.elapsed(at) <= self.time_of(user, factor)

    def apply(self, event: Event) -> None:
        """Change the state as the event says; a stored event is always taken as it is."""
        match event:
            case Joined() | Left() | TimeGiven() | Answered():
                self._apply_to_people(event)
            case QuestionChosen(question=question):
                self.phase, self.question = Phase.ASKING, question
                self.asked_at = self.deadline = self.closed_at = self.paused_at = None
                self.interrupted = False
            case Shown(at=at, question=question, message=message):
                self.messages[question] = message
                if self.phase is Phase.REVEALED:
                    self.told_at = at
                    self._start_break(at)
            case Revealed() | Skipped():
                self.phase, self.told_at, self.paused_at = Phase.REVEALED, None, None
                self.advanced = False
                self.revealed += 1
                if isinstance(event, Skipped):
                    self.skipped.add(self.question)
            case Ended(reason=reason):
                self.phase, self.reason = Phase.ENDED, reason
            case _:
                self._apply_to_clock(event)

    def _apply_to_people(self, event: Joined | Left | TimeGiven | Answered) -> None:
        match event:
            case Joined(user=user, factor=factor):
                self.players.setdefault(user, max(self.question, 0))
                self._give_time(user, factor)
            case Left(user=user):
                self.players.pop(user, None)
            case TimeGiven(user=user, factor=factor):
                self._give_time(user, factor)
            case Answered(at=at, user=user, question=question, options=options):
                before = self.answers[question].get(user)
                took = self.elapsed(at)
                share = min(1.0, took / self.time_of(user))
                if before is not None and before.options == options:
                    took, share = before.took, before.share
                self.answers[question][user] = Answer(options, at, took, share)

    def _apply_to_clock(
        self, event: Begun | Opened | Paused | Continued | Extended | Closed | Advanced | Resumed
    ) -> None:
        match event:
            case Begun(at=at):
                self.lobby_until, self.paused_at = at, None
            case Opened(at=at, deadline=deadline):
                self.asked_at, self.deadline = at, deadline
                self._start_break(at)
            case Paused(at=at):
                self.paused_at = at
            case Continued(at=at):
                self._move_clock(at - (self.paused_at or at))
                self.paused_at = None
            case Extended(seconds=seconds):
                self._extend(timedelta(seconds=seconds))
            case Closed(at=at):
                self.closed_at, self.paused_at = at, None
            case Advanced():
                self.advanced, self.paused_at = True, None
            case Resumed(at=at):
                self._resume(at)

    def _give_time(self, user: int, factor: float) -> None:
        if factor == 1.0:
            self.factors.pop(user, None)
        else:
            self.factors[user] = factor

    def _move_clock(self, by: timedelta) -> None:
        """Move the clock that runs: the time in which it stood still was nobody's."""
        match self.phase:
            case Phase.LOBBY:
                self.lobby_until += by
            case Phase.ASKING if self.asked_at is not None and self.deadline is not None:
                self.asked_at, self.deadline = self.asked_at + by, self.deadline + by
            case Phase.REVEALED if self.told_at is not None:
                self.told_at += by

    def _extend(self, by: timedelta) -> None:
        if self.phase is Phase.ASKING and self.deadline is not None:
            self.deadline += by
        elif self.phase is not Phase.ASKING:
            self._move_clock(by)

    def _start_break(self, at: datetime) -> None:
        """Let a pause that began before its clock did begin with it."""
        if self.paused_at is not None:
            self.paused_at = max(self.paused_at, at)

    def _resume(self, at: datetime) -> None:
        self.lobby_until = at + LOBBY_WAIT
        self.asked_at = self.deadline = self.told_at = None
        self._start_break(at)
        self.resumed_at = at
        self.interrupted = True

    def _reading_time(self) -> timedelta:
        if self.advanced:
            return _AT_ONCE
        return HOST_WAIT if self.plan.rules.host_paced else self.plan.reading_time(self.question)

    def _reveal_at(self) -> datetime | None:
        if self.asked_at is None or self.deadline is None:
            return None
        if self.closed_at is not None:
            return max(self.closed_at + GRACE, self.asked_at)
        given = self.answers[self.question]
        waited_for = [user for user in self.players if user not in given]
        slowest = max((self.time_of(user) for user in waited_for), default=_AT_ONCE)
        last = max(self.deadline, self.asked_at + slowest) + GRACE
        if not given or waited_for or self._may_be_joined():
            return last
        settled = max(self.asked_at, *(answer.at for answer in given.values()))
        return min(last, settled + SETTLE)

    def _may_be_joined(self) -> bool:
        """Return whether others may still join somebody who is the only one so far.

        The lobby has promised them that they can by answering, so the first question waits.
        """
        return self.question == 0 and len(self.players) == 1 and not self.plan.alone
