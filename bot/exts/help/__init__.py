"""What there is: ``/help``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._cog import Help
from ._ids import CommandIds
from ._views import HelpPage

if TYPE_CHECKING:
    from bot.client import StudyBot


async def setup(bot: StudyBot) -> None:
    """Add the command."""
    ids = CommandIds(bot.tree)
    bot.provide(ids)
    bot.add_components(HelpPage)
    await bot.add_cog(Help(bot, ids))
