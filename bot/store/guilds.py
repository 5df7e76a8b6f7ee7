"""Reads and writes what a server has chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from bot.store.tables import GuildRow, TaughtAnswerRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from bot.store.database import Database


class GuildRepository:
    """The servers' choices.

    What every key typed and every message asks for is kept in memory too: lookups go on while the
    database is away.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._courses: dict[int, frozenset[str]] = {}
        self._silent: set[int] = set()
        self._taught: dict[int, dict[str, str]] = {}

    async def load(self) -> None:
        """Read what all servers chose; before that nothing is known."""
        async with self._database.begin() as session:
            rows = (await session.scalars(select(GuildRow))).all()
            self._courses = {row.guild_id: frozenset(row.courses) for row in rows if row.courses}
            self._silent = {row.guild_id for row in rows if row.mentions is False}
            self._taught = {}
            for row in await session.scalars(select(TaughtAnswerRow).order_by(TaughtAnswerRow.at)):
                self._taught.setdefault(row.guild_id, {})[row.query] = row.item_id

    async def instructor_role(self, guild_id: int) -> int | None:
        """Return the id of the role whose members are instructors, if the server named one."""
        async with self._database.begin() as session:
            row = await session.get(GuildRow, guild_id)
            return row.instructor_role_id if row else None

    async def set_instructor_role(self, guild_id: int, role_id: int | None) -> None:
        """Name the instructors' role, or none."""
        await self._store(guild_id, instructor_role_id=role_id)

    def courses(self, guild_id: int | None) -> frozenset[str] | None:
        """Return the ids of the courses that the server has chosen; None for all there are."""
        return None if guild_id is None else self._courses.get(guild_id)

    async def set_courses(self, guild_id: int, courses: Iterable[str] | None) -> None:
        """Choose the courses of a server; None or nothing chooses all."""
        chosen = frozenset(courses or ())
        await self._store(guild_id, courses=sorted(chosen) or None)
        self._courses[guild_id] = chosen
        if not chosen:
            del self._courses[guild_id]

    def answers_mentions(self, guild_id: int | None) -> bool:
        """Return whether messages that mention the bot are answered in a server."""
        return guild_id not in self._silent

    async def set_mentions(self, guild_id: int, *, answered: bool) -> None:
        """Choose whether messages that mention the bot are answered in a server."""
        await self._store(guild_id, mentions=answered)
        (self._silent.discard if answered else self._silent.add)(guild_id)

    def taught(self, guild_id: int | None) -> Mapping[str, str]:
        """Return the cards that a server's instructors chose to answer queries with."""
        return {} if guild_id is None else self._taught.get(guild_id, {})

    async def teach(self, guild_id: int, query: str, item_id: str, at: datetime) -> None:
        """Answer a query with a card from now on; it takes the place of the one before."""
        async with self._database.begin() as session:
            row = TaughtAnswerRow(guild_id=guild_id, query=query, item_id=item_id, at=at)
            await session.merge(row)
        self._taught.setdefault(guild_id, {})[query] = item_id

    async def unteach(self, guild_id: int, query: str) -> None:
        """Take back that a query is answered."""
        async with self._database.begin() as session:
            row = await session.get(TaughtAnswerRow, (guild_id, query))
            if row is not None:
                await session.delete(row)
        self._taught.get(guild_id, {}).pop(query, None)

    async def _store(self, guild_id: int, **choices: Any) -> None:
        """Store some choices of a server and leave its others as they are."""
        change = update(GuildRow).where(GuildRow.guild_id == guild_id).values(**choices)
        try:
            async with self._database.begin() as session:
                result: Any = await session.execute(change)
                if not result.rowcount:
                    session.add(GuildRow(guild_id=guild_id, **choices))
        except IntegrityError:
            # Another choice of the same server has just made the row.
            async with self._database.begin() as session:
                await session.execute(change)
