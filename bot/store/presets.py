"""Keeps the settings for quizzes that servers have given names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from bot.store.tables import QuizPresetRow

if TYPE_CHECKING:
    from bot.store.database import Database


class PresetRepository:
    """The presets of all servers; ``settings`` is plain JSON."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_guild(self, guild_id: int) -> dict[str, dict[str, Any]]:
        """Return the presets of a server by their names, in the order of these."""
        async with self._database.begin() as session:
            rows = await session.scalars(
                select(QuizPresetRow)
                .where(QuizPresetRow.guild_id == guild_id)
                .order_by(QuizPresetRow.name)
            )
            return {row.name: row.settings for row in rows}

    async def save(self, guild_id: int, name: str, settings: dict[str, Any]) -> None:
        """Keep settings under a name, instead of those that had it."""
        new = {"guild_id": guild_id, "name": name, "settings": settings}
        change = _named(update(QuizPresetRow), guild_id, name).values(settings=settings)
        try:
            async with self._database.begin() as session:
                result: Any = await session.execute(change)
                if not result.rowcount:
                    session.add(QuizPresetRow(**new))
        except IntegrityError:
            # Somebody else has just given the name away.
            async with self._database.begin() as session:
                await session.execute(change)

    async def delete(self, guild_id: int, name: str) -> bool:
        """Forget a preset; return whether there was one."""
        async with self._database.begin() as session:
            result: Any = await session.execute(_named(delete(QuizPresetRow), guild_id, name))
            return bool(result.rowcount)


def _named(statement: Any, guild_id: int, name: str) -> Any:
    return statement.where(QuizPresetRow.guild_id == guild_id, QuizPresetRow.name == name)
