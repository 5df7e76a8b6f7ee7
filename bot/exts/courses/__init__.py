"""Courses: what a server sees of them, what it looks up without success, and newer lessons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.exts.courses._cog import Courses
from bot.exts.courses._flags import CloseFlags
from bot.exts.courses._gap_views import GAP_COMPONENTS
from bot.exts.courses._views import Choose, KeepOld, ServeWithout
from bot.store.lookups import LookupRepository

if TYPE_CHECKING:
    from bot.client import StudyBot


async def setup(bot: StudyBot) -> None:
    """Add the commands and the components."""
    bot.provide(LookupRepository(bot.database))
    bot.add_components(Choose, ServeWithout, KeepOld, CloseFlags, *GAP_COMPONENTS)
    await bot.add_cog(Courses(bot))
