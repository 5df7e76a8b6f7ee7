"""Looking concepts up: ``/concept``, a message to the bot, and the terms in somebody's message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.lookups import LookupRepository
from bot.ui.page_cards import add_page_cards
from bot.usage import UsageLog

from ._cog import Concepts
from ._lookup import Lookup
from ._messages import Messages

if TYPE_CHECKING:
    from bot.client import StudyBot


async def setup(bot: StudyBot) -> None:
    """Add the commands and their cards."""
    add_page_cards(bot)
    log = UsageLog(bot, LookupRepository(bot.database))
    await log.load()
    bot.provide(log)
    bot.spawn(log.tidy(), name="tidy lookups")
    lookup = Lookup(bot, log)
    await bot.add_cog(Concepts(bot, log, lookup))
    if bot.mentions:
        bot.intake.on_message = Messages(bot, lookup).receive
