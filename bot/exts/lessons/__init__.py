"""Browsing courses: ``/lesson``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ui.page_cards import add_page_cards

from ._cog import Lessons

if TYPE_CHECKING:
    from bot.client import StudyBot


async def setup(bot: StudyBot) -> None:
    """Add the command and its cards."""
    add_page_cards(bot)
    await bot.add_cog(Lessons(bot))
