"""The ``/concept`` command, and "Explain terms" on a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import discord
from discord import app_commands
from discord.ext import commands

from bot.pictures import may_attach, respond
from bot.ui.names import choices
from bot.ui.sharing import can_be_shared

from ._lookup import Audience
from ._question import QUERY_LIMIT
from ._service import Found, meanings
from ._views import terms_card, text_of_message

if TYPE_CHECKING:
    from bot.client import StudyBot
    from bot.ui.components import Interaction
    from bot.usage import UsageLog

    from ._lookup import Lookup

Query: TypeAlias = app_commands.Range[str, 1, QUERY_LIMIT]


class Concepts(commands.Cog):
    """Look things up in the lessons."""

    def __init__(self, bot: StudyBot, log: UsageLog, lookup: Lookup) -> None:
        self._bot = bot
        self._log = log
        self._lookup = lookup
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
    async def concept(self, interaction: Interaction, query: Query) -> None:
        """Look up a concept; only you see the answer until you share it."""
        view = await self._lookup.card(query, _only(interaction))
        await respond(interaction, view, in_place=False)

    @concept.autocomplete("query")
    async def _complete(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        popular = self._log.popular(interaction.guild_id)
        courses = self._bot.courses_of(interaction.guild_id)
        catalogue = self._bot.catalogue
        return [
            app_commands.Choice(name=text, value=concept_id)
            for concept_id, text in choices(
                catalogue, catalogue.concepts, typed, courses=courses, popular=popular
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
            view = await self._lookup.page(Found(page), _only(interaction))
        else:
            view = terms_card(meanings(found, catalogue.pages))
        await respond(interaction, view, in_place=False)


def _only(interaction: Interaction) -> Audience:
    """Return the person who asked, as the audience of an answer."""
    return Audience(
        interaction.guild_id, share=can_be_shared(interaction), attach=may_attach(interaction)
    )
