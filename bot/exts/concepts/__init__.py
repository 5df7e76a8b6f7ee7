"""Looking concepts up: ``/concept``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ui.reading_cards import offer_reading

from ._cog import Concepts

if TYPE_CHECKING:
    from bot.client import StudyBot


async def setup(bot: StudyBot) -> None:
    """Add the command and its cards."""
    offer_reading(bot)
    await bot.add_cog(Concepts(bot))
