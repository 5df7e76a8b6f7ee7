"""Keeps how much more time people have in quizzes than others; nobody else is ever shown it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from bot.store.tables import ExtraTimeRow

if TYPE_CHECKING:
    from bot.store.database import Database

_NO_GUILD = 0


class ExtraTimeRepository:
    """The factors of those who have more time, by server; the others have 1.

    They are few and asked for with each person who joins, so they are kept in memory too.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._factors: dict[tuple[int, int], float] = {}

    async def load(self) -> None:
        """Read all factors; before that nobody has more time."""
        async with self._database.begin() as session:
            rows = (await session.scalars(select(ExtraTimeRow))).all()
            self._factors = {(row.guild_id, row.user_id): row.factor for row in rows}

    def factor(self, guild_id: int | None, user_id: int) -> float:
        """Return how many times everybody's time a person has."""
        return self._factors.get((guild_id or _NO_GUILD, user_id), 1.0)

    async def set_factor(self, guild_id: int | None, user_id: int, factor: float) -> None:
        """Give a person this many times everybody's time; 1 takes it back."""
        key = guild_id or _NO_GUILD, user_id
        async with self._database.begin() as session:
            await session.execute(
                delete(ExtraTimeRow).where(
                    ExtraTimeRow.guild_id == key[0], ExtraTimeRow.user_id == user_id
                )
            )
            if factor != 1.0:
                session.add(ExtraTimeRow(guild_id=key[0], user_id=user_id, factor=factor))
        if factor == 1.0:
            self._factors.pop(key, None)
        else:
            self._factors[key] = factor
