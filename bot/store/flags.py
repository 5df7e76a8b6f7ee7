"""Keeps what people find wrong with questions, until an instructor is done with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from bot.store.tables import QuestionFlagRow

if TYPE_CHECKING:
    from datetime import datetime

    from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Flag:
    """What somebody found wrong with a question, and when."""

    question_id: str
    reason: str
    at: datetime


class FlagRepository:
    """The flags: one of each person for a question, whether it is closed or not."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def has(self, guild_id: int, user_id: int, question_id: str) -> bool:
        """Return whether a person has flagged a question."""
        async with self._database.begin() as session:
            key = (guild_id, user_id, question_id)
            return await session.get(QuestionFlagRow, key) is not None

    async def add(self, guild_id: int, user_id: int, flag: Flag) -> bool:
        """Keep a flag; return whether it is the person's first for the question."""
        row = QuestionFlagRow(
            guild_id=guild_id,
            user_id=user_id,
            question_id=flag.question_id,
            reason=flag.reason,
            at=flag.at,
        )
        try:
            async with self._database.begin() as session:
                session.add(row)
        except IntegrityError:
            return False
        return True

    async def open_in(self, guild_id: int) -> list[Flag]:
        """Return the flags of a server that are not closed, the oldest first."""
        async with self._database.begin() as session:
            rows = await session.scalars(
                select(QuestionFlagRow)
                .where(QuestionFlagRow.guild_id == guild_id, QuestionFlagRow.closed_at.is_(None))
                .order_by(QuestionFlagRow.at)
            )
            return [Flag(row.question_id, row.reason, row.at) for row in rows]

    async def close(self, guild_id: int, question_id: str, at: datetime) -> None:
        """Close all flags of a question in a server that came before ``at``."""
        async with self._database.begin() as session:
            await session.execute(
                update(QuestionFlagRow)
                .where(
                    QuestionFlagRow.guild_id == guild_id,
                    QuestionFlagRow.question_id == question_id,
                    QuestionFlagRow.closed_at.is_(None),
                )
                .values(closed_at=at)
            )
