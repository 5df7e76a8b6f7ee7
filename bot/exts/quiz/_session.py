"""One quiz as a state machine over ids and moments: what has happened, and what may happen next.

Deciding and changing are apart: the methods that decide return the events that follow (or raise
UserError), and only ``apply`` changes the state. So events can be stored in between, and replaying
them restores the same session.

Every moment is Discord's: a message's or an interaction's own time, not that of handling it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.errors import NotAllowed, UserError
from bot.exts.quiz._events import (
    LOBBY_CARD,
    Answered,
    Begun,
    Ended,
    Event,
    Joined,
    Left,
    Opened,
    QuestionChosen,
    Resumed,
    Revealed,
    Shown,
)
from bot.exts.quiz._plan import (
    GRACE,
    IDLE_QUESTIONS,
    LOBBY_WAIT,
    PAUSE,
    PAUSE_UNANSWERED,
    SETTLE,
    Answer,
    Phase,
    Plan,
)
from bot.ui.letters import letters

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.exts.quiz._events import Reason


@dataclass(slots=True)
class Session:
    """The state of a quiz. ``players`` has, in order of joining, the first question of each.

    ``told_at`` is when the channel showed the revealed answer; ``resumed_at`` is when the clock
    last started anew, and ``interrupted`` says that it did so in the present question.
    """

    plan: Plan
    phase: Phase = Phase.LOBBY
    players: dict[int, int] = field(default_factory=dict)
    lobby_until: datetime = field(init=False)
    question: int = LOBBY_CARD
    asked_at: datetime | None = None
    deadline: datetime | None = None
    answers: list[dict[int, Answer]] = field(init=False)
    revealed: int = 0
    told_at: datetime | None = None
    resumed_at: datetime | None = None
    interrupted: bool = False
    messages: dict[int, int] = field(default_factory=dict)
    reason: Reason | None = None

    def __post_init__(self) -> None:
        self.lobby_until = self.plan.created_at + LOBBY_WAIT
        self.answers = [{} for _ in self.plan.cards]

    @classmethod
    def replay(cls, plan: Plan, events: Iterable[Event]) -> Session:
        """Return the session to which these events have led."""
        session = cls(plan)
        for event in events:
            session.apply(event)
        return session

    @property
    def over(self) -> bool:
        """Whether the quiz has ended."""
        return self.phase is Phase.ENDED

    # What people may do.

    def join(self, user: int, at: datetime) -> list[Event]:
        """Let somebody into the lobby."""
        self._require_lobby("The quiz has begun. Answer a question, and you are in.")
        if user in self.players:
            raise UserError("You have joined already.")
        return [Joined(at, user)]

    def leave(self, user: int, at: datetime) -> list[Event]:
        """Let somebody out of the lobby."""
        self._require_lobby("The quiz has begun. You need not answer; nobody waits for you.")
        if user not in self.players:
            raise UserError("You have not joined.")
        return [Left(at, user)]

    def begin(self, user: int, at: datetime) -> list[Event]:
        """Let the host start before the lobby's time is up."""
        self._require_lobby("The quiz has begun already.")
        if user != self.plan.host:
            raise NotAllowed(
                f"Only <@{self.plan.host}> can start it now. "
                f"It starts by itself <t:{self.lobby_until.timestamp():.0f}:R>."
            )
        if not self.players:
            raise UserError("Nobody has joined yet. Press **Join** first.")
        return [Begun(at)]

    def answer(
        self, user: int, question: int, options: tuple[int, ...], at: datetime
    ) -> list[Event]:
        """Take an answer, or the change of one; somebody new joins by it.

        The press that Discord received last counts, even if another one reaches us after it.
        """
        if not 0 <= question < len(self.plan.cards):
            raise UserError("This question is not part of the quiz.")
        if self.phase is not Phase.ASKING or question != self.question:
            raise UserError(self._too_late(user, question))
        if self.deadline is not None and at > self.deadline:
            raise UserError(self._too_late(user, question))
        card = self.plan.cards[question]
        chosen = tuple(sorted(set(options)))
        possible = all(0 <= place < len(card.options) for place in chosen)
        if not chosen or not possible or (len(chosen) > 1 and not card.several):
            raise UserError("That is not one of the options. Use the card's own buttons.")
        joining: list[Event] = [] if user in self.players else [Joined(at, user)]
        before = self.answers[question].get(user)
        if before is not None and (before.options == chosen or at < before.at):
            return []
        return [*joining, Answered(at, user, question, chosen)]

    def end(self, reason: Reason, at: datetime) -> list[Event]:
        """End the quiz here and now."""
        if self.phase is Phase.ENDED:
            raise UserError("The quiz is over already.")
        return [Ended(at, reason)]

    # What time does.

    @property
    def due_at(self) -> datetime | None:
        """The moment from which ``tick`` has something to do; None while a message must be sent."""
        match self.phase:
            case Phase.LOBBY:
                return self.lobby_until
            case Phase.ASKING:
                return self._reveal_at()
            case Phase.REVEALED if self.told_at is not None:
                unanswered = not self.answers[self.question]
                return self.told_at + (PAUSE_UNANSWERED if unanswered else PAUSE)
            case _:
                return None

    def tick(self, now: datetime) -> list[Event]:
        """Return what the passing of time brings about."""
        if self.due_at is None or now < self.due_at:
            return []
        if self.phase is Phase.ASKING:
            return [Revealed(now, self.question)]
        if self.phase is Phase.LOBBY:
            return [QuestionChosen(now, 0) if self.players else Ended(now, "cancelled")]
        if self._unanswered_in_a_row() >= IDLE_QUESTIONS:
            return [Ended(now, "idle")]
        if self.question + 1 == len(self.plan.cards):
            return [Ended(now, "finished")]
        return [QuestionChosen(now, self.question + 1)]

    def sent(self, message: int, at: datetime) -> list[Event]:
        """Note the message that shows the present card since ``at``; its clock starts then.

        After an interruption it starts no earlier than the end of that.
        """
        at = max(at, self.resumed_at or at)
        shown: list[Event] = []
        told = self.phase is not Phase.REVEALED or self.told_at is not None
        if self.messages.get(self.question) != message or not told:
            shown.append(Shown(at, self.question, message))
        if self.phase is Phase.ASKING and self.deadline is None:
            seconds = timedelta(seconds=self.plan.seconds)
            shown.append(Opened(at, self.question, at + seconds))
        return shown

    def resume(self, at: datetime) -> list[Event]:
        """Go on after a time in which nobody could press anything."""
        return [] if self.phase is Phase.ENDED else [Resumed(at)]

    # What an event changes.

    def apply(self, event: Event) -> None:
        """Change the state as the event says; a stored event is always taken as it is."""
        match event:
            case Joined(user=user):
                self.players.setdefault(user, max(self.question, 0))
            case Left(user=user):
                self.players.pop(user, None)
            case Begun(at=at):
                self.lobby_until = at
            case QuestionChosen(question=question):
                self.phase, self.question = Phase.ASKING, question
                self.asked_at = self.deadline = None
                self.interrupted = False
            case Shown(at=at, question=question, message=message):
                self.messages[question] = message
                if self.phase is Phase.REVEALED:
                    self.told_at = at
            case Opened(at=at, deadline=deadline):
                self.asked_at, self.deadline = at, deadline
            case Answered(at=at, user=user, question=question, options=options):
                self.answers[question][user] = Answer(options, at)
            case Revealed():
                self.phase, self.told_at = Phase.REVEALED, None
                self.revealed += 1
            case Resumed(at=at):
                self._resume(at)
            case Ended(reason=reason):
                self.phase, self.reason = Phase.ENDED, reason

    def _resume(self, at: datetime) -> None:
        self.lobby_until = at + LOBBY_WAIT
        self.asked_at = self.deadline = self.told_at = None
        self.resumed_at = at
        self.interrupted = True

    def _require_lobby(self, otherwise: str) -> None:
        if self.phase is Phase.ENDED:
            raise UserError("This quiz is over. Start another with `/quiz start`.")
        if self.phase is not Phase.LOBBY:
            raise UserError(otherwise)

    def _reveal_at(self) -> datetime | None:
        if self.asked_at is None or self.deadline is None:
            return None
        given = self.answers[self.question]
        last = self.deadline + GRACE
        if not given or len(given) < len(self.players) or self._may_be_joined():
            return last
        settled = max(self.asked_at, *(answer.at for answer in given.values()))
        return min(last, settled + SETTLE)

    def _may_be_joined(self) -> bool:
        """Return whether others may still join a host who is the only one so far.

        The lobby has promised them that they can by answering, so the first question waits.
        """
        return self.question == 0 and len(self.players) == 1 and not self.plan.alone

    def _unanswered_in_a_row(self) -> int:
        count = 0
        for given in reversed(self.answers[: self.question + 1]):
            if given:
                break
            count += 1
        return count

    def _too_late(self, user: int, question: int) -> str:
        if self.phase is Phase.ENDED:
            return "This quiz is over. Start another with `/quiz start`."
        if question > self.question:
            return "This question has not been asked yet."
        given = self.answers[question].get(user)
        kept = f" Your answer **{letters(given.options)}** counts." if given else ""
        return f"Question {question + 1} is closed, so this came too late.{kept}"
