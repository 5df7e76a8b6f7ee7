"""The ``/course`` commands: for instructors, members who manage the server, and operators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.exts.courses._flags import problems_of
from bot.exts.courses._gap_views import gaps_of
from bot.exts.courses._views import choice_card, reload_card
from bot.instructors import require_instructor
from bot.operators import require_operator

if TYPE_CHECKING:
    from bot.client import StudyBot
    from bot.ui.components import Interaction

MOST_DAYS = 180


@app_commands.guild_only()
@app_commands.allowed_installs(guilds=True, users=False)
class Courses(
    commands.GroupCog,
    group_name="course",
    group_description="Look after the courses",
    group_extras={"instructors": True},
):
    """What a server sees of the courses, and what it misses in them."""

    def __init__(self, bot: StudyBot) -> None:
        self._bot = bot

    @app_commands.command(name="gaps")
    @app_commands.describe(days="How many days to look back (30 unless you say otherwise)")
    async def show_gaps(
        self, interaction: Interaction, days: app_commands.Range[int, 1, MOST_DAYS] = 30
    ) -> None:
        """Show what people looked for in vain: for instructors."""
        await require_instructor(interaction, self._bot.guild_choices)
        assert interaction.guild_id is not None
        view = await gaps_of(self._bot, interaction.guild_id, days)
        await interaction.response.send_message(view=view, ephemeral=True)

    @app_commands.command(name="problems")
    async def show_problems(self, interaction: Interaction) -> None:
        """Show what has errors and which questions people flagged: for instructors."""
        author = await require_instructor(interaction, self._bot.guild_choices)
        view = await problems_of(self._bot, author.guild.id)
        await interaction.response.send_message(view=view, ephemeral=True)

    @app_commands.command()
    async def reload(self, interaction: Interaction) -> None:
        """Read the lessons again after they have changed: for the operator of the bot."""
        await interaction.response.defer(ephemeral=True)
        await require_operator(interaction, self._bot.operators)
        done = await self._bot.reloader.reload()
        await interaction.followup.send(view=reload_card(done, self._bot.library), ephemeral=True)

    @app_commands.command()
    @app_commands.checks.has_permissions(manage_guild=True)
    async def choose(self, interaction: Interaction) -> None:
        """Choose the courses of this server: for members with Manage Server."""
        chosen = self._bot.courses_of(interaction.guild_id)
        view = choice_card(self._bot.library.courses, chosen)
        await interaction.response.send_message(view=view, ephemeral=True)
