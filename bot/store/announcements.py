"""Reads and writes the labs that instructors announce: drafts first, then posts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import CursorResult, delete, or_, update

from bot.store.tables import AnnouncementRow

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from sqlalchemy import Delete, Update

    from bot.store.database import Database

CLAIM_LASTS = timedelta(seconds=60)
"""How long one attempt to post keeps others out; a bot that died in it blocks nobody for ever."""


@dataclass(frozen=True, slots=True)
class NewAnnouncement:
    """What an instructor wants to announce, and where. Ids are Discord's; ``starts_at`` is UTC."""

    guild_id: int
    channel_id: int
    author_id: int
    lab_id: str
    starts_at: datetime | None
    role_id: int | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Announcement(NewAnnouncement):
    """A stored announcement: a draft until it has a ``message_id``."""

    id: int
    message_id: int | None
    created_at: datetime
    posted_at: datetime | None


class AnnouncementRepository:
    """The announcements. Posting is claimed before and confirmed after the message is sent."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def draft(self, new: NewAnnouncement, at: datetime) -> Announcement:
        """Store a draft."""
        row = AnnouncementRow(
            guild_id=new.guild_id,
            channel_id=new.channel_id,
            author_id=new.author_id,
            lab_id=new.lab_id,
            starts_at=new.starts_at,
            role_id=new.role_id,
            note=new.note,
            created_at=at,
        )
        async with self._database.begin() as session:
            session.add(row)
            await session.flush()
            return _announcement(row)

    async def get(self, announcement_id: int) -> Announcement | None:
        """Return the announcement with this id."""
        async with self._database.begin() as session:
            row = await session.get(AnnouncementRow, announcement_id)
            return _announcement(row) if row else None

    async def claim(self, announcement_id: int, at: datetime) -> bool:
        """Take the right to post the draft; False when it is posted or another attempt runs."""
        return await self._changed(
            update(AnnouncementRow)
            .where(
                AnnouncementRow.id == announcement_id,
                AnnouncementRow.message_id.is_(None),
                or_(
                    AnnouncementRow.posted_at.is_(None),
                    AnnouncementRow.posted_at < at - CLAIM_LASTS,
                ),
            )
            .values(posted_at=at)
        )

    async def release(self, announcement_id: int) -> None:
        """Give the right back after a failed attempt."""
        await self._changed(
            update(AnnouncementRow)
            .where(AnnouncementRow.id == announcement_id, AnnouncementRow.message_id.is_(None))
            .values(posted_at=None)
        )

    async def confirm(self, announcement_id: int, message_id: int, at: datetime) -> None:
        """Remember the message that was posted."""
        await self._changed(
            update(AnnouncementRow)
            .where(AnnouncementRow.id == announcement_id)
            .values(message_id=message_id, posted_at=at)
        )

    async def discard(self, announcement_id: int, at: datetime) -> bool:
        """Delete a draft; False when it is posted, being posted, or gone."""
        return await self._changed(
            delete(AnnouncementRow).where(
                AnnouncementRow.id == announcement_id,
                AnnouncementRow.message_id.is_(None),
                or_(
                    AnnouncementRow.posted_at.is_(None),
                    AnnouncementRow.posted_at < at - CLAIM_LASTS,
                ),
            )
        )

    async def _changed(self, statement: Update | Delete) -> bool:
        async with self._database.begin() as session:
            result: Any = await session.execute(statement)
            assert isinstance(result, CursorResult)
            return result.rowcount > 0


def _announcement(row: AnnouncementRow) -> Announcement:
    return Announcement(
        id=row.id,
        guild_id=row.guild_id,
        channel_id=row.channel_id,
        author_id=row.author_id,
        lab_id=row.lab_id,
        starts_at=row.starts_at,
        role_id=row.role_id,
        note=row.note,
        message_id=row.message_id,
        created_at=row.created_at,
        posted_at=row.posted_at,
    )
