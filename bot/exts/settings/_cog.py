"""The ``/settings`` commands, for members who manage the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.errors import UserError
from bot.ui.cards import Accent, card

if TYPE_CHECKING:
    from bot.client import StudyBot
    from bot.ui.components import Interaction


@app_commands.guild_only()
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.default_permissions(manage_guild=True)
class Settings(commands.GroupCog, group_name="settings"):
    """Choose how Syllabot works in this server."""

    def __init__(self, bot: StudyBot) -> None:
        self._bot = bot

    # default_permissions only sets what Discord shows: a server may open the command to anyone.
    @app_commands.command(name="instructor-role")
    @app_commands.describe(role="Its members are instructors; leave it out to name no role")
    @app_commands.checks.has_permissions(manage_guild=True)
    async def instructor_role(
        self, interaction: Interaction, role: discord.Role | None = None
    ) -> None:
        """Name the role whose members are instructors, or none."""
        assert interaction.guild_id is not None
        if role is not None and role.is_default():
            raise UserError("That would make everyone an instructor. Choose another role.")
        guild = interaction.guild
        if role is not None and (guild is None or guild.get_role(role.id) is None):
            raise UserError("This server has no such role. Choose one of its own.")
        role_id = role.id if role is not None else None
        await self._bot.guild_choices.set_instructor_role(interaction.guild_id, role_id)
        await _say(interaction, "## Saved", _who(role_id))

    @app_commands.command(name="mentions")
    @app_commands.describe(answered="Whether I answer a message that mentions me, in its channel")
    @app_commands.checks.has_permissions(manage_guild=True)
    async def mentions(self, interaction: Interaction, answered: bool) -> None:
        """Choose whether messages that mention me are answered in their channel."""
        assert interaction.guild_id is not None
        await self._bot.guild_choices.set_mentions(interaction.guild_id, answered=answered)
        await _say(interaction, "## Saved", self._mentions(interaction.guild_id))

    @app_commands.command(name="show")
    @app_commands.checks.has_permissions(manage_guild=True)
    async def show(self, interaction: Interaction) -> None:
        """Show what this server has chosen."""
        assert interaction.guild_id is not None
        role_id = await self._bot.guild_choices.instructor_role(interaction.guild_id)
        mentions = self._mentions(interaction.guild_id)
        await _say(interaction, "## Settings of this server", _who(role_id), mentions)

    def _mentions(self, guild_id: int) -> str:
        if not self._bot.mentions:
            return "Messages are not answered: whoever runs me has switched that off everywhere."
        if not self._bot.guild_choices.answers_mentions(guild_id):
            return "I do not answer messages here. Change it with `/settings mentions`."
        return "I answer messages that mention me. Change it with `/settings mentions`."


async def _say(interaction: Interaction, *texts: str) -> None:
    await interaction.response.send_message(
        view=card(*texts, accent=Accent.NEUTRAL), ephemeral=True
    )


def _who(role_id: int | None) -> str:
    if role_id is None:
        return (
            "Instructors are members with **Manage Server**. "
            "Add a role of yours with `/settings instructor-role`."
        )
    return f"Instructors are members with **Manage Server** and everyone in <@&{role_id}>."
