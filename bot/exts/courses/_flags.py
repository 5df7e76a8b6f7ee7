"""The card of /course problems: what is left out, and what people found wrong with questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.exts.courses._views import OPTIONS, place_of, problems_card
from bot.instructors import require_instructor
from bot.store.flags import FlagRepository
from bot.ui.cards import clip, row, within
from bot.ui.code import code_span
from bot.ui.components import StudySelect
from bot.ui.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.client import StudyBot
    from bot.store.flags import Flag
    from bot.ui.components import Interaction, StudyView

_ROOM = 1150
"""Characters of flags on the card, beside what is left out."""

_REASONS, _REASON = 2, 200
_LABEL = 100


class CloseFlags(StudySelect, route="course:close"):
    """Closes all that was said about a question."""

    async def chosen(self, interaction: Interaction, value: str) -> None:
        """Keep the decision, if the person may make it, and show what is left."""
        bot = interaction.client
        author = await require_instructor(interaction, bot.guild_choices)
        await bot.service(FlagRepository).close(author.guild.id, value, bot.clock.now())
        await interaction.response.edit_message(view=await problems_of(bot, author.guild.id))


async def problems_of(bot: StudyBot, guild_id: int) -> StudyView:
    """Return what is wrong in the courses of a server: by their lessons, and by its people."""
    library, chosen = bot.library, bot.courses_of(guild_id)
    elsewhere = {
        lesson.path
        for lesson in library.lessons
        if chosen is not None and lesson.course not in chosen
    }
    errors = [one for one in library.errors if one.path not in elsewhere]
    flags: dict[str, list[Flag]] = {}
    for flag in await bot.service(FlagRepository).open_in(guild_id):
        flags.setdefault(flag.question_id, []).append(flag)
    return problems_card(errors, library, *_flag_parts(bot, flags))


def _flag_parts(
    bot: StudyBot, flags: dict[str, list[Flag]]
) -> Sequence[str | discord.ui.Item[Any] | None]:
    """Return the flags as parts of a card, those that are known longest first."""
    places = {question_id: _place(bot, question_id) for question_id in flags}
    blocks = [_block(places[question_id], found) for question_id, found in flags.items()]
    lines = within(blocks, _ROOM, OPTIONS)
    if not lines:
        return ()
    options = [
        discord.SelectOption(label=clip(place, _LABEL), value=question_id)
        for question_id, place in list(places.items())[: len(lines)]
    ]
    hidden = len(flags) - len(lines)
    return (
        "### Something is wrong with these questions, people say",
        "\n".join(lines),
        f"-# and {hidden} more questions, shown as soon as some are closed" if hidden else None,
        row(CloseFlags.make(options, placeholder="Close what is done")),
    )


def _block(place: str, flags: list[Flag]) -> str:
    """Return what was said about a question, in lines."""
    said = [f"> {escape(clip(' '.join(one.reason.split()), _REASON))}" for one in flags[:_REASONS]]
    more = [f"-# and {len(flags) - _REASONS} more"] if len(flags) > _REASONS else []
    return "\n".join([f"- {code_span(place)}", *said, *more])


def _place(bot: StudyBot, question_id: str) -> str:
    """Return the file and the line of a question, or what it was called."""
    known = bot.library.question(question_id)
    if known is None:
        return f"{clip(question_id, _LABEL)}, which is gone"
    return place_of(known[0].path, known[1].line)
