"""Reads and writes which message answers which question: ids, but neither texts nor people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from bot.store.tables import AnswerRow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to the question ``question_id`` as it was ``asked_at``: sent, or last edited."""

    question_id: int
    channel_id: int
    answer_id: int
    asked_at: datetime


class AnswerRepository:
    """The answers to messages of the last time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def load(self) -> list[Answer]:
        """Return all that are kept, the oldest first."""
        async with self._database.begin() as session:
            rows = await session.scalars(select(AnswerRow).order_by(AnswerRow.question_id))
            return [
                Answer(row.question_id, row.channel_id, row.answer_id, row.asked_at) for row in rows
            ]

    async def save(self, answer: Answer) -> None:
        """Keep an answer, in place of an earlier one to the same question."""
        async with self._database.begin() as session:
            await session.merge(
                AnswerRow(
                    question_id=answer.question_id,
                    channel_id=answer.channel_id,
                    answer_id=answer.answer_id,
                    asked_at=answer.asked_at,
                )
            )

    async def forget(self, question_ids: Iterable[int]) -> None:
        """Forget the answers to these questions."""
        async with self._database.begin() as session:
            await session.execute(
                delete(AnswerRow).where(AnswerRow.question_id.in_(tuple(question_ids)))
            )
