"""Reads and writes where people are in their labs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from bot.store.tables import LabAttemptRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class LabAttempt:
    """One person's attempt at one lab.

    ``step`` counts from 1; 0 is the card before the first step. ``answers`` holds the values of
    placeholders by name. Moments are aware UTC.
    """

    id: int
    user_id: int
    lab_id: str
    step: int
    started_at: datetime
    updated_at: datetime
    finished_at: datetime | None = None
    answers: Mapping[str, str] = field(default_factory=dict)


class LabAttemptRepository:
    """The attempts: one for each person and lab."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, attempt_id: int) -> LabAttempt | None:
        """Return the attempt with this id."""
        async with self._database.begin() as session:
            row = await session.get(LabAttemptRow, attempt_id)
            return _attempt(row) if row else None

    async def find(self, user_id: int, lab_id: str) -> LabAttempt | None:
        """Return the person's attempt at the lab."""
        async with self._database.begin() as session:
            row = await session.scalar(
                select(LabAttemptRow).where(
                    LabAttemptRow.user_id == user_id, LabAttemptRow.lab_id == lab_id
                )
            )
            return _attempt(row) if row else None

    async def of_user(self, user_id: int) -> list[LabAttempt]:
        """Return the person's attempts, the latest touched first."""
        async with self._database.begin() as session:
            rows = await session.scalars(
                select(LabAttemptRow)
                .where(LabAttemptRow.user_id == user_id)
                .order_by(LabAttemptRow.updated_at.desc(), LabAttemptRow.id)
            )
            return [_attempt(row) for row in rows]

    async def add(self, user_id: int, lab_id: str, at: datetime) -> tuple[LabAttempt, bool]:
        """Return a new attempt and True, or the one that another click has just begun and False."""
        row = LabAttemptRow(
            user_id=user_id, lab_id=lab_id, step=0, answers={}, started_at=at, updated_at=at
        )
        try:
            async with self._database.begin() as session:
                session.add(row)
                await session.flush()
                return _attempt(row), True
        except IntegrityError:
            found = await self.find(user_id, lab_id)
            if found is None:
                raise
            return found, False

    async def move(self, attempt_id: int, step: int, at: datetime) -> LabAttempt | None:
        """Put the attempt at ``step``."""
        return await self._change(attempt_id, at, {"step": step})

    async def fill(
        self, attempt_id: int, values: Mapping[str, str], at: datetime
    ) -> LabAttempt | None:
        """Keep placeholders' values beside those that are there; an empty value takes one away."""
        async with self._database.begin() as session:
            row = await _locked(session, attempt_id, at)
            if row is None:
                return None
            merged = {**row.answers, **values}
            row.answers = {name: value for name, value in merged.items() if value}
            return _attempt(row)

    async def finish(self, attempt_id: int, step: int, at: datetime) -> LabAttempt | None:
        """Mark the attempt as finished at its last step; only the first finish counts."""
        async with self._database.begin() as session:
            row = await _locked(session, attempt_id, at)
            if row is None:
                return None
            row.step = step
            row.finished_at = row.finished_at or at
            return _attempt(row)

    async def restart(self, attempt_id: int, at: datetime) -> LabAttempt | None:
        """Put the attempt before its first step, with nothing filled."""
        fresh = {"step": 0, "answers": {}, "started_at": at, "finished_at": None}
        return await self._change(attempt_id, at, fresh)

    async def _change(
        self, attempt_id: int, at: datetime, values: dict[str, Any]
    ) -> LabAttempt | None:
        async with self._database.begin() as session:
            row = await _locked(session, attempt_id, at)
            if row is None:
                return None
            for name, value in values.items():
                setattr(row, name, value)
            return _attempt(row)


async def _locked(session: AsyncSession, attempt_id: int, at: datetime) -> LabAttemptRow | None:
    """Return the row to change. Writing first makes it ours, so that no change gets lost."""
    await session.execute(
        update(LabAttemptRow).where(LabAttemptRow.id == attempt_id).values(updated_at=at)
    )
    return await session.get(LabAttemptRow, attempt_id)


def _attempt(row: LabAttemptRow) -> LabAttempt:
    return LabAttempt(
        id=row.id,
        user_id=row.user_id,
        lab_id=row.lab_id,
        step=row.step,
        started_at=row.started_at,
        updated_at=row.updated_at,
        finished_at=row.finished_at,
        answers=dict(row.answers),
    )
