"""One question for one person, in private: "Quiz me on this" on a concept's card.

All state is in the custom_ids: the concept, which of its questions it is, and a check that the
lessons still have that question there. Nothing is scored.
"""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord

from bot.errors import UserError
from bot.exts.quiz._relevance import about
from bot.exts.quiz._snapshot import askable, deal_one
from bot.pages import BACK, PRACTISE
from bot.pictures import respond
from bot.ui.cards import Accent, card, clip, row, texts_of
from bot.ui.components import StudyButton, StudySelect
from bot.ui.letters import letters
from bot.ui.markdown import escape
from bot.ui.page_cards import show_page
from bot.ui.page_layout import PagePosition
from bot.ui.questions import button_rows, open_body, revealed_body, several_options
from content.ids.names import digest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.client import StudyBot
    from bot.exts.quiz._snapshot import Card
    from bot.ui.components import Interaction, StudyView
    from content.models import Concept

_TITLE = 100
_CHECK = 4
CHANGED = "The lessons have changed since. Open the concept again with `/concept`."


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a concept: its card, and its place among all of the lesson.

    ``about`` is the concept that explains it: the one it names, or else the one that was practised.
    """

    concept: Concept
    card: Card
    number: int
    total: int
    about: str

    @property
    def check(self) -> str:
        """Return what tells this question from others."""
        return digest(self.card.id)[:_CHECK]


class Ask(StudyButton, route=PRACTISE):
    """Shows a question about a concept to whoever presses."""

    async def used(self, interaction: Interaction) -> None:
        """Ask in private; from a question that was answered, in its place."""
        asked = await _find(interaction.client, **self.values)
        view = question_card(asked)
        if _is_practice(interaction.message):
            await interaction.response.edit_message(view=view)
        else:
            await interaction.response.send_message(view=view, ephemeral=True)


class Pick(StudyButton, route="ask:one:{concept}:{number:int}:{check}:{option:int}"):
    """Answers with one option."""

    async def used(self, interaction: Interaction) -> None:
        """Show what is right."""
        await _reveal(interaction, self.values, (self.values["option"],))


class PickSeveral(StudySelect, route="ask:all:{concept}:{number:int}:{check}"):
    """Answers with all options that are chosen."""

    async def used(self, interaction: Interaction) -> None:
        """Show what is right."""
        await _reveal(interaction, self.values, self.picked_numbers())


class ReadAbout(StudyButton, route="ask:read:{concept}:{number:int}"):
    """Opens the concept that a question is about."""

    async def used(self, interaction: Interaction) -> None:
        """Show it in place of the question, with a way back."""
        asked = await _find(interaction.client, **self.values)
        back = Back.custom_id_for(**self.values)
        await show_page(interaction, asked.about, PagePosition(), back)


class Back(StudyButton, route=BACK):
    """Leads from what was read about a question back to it."""

    async def used(self, interaction: Interaction) -> None:
        """Ask the question again in place of the card."""
        asked = await _find(interaction.client, **self.values)
        await respond(interaction, question_card(asked), in_place=True)


def question_card(asked: Asked) -> StudyView:
    """Return the open question; nothing in it tells the answer."""
    concept, number, check = asked.concept.id, asked.number, asked.check
    question = asked.card
    if question.several:
        options = several_options(option.text for option in question.options)
        select = PickSeveral.make_several(
            options,
            placeholder="Choose all that apply",
            concept=concept,
            number=number,
            check=check,
        )
        rows: list[discord.ui.ActionRow[Any]] = [discord.ui.ActionRow(select)]
    else:
        rows = button_rows(
            Pick.make(letters([place]), concept=concept, number=number, check=check, option=place)
            for place in range(len(question.options))
        )
    return card(
        _header(asked),
        open_body(question),
        "**Choose all that apply.**" if question.several else None,
        *rows,
        "-# Only you see this, and nothing is scored.",
        accent=Accent.QUIZ,
    )


def answer_card(asked: Asked, chosen: frozenset[int]) -> StudyView:
    """Return the question with what was chosen, what is right, and why."""
    right = frozenset(asked.card.correct)
    marks = [
        f"{_mark(place, right, chosen)} **{letters([place])}.**"
        for place in range(len(asked.card.options))
    ]
    tails = ["  ·  your answer" if place in chosen else "" for place in range(len(marks))]
    more = asked.number + 1 < asked.total
    return card(
        _header(asked),
        _verdict(chosen, right),
        revealed_body(asked.card, marks, tails),
        row(
            Ask.make("Another question", concept=asked.concept.id, number=asked.number + 1)
            if more
            else None,
            ReadAbout.make("Read about it", concept=asked.concept.id, number=asked.number),
        ),
        accent=Accent.GOOD if chosen == right else Accent.QUIZ,
    )


async def _reveal(
    interaction: Interaction, values: Mapping[str, Any], options: tuple[int, ...]
) -> None:
    asked = await _find(interaction.client, values["concept"], values["number"])
    chosen = frozenset(options)
    if asked.check != values["check"] or max(chosen) >= len(asked.card.options):
        raise UserError(CHANGED)
    await interaction.response.edit_message(view=answer_card(asked, chosen))


async def _find(bot: StudyBot, concept: str, number: int) -> Asked:
    """Return a question about a concept; raise UserError when there is none any more."""
    place = bot.library.concept(concept)
    if place is None:
        raise UserError(CHANGED)
    lesson = place.lesson
    questions = await asyncio.to_thread(about, place.concept, lesson, askable(lesson.questions))
    if number >= len(questions):
        raise UserError(CHANGED if questions else "This lesson has no practice questions yet.")
    question = questions[number]
    # The order is shuffled, but the same for whoever looks again.
    dealt = deal_one(question, random.Random(question.id))  # noqa: S311  (no secret)
    explained_by = question.concept or place.concept.id
    return Asked(place.concept, dealt, number, len(questions), explained_by)


def _header(asked: Asked) -> str:
    title = escape(clip(asked.concept.title, _TITLE))
    place = f"Question {asked.number + 1} of {asked.total} in this lesson, the closest first"
    return f"### Practice: {title}\n-# {place}"


def _verdict(chosen: frozenset[int], right: frozenset[int]) -> str:
    if chosen == right:
        return "**Right.**"
    verb = "is" if len(right) == 1 else "are"
    return f"**Not quite:** {letters(sorted(right))} {verb} right."


def _mark(place: int, right: frozenset[int], chosen: frozenset[int]) -> str:
    if place in right:
        return "✅"
    return "❌" if place in chosen else "▫️"


def _is_practice(message: discord.Message | None) -> bool:
    """Return whether a message is a question of this kind, and so may be replaced by the next."""
    if message is None or not message.flags.ephemeral:
        return False
    return any(text.startswith("### Practice:") for text in texts_of(message))
