"""Reads and writes what people look up: queries and the cards that they opened, but no people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, update

from bot.store.tables import DismissedTopicRow, LookupRow
from bot.store.texts import storable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.store.database import Database

QUERY_LIMIT = 200
"""Characters of a query that are kept."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query in the same words, how often it came and when it last did."""

    query: str
    count: int
    last: datetime


@dataclass(frozen=True, slots=True)
class Lookup:
    """One lookup, and the card that it showed."""

    id: int
    guild_id: int | None
    query: str
    at: datetime
    found: bool
    opened: str | None


@dataclass(frozen=True, slots=True)
class OpenedOther:
    """Somebody opened another card than the one that a lookup showed."""

    lookup_id: int
    item_id: str


class LookupRepository:
    """The lookups of all servers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def write(self, notes: Sequence[Lookup | OpenedOther]) -> None:
        """Write what happened; all of it or nothing."""
        asked = [
            {
                "id": note.id,
                "guild_id": note.guild_id,
                "query": storable(note.query)[:QUERY_LIMIT],
                "found": note.found,
                "opened": note.opened,
                "at": note.at,
            }
            for note in notes
            if isinstance(note, Lookup)
        ]
        async with self._database.begin() as session:
            if asked:
                await session.execute(insert(LookupRow), asked)
            # What was opened later belongs to a lookup that is there by now.
            for note in notes:
                if isinstance(note, OpenedOther):
                    await session.execute(
                        update(LookupRow)
                        .where(LookupRow.id == note.lookup_id)
                        .values(opened=note.item_id)
                    )

    async def in_vain(self, guild_id: int, since: datetime) -> list[Asked]:
        """Return the queries that found nothing, the commonest first."""
        count = func.count()
        asked = (
            select(LookupRow.query, count, func.max(LookupRow.at))
            .where(LookupRow.guild_id == guild_id, LookupRow.at >= since, ~LookupRow.found)
            .group_by(LookupRow.query)
            .order_by(count.desc(), LookupRow.query)
        )
        async with self._database.begin() as session:
            rows = await session.execute(asked)
            return [Asked(query, number, last) for query, number, last in rows]

    async def popular(self, since: datetime) -> list[tuple[int, str, int]]:
        """Return how often each card was opened, with the server and the card's id."""
        asked = (
            select(LookupRow.guild_id, LookupRow.opened, func.count())
            .where(LookupRow.at >= since)
            .where(LookupRow.guild_id.is_not(None), LookupRow.opened.is_not(None))
            .group_by(LookupRow.guild_id, LookupRow.opened)
        )
        async with self._database.begin() as session:
            rows = await session.execute(asked)
            return [(guild, item, count) for guild, item, count in rows if guild and item]

    async def dismissed(self, guild_id: int) -> frozenset[str]:
        """Return the topics that a server's instructors dismissed."""
        chosen = select(DismissedTopicRow.topic).where(DismissedTopicRow.guild_id == guild_id)
        async with self._database.begin() as session:
            return frozenset(await session.scalars(chosen))

    async def dismiss(self, guild_id: int, topic: str, at: datetime) -> None:
        """Dismiss a topic; once more does nothing."""
        async with self._database.begin() as session:
            row = DismissedTopicRow(guild_id=guild_id, topic=storable(topic), at=at)
            await session.merge(row)

    async def bring_back(self, guild_id: int) -> None:
        """Forget which topics were dismissed in a server."""
        gone = delete(DismissedTopicRow).where(DismissedTopicRow.guild_id == guild_id)
        async with self._database.begin() as session:
            await session.execute(gone)

    async def forget(self, before: datetime) -> None:
        """Delete the lookups that are older than any use of them."""
        async with self._database.begin() as session:
            await session.execute(delete(LookupRow).where(LookupRow.at < before))
