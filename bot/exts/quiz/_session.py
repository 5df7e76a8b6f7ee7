"""What may happen next in one quiz: what people, its host and the time may do to its state.

Deciding and changing are apart: the methods here return the events that follow (or raise
UserError), and only ``apply`` changes the state. So events can be stored in between, and replaying
them restores the same session.

Every moment is Discord's: a message's or an interaction's own time, not that of handling it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bot.errors import NotAllowed, UserError
from bot.exts.quiz._events import (
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
from bot.exts.quiz._plan import EXTENSION, IDLE_QUESTIONS, Phase
from bot.exts.quiz._state import State
from bot.ui.letters import letters

if TYPE_CHECKING:
    from datetime import datetime

    from bot.exts.quiz._events import Reason

Control = Literal["begin", "pause", "go", "extend", "close", "skip", "next", "end"]
"""What the host may do, by the words that the buttons carry."""

_OVER = "This quiz is over. Start another with `/quiz start`."


@dataclass(slots=True)
class Session(State):
    """A quiz and what may be done to it."""

    # What people may do.

    def join(self, user: int, at: datetime, factor: float = 1.0) -> list[Event]:
        """Let somebody into the lobby."""
        self._require_lobby("The quiz has begun. Answer a question, and you are in.")
        if user in self.players:
            raise UserError("You have joined already.")
        self._require_player(user)
        return [Joined(at, user, factor)]

    def leave(self, user: int, at: datetime) -> list[Event]:
        """Let somebody out of the lobby."""
        self._require_lobby("The quiz has begun. You need not answer; nobody waits for you.")
        if user not in self.players:
            raise UserError("You have not joined.")
        return [Left(at, user)]

    def answer(
        self,
        user: int,
        question: int,
        options: tuple[int, ...],
        at: datetime,
        factor: float = 1.0,
    ) -> list[Event]:
        """Take an answer, or the change of one; somebody new joins by it.

        The press that Discord received last counts, even if another one reaches us after it.
        """
        if not 0 <= question < len(self.plan.cards):
            raise UserError("This question is not part of the quiz.")
        self._require_player(user)
        joining = [] if user in self.players else [Joined(at, user, factor)]
        if self.phase is not Phase.ASKING or question != self.question:
            raise UserError(self._too_late(user, question))
        if not self.in_time(user, at, factor if joining else None):
            raise UserError(self._too_late(user, question))
        card = self.plan.cards[question]
        chosen = tuple(sorted(set(options)))
        possible = all(0 <= place < len(card.options) for place in chosen)
        if not chosen or not possible or (len(chosen) > 1 and not card.several):
            raise UserError("That is not one of the options. Use the card's own buttons.")
        before = self.answers[question].get(user)
        if before is not None and (at < before.at or (chosen, at) == (before.options, before.at)):
            return []
        return [*joining, Answered(at, user, question, chosen)]

    def give_time(self, user: int, factor: float, at: datetime) -> list[Event]:
        """Give somebody who plays ``factor`` times everybody's time."""
        if user not in self.players or self.factors.get(user, 1.0) == factor:
            return []
        return [TimeGiven(at, user, factor)]

    # What the host may do, and who moderates the channel.

    def control(
        self, what: Control, user: int, question: int, at: datetime, *, moderates: bool = False
    ) -> list[Event]:
        """Do what the host wants; a press on the card of another question changes nothing."""
        if self.over:
            raise UserError(_OVER)
        if user != self.plan.host and not moderates:
            raise NotAllowed(self._not_the_host(what))
        if question != self.question:
            raise UserError("The quiz has gone on since. Use the buttons of its last card.")
        match what:
            case "begin":
                return self._begin(at)
            case "pause" | "go" | "extend":
                return self._hold_clock(what, at)
            case "close" | "skip":
                return self._close_question(what, at)
            case "next":
                return self._go_on(at)
            case "end":
                return self.end("stopped", at)

    def end(self, reason: Reason, at: datetime) -> list[Event]:
        """End the quiz here and now."""
        if self.over:
            raise UserError("The quiz is over already.")
        return [Ended(at, reason)]

    # What time does.

    def tick(self, now: datetime) -> list[Event]:
        """Return what the passing of time brings about."""
        if self.due_at is None or now < self.due_at:
            return []
        if self.paused_at is not None:
            return [Continued(now)]
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
            shown.append(Opened(at, self.question, at + self.plan.time))
        return shown

    def resume(self, at: datetime) -> list[Event]:
        """Go on after a time in which nobody could press anything."""
        return [] if self.over else [Resumed(at)]

    def _begin(self, at: datetime) -> list[Event]:
        self._require_lobby("The quiz has begun already.")
        if not self.players:
            raise UserError("Nobody has joined yet. Wait for the first to press **Join**.")
        return [Begun(at)]

    def _hold_clock(self, what: Control, at: datetime) -> list[Event]:
        if what == "extend":
            return [Extended(at, round(EXTENSION.total_seconds()))]
        if (what == "pause") is (self.paused_at is not None):
            return []
        return [Paused(at) if what == "pause" else Continued(at)]

    def _close_question(self, what: Control, at: datetime) -> list[Event]:
        if self.phase is not Phase.ASKING:
            raise UserError("This question is closed already.")
        if what == "skip":
            return [Skipped(at, self.question)]
        return [] if self.closed_at is not None else [Closed(at, self.question)]

    def _go_on(self, at: datetime) -> list[Event]:
        if self.phase is not Phase.REVEALED:
            raise UserError("The answer is not shown yet. Wait a moment.")
        return [] if self.advanced else [Advanced(at, self.question)]

    def _require_lobby(self, otherwise: str) -> None:
        if self.over:
            raise UserError(_OVER)
        if self.phase is not Phase.LOBBY:
            raise UserError(otherwise)

    def _require_player(self, user: int) -> None:
        if user == self.plan.host and not self.plan.rules.host_plays:
            raise UserError("You host this quiz and do not play, so your answers do not count.")

    def _not_the_host(self, what: Control) -> str:
        host = f"<@{self.plan.host}>, who opened this quiz,"
        if what == "begin" and self.phase is Phase.LOBBY and self.paused_at is None:
            starts = f"<t:{self.lobby_until.timestamp():.0f}:R>"
            return f"Only {host} or a moderator can start it now. It starts by itself {starts}."
        return f"Only {host} or a moderator can do this."

    def _unanswered_in_a_row(self) -> int:
        count = 0
        for number in range(self.question, -1, -1):
            if self.answers[number]:
                break
            count += number not in self.skipped
        return count

    def _too_late(self, user: int, question: int) -> str:
        if self.over:
            return _OVER
        if question > self.question:
            return "This question has not been asked yet."
        given = self.answers[question].get(user)
        kept = f" Your answer **{letters(given.options)}** counts." if given else ""
        return f"Question {question + 1} is closed, so this came too late.{kept}"
