"""Looking concepts up: ``/concept``, and the terms in somebody's message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.lookup_log import LookupLog
from bot.store.lookups import LookupRepository
from bot.ui.reading_cards import offer_reading

from ._cog import Concepts

if TYPE_CHECKING:
    from bot.client import StudyBot


async def setup(bot: StudyBot) -> None:
    """Add the commands and their cards."""
    offer_reading(bot)
    log = LookupLog(bot, LookupRepository(bot.database))
    bot.provide(log)
    bot.spawn(log.tidy(), name="tidy lookups")
    await bot.add_cog(Concepts(bot, log))
