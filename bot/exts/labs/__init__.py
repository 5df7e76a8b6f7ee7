"""Labs: practical exercises, one command at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.exts.labs._cog import Labs
from bot.exts.labs._list import JumpToLabs, LabPage, PickLab
from bot.exts.labs._service import LabService
from bot.exts.labs._views import FillIn, Finish, GoTo, ShowOutput, StartOver
from bot.exts.labs.opening import StartLab
from bot.store.labs import LabAttemptRepository

if TYPE_CHECKING:
    from bot.client import StudyBot


async def setup(bot: StudyBot) -> None:
    """Add the lab commands and every button of an attempt."""
    service = LabService(lambda: bot.library, LabAttemptRepository(bot.database), bot.clock)
    bot.provide(service)
    bot.add_components(
        StartLab, GoTo, Finish, StartOver, ShowOutput, FillIn, PickLab, JumpToLabs, LabPage
    )
    await bot.add_cog(Labs(bot, service))
