"""What a server chooses: ``/settings``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._cog import Settings

if TYPE_CHECKING:
    from bot.client import StudyBot


async def setup(bot: StudyBot) -> None:
    """Add the commands."""
    await bot.add_cog(Settings(bot))
