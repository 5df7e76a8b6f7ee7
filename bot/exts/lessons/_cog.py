"""The ``/lesson`` command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.errors import UserError
from bot.pages import HOME
from bot.ui.page_cards import page_card
from bot.ui.page_layout import CardContext
from bot.ui.sharing import can_be_shared

from .transformer import LessonParameter  # noqa: TC001  (discord.py reads annotations)

if TYPE_CHECKING:
    from bot.client import StudyBot
    from bot.pages import Page
    from bot.ui.components import Interaction


class Lessons(commands.Cog):
    """Browse the lessons."""

    def __init__(self, bot: StudyBot) -> None:
        self._bot = bot

    @app_commands.command()
    @app_commands.describe(lesson="The lesson to open; without it, all lessons")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def lesson(
        self,
        interaction: Interaction,
        lesson: LessonParameter | None = None,
    ) -> None:
        """Browse the lessons, their sections and concepts; only you see it."""
        courses = self._bot.courses_of(interaction.guild_id)
        catalogue = self._bot.catalogue
        if lesson is None:
            page: Page | None = catalogue.pages.home(courses)
        else:
            page = catalogue.pages.open(lesson.id)
        if page is None or (page.id == HOME and not page.links):
            raise UserError("There are no lessons here yet. Ask an instructor to add some.")
        view = page_card(page, context=CardContext(share=can_be_shared(interaction)))
        await interaction.response.send_message(view=view, ephemeral=True)
