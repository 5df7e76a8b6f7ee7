"""Keeps every answer that people give, in quizzes and in practice; nothing is ever changed."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from sqlalchemy import Integer, cast, func, insert, select
from sqlalchemy.exc import IntegrityError

from bot.store.tables import AttemptRow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.store.database import Database

RECENT = 20_000
"""How many answers of a server, the newest, say what its people know."""

Origin: TypeAlias = Literal["quiz", "void", "practice"]
"""Where an answer was given; a question that was skipped or stopped is void: it does not count."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One answer of one person; ``chosen`` are the 0-based places of the options in the lesson."""

    guild_id: int | None
    user_id: int
    question_id: str
    concept_id: str | None
    chosen: list[int]
    is_right: bool
    at: datetime
    took_ms: int | None
    source: Origin
    quiz_id: int | None = None
    number: int | None = None
    card: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What a person made of a question: whether and when they last answered, and how often."""

    is_right: bool = False
    at: datetime | None = None
    times: int = 0

    def since(self, moment: datetime) -> bool:
        """Return whether they have answered since a moment."""
        return self.at is not None and self.at > moment


async def add_all(session: AsyncSession, attempts: Iterable[Attempt]) -> None:
    """Add the answers of a question in one statement: there may be hundreds of them."""
    if rows := list(map(asdict, attempts)):
        await session.execute(insert(AttemptRow), rows)


class AttemptRepository:
    """The attempts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, attempt: Attempt) -> Attempt:
        """Keep an answer and return it; if its card has one already, that one."""
        try:
            async with self._database.begin() as session:
                await add_all(session, [attempt])
        except IntegrityError:
            async with self._database.begin() as session:
                row = await session.scalar(
                    select(AttemptRow).where(AttemptRow.card == attempt.card)
                )
                if row is None:
                    raise
                return replace(attempt, chosen=row.chosen, is_right=row.is_right, at=row.at)
        return attempt

    async def of_guild(self, guild_id: int) -> dict[str, tuple[int, int]]:
        """Return by question how many people of a server answered it, and how many were right.

        What counts is the last answer of each, in quizzes and in practice.
        """
        recent = (
            select(AttemptRow.id, AttemptRow.user_id, AttemptRow.question_id)
            .where(AttemptRow.guild_id == guild_id)
            .order_by(AttemptRow.id.desc())
            .limit(RECENT)
            .subquery()
        )
        latest = select(func.max(recent.c.id)).group_by(recent.c.user_id, recent.c.question_id)
        rights = func.sum(cast(AttemptRow.is_right, Integer))
        counted = (
            select(AttemptRow.question_id, func.count(), rights)
            .where(AttemptRow.id.in_(latest))
            .group_by(AttemptRow.question_id)
        )
        async with self._database.begin() as session:
            rows = await session.execute(counted)
            return {question: (people, right) for question, people, right in rows}

    async def of_person(self, user_id: int, questions: Collection[str]) -> dict[str, Known]:
        """Return what a person made of those of these questions that they have answered."""
        asked = (
            select(AttemptRow.question_id, AttemptRow.is_right, AttemptRow.at)
            .where(AttemptRow.user_id == user_id, AttemptRow.question_id.in_(questions))
            .order_by(AttemptRow.id)
        )
        async with self._database.begin() as session:
            rows = await session.execute(asked)
            known: dict[str, Known] = {}
            for question, is_right, at in rows:
                times = known[question].times if question in known else 0
                known[question] = Known(is_right, at, times + 1)
            return known
