"""The card of what people looked for in vain, and what instructors do about a topic."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import discord

from bot.errors import UserError
from bot.exts.courses._gaps import gaps
from bot.instructors import require_instructor
from bot.store.lookups import LookupRepository
from bot.topics import TOPIC_LIMIT, open_in, topic_of
from bot.ui.cards import Accent, card, clip, row, within
from bot.ui.components import StudyButton, StudyModal, StudySelect
from bot.ui.markdown import escape
from bot.ui.page_layout import LABEL, OPTIONS, options_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.client import StudyBot
    from bot.exts.courses._gaps import Gap
    from bot.pages import Page
    from bot.ui.components import Interaction, StudyView

MOST_SHOWN = 12
"""Topics on the card."""

_ROOM = 1200
"""Characters of each of its three lists; all texts of a card have 4,000."""
_WORDINGS = 3
_FORM_TITLE = 45


async def gaps_of(bot: StudyBot, guild_id: int, days: int) -> StudyView:
    """Return the card of the topics of a server; what is answered by now is said apart."""
    lookups = bot.service(LookupRepository)
    asked = await lookups.in_vain(guild_id, bot.clock.now() - timedelta(days=days))
    dismissed = await lookups.dismissed(guild_id)
    taught = _taught(bot, guild_id)
    found = gaps(asked, {*dismissed, *map(topic_of, taught)})[: 2 * MOST_SHOWN]
    answers = {}
    for gap in found:
        result = await bot.catalogue.search(gap.label, 1, bot.courses_of(guild_id))
        if result.is_sure:
            answers[gap.topic] = result.hits[0].title
    return gaps_card(found, answers, taught, days, len(dismissed))


def _taught(bot: StudyBot, guild_id: int) -> dict[str, Page]:
    """Return the queries for which instructors chose a card that is still there, newest first."""
    pages, courses = bot.catalogue.pages, bot.courses_of(guild_id)
    every = [*bot.guild_choices.taught(guild_id).items()][::-1]
    found = {query: open_in(item_id, pages, courses) for query, item_id in every}
    return {query: page for query, page in found.items() if page}


def gaps_card(
    gaps: Sequence[Gap],
    answers: Mapping[str, str],
    taught: Mapping[str, Page],
    days: int,
    dismissed: int,
) -> StudyView:
    """Return the card of what people looked for without success; ``answers`` are by topic."""
    period = "the last day" if days == 1 else f"the last {days} days"
    lacking = [gap for gap in gaps if gap.topic not in answers]
    lines = within(map(_gap, lacking), _ROOM, MOST_SHOWN)
    shown = lacking[: len(lines)]
    answered = [_answer(gap.label, answers[gap.topic]) for gap in gaps if gap.topic in answers]
    chosen = [_answer(query, page.title) for query, page in taught.items()]
    options = [discord.SelectOption(label=clip(gap.label, LABEL), value=gap.topic) for gap in shown]
    asked = [discord.SelectOption(label=gap.label[:LABEL]) for gap in shown]
    undo = [
        discord.SelectOption(label=query, value=query, description=clip(page.title, LABEL))
        for query, page in taught.items()
    ]
    more = len(lacking) - len(shown)
    title = (
        f"## What the lessons lack\nLooked for in vain at least twice in {period}, the newest first"
        if shown
        else "## No gaps any more"
        if gaps or taught
        else f"## No gaps\nNothing was looked for in vain more than once in {period}."
    )
    return card(
        title,
        "\n".join(lines),
        f"-# and {more} more" if more > 0 else "",
        _listed("Answered by the lessons since", answered),
        _listed("Answered by instructors", chosen),
        _row(Answer, asked, "Answer a topic with a card", days),
        _row(Dismiss, options, "Dismiss a topic", days),
        _row(Unteach, undo[:OPTIONS], "Take an answer back", days),
        row(BringBack.make(f"Bring back {dismissed} dismissed", days=days)) if dismissed else None,
        "-# Nobody's name is kept with what they look up." if gaps else "",
        accent=Accent.LOOKUP if shown else Accent.GOOD,
    )


def _row(
    kind: type[StudySelect], options: list[discord.SelectOption], placeholder: str, days: int
) -> discord.ui.ActionRow[Any] | None:
    return row(kind.make(options, placeholder=placeholder, days=days)) if options else None


def _gap(gap: Gap) -> str:
    last = f"<t:{gap.last.timestamp():.0f}:R>"
    line = f"- **{escape(clip(gap.label, LABEL))}** · {gap.count} times · {last}"
    if gap.wordings:
        shown = ", ".join(escape(clip(one, LABEL)) for one in gap.wordings[:_WORDINGS])
        line += f"\n  -# also: {shown}"
    return line


def _answer(asked: str, title: str) -> str:
    return f"- {escape(clip(asked, LABEL))}: **{escape(clip(title, LABEL))}**"


def _listed(title: str, lines: Sequence[str]) -> str:
    return "\n".join([f"**{title}**", *within(lines, _ROOM, MOST_SHOWN)]) if lines else ""


class Answer(StudySelect, route="course:answer:{days:int}"):
    """Lets an instructor say which card answers a topic."""

    async def chosen(self, interaction: Interaction, value: str) -> None:
        """Ask for the card, with those that come closest."""
        bot = interaction.client
        author = await require_instructor(interaction, bot.guild_choices)
        result = await bot.catalogue.search(value, OPTIONS, bot.courses_of(author.guild.id))
        ids = [hit.id for hit in result.hits] or [identity for identity, _ in result.nearest]
        pages = filter(None, map(bot.catalogue.pages.open, ids))
        options = options_for(page.link for page in pages)
        await bot.send_modal(interaction, AnswerModal(value, options, self.values["days"]))


class AnswerModal(StudyModal):
    """Asks which card answers a topic: one of the closest, or one by its name."""

    def __init__(self, asked: str, options: list[discord.SelectOption], days: int) -> None:
        super().__init__(title=clip(f"Answer “{asked}”", _FORM_TITLE))
        self._asked, self._days = asked, days
        self._closest: discord.ui.Select[Any] = discord.ui.Select(
            custom_id="closest", options=options, required=False
        )
        self._name: discord.ui.TextInput[Any] = discord.ui.TextInput(
            custom_id="name", max_length=LABEL, required=False
        )
        if options:
            self.add_item(discord.ui.Label(text="The closest cards", component=self._closest))
        name = "Or the name of another card" if options else "The name of the card"
        self.add_item(discord.ui.Label(text=name, component=self._name))

    async def on_submit(self, interaction: Interaction) -> None:  # type: ignore[override]
        """Keep the decision, if the person may make it, and show what is left."""
        bot, name = interaction.client, self._name.value.strip()
        author = await require_instructor(interaction, bot.guild_choices)
        found = self._closest.values
        if name:
            result = await bot.catalogue.search(name, 1, bot.courses_of(author.guild.id))
            found = [hit.id for hit in result.hits if result.is_sure]
        if not found:
            unsure = f"I am not sure which card “{escape(name)}” is. " * bool(name)
            raise UserError(f"{unsure}Write the title of a card, or choose one of the closest.")
        now = bot.clock.now()
        await bot.guild_choices.teach(author.guild.id, self._asked, found[0], now)
        await _show(interaction, author.guild.id, self._days)


async def _show(interaction: Interaction, guild_id: int, days: int) -> None:
    view = await gaps_of(interaction.client, guild_id, days)
    await interaction.response.edit_message(view=view)


class Unteach(StudySelect, route="course:unteach:{days:int}"):
    """Takes back that a topic is answered."""

    async def chosen(self, interaction: Interaction, value: str) -> None:
        """Forget the decision, if the person may, and show all there is."""
        choices = interaction.client.guild_choices
        author = await require_instructor(interaction, choices)
        await choices.unteach(author.guild.id, value[:TOPIC_LIMIT])
        await _show(interaction, author.guild.id, self.values["days"])


class Dismiss(StudySelect, route="course:dismiss:{days:int}"):
    """Takes a topic off the list for good."""

    async def chosen(self, interaction: Interaction, value: str) -> None:
        """Keep the decision, if the person may make it, and show what is left."""
        bot = interaction.client
        author = await require_instructor(interaction, bot.guild_choices)
        lookups = bot.service(LookupRepository)
        await lookups.dismiss(author.guild.id, value[:TOPIC_LIMIT], bot.clock.now())
        await _show(interaction, author.guild.id, self.values["days"])


class BringBack(StudyButton, route="course:restore:{days:int}"):
    """Puts the dismissed topics back on the list."""

    async def used(self, interaction: Interaction) -> None:
        """Forget the decisions, if the person may, and show all there is."""
        bot = interaction.client
        author = await require_instructor(interaction, bot.guild_choices)
        await bot.service(LookupRepository).bring_back(author.guild.id)
        await _show(interaction, author.guild.id, self.values["days"])


GAP_COMPONENTS = (Answer, Unteach, Dismiss, BringBack)
"""What is pressed or chosen on these cards."""
