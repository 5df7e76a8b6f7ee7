"""Names as a command's parameter: what is suggested while somebody types, and how much may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands

from bot.ui.cards import clip

if TYPE_CHECKING:
    import discord

    from bot.catalogue import Catalogue
    from bot.client import StudyBot
    from index.suggest import Suggester

LABEL_LIMIT = 100
"""Characters of a suggestion that Discord shows."""
NAMED_AT_MOST = 5
"""How many names a refusal lists."""
_LONGEST = 200


class NameTransformer(app_commands.Transformer):
    """Suggests names of the server's courses; a subclass has the names and finds what is meant."""

    @property
    def min_value(self) -> int:
        """The fewest characters that may be typed."""
        return 1

    @property
    def max_value(self) -> int:
        """The most characters that may be typed."""
        return _LONGEST

    def names(self, catalogue: Catalogue) -> Suggester:
        """Return the names that are offered."""
        raise NotImplementedError

    async def autocomplete(  # type: ignore[override]
        self, interaction: discord.Interaction[StudyBot], value: str, /
    ) -> list[app_commands.Choice[str]]:
        """Return the names that fit what was typed so far."""
        bot = interaction.client
        courses = bot.courses_of(interaction.guild_id)
        return [
            app_commands.Choice(name=clip(label, LABEL_LIMIT), value=identity)
            for identity, label in self.names(bot.catalogue).complete(value, courses=courses)
        ]
