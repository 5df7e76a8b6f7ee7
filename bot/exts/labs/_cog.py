"""The lab commands: parse, call the service, show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.exts.labs._list import list_card
from bot.exts.labs.opening import open_lab
from bot.exts.labs.transformer import LabParameter  # noqa: TC001  (discord.py reads annotations)

if TYPE_CHECKING:
    from bot.client import StudyBot
    from bot.exts.labs._service import LabService


class Labs(commands.Cog):
    """Walk through labs, one command at a time."""

    lab = app_commands.Group(
        name="lab",
        description="Practise with labs, one command at a time",
        allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        allowed_contexts=app_commands.AppCommandContext(
            guild=True, dm_channel=True, private_channel=True
        ),
    )

    def __init__(self, bot: StudyBot, service: LabService) -> None:
        self._bot = bot
        self._service = service

    @lab.command(name="start", description="Start a lab, or go on where you left off")
    @app_commands.describe(lab="The lab's title")
    async def start(self, interaction: discord.Interaction[StudyBot], lab: LabParameter) -> None:
        """Open the lab in private."""
        _, found = lab
        await open_lab(interaction, found.id)

    @lab.command(name="list", description="See every lab and how far you are")
    async def list_labs(self, interaction: discord.Interaction[StudyBot]) -> None:
        """Show the labs of the server's courses with the person's progress in private."""
        courses = self._bot.courses_of(interaction.guild_id)
        labs = await self._service.progress(interaction.user.id, courses)
        await interaction.response.send_message(view=list_card(labs), ephemeral=True)
