"""Runs one quiz: makes the channel show what the session is, and lets time pass in between.

One task does all sending and editing of a quiz, so its cards never overtake each other.
"""

from __future__ import annotations

import asyncio
import contextlib
from datetime import timedelta
from typing import TYPE_CHECKING

import discord
import structlog

from bot.errors import UserError
from bot.exts.quiz._board import Board
from bot.exts.quiz._events import LOBBY_CARD
from bot.exts.quiz._session import Phase
from bot.exts.quiz._views import (
    closed_lobby_card,
    lobby_card,
    question_card,
    reveal_card,
    standings_card,
    void_card,
)

if TYPE_CHECKING:
    from datetime import datetime

    from bot.client import StudyBot
    from bot.exts.quiz._service import Quiz, QuizService
    from bot.ui.components import StudyView

log = structlog.stdlib.get_logger(__name__)

REFRESH = timedelta(seconds=1.5)
"""How often a card is edited at most for its numbers; a channel takes one message a second."""

TOLERANCE = timedelta(seconds=2)
"""How far the deadline on a card may be off before the card is edited for it alone."""

_GONE = (discord.Forbidden, discord.NotFound)


class Runner:
    """The task of one quiz; ``shown`` says that its lobby stands in the channel already."""

    def __init__(
        self, bot: StudyBot, service: QuizService, quiz: Quiz, *, shown: bool = False
    ) -> None:
        self._service = service
        self._quiz = quiz
        self._board = Board(bot, quiz.channel_id)
        self._sleeper: asyncio.Task[None] | None = None
        self._face = self._seen() if shown else ()
        self._edited_at: datetime | None = self._board.now() if shown else None

    async def run(self) -> None:
        """Bring the quiz to its end; whatever happens, its channel is free afterwards."""
        self._quiz.changed = self._wake
        try:
            await self._play()
        except _GONE as exc:
            log.warning("quiz.unreachable", quiz=self._quiz.id, reason=str(exc))
            await self._give_up()
        except Exception:
            await self._give_up()
            raise

    async def _play(self) -> None:
        session = self._quiz.session
        while not session.over:
            await self._show()
            due, now = session.due_at, self._board.now()
            if due is None:
                continue
            if now >= due:
                await self._service.tick(self._quiz, now)
                continue
            # Nothing is awaited between reading the state and sleeping, so no change is slept over.
            await self._sleep(min(due, self._refresh_at()) if self._is_stale() else due)
        await self._finish()

    async def _show(self) -> None:
        """Make the present card what it should be, unless that can wait a moment."""
        session = self._quiz.session
        if not self._is_stale() or self._board.now() < self._refresh_at():
            return
        if session.phase is Phase.ASKING and session.question == 0 and session.deadline is None:
            await self._retire(LOBBY_CARD, closed_lobby_card(session))
        face, expected = self._seen(), self._expected_deadline()
        await self._put(self._view(expected))
        self._edited_at = self._board.now()
        deadline = session.deadline
        if face[0] is Phase.ASKING and deadline and abs(deadline - expected) < TOLERANCE:
            face = (*face[:2], deadline, *face[3:])
        self._face = face

    def _seen(self) -> tuple[object, ...]:
        """Return all that a card's look depends on; the first two say which card it is."""
        session = self._quiz.session
        if session.phase is Phase.LOBBY:
            return (session.phase, session.question, session.lobby_until, tuple(session.players))
        if session.phase is Phase.ASKING:
            answered = len(session.answers[session.question])
            return (*self._which(), session.deadline, answered, len(session.players))
        return (*self._which(), None)

    def _which(self) -> tuple[object, ...]:
        return (self._quiz.session.phase, self._quiz.session.question)

    def _is_stale(self) -> bool:
        return self._face != self._seen()

    def _refresh_at(self) -> datetime:
        """Return when the card may be edited next: at once when it is another card."""
        if self._edited_at is None or self._face[:2] != self._which():
            return self._board.now()
        return self._edited_at + REFRESH

    def _expected_deadline(self) -> datetime:
        session = self._quiz.session
        return session.deadline or self._board.now() + timedelta(seconds=session.plan.seconds)

    def _view(self, deadline: datetime) -> StudyView:
        session = self._quiz.session
        match session.phase:
            case Phase.LOBBY:
                return lobby_card(self._quiz.id, session)
            case Phase.ASKING:
                return question_card(self._quiz.id, session, deadline)
            case _:
                return reveal_card(session)

    async def _put(self, view: StudyView) -> None:
        """Edit the present card, or send it when there is none (any more)."""
        session = self._quiz.session
        message = session.messages.get(session.question)
        at = None if message is None else await self._board.edit(message, view)
        if message is None or at is None:
            nonce = self._nonce(session.question) if message is None else f"again-{message}"
            message, at = await self._board.send(view, nonce=nonce)
        await self._service.sent(self._quiz, message, at)

    async def _retire(self, question: int, view: StudyView) -> None:
        """Edit a card that is over; it is no loss if somebody deleted it."""
        message = self._quiz.session.messages.get(question)
        if message is not None:
            await self._board.edit(message, view)

    async def _finish(self) -> None:
        """Tell how the quiz ended, then free its channel."""
        session = self._quiz.session
        if session.question == LOBBY_CARD:
            await self._retire(LOBBY_CARD, closed_lobby_card(session))
        else:
            if session.revealed <= session.question:
                await self._retire(session.question, void_card(session))
            await self._board.send(standings_card(session), nonce=self._nonce("end"))
        await self._service.close(self._quiz)

    async def _give_up(self) -> None:
        """End a quiz that cannot be shown; its events, and so its standings, are kept."""
        with contextlib.suppress(UserError):  # it may have been stopped meanwhile
            await self._service.end(self._quiz, "unreachable")
        await self._service.close(self._quiz)

    def _nonce(self, what: object) -> str:
        """Return at most 25 characters that no other card of any quiz has."""
        opened = int(self._quiz.session.plan.created_at.timestamp() * 1000)
        return f"{opened:x}.{self._quiz.channel_id % 10**8}.{what}"

    async def _sleep(self, moment: datetime) -> None:
        self._sleeper = asyncio.create_task(self._board.sleep_until(moment))
        try:
            await asyncio.wait({self._sleeper})
        finally:
            self._sleeper.cancel()

    def _wake(self) -> None:
        if self._sleeper is not None:
            self._sleeper.cancel()
