"""Runs one quiz: makes the channel show what the session is, and lets time pass in between.

One task does all sending and editing of a quiz, so its cards never overtake each other.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import discord
import structlog

from bot.error_handler import record_failure
from bot.errors import UserError
from bot.exts.quiz._cards import QuizCards
from bot.exts.quiz._channel import QuizChannel
from bot.exts.quiz._events import LOBBY_CARD, Ended
from bot.exts.quiz._notes import Notes
from bot.exts.quiz._plan import Phase
from bot.exts.quiz._service import INTERRUPTION
from bot.exts.quiz._standings import standings_card
from bot.exts.quiz._verdict import is_told
from bot.exts.quiz._views import closed_lobby_card
from bot.retries import growing_waits, with_retries

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from bot.client import StudyBot
    from bot.exts.quiz._events import Reason
    from bot.exts.quiz._service import Quiz, QuizService
    from bot.exts.quiz._session import Session
    from bot.ui.components import StudyView

log = structlog.stdlib.get_logger(__name__)

REFRESH = timedelta(seconds=1.5)
"""How often a card is edited at most for its numbers; a channel takes one message a second."""

TOLERANCE = timedelta(seconds=2)
"""How far the deadline on a card may be off before the card is edited for it alone."""

_GONE = (discord.Forbidden, discord.NotFound)


class Runner:
    """The task of one quiz.

    ``heard_at`` is Discord's time of the command that opened it; without one the quiz was open
    when the bot came back, and its clock starts anew.
    """

    def __init__(
        self, bot: StudyBot, service: QuizService, quiz: Quiz, heard_at: datetime | None = None
    ) -> None:
        self._bot = bot
        self._service = service
        self._quiz = quiz
        self._channel = QuizChannel(bot, quiz.channel_id)
        if heard_at is not None:
            self._channel.time.observe(heard_at)
        self._channel.time.jumped = False
        # A quiz that was open before has lost time, whatever the clocks say.
        self._interrupted = heard_at is None
        self._cards = QuizCards(bot, quiz)
        self._rendered: tuple[object, ...] = ()
        self._refresh_at: datetime | None = None
        self._refused = growing_waits()
        self._sleeper: asyncio.Task[None] | None = None
        self._sleeps_until: datetime | None = None
        self.lobby: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        """Resolves once the first card is in the channel, or False when it cannot."""
        self.turns = 0
        """How often the task has looked at what is to be done."""

    async def run(self) -> None:
        """Bring the quiz to its end; whatever happens, its channel is free afterwards."""
        self._quiz.changed = self._wake
        try:
            await self._play()
            await self._finish()
        except _GONE as exc:
            log.warning("quiz.unreachable", quiz=self._quiz.id, reason=str(exc))
            await self._end("unreachable")
        except Exception as exc:  # noqa: BLE001  (whatever it is, the channel must not stay blocked)
            record_failure(exc, source=f"quiz {self._quiz.id}")
            await self._fail()
        finally:
            if not self.lobby.done():
                self.lobby.set_result(False)
            log.info("quiz.done", quiz=self._quiz.id, turns=self.turns)
        await self._store(lambda _: self._service.close(self._quiz))

    async def _play(self) -> None:
        while not self._quiz.session.over:
            self.turns += 1
            # Nothing is awaited between reading the state and sleeping, so no change is missed.
            if (moment := self._next_at()) is not None:
                await self._sleep(moment)
            # The clock is read once: two readings are never equal.
            now = self._channel.time.now()
            if moment is not None and now - moment > INTERRUPTION:
                # This process was suspended, and answers that came meanwhile were not read in time.
                self._interrupted = self._quiz.session.phase is Phase.ASKING
            await self._act(now)

    async def _act(self, now: datetime) -> None:
        """Do what is due now, if there is anything."""
        session = self._quiz.session
        if session.over:
            return
        moment = self._next_at()
        if self._interrupted or self._channel.time.jumped:
            await self._store(lambda now: self._service.resume(self._quiz, now))
            self._interrupted = self._channel.time.jumped = False
        elif session.due_at is not None and now >= session.due_at:
            await self._store(lambda now: self._service.tick(self._quiz, now))
        elif moment is None or now >= moment:
            await self._show(now)

    def _next_at(self) -> datetime | None:
        """Return when there is something to do next; None when that is now."""
        session = self._quiz.session
        if self._interrupted or self._channel.time.jumped or session.due_at is None:
            return None
        if self._rendered[:2] != (session.phase, session.question):
            return None
        if self._rendered == self._state(session) or self._refresh_at is None:
            return session.due_at
        return min(session.due_at, self._refresh_at)

    def _state(self, session: Session) -> tuple[object, ...]:
        """Return all that a card's look depends on.

        The first two say which card it is, the third what its countdown shows.
        """
        state = (session.phase, session.question, session.counts_down_to)
        match session.phase:
            case Phase.LOBBY:
                return (*state, tuple(session.players))
            case Phase.ASKING:
                return (*state, len(session.answers[session.question]), len(session.players))
            case _:
                return state

    async def _show(self, now: datetime) -> None:
        """Make the present card what it should be."""
        which = self._state(self._quiz.session)[:2]
        await self._cards.prepare(self._quiz.session, self._quiz.session.question)
        session = self._quiz.session
        state = self._state(session)
        if state[:2] != which:
            return  # it has gone on meanwhile, which the next turn shows
        until = session.counts_down_to
        is_new = session.due_at is None
        if is_new and session.paused_at is None:
            until = now + session.whole_time
        view = self._cards.present(session, until)
        if not is_new and self._rendered[:2] == state[:2]:
            await self._refresh(session, view, state)
            return
        if session.phase is Phase.ASKING and session.question not in session.messages:
            await self._retire_before(session)
        message, at = await self._put(session, view)
        await self._store(lambda now: self._service.sent(self._quiz, message, at, now))
        if not self.lobby.done():
            self.lobby.set_result(True)
        counted = self._quiz.session.counts_down_to
        if until and counted and abs(counted - until) < TOLERANCE:
            until = counted
        self._tell_notes()
        self._rendered = (*state[:2], until, *state[3:])
        self._refresh_at = self._channel.time.now() + REFRESH

    async def _retire_before(self, session: Session) -> None:
        """Take the buttons off the card before the present one, which nobody needs any more."""
        if session.question == 0:
            await self._retire(LOBBY_CARD, closed_lobby_card(session))
        else:
            before = session.question - 1
            await self._retire(before, await self._cards.closed(session, before))

    async def _refresh(self, session: Session, view: StudyView, state: tuple[object, ...]) -> None:
        """Edit the present card for its numbers, which nobody misses while Discord refuses."""
        try:
            done = await self._channel.try_edit(session.messages[session.question], view)
        except discord.NotFound:
            self._rendered = ()  # somebody deleted the card: it is sent again
            return
        wait = REFRESH
        if done:
            self._rendered = state
            self._refused = growing_waits()
        else:
            wait = max(REFRESH, timedelta(seconds=next(self._refused)))
        self._refresh_at = self._channel.time.now() + wait

    def _tell_notes(self) -> None:
        """Let everybody's own note say what is right, as soon as the channel does."""
        session = self._quiz.session
        if is_told(session, session.question):
            self._bot.service(Notes).tell(self._quiz.id, session.question, session)

    async def _put(self, session: Session, view: StudyView) -> tuple[int, datetime]:
        """Edit the present card, or send it when there is none (any more)."""
        message = session.messages.get(session.question)
        if message is None:
            return await self._channel.send(view, nonce=self._nonce(session.question))
        at = await self._channel.edit(message, view)
        if at is None:
            return await self._channel.send(view, nonce=f"again-{message}")
        return message, at

    async def _retire(self, question: int, view: StudyView) -> None:
        """Edit a card that is over; it is no loss if Discord does not take that just now."""
        message = self._quiz.session.messages.get(question)
        if message is not None:
            try:
                await self._channel.try_edit(message, view)
            except discord.NotFound:
                log.info("quiz.card_deleted", quiz=self._quiz.id)

    async def _finish(self) -> None:
        """Tell how the quiz ended."""
        session = self._quiz.session
        if session.question == LOBBY_CARD:
            # There are no standings: the lobby is where people look.
            if (lobby := session.messages.get(LOBBY_CARD)) is not None:
                await self._channel.edit(lobby, closed_lobby_card(session))
            return
        self._tell_notes()
        last = await self._cards.closed(session, session.question)
        await self._retire(session.question, last)
        standings = standings_card(self._quiz.id, session)
        await self._channel.send(standings, nonce=self._nonce("end"))

    async def _end(self, reason: Reason) -> None:
        """End a quiz that cannot go on; its events, and so its standings, are kept."""
        try:
            await self._store(lambda now: self._service.end(self._quiz, reason, now))
        except UserError as exc:  # it may have been stopped meanwhile
            log.info("quiz.over_already", quiz=self._quiz.id, reason=str(exc))

    async def _fail(self) -> None:
        """End the quiz and tell the channel, even if neither the database nor a card can be used.

        It may be the very fault that ended the quiz; whatever fails now is in the log as well.
        """
        try:
            await self._end("failed")
        except Exception as exc:  # noqa: BLE001
            record_failure(exc, source=f"end of quiz {self._quiz.id}")
            self._quiz.session.apply(Ended(self._channel.time.now(), "failed"))
        try:
            await self._finish()
        except Exception as exc:  # noqa: BLE001
            record_failure(exc, source=f"last card of quiz {self._quiz.id}")

    async def _store(self, work: Callable[[datetime], Awaitable[object]]) -> None:
        """Do what needs the database, as soon as it is there; each try is told the time anew."""
        await with_retries(
            lambda: work(self._channel.time.now()), self._bot.clock, what=f"quiz {self._quiz.id}"
        )

    def _nonce(self, what: object) -> str:
        """Return at most 25 characters that no other card of any quiz has."""
        opened = int(self._quiz.session.plan.created_at.timestamp() * 1000)
        return f"{opened:x}.{self._quiz.channel_id % 10**8}.{what}"

    async def _sleep(self, moment: datetime) -> None:
        self._sleeps_until = moment
        self._sleeper = asyncio.create_task(self._channel.time.sleep_until(moment))
        try:
            await asyncio.wait({self._sleeper})
        finally:
            self._sleeper.cancel()
            self._sleeps_until = None

    def _wake(self) -> None:
        """End the sleep if there is something to do before its end."""
        if self._sleeper is None or self._sleeps_until is None:
            return
        moment = self._next_at()
        if self._quiz.session.over or moment is None or moment < self._sleeps_until:
            self._sleeper.cancel()
