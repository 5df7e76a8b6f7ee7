"""The lab commands: parse, call the service, show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.exts.labs._list import list_card
from bot.exts.labs._service import LabService
from bot.exts.labs.opening import lab_by_name, lab_choices, open_lab

if TYPE_CHECKING:
    from bot.client import StudyBot


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

    def __init__(self, bot: StudyBot) -> None:
        self._bot = bot

    @lab.command(name="start", description="Start a lab, or go on where you left off")
    @app_commands.describe(lab="The lab's title")
    async def start(self, interaction: discord.Interaction[StudyBot], lab: str) -> None:
        """Open the lab in private."""
        courses = self._bot.courses_of(interaction.guild_id)
        _, found = lab_by_name(self._bot, lab, courses)
        await open_lab(interaction, found.id)

    @start.autocomplete("lab")
    async def _suggest(
        self, interaction: discord.Interaction[StudyBot], current: str
    ) -> list[app_commands.Choice[str]]:
        return lab_choices(self._bot, current, self._bot.courses_of(interaction.guild_id))

    @lab.command(name="list", description="See every lab and how far you are")
    async def list_labs(self, interaction: discord.Interaction[StudyBot]) -> None:
        """Show the labs of the server's courses with the person's progress in private."""
        courses = self._bot.courses_of(interaction.guild_id)
        labs = await self._bot.service(LabService).progress(interaction.user.id, courses)
        await interaction.response.send_message(view=list_card(labs), ephemeral=True)
