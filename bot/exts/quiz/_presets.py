"""The commands /quiz preset: settings for quizzes under names of the server's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import app_commands

from bot.error_handler import answer
from bot.errors import UserError
from bot.exts.quiz._settings import QuizSettings
from bot.exts.quiz.transformer import known_subject
from bot.instructors import require_instructor
from bot.store.presets import PresetRepository
from bot.store.quizzes import QuizRepository
from bot.subjects import ALL_LESSONS
from bot.ui.cards import Accent, card
from bot.ui.markdown import escape

if TYPE_CHECKING:
    import discord

    from bot.client import StudyBot
    from bot.ui.components import Interaction

MOST = 25
"""Presets of a server: as many as Discord suggests at once."""

INSTRUCTORS = {"instructors": True}
Name = app_commands.Range[str, 1, 40]


async def suggested(
    interaction: discord.Interaction[StudyBot], typed: str
) -> list[app_commands.Choice[str]]:
    """Return the names of presets that have what was typed so far in them."""
    presets = interaction.client.service(PresetRepository)
    names = await presets.of_guild(interaction.guild_id or 0)
    fitting = [name for name in names if preset_key(typed) in name]
    return [app_commands.Choice(name=name, value=name) for name in fitting[:MOST]]


async def find_preset(interaction: Interaction, name: str) -> QuizSettings:
    """Return the settings of a preset; raise UserError when there is none of that name."""
    presets = await interaction.client.service(PresetRepository).of_guild(interaction.guild_id or 0)
    if (stored := presets.get(preset_key(name))) is None:
        known = ", ".join(f"**{escape(one)}**" for one in presets)
        advice = f"There are {known}." if known else "There are none yet."
        raise UserError(f"No preset here is called “{escape(name)}”. {advice}")
    return QuizSettings.from_json(stored)


class Presets(app_commands.Group):
    """Save and look after the settings that a server uses again."""

    @app_commands.command(extras=INSTRUCTORS)
    @app_commands.describe(name="What to call the settings of the last quiz that you opened here")
    async def save(self, interaction: Interaction, name: Name) -> None:
        """Keep the settings of your last quiz under a name: for instructors."""
        bot = interaction.client
        author = await require_instructor(interaction, bot.guild_choices)
        stored = await bot.service(QuizRepository).last_settings(author.guild.id, author.id)
        if stored is None:
            raise UserError(
                "You have not opened a quiz here yet. Open one with `/quiz start` as you like it, "
                "then save its settings."
            )
        presets, key = bot.service(PresetRepository), preset_key(name)
        known = await presets.of_guild(author.guild.id)
        if not key:
            raise UserError("Give the preset a name of at least one letter.")
        if key not in known and len(known) >= MOST:
            raise UserError(f"There are {MOST} presets. Delete one with `/quiz preset delete`.")
        await presets.save(author.guild.id, key, stored)
        before = ", instead of the settings that had this name" if key in known else ""
        await answer(
            interaction,
            f"Saved as **{escape(key)}**{before}:\n-# {_described(interaction, stored)}\n"
            "Everybody here can use it with the option `preset` of `/quiz start`.",
        )

    @app_commands.command(name="list", extras=INSTRUCTORS)
    async def show(self, interaction: Interaction) -> None:
        """Show the presets of this server: for instructors."""
        author = await require_instructor(interaction, interaction.client.guild_choices)
        presets = await interaction.client.service(PresetRepository).of_guild(author.guild.id)
        lines = [
            f"- **{escape(name)}**\n  -# {_described(interaction, stored)}"
            for name, stored in presets.items()
        ]
        none = "There are none. `/quiz preset save` makes one of your last quiz."
        view = card("## Presets for quizzes", "\n".join(lines) or none, accent=Accent.QUIZ)
        await interaction.response.send_message(view=view, ephemeral=True)

    @app_commands.command(extras=INSTRUCTORS)
    @app_commands.describe(name="The preset to delete")
    @app_commands.autocomplete(name=suggested)
    async def delete(self, interaction: Interaction, name: Name) -> None:
        """Delete a preset of this server: for instructors."""
        author = await require_instructor(interaction, interaction.client.guild_choices)
        await find_preset(interaction, name)
        await interaction.client.service(PresetRepository).delete(author.guild.id, preset_key(name))
        await answer(interaction, f"The preset **{escape(preset_key(name))}** is deleted.")


def preset_key(name: str) -> str:
    """Return a name as it is stored: however it is written, it is the same preset."""
    return " ".join(name.casefold().split())


def _described(interaction: Interaction, stored: dict[str, Any]) -> str:
    settings, bot = QuizSettings.from_json(stored), interaction.client
    courses = bot.courses_of(interaction.guild_id)
    known = (known_subject(bot.catalogue, one, courses) for one in settings.about)
    return settings.described(escape(", ".join(one.title for one in known if one) or ALL_LESSONS))
