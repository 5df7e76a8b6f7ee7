"""Reads and writes where people are in their labs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from bot.store.tables import LabWalkRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Walk:
    """One person's way through one lab.

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


class LabWalkRepository:
    """The walks: one for each person and lab."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, walk_id: int) -> Walk | None:
        """Return the walk with this id."""
        async with self._database.begin() as session:
            row = await session.get(LabWalkRow, walk_id)
            return _walk(row) if row else None

    async def find(self, user_id: int, lab_id: str) -> Walk | None:
        """Return the person's walk through the lab."""
        async with self._database.begin() as session:
            row = await session.scalar(
                select(LabWalkRow).where(LabWalkRow.user_id == user_id, LabWalkRow.lab_id == lab_id)
            )
            return _walk(row) if row else None

    async def of_user(self, user_id: int) -> list[Walk]:
        """Return the person's walks, the latest touched first."""
        async with self._database.begin() as session:
            rows = await session.scalars(
                select(LabWalkRow)
                .where(LabWalkRow.user_id == user_id)
                .order_by(LabWalkRow.updated_at.desc(), LabWalkRow.id)
            )
            return [_walk(row) for row in rows]

    async def add(self, user_id: int, lab_id: str, at: datetime) -> tuple[Walk, bool]:
        """Return a new walk and True, or the walk that another click has just begun and False."""
        row = LabWalkRow(
            user_id=user_id, lab_id=lab_id, step=0, answers={}, started_at=at, updated_at=at
        )
        try:
            async with self._database.begin() as session:
                session.add(row)
                await session.flush()
                return _walk(row), True
        except IntegrityError:
            found = await self.find(user_id, lab_id)
            if found is None:
                raise
            return found, False

    async def move(self, walk_id: int, step: int, at: datetime) -> Walk | None:
        """Put the walk at ``step``."""
        return await self._change(walk_id, at, {"step": step})

    async def fill(self, walk_id: int, values: Mapping[str, str], at: datetime) -> Walk | None:
        """Keep placeholders' values beside those that are there; an empty value takes one away."""
        async with self._database.begin() as session:
            row = await _locked(session, walk_id, at)
            if row is None:
                return None
            merged = {**row.answers, **values}
            row.answers = {name: value for name, value in merged.items() if value}
            return _walk(row)

    async def finish(self, walk_id: int, step: int, at: datetime) -> Walk | None:
        """Mark the walk as finished at its last step; the first finish is the one that counts."""
        async with self._database.begin() as session:
            row = await _locked(session, walk_id, at)
            if row is None:
                return None
            row.step = step
            row.finished_at = row.finished_at or at
            return _walk(row)

    async def restart(self, walk_id: int, at: datetime) -> Walk | None:
        """Put the walk before its first step, with nothing filled."""
        fresh = {"step": 0, "answers": {}, "started_at": at, "finished_at": None}
        return await self._change(walk_id, at, fresh)

    async def _change(self, walk_id: int, at: datetime, values: dict[str, Any]) -> Walk | None:
        async with self._database.begin() as session:
            row = await _locked(session, walk_id, at)
            if row is None:
                return None
            for name, value in values.items():
                setattr(row, name, value)
            return _walk(row)


async def _locked(session: AsyncSession, walk_id: int, at: datetime) -> LabWalkRow | None:
    """Return the row to change. Writing first makes it ours, so that no change gets lost."""
    await session.execute(update(LabWalkRow).where(LabWalkRow.id == walk_id).values(updated_at=at))
    return await session.get(LabWalkRow, walk_id)


def _walk(row: LabWalkRow) -> Walk:
    return Walk(
        id=row.id,
        user_id=row.user_id,
        lab_id=row.lab_id,
        step=row.step,
        started_at=row.started_at,
        updated_at=row.updated_at,
        finished_at=row.finished_at,
        answers=dict(row.answers),
    )
