"""The open quizzes: each decision is made, stored and only then true, one at a time per quiz."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.error_handler import record_failure
from bot.errors import DatabaseAway, UserError
from bot.exts.quiz._attempts import attempts_ended_by
from bot.exts.quiz._events import Begun, Joined, from_stored, to_stored
from bot.exts.quiz._plan import Plan, Rules
from bot.exts.quiz._session import Session
from bot.exts.quiz._snapshot import from_json
from bot.store.database import PATIENCE
from bot.store.quizzes import ChannelBusy
from bot.ui.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.clock import Clock
    from bot.exts.quiz._events import Event, Reason
    from bot.exts.quiz._session import Control
    from bot.store.extra_time import ExtraTimeRepository
    from bot.store.quizzes import NewQuiz, QuizRepository, StoredQuiz

OVER = "This quiz is over. Start another with `/quiz start`."
INTERRUPTION = timedelta(seconds=3)
"""How long nothing may go on before a question gets its whole time again."""


@dataclass(frozen=True, slots=True)
class Press:
    """A press on a card of a quiz: of which one, where, by whom, and when Discord received it.

    ``moderates`` says that the person may do what the host may.
    """

    quiz: int
    channel: int
    user: int
    at: datetime
    moderates: bool = False


class Quiz:
    """One open quiz: where it is, its session, and who wants to know of changes.

    ``in_doubt_since`` is when a write was not acknowledged: it may be stored, so the events are
    read again before anything else is decided. ``times_away`` counts how often the database was
    away: whoever waits behind such a failure shares it.
    """

    def __init__(self, stored: StoredQuiz) -> None:
        self.id = stored.id
        self.guild_id = stored.new.guild_id
        self.channel_id = stored.new.channel_id
        self.settings = stored.new.settings
        self.lock = asyncio.Lock()
        self.changed: Callable[[], None] = lambda: None
        self.in_doubt_since: datetime | None = None
        self.times_away = 0
        self.restore(stored)

    def restore(self, stored: StoredQuiz) -> None:
        """Take the state to which the stored events have led."""
        new = stored.new
        plan = Plan(
            new.host_id,
            new.title,
            new.seconds,
            from_json(new.questions),
            new.created_at,
            alone=new.guild_id is None,
            rules=Rules(**new.rules or {}),
        )
        self.session = Session.replay(plan, from_stored(stored.events))
        self.event_count = len(stored.events)


class QuizService:
    """What can be done to quizzes, by their ids. Every method that decides stores first.

    Moments are Discord's: when it received a press, or when it showed a message. A database that
    is away raises DatabaseAway, and nothing is lost: the same may be asked again.
    """

    def __init__(
        self, quizzes: QuizRepository, extra_time: ExtraTimeRepository, clock: Clock
    ) -> None:
        self._quizzes = quizzes
        self._extra_time = extra_time
        self._clock = clock
        self._open: dict[int, Quiz] = {}

    async def load(self) -> list[Quiz]:
        """Return every quiz that was open when the bot stopped; a damaged one is closed."""
        return [
            quiz
            for stored in await self._quizzes.open_quizzes()
            if (quiz := await self._admit(stored)) is not None
        ]

    async def start(self, new: NewQuiz) -> Quiz:
        """Open a quiz, with its host in the lobby if they play; whoever is alone begins at once.

        Raises UserError when the channel has one.
        """
        at, channel_id = new.created_at, new.channel_id
        first: list[Event] = []
        if Rules(**new.rules or {}).host_plays:
            factor = self._extra_time.factor(new.guild_id, new.host_id)
            first.append(Joined(at, new.host_id, factor))
        if new.guild_id is None:
            first.append(Begun(at))
        before = self._find(channel_id)
        if before is not None and before.session.over:
            # Its standings may still be under way, but nobody needs to wait for them.
            await self._quizzes.close(before.id, self._clock.now())
        try:
            stored = await self._quizzes.create(new, to_stored(first))
        except ChannelBusy as exc:
            raise UserError(self._busy(channel_id)) from exc
        quiz = self._open[stored.id] = Quiz(stored)
        return quiz

    async def adopt(self, channel_id: int) -> Quiz | None:
        """Return a quiz that is open in the channel although nothing runs it, if there is one.

        So it is when the database took a new quiz but could not say so any more.
        """
        if self._find(channel_id) is not None:
            return None
        stored = await self._quizzes.open_in_channel(channel_id)
        if stored is None or stored.id in self._open:
            return None
        return await self._admit(stored)

    def in_channel(self, channel_id: int) -> Quiz:
        """Return the channel's quiz; raise UserError when there is none."""
        quiz = self._find(channel_id)
        if quiz is None or quiz.session.over:
            raise UserError("No quiz is running in this channel. Start one with `/quiz start`.")
        return quiz

    def pressed_on(self, press: Press) -> Quiz:
        """Return the quiz of a press; raise UserError unless it is open in that channel."""
        quiz = self._open.get(press.quiz)
        if quiz is None:
            raise UserError(OVER)
        if quiz.channel_id != press.channel:
            raise UserError("This button belongs to a quiz in another channel.")
        return quiz

    async def join(self, press: Press) -> Session:
        """Let somebody into a lobby."""
        return await self._pressed(press, lambda s, factor: s.join(press.user, press.at, factor))

    async def leave(self, press: Press) -> Session:
        """Let somebody out of a lobby."""
        return await self._pressed(press, lambda s, _: s.leave(press.user, press.at))

    async def control(self, press: Press, what: Control, question: int) -> Session:
        """Do what the host of a quiz wants, or who moderates its channel."""
        return await self._pressed(
            press,
            lambda s, _: s.control(what, press.user, question, press.at, moderates=press.moderates),
        )

    async def answer(self, press: Press, question: int, options: tuple[int, ...]) -> Session:
        """Take an answer."""
        return await self._pressed(
            press, lambda s, factor: s.answer(press.user, question, options, press.at, factor)
        )

    async def give_time(self, guild_id: int | None, user: int, factor: float, at: datetime) -> None:
        """Give a person this many times everybody's time, in the quizzes that run as well."""
        await self._extra_time.set_factor(guild_id, user, factor)
        for quiz in [quiz for quiz in self._open.values() if quiz.guild_id == guild_id]:
            if not quiz.session.over:
                await self._decide(quiz, at, lambda s: s.give_time(user, factor, at))

    async def end(self, quiz: Quiz, reason: Reason, at: datetime) -> Session:
        """End a quiz; its standings are still to be told."""
        return await self._decide(quiz, at, lambda s: s.end(reason, at))

    async def tick(self, quiz: Quiz, now: datetime) -> Session:
        """Let time do to a quiz what it does."""
        return await self._decide(quiz, now, lambda s: s.tick(now))

    async def sent(self, quiz: Quiz, message: int, at: datetime, now: datetime) -> Session:
        """Note which message shows the present card, and since when."""
        return await self._decide(quiz, now, lambda s: s.sent(message, at))

    async def resume(self, quiz: Quiz, now: datetime) -> Session:
        """Start the quiz's clock anew after a time in which nobody could press anything."""
        return await self._decide(quiz, now, lambda s: s.resume(now))

    async def close(self, quiz: Quiz) -> None:
        """End a quiz whose standings were told for good; its channel is free."""
        await self._quizzes.close(quiz.id, self._clock.now())
        self.forget(quiz)

    def forget(self, quiz: Quiz) -> None:
        """Leave a quiz that nothing runs any more to ``adopt``, or to the next start."""
        if self._open.get(quiz.id) is quiz:
            del self._open[quiz.id]

    async def _pressed(
        self, press: Press, decide: Callable[[Session, float], list[Event]]
    ) -> Session:
        quiz = self.pressed_on(press)
        factor = self._extra_time.factor(quiz.guild_id, press.user)
        return await self._decide(quiz, press.at, lambda session: decide(session, factor))

    async def _decide(
        self, quiz: Quiz, at: datetime, decide: Callable[[Session], list[Event]]
    ) -> Session:
        times_away = quiz.times_away
        try:
            async with asyncio.timeout(PATIENCE), quiz.lock:
                events = await self._decide_in_turn(quiz, times_away, at, decide)
        except TimeoutError as exc:
            quiz.times_away += 1
            raise DatabaseAway("it does not answer in time") from exc
        if events:
            quiz.changed()
        return quiz.session

    async def _decide_in_turn(
        self, quiz: Quiz, times_away: int, at: datetime, decide: Callable[[Session], list[Event]]
    ) -> list[Event]:
        if quiz.times_away != times_away:
            raise DatabaseAway("it was away for the one before")
        try:
            return await self._decide_alone(quiz, at, decide)
        except DatabaseAway:
            quiz.times_away += 1
            raise

    async def _decide_alone(
        self, quiz: Quiz, at: datetime, decide: Callable[[Session], list[Event]]
    ) -> list[Event]:
        resumed: list[Event] = []
        if quiz.in_doubt_since is not None:
            stored = await self._quizzes.get(quiz.id)
            if stored is None:
                raise UserError(OVER)
            quiz.restore(stored)
            if at - quiz.in_doubt_since > INTERRUPTION:
                resumed = await self._append(quiz, at, quiz.session.resume(at))
        decided = await self._append(quiz, at, decide(quiz.session))
        quiz.in_doubt_since = None
        return resumed + decided

    async def _append(self, quiz: Quiz, at: datetime, events: list[Event]) -> list[Event]:
        if events:
            quiz.in_doubt_since = quiz.in_doubt_since or at
            ended = attempts_ended_by(events, quiz.session, quiz.id, quiz.guild_id)
            await self._quizzes.append(quiz.id, quiz.event_count, to_stored(events), ended)
            quiz.event_count += len(events)
            for event in events:
                quiz.session.apply(event)
        return events

    async def _admit(self, stored: StoredQuiz) -> Quiz | None:
        try:
            quiz = Quiz(stored)
        except Exception as exc:  # noqa: BLE001  (one unreadable quiz must not keep the others out)
            record_failure(exc, source=f"quiz {stored.id}")
            await self._quizzes.close(stored.id, self._clock.now())
            return None
        self._open[stored.id] = quiz
        return quiz

    def _find(self, channel_id: int) -> Quiz | None:
        found = (quiz for quiz in self._open.values() if quiz.channel_id == channel_id)
        # Beside a new quiz there may be one whose standings are still under way.
        return max(found, key=lambda quiz: quiz.id, default=None)

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
            f"A quiz is already running in this channel: **{escape(plan.title)}** ({place}). "
            f"Join it, or stop it with `/quiz stop`."
        )
