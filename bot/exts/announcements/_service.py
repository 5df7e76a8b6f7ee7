"""An announcement from draft to post, without Discord: each step is stored before it is told."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from bot.errors import DatabaseAway, NotAllowed, UserError
from bot.exts.announcements._when import parse_when
from bot.retries import with_retries
from bot.store.announcements import NewAnnouncement
from bot.store.texts import storable

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.store.announcements import Announcement, AnnouncementRepository

log = structlog.stdlib.get_logger(__name__)

GONE = "This draft is gone. Use `/announce lab` to write it again."


class AnnouncementService:
    """Drafts, claims, confirms and discards. Raises UserError for what cannot be done."""

    def __init__(self, announcements: AnnouncementRepository, clock: Clock) -> None:
        self._announcements = announcements
        self._clock = clock
        self._unconfirmed: dict[int, int] = {}
        """The messages of drafts that were posted while the database could not take note of it."""

    async def draft(
        self,
        *,
        guild_id: int,
        channel_id: int,
        author_id: int,
        lab_id: str,
        when: str | None,
        role_id: int | None,
        note: str | None,
    ) -> Announcement:
        """Store a draft; ``when`` is what the instructor typed."""
        now = self._clock.now()
        # The first zone name that is asked for makes Python read the folder of zones.
        starts_at = await asyncio.to_thread(parse_when, when, now) if when else None
        new = NewAnnouncement(
            guild_id=guild_id,
            channel_id=channel_id,
            author_id=author_id,
            lab_id=lab_id,
            starts_at=starts_at,
            role_id=role_id,
            note=storable(note).strip() or None if note else None,
        )
        return await self._announcements.draft(new, now)

    async def get(self, announcement_id: int, user_id: int, guild_id: int | None) -> Announcement:
        """Return the user's own announcement of this server, posted or not."""
        found = await self._announcements.get(announcement_id)
        if found is None:
            raise UserError(GONE)
        if found.id in self._unconfirmed:
            found = replace(found, message_id=self._unconfirmed[found.id])
        if found.author_id != user_id:
            raise NotAllowed("Only the person who wrote this draft can do that.")
        if found.guild_id != guild_id:
            raise NotAllowed("This draft belongs to another server. Post or cancel it there.")
        return found

    async def claim(self, draft: Announcement) -> bool:
        """Take the right to post the draft now; False while another press posts it."""
        now = self._clock.now()
        if draft.starts_at is not None and draft.starts_at <= now:
            raise UserError(
                "The time of this announcement has passed. Use `/announce lab` with a new one."
            )
        return await self._announcements.claim(draft.id, now)

    async def release(self, draft: Announcement) -> None:
        """Let the draft be posted again; while the database is away, the claim ends by itself."""
        try:
            await self._announcements.release(draft.id)
        except DatabaseAway as exc:
            log.warning("announcement.unreleased", announcement=draft.id, reason=str(exc))

    async def confirm(self, draft: Announcement, message_id: int) -> None:
        """Remember which message the draft has become, however long the database is away."""
        now = self._clock.now()
        self._unconfirmed[draft.id] = message_id
        await with_retries(
            lambda: self._announcements.confirm(draft.id, message_id, now),
            self._clock,
            what=f"announcement {draft.id}",
        )
        del self._unconfirmed[draft.id]

    async def cancel(self, announcement_id: int, user_id: int, guild_id: int | None) -> bool:
        """Delete the user's draft; False when it was posted, or is being posted."""
        if (await self.get(announcement_id, user_id, guild_id)).message_id is not None:
            return False
        return await self._announcements.discard(announcement_id, self._clock.now())
