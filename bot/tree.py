"""The command tree: its errors go down the one error path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands

from bot.failures import answer_failure

if TYPE_CHECKING:
    import discord

    from bot.client import StudyBot


class StudyTree(app_commands.CommandTree["StudyBot"]):
    """Every slash command and context menu of the bot."""

    async def on_error(
        self, interaction: discord.Interaction[StudyBot], error: app_commands.AppCommandError, /
    ) -> None:
        """Answer a failed command in private."""
        name = interaction.command.qualified_name if interaction.command else "unknown"
        await answer_failure(interaction, error, source=f"/{name}")
