"""The card of what people looked for in vain, and what instructors do about a topic."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import discord

from bot.exts.courses._gaps import TOPIC_LIMIT, gaps
from bot.instructors import require_instructor
from bot.store.lookups import LookupRepository
from bot.ui.cards import Accent, card, clip, row
from bot.ui.components import StudyButton, StudySelect
from bot.ui.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.client import StudyBot
    from bot.exts.courses._gaps import Gap
    from bot.ui.components import Interaction, StudyView

MOST_SHOWN = 12
"""Topics on the card."""

_LABEL = 100
_WORDINGS = 3


async def gaps_of(bot: StudyBot, guild_id: int, days: int) -> StudyView:
    """Return the card of the topics of a server; what the lessons answer by now is said apart."""
    lookups = bot.service(LookupRepository)
    asked = await lookups.in_vain(guild_id, bot.clock.now() - timedelta(days=days))
    dismissed = await lookups.dismissed(guild_id)
    found = gaps(asked, dismissed)[: 2 * MOST_SHOWN]
    answers = {}
    for gap in found:
        result = await bot.catalogue.search(gap.label, 1, bot.courses_of(guild_id))
        if result.is_sure:
            answers[gap.topic] = result.hits[0].title
    return gaps_card(found, answers, days, len(dismissed))


def gaps_card(
    gaps: Sequence[Gap], answers: Mapping[str, str], days: int, dismissed: int
) -> StudyView:
    """Return the card of what people looked for without success; ``answers`` are by topic."""
    period = "the last day" if days == 1 else f"the last {days} days"
    lacking = [gap for gap in gaps if gap.topic not in answers]
    shown = lacking[:MOST_SHOWN]
    answered = [_answer(gap, answers[gap.topic]) for gap in gaps if gap.topic in answers]
    back = f"Bring back {dismissed} dismissed" if dismissed else ""
    undo = row(BringBack.make(back, days=days)) if back else None
    if not gaps:
        return card(
            "## No gaps",
            f"Nothing was looked for in vain more than once in {period}.",
            undo,
            accent=Accent.GOOD,
        )
    options = [
        discord.SelectOption(label=clip(gap.label, _LABEL), value=gap.topic) for gap in shown
    ]
    more = len(lacking) - len(shown)
    return card(
        f"## What the lessons lack\nLooked for in vain at least twice in {period}, the newest first"
        if shown
        else "## No gaps any more",
        "\n".join(map(_gap, shown)),
        f"-# and {more} more" if more > 0 else "",
        "\n".join(["**Answered by the lessons since**", *answered[:MOST_SHOWN]])
        if answered
        else "",
        row(Dismiss.make(options, placeholder="Dismiss a topic", days=days)) if options else None,
        undo,
        "-# Nobody's name is kept with what they look up.",
        accent=Accent.LOOKUP,
    )


def _gap(gap: Gap) -> str:
    last = f"<t:{gap.last.timestamp():.0f}:R>"
    line = f"- **{escape(clip(gap.label, _LABEL))}** · {gap.count} times · {last}"
    if gap.wordings:
        shown = ", ".join(escape(clip(one, _LABEL)) for one in gap.wordings[:_WORDINGS])
        line += f"\n  -# also: {shown}"
    return line


def _answer(gap: Gap, title: str) -> str:
    return f"- {escape(clip(gap.label, _LABEL))}: **{escape(clip(title, _LABEL))}**"


class Dismiss(StudySelect, route="course:dismiss:{days:int}"):
    """Takes a topic off the list for good."""

    async def chosen(self, interaction: Interaction, value: str) -> None:
        """Keep the decision, if the person may make it, and show what is left."""
        bot = interaction.client
        author = await require_instructor(interaction, bot.guild_choices)
        lookups = bot.service(LookupRepository)
        await lookups.dismiss(author.guild.id, value[:TOPIC_LIMIT], bot.clock.now())
        view = await gaps_of(bot, author.guild.id, self.values["days"])
        await interaction.response.edit_message(view=view)


class BringBack(StudyButton, route="course:restore:{days:int}"):
    """Puts the dismissed topics back on the list."""

    async def used(self, interaction: Interaction) -> None:
        """Forget the decisions, if the person may, and show all there is."""
        bot = interaction.client
        author = await require_instructor(interaction, bot.guild_choices)
        await bot.service(LookupRepository).bring_back(author.guild.id)
        view = await gaps_of(bot, author.guild.id, self.values["days"])
        await interaction.response.edit_message(view=view)
