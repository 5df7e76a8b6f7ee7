"""The ``/concept`` command, and "Explain terms" on a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.ui.page_cards import page_card, related_to
from bot.ui.page_layout import CardContext, options_for
from bot.ui.sharing import can_be_shared

from ._service import Found, answer
from ._views import correction, nothing_card, terms_card, text_of_message

if TYPE_CHECKING:
    from bot.client import StudyBot
    from bot.ui.components import Interaction, StudyView
    from bot.usage import UsageLog

QUERY_LIMIT = 200
"""Characters of a query: enough for a question in a sentence."""


class Concepts(commands.Cog):
    """Look things up in the lessons."""

    def __init__(self, bot: StudyBot, log: UsageLog) -> None:
        self._bot = bot
        self._log = log
        self._explain = app_commands.ContextMenu(name="Explain terms", callback=self.explain)

    async def cog_load(self) -> None:
        """Offer the command on messages, which no decorator of a cog can do."""
        self._bot.tree.add_command(self._explain)

    async def cog_unload(self) -> None:
        """Take the command on messages back."""
        self._bot.tree.remove_command(self._explain.name, type=self._explain.type)

    @app_commands.command()
    @app_commands.describe(query="A concept, or a question in your own words")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def concept(
        self, interaction: Interaction, query: app_commands.Range[str, 1, QUERY_LIMIT]
    ) -> None:
        """Look up a concept; only you see the answer until you share it."""
        view = await self._look_up(interaction, query)
        await interaction.response.send_message(view=view, ephemeral=True)

    @concept.autocomplete("query")
    async def _complete(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        popular = await self._log.popular(interaction.guild_id)
        courses = self._bot.courses_of(interaction.guild_id)
        catalogue = self._bot.catalogue
        return [
            app_commands.Choice(name=text, value=concept_id)
            for concept_id, text in catalogue.choices(
                catalogue.concepts, typed, courses=courses, popular=popular
            )
        ]

    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def explain(self, interaction: Interaction, message: discord.Message) -> None:
        """Show the concepts that are named in a message; only you see them."""
        courses = self._bot.courses_of(interaction.guild_id)
        catalogue = self._bot.catalogue
        found = await catalogue.mentioned(text_of_message(message), courses)
        page = catalogue.pages.open(found[0].id) if len(found) == 1 else None
        if page is not None:
            context = CardContext(
                related=await related_to(interaction, page), share=can_be_shared(interaction)
            )
            view = page_card(page, context=context)
        else:
            view = terms_card(found)
        await interaction.response.send_message(view=view, ephemeral=True)

    async def _look_up(self, interaction: Interaction, query: str) -> StudyView:
        """Return the card for what somebody chose or typed."""
        guild_id, share = interaction.guild_id, can_be_shared(interaction)
        # The lessons may change while the search runs: what it finds is opened in the same ones.
        catalogue = self._bot.catalogue
        chosen = catalogue.pages.open(query)
        if chosen is not None:
            self._log.asked(guild_id, chosen.title, found=True, opened=chosen.id)
            related = await related_to(interaction, chosen)
            return page_card(chosen, context=CardContext(related=related, share=share))
        courses = self._bot.courses_of(guild_id)
        found = answer(await catalogue.search(query, courses=courses), catalogue.pages)
        if not isinstance(found, Found):
            self._log.asked(guild_id, query, found=False, opened=None)
            return nothing_card(found)
        asked = self._log.asked(guild_id, query, found=True, opened=found.page.id)
        context = CardContext(
            others=options_for(found.matches) if len(found.matches) > 1 else (),
            related=await related_to(interaction, found.page),
            asked=asked,
            note=correction(found.corrected),
            terms=found.terms,
            share=share,
        )
        return page_card(found.page, context=context)
