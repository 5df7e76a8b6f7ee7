"""Adds up what people answered in the quizzes of a server, and who is not shown with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Integer, cast, delete, func, select

from bot.store.tables import AttemptRow, LeaderboardOptoutRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import CTE

    from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Place:
    """What one person answered. ``rank`` is 0 for somebody who is not to be shown."""

    user_id: int
    right: int
    answered: int
    rank: int


@dataclass(frozen=True, slots=True)
class Leaderboard:
    """Some of the upper half, best first, and the place of the person who asked, if any.

    ``people`` counts all who are ranked; ``more`` says that the upper half goes on.
    """

    upper: Sequence[Place]
    more: bool
    people: int
    own: Place | None
    left_out: bool


class LeaderboardRepository:
    """The leaderboards of all servers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(
        self,
        guild_id: int,
        user_id: int,
        season: tuple[datetime, datetime] | None,
        start: int,
        count: int,
    ) -> Leaderboard:
        """Return ``count`` places of the upper half from ``start`` on, equals by what they tried.

        ``season`` has its first moment and that after its last; None is all time.
        """
        totals = _totals(guild_id, season)
        ranked = _ranked(totals, guild_id)
        order = ranked.c.rank, ranked.c.answered, ranked.c.user_id
        # Nobody below the middle is ranked in public, nor who has nothing right.
        upper = select(ranked).where(ranked.c.rank * 2 <= ranked.c.people + 1, ranked.c.right > 0)
        async with self._database.begin() as session:
            key = {"guild_id": guild_id, "user_id": user_id}
            left_out = await session.get(LeaderboardOptoutRow, key) is not None
            page = upper.order_by(*order).offset(start).limit(count + 1)
            rows = (await session.execute(page)).all()
            people = await session.scalar(select(func.count()).select_from(ranked)) or 0
            source = totals if left_out else ranked
            own = (await session.execute(select(source).where(source.c.user_id == user_id))).first()
        return Leaderboard(
            [Place(row.user_id, row.right, row.answered, row.rank) for row in rows[:count]],
            len(rows) > count,
            people,
            Place(user_id, own.right, own.answered, 0 if left_out else own.rank) if own else None,
            left_out,
        )

    async def set_shown(self, guild_id: int, user_id: int, *, shown: bool) -> None:
        """Let a server's leaderboard show somebody, or not; twice is as once."""
        row = LeaderboardOptoutRow(guild_id=guild_id, user_id=user_id)
        async with self._database.begin() as session:
            if not shown:
                await session.merge(row)
                return
            mine = LeaderboardOptoutRow.user_id == user_id
            await session.execute(
                delete(LeaderboardOptoutRow).where(LeaderboardOptoutRow.guild_id == guild_id, mine)
            )


def _totals(guild_id: int, season: tuple[datetime, datetime] | None) -> CTE:
    """Return what each person answered in quizzes, and how much of that was right."""
    right = func.sum(cast(AttemptRow.is_right, Integer)).label("right")
    totals = (
        select(AttemptRow.user_id, right, func.count().label("answered"))
        .where(AttemptRow.guild_id == guild_id, AttemptRow.source == "quiz")
        .group_by(AttemptRow.user_id)
    )
    if season is not None:
        totals = totals.where(AttemptRow.at >= season[0], AttemptRow.at < season[1])
    return totals.cte("totals")


def _ranked(totals: CTE, guild_id: int) -> CTE:
    """Return the totals of those who are shown with their ranks; equals share one."""
    hidden = select(LeaderboardOptoutRow.user_id).where(LeaderboardOptoutRow.guild_id == guild_id)
    rank = func.rank().over(order_by=totals.c.right.desc()).label("rank")
    people = func.count().over().label("people")
    return select(totals, rank, people).where(totals.c.user_id.not_in(hidden)).cte("ranked")
