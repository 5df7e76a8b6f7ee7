"""The open quizzes: each decision is made, stored and only then true, one at a time per quiz."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.errors import UserError
from bot.exts.quiz._deck import from_json, to_json
from bot.exts.quiz._events import Joined, from_stored, to_stored
from bot.exts.quiz._session import Plan, Session
from bot.store.quizzes import ChannelBusy, NewQuiz

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.clock import Clock
    from bot.exts.quiz._deck import Card
    from bot.exts.quiz._events import Event, Reason
    from bot.store.quizzes import QuizRepository, StoredQuiz


class Quiz:
    """One open quiz: where it is, its session, and who wants to know of changes."""

    def __init__(self, stored: StoredQuiz) -> None:
        new = stored.new
        self.id = stored.id
        self.channel_id = new.channel_id
        self.session = Session.replay(
            Plan(new.host_id, new.title, new.seconds, from_json(new.questions), new.created_at),
            from_stored(stored.events),
        )
        self.lock = asyncio.Lock()
        self.event_count = len(stored.events)
        self.changed: Callable[[], None] = lambda: None


class QuizService:
    """What can be done to quizzes, by their ids. Every method that decides stores first."""

    def __init__(self, quizzes: QuizRepository, clock: Clock) -> None:
        self._quizzes = quizzes
        self._clock = clock
        self._open: dict[int, Quiz] = {}

    async def load(self) -> list[Quiz]:
        """Bring every quiz back that was open when the bot stopped."""
        now = self._clock.now()
        for stored in await self._quizzes.open_quizzes():
            quiz = self._open[stored.id] = Quiz(stored)
            await self._decide(quiz, lambda s: s.resume(now))
        return list(self._open.values())

    async def start(
        self,
        *,
        guild_id: int | None,
        channel_id: int,
        host: int,
        title: str,
        seconds: int,
        cards: tuple[Card, ...],
    ) -> Quiz:
        """Open a quiz with its host in the lobby; raise UserError when the channel has one."""
        now = self._clock.now()
        new = NewQuiz(guild_id, channel_id, host, title, seconds, to_json(cards), now)
        try:
            stored = await self._quizzes.create(new, to_stored([Joined(now, host)]))
        except ChannelBusy as exc:
            raise UserError(self._busy(channel_id)) from exc
        quiz = self._open[stored.id] = Quiz(stored)
        return quiz

    def in_channel(self, channel_id: int) -> Quiz:
        """Return the channel's quiz; raise UserError when there is none."""
        quiz = self._find(channel_id)
        if quiz is None or quiz.session.over:
            raise UserError("No quiz is running in this channel. Start one with `/quiz start`.")
        return quiz

    async def join(self, quiz_id: int, user: int, at: datetime) -> Session:
        """Let somebody into a lobby."""
        return await self._decide(self._quiz(quiz_id), lambda s: s.join(user, at))

    async def leave(self, quiz_id: int, user: int, at: datetime) -> Session:
        """Let somebody out of a lobby."""
        return await self._decide(self._quiz(quiz_id), lambda s: s.leave(user, at))

    async def begin(self, quiz_id: int, user: int) -> Session:
        """Start a quiz before its lobby's time is up."""
        now = self._clock.now()
        return await self._decide(self._quiz(quiz_id), lambda s: s.begin(user, now))

    async def answer(
        self, quiz_id: int, question: int, user: int, options: tuple[int, ...], at: datetime
    ) -> Session:
        """Take an answer; ``at`` is when Discord received it."""
        return await self._decide(
            self._quiz(quiz_id), lambda s: s.answer(user, question, options, at)
        )

    async def end(self, quiz: Quiz, reason: Reason) -> Session:
        """End a quiz; its standings are still to be told."""
        now = self._clock.now()
        return await self._decide(quiz, lambda s: s.end(reason, now))

    async def tick(self, quiz: Quiz, now: datetime) -> Session:
        """Let time do to a quiz what it does."""
        return await self._decide(quiz, lambda s: s.tick(now))

    async def sent(self, quiz: Quiz, message: int, at: datetime) -> Session:
        """Note which message shows the present card, and since when."""
        return await self._decide(quiz, lambda s: s.sent(message, at))

    async def close(self, quiz: Quiz) -> None:
        """Forget an ended quiz whose standings were told; its channel is free."""
        await self._quizzes.close(quiz.id, self._clock.now())
        self._open.pop(quiz.id, None)

    async def _decide(self, quiz: Quiz, decide: Callable[[Session], list[Event]]) -> Session:
        async with quiz.lock:
            events = decide(quiz.session)
            if events:
                await self._quizzes.append(quiz.id, quiz.event_count, to_stored(events))
                quiz.event_count += len(events)
                for event in events:
                    quiz.session.apply(event)
        if events:
            quiz.changed()
        return quiz.session

    def _quiz(self, quiz_id: int) -> Quiz:
        quiz = self._open.get(quiz_id)
        if quiz is None:
            raise UserError("This quiz is over. Start another with `/quiz start`.")
        return quiz

    def _find(self, channel_id: int) -> Quiz | None:
        found = (quiz for quiz in self._open.values() if quiz.channel_id == channel_id)
        return next(found, None)

    def _busy(self, channel_id: int) -> str:
        quiz = self._find(channel_id)
        if quiz is None:
            return "A quiz has just been opened in this channel. Join that one."
        plan, session = quiz.session.plan, quiz.session
        place = (
            f"question {session.question + 1} of {len(plan.cards)}"
            if session.question >= 0
            else "waiting for people to join"
        )
        return (
            f"A quiz is already running in this channel: **{plan.title}** ({place}). "
            f"Join it, or stop it with `/quiz stop`."
        )
