"""The command tree: its errors go down the one error path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import discord
from discord import app_commands

from bot.error_handler import answer_failure

if TYPE_CHECKING:
    from bot.client import StudyBot


class StudyTree(app_commands.CommandTree["StudyBot"]):
    """Every slash command and context menu of the bot."""

    async def interaction_check(self, interaction: discord.Interaction[StudyBot], /) -> bool:
        """Let commands through; answer suggestions here, whose failures discord.py would log."""
        if not await interaction.client.intake.admits(interaction):
            return False
        if interaction.type is not discord.InteractionType.autocomplete:
            return True
        try:
            await self._suggest(interaction)
        except Exception as exc:  # noqa: BLE001  (the one error path takes everything)
            await answer_failure(interaction, exc, source=f"suggestions for {_name(interaction)}")
        return False

    async def _suggest(self, interaction: discord.Interaction[StudyBot]) -> None:
        command = interaction.command
        namespace = interaction.namespace
        focused = _focused(cast("dict[str, Any]", interaction.data).get("options", []))
        if not isinstance(command, app_commands.Command) or focused is None:
            # A command of an old registration: there is nothing to suggest.
            await interaction.response.autocomplete([])
            return
        await command._invoke_autocomplete(interaction, focused, namespace)  # noqa: SLF001

    async def on_error(
        self, interaction: discord.Interaction[StudyBot], error: app_commands.AppCommandError, /
    ) -> None:
        """Answer a failed command in private."""
        await answer_failure(interaction, error, source=_name(interaction))


def _name(interaction: discord.Interaction[StudyBot]) -> str:
    return f"/{interaction.command.qualified_name}" if interaction.command else "unknown command"


def _focused(options: list[dict[str, Any]]) -> str | None:
    """Return the name of the option that somebody types, which may be below a subcommand."""
    for option in options:
        if option.get("focused"):
            return str(option["name"])
        if (found := _focused(option.get("options", []))) is not None:
            return found
    return None
