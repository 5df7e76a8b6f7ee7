"""Announcements: an instructor previews and posts a lab with a Start button for everyone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.exts.announcements._cog import Announcements
from bot.exts.announcements._service import AnnouncementService
from bot.exts.announcements._views import Cancel, Post
from bot.store.announcements import AnnouncementRepository

if TYPE_CHECKING:
    from bot.client import StudyBot


async def setup(bot: StudyBot) -> None:
    """Add the command and the buttons of the preview."""
    service = AnnouncementService(AnnouncementRepository(bot.database), bot.clock)
    bot.provide(service)
    bot.add_components(Post, Cancel)
    await bot.add_cog(Announcements(bot, service))
