"""The ``/concept`` command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.ui.cards import clip
from bot.ui.reading_cards import options_for, reading_card
from bot.ui.sharing import can_be_shared

from ._service import Found, answer
from ._views import correction, nothing_card

if TYPE_CHECKING:
    from bot.client import StudyBot
    from bot.ui.components import Interaction

QUERY_LIMIT = 200
"""Characters of a query: enough for a question in a sentence."""

_LABEL = 100


class Concepts(commands.Cog):
    """Look things up in the lessons."""

    def __init__(self, bot: StudyBot) -> None:
        self._bot = bot

    @app_commands.command()
    @app_commands.describe(query="A concept, or a question in your own words")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def concept(
        self, interaction: Interaction, query: app_commands.Range[str, 1, QUERY_LIMIT]
    ) -> None:
        """Look up a concept; only you see the answer until you share it."""
        share = can_be_shared(interaction)
        # The lessons may change while the search runs: what it finds is opened in the same ones.
        lookup = self._bot.lookup
        chosen = lookup.reader.open(query)
        if chosen is not None:
            view = reading_card(chosen, share=share)
        else:
            found = answer(await lookup.search(query), lookup.reader)
            if isinstance(found, Found):
                others = options_for(found.matches) if len(found.matches) > 1 else ()
                note = correction(found.corrected)
                view = reading_card(found.item, note=note, others=others, share=share)
            else:
                view = nothing_card(found)
        await interaction.response.send_message(view=view, ephemeral=True)

    @concept.autocomplete("query")
    async def _complete(self, _: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [
            app_commands.Choice(name=clip(title, _LABEL), value=concept_id)
            for concept_id, title in self._bot.lookup.concepts.complete(typed)
        ]
