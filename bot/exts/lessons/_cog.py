"""The ``/lesson`` command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.errors import UserError
from bot.pages import HOME
from bot.ui.cards import clip
from bot.ui.page_cards import page_card
from bot.ui.page_layout import CardContext
from bot.ui.sharing import can_be_shared

from ._service import resolve_lesson

if TYPE_CHECKING:
    from bot.client import StudyBot
    from bot.pages import Page
    from bot.ui.components import Interaction

_NAME_LIMIT = 200
_LABEL = 100


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
        lesson: app_commands.Range[str, 1, _NAME_LIMIT] | None = None,
    ) -> None:
        """Browse the lessons, their sections and concepts; only you see it."""
        courses = self._bot.courses_of(interaction.guild_id)
        catalogue = self._bot.catalogue
        if lesson is None:
            page: Page | None = catalogue.pages.home(courses)
        else:
            wanted = resolve_lesson(lesson, catalogue.library, catalogue.lessons, courses)
            page = catalogue.pages.open(wanted)
        if page is None or (page.id == HOME and not page.links):
            raise UserError("There are no lessons here yet. Ask an instructor to add some.")
        view = page_card(page, context=CardContext(share=can_be_shared(interaction)))
        await interaction.response.send_message(view=view, ephemeral=True)

    @lesson.autocomplete("lesson")
    async def _complete(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        courses = self._bot.courses_of(interaction.guild_id)
        return [
            app_commands.Choice(name=clip(label, _LABEL), value=lesson_id)
            for lesson_id, label in self._bot.catalogue.lessons.complete(typed, courses=courses)
        ]
