"""Keeps the quizzes and what happened in them: an append-only list of events for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.errors import BotError
from bot.store.attempts import add_all
from bot.store.tables import QuizEventRow, QuizRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.store.attempts import Attempt
    from bot.store.database import Database


PART = 500
"""Events that are read at once."""


class ChannelBusy(BotError):
    """Another quiz is open in the channel."""


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """One event as it is stored; ``payload`` is plain JSON."""

    kind: str
    at: datetime
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class NewQuiz:
    """A quiz that is to be opened; ``questions`` is plain JSON."""

    guild_id: int | None
    channel_id: int
    host_id: int
    title: str
    seconds: int
    questions: list[dict[str, Any]]
    created_at: datetime
    rules: dict[str, Any] | None = None
    settings: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class StoredQuiz:
    """A quiz with its events in order."""

    id: int
    new: NewQuiz
    ended_at: datetime | None
    events: tuple[StoredEvent, ...]


class QuizRepository:
    """The quizzes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def create(self, quiz: NewQuiz, events: Sequence[StoredEvent]) -> StoredQuiz:
        """Open a quiz with its first events; raise ChannelBusy when its channel has one already."""
        row = QuizRow(
            guild_id=quiz.guild_id,
            channel_id=quiz.channel_id,
            host_id=quiz.host_id,
            title=quiz.title,
            seconds=quiz.seconds,
            questions=quiz.questions,
            rules=quiz.rules,
            settings=quiz.settings,
            created_at=quiz.created_at,
            ended_at=None,
        )
        try:
            async with self._database.begin() as session:
                session.add(row)
                await session.flush()
                _add_events(session, row.id, 0, events)
        except IntegrityError as exc:
            raise ChannelBusy(f"channel {quiz.channel_id} has an open quiz") from exc
        return StoredQuiz(row.id, quiz, None, tuple(events))

    async def append(
        self,
        quiz_id: int,
        number: int,
        events: Sequence[StoredEvent],
        attempts: Sequence[Attempt] = (),
    ) -> None:
        """Add events, the first of them as ``number`` (0-based), and the attempts that they end.

        All of them or none. Raises IntegrityError when somebody else has written an event of that
        number.
        """
        async with self._database.begin() as session:
            _add_events(session, quiz_id, number, events)
            await add_all(session, attempts)

    async def close(self, quiz_id: int, at: datetime) -> None:
        """Set the quiz's end, once, so that its channel is free for another."""
        async with self._database.begin() as session:
            row = await session.get(QuizRow, quiz_id)
            if row is not None and row.ended_at is None:
                row.ended_at = at

    async def get(self, quiz_id: int) -> StoredQuiz | None:
        """Return one quiz with its events, if it is there.

        Hundreds of people make thousands of events: others' answers get their turn between parts.
        """
        async with self._database.begin() as session:
            row = await session.get(QuizRow, quiz_id)
        if row is None:
            return None
        events: list[StoredEvent] = []
        while len(events) % PART == 0:
            async with self._database.begin() as session:
                part = await _events(session, quiz_id, len(events), PART)
            events += part
            if not part:
                break
        return _stored(row, events)

    async def last_settings(self, guild_id: int | None, host_id: int) -> dict[str, Any] | None:
        """Return the settings of the last quiz that somebody opened in a server or in DMs."""
        async with self._database.begin() as session:
            return await session.scalar(
                select(QuizRow.settings)
                .where(QuizRow.host_id == host_id, QuizRow.guild_id == guild_id)
                .where(QuizRow.settings.isnot(None))
                .order_by(QuizRow.id.desc())
                .limit(1)
            )

    async def last_draw(self, channel_id: int) -> tuple[str, ...]:
        """Return the ids of the questions of the last quiz in a channel, in their order."""
        async with self._database.begin() as session:
            questions = await session.scalar(
                select(QuizRow.questions)
                .where(QuizRow.channel_id == channel_id)
                .order_by(QuizRow.id.desc())
                .limit(1)
            )
            return tuple(one["id"] for one in questions or ())

    async def open_in_channel(self, channel_id: int) -> StoredQuiz | None:
        """Return the channel's quiz that has no end, if there is one."""
        async with self._database.begin() as session:
            row = await session.scalar(
                select(QuizRow).where(QuizRow.channel_id == channel_id, QuizRow.ended_at.is_(None))
            )
            return None if row is None else _stored(row, await _events(session, row.id))

    async def open_quizzes(self) -> list[StoredQuiz]:
        """Return every quiz that has no end, the oldest first."""
        async with self._database.begin() as session:
            rows = await session.scalars(
                select(QuizRow).where(QuizRow.ended_at.is_(None)).order_by(QuizRow.id)
            )
            return [_stored(row, await _events(session, row.id)) for row in rows.all()]


def _add_events(
    session: AsyncSession, quiz_id: int, number: int, events: Sequence[StoredEvent]
) -> None:
    session.add_all(
        QuizEventRow(
            quiz_id=quiz_id, number=number + offset, kind=e.kind, at=e.at, payload=e.payload
        )
        for offset, e in enumerate(events)
    )


async def _events(
    session: AsyncSession, quiz_id: int, start: int = 0, count: int | None = None
) -> list[StoredEvent]:
    """Return up to ``count`` events of a quiz from that with the number ``start`` on."""
    columns = QuizEventRow.kind, QuizEventRow.at, QuizEventRow.payload
    rows = await session.execute(
        select(*columns)
        .where(QuizEventRow.quiz_id == quiz_id, QuizEventRow.number >= start)
        .order_by(QuizEventRow.number)
        .limit(count)
    )
    return [StoredEvent(*row) for row in rows]


def _stored(row: QuizRow, events: Sequence[StoredEvent]) -> StoredQuiz:
    return StoredQuiz(
        id=row.id,
        new=NewQuiz(
            guild_id=row.guild_id,
            channel_id=row.channel_id,
            host_id=row.host_id,
            title=row.title,
            seconds=row.seconds,
            questions=row.questions,
            created_at=row.created_at,
            rules=row.rules,
            settings=row.settings,
        ),
        ended_at=row.ended_at,
        events=tuple(events),
    )
