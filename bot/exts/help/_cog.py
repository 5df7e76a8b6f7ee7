"""The ``/help`` command, made from the commands themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.errors import UserError
from bot.ui.cards import clip
from bot.ui.markdown import escape
from index.suggest import Suggester

from ._command_tree import describe
from ._service import Described, details, mention, named
from ._views import details_card, overview_card, overview_for

if TYPE_CHECKING:
    from bot.client import StudyBot
    from bot.ui.components import Interaction

    from ._ids import CommandIds

_NAME_LIMIT = 100


class Help(commands.Cog):
    """Explain the commands."""

    def __init__(self, bot: StudyBot, ids: CommandIds) -> None:
        self._bot = bot
        self._ids = ids

    @app_commands.command(name="help")
    @app_commands.describe(command="The command to explain; without it, all of them")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def explain(
        self,
        interaction: Interaction,
        command: app_commands.Range[str, 1, _NAME_LIMIT] | None = None,
    ) -> None:
        """Show what there is, or explain one command."""
        if command is None:
            view = overview_card(await overview_for(interaction))
        else:
            found = _find(command, describe(self._bot.tree))
            view = details_card(details(found, await self._ids.get()))
        await interaction.response.send_message(view=view, ephemeral=True)

    @explain.autocomplete("command")
    async def _complete(self, _: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [
            app_commands.Choice(name=clip(label, _NAME_LIMIT), value=name)
            for name, label in _suggester(describe(self._bot.tree)).complete(typed)
        ]


def _find(typed: str, described: tuple[Described, ...]) -> Described:
    """Return the command that is meant; raise UserError that names the nearest one."""
    found = named(typed, described)
    if found is not None:
        return found
    near = _suggester(described).complete(typed, 1)
    hint = f"Did you mean {mention(near[0][0], {})}?" if near else "See them all with `/help`."
    raise UserError(f"There is no command “{escape(clip(typed, _NAME_LIMIT))}”. {hint}")


def _suggester(described: tuple[Described, ...]) -> Suggester:
    return Suggester((command.name, f"/{command.name}") for command in described)
