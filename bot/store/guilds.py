"""Reads and writes what a server has chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.tables import GuildRow

if TYPE_CHECKING:
    from bot.store.database import Database


class GuildRepository:
    """The servers' choices."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def instructor_role(self, guild_id: int) -> int | None:
        """Return the id of the role whose members are instructors, if the server named one."""
        async with self._database.begin() as session:
            row = await session.get(GuildRow, guild_id)
            return row.instructor_role_id if row else None

    async def set_instructor_role(self, guild_id: int, role_id: int | None) -> None:
        """Name the instructors' role, or none."""
        async with self._database.begin() as session:
            await session.merge(GuildRow(guild_id=guild_id, instructor_role_id=role_id))
