"""One question for one person, in private: "Quiz me on this" on a concept's card.

All state is in the custom_ids: the concept, which of its questions it is, a check that the lessons
still have that question there, and by which seed its options are shuffled. Nothing is scored, but
answers are kept: what somebody has not seen or did not know comes first.
"""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass
from datetime import timedelta
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

import discord

from bot.errors import UserError
from bot.exts.quiz._buttons import received_at
from bot.exts.quiz._relevance import about
from bot.exts.quiz._snapshot import askable, deal_one
from bot.pages import BACK, PRACTISE
from bot.pictures import respond
from bot.store.attempts import Attempt, AttemptRepository, Known
from bot.ui.cards import Accent, card, clip, row, texts_of
from bot.ui.components import StudyButton, StudySelect
from bot.ui.letters import letters
from bot.ui.markdown import escape
from bot.ui.page_cards import show_page
from bot.ui.page_layout import PagePosition
from bot.ui.questions import button_rows, open_body, option_marks, revealed_body, several_options
from content.ids.names import digest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.client import StudyBot
    from bot.exts.quiz._snapshot import Card
    from bot.ui.components import Interaction, StudyView
    from content.library import ConceptPlace
    from content.models import Concept, Question

_TITLE = 100
_CHECK = 4
_JUST_NOW = timedelta(minutes=30)
"""For how long an answered question waits until the others of its lesson were asked."""

_UNSEEN = Known()
CHANGED = "The lessons have changed since. Open the concept again with `/concept`."


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a concept: its card, and its place among all of the lesson.

    ``check`` tells it from others, and in which order its options are. ``about`` is the concept
    that explains it: the one it names, or else the one that was practised.
    """

    concept: Concept
    card: Card
    number: int
    total: int
    check: str
    about: str


class Ask(StudyButton, route=PRACTISE):
    """Shows a question about a concept to whoever presses."""

    async def used(self, interaction: Interaction) -> None:
        """Ask in private; from a question that was answered, in its place."""
        view = question_card(await _next(interaction, self.values["concept"]))
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
        asked = await _again(interaction, **self.values)
        back = Back.custom_id_for(**self.values)
        await show_page(interaction, asked.about, PagePosition(), back)


class Back(StudyButton, route=BACK):
    """Leads from what was read about a question back to it."""

    async def used(self, interaction: Interaction) -> None:
        """Ask the question again in place of the card."""
        asked = await _again(interaction, **self.values)
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
        "-# Only you see this, and nothing is scored. Your answers are kept, so that you are asked "
        "first what you have not seen or did not know.",
        accent=Accent.QUIZ,
    )


def answer_card(asked: Asked, chosen: frozenset[int], *, more: bool) -> StudyView:
    """Return the question with what was chosen, what is right, and why.

    ``more`` says that there are questions which were not answered just now.
    """
    right = frozenset(asked.card.correct)
    marks = option_marks(len(asked.card.options), right, chosen)
    tails = ["  ·  your answer" if place in chosen else "" for place in range(len(marks))]
    return card(
        _header(asked),
        _verdict(chosen, right),
        revealed_body(asked.card, marks, tails),
        row(
            Ask.make("Another question", concept=asked.concept.id, number=0) if more else None,
            ReadAbout.make("Read about it", concept=asked.concept.id, number=asked.number),
        ),
        accent=Accent.GOOD if chosen == right else Accent.QUIZ,
    )


async def _reveal(
    interaction: Interaction, values: Mapping[str, Any], options: tuple[int, ...]
) -> None:
    place, questions = await _questions(interaction.client, values["concept"])
    check = values["check"]
    asked = _asked(place, questions, values["number"], check[0] if check[0].isupper() else "")
    if asked.check != check or max(options) >= len(asked.card.options):
        raise UserError(CHANGED)
    kept = await _keep(interaction, asked, options)
    order = asked.card.order
    chosen = frozenset(order.index(place) for place in kept.chosen if place in order)
    known = await _known(interaction, questions)
    more = not all(known.get(one.id, _UNSEEN).since(kept.at - _JUST_NOW) for one in questions)
    await interaction.response.edit_message(view=answer_card(asked, chosen, more=more))


async def _keep(interaction: Interaction, asked: Asked, options: tuple[int, ...]) -> Attempt:
    """Keep an answer, or return the one that this card has already: of two presses, the first."""
    assert interaction.message is not None
    attempts = interaction.client.service(AttemptRepository)
    places = tuple(sorted(options))
    return await attempts.add(
        Attempt(
            interaction.guild_id,
            interaction.user.id,
            asked.card.id,
            asked.card.concept,
            asked.card.in_lesson(places),
            places == asked.card.correct,
            received_at(interaction),
            None,
            "practice",
            card=f"{interaction.message.id}:{asked.check}",
        )
    )


async def _next(interaction: Interaction, concept: str) -> Asked:
    """Return what a person should be asked about a concept.

    Questions that name it come before others, and of each of the two those that the person has not
    seen or did not know; what was answered a while ago comes before what was answered just now.
    """
    recently = received_at(interaction) - _JUST_NOW
    place, questions = await _questions(interaction.client, concept)
    known = await _known(interaction, questions)

    def turn(number: int) -> tuple[float, bool, bool]:
        question = questions[number]
        record = known.get(question.id, _UNSEEN)
        waits = record.at.timestamp() if record.at and record.since(recently) else 0.0
        return waits, question.concept != place.concept.id, record.is_right

    number = min(range(len(questions)), key=turn)
    return _asked(place, questions, number, _seed(known.get(questions[number].id, _UNSEEN)))


async def _again(interaction: Interaction, concept: str, number: int) -> Asked:
    """Return a question about a concept once more, with its options in another order."""
    place, questions = await _questions(interaction.client, concept)
    known = await _known(interaction, questions[number : number + 1])
    return _asked(place, questions, number, _seed(next(iter(known.values()), _UNSEEN)))


def _asked(place: ConceptPlace, questions: list[Question], number: int, seed: str) -> Asked:
    """Return a question about a concept; raise UserError when there is none any more."""
    if number >= len(questions):
        raise UserError(CHANGED)
    question = questions[number]
    # The order is shuffled, but the same for whoever looks at this card again.
    dealt = deal_one(question, random.Random(question.id + seed))  # noqa: S311  (no secret)
    check = (seed + digest(question.id))[:_CHECK]
    explained_by = question.concept or place.concept.id
    return Asked(place.concept, dealt, number, len(questions), check, explained_by)


async def _questions(bot: StudyBot, concept: str) -> tuple[ConceptPlace, list[Question]]:
    """Return where a concept is, and the questions of its lesson, the closest first."""
    place = bot.library.concept(concept)
    if place is None:
        raise UserError(CHANGED)
    lesson = place.lesson
    questions = await asyncio.to_thread(about, place.concept, lesson, askable(lesson.questions))
    if not questions:
        raise UserError("This lesson has no practice questions yet.")
    return place, questions


async def _known(interaction: Interaction, questions: list[Question]) -> dict[str, Known]:
    attempts = interaction.client.service(AttemptRepository)
    return await attempts.of_person(interaction.user.id, [one.id for one in questions])


def _seed(known: Known) -> str:
    """Return what the options are shuffled by: another letter each time that a person answers."""
    return ascii_uppercase[known.times % len(ascii_uppercase)]


def _header(asked: Asked) -> str:
    title = escape(clip(asked.concept.title, _TITLE))
    place = f"One of {asked.total} questions" if asked.total > 1 else "The only question"
    return f"### Practice: {title}\n-# {place} in this lesson"


def _verdict(chosen: frozenset[int], right: frozenset[int]) -> str:
    if chosen == right:
        return "**Right.**"
    verb = "is" if len(right) == 1 else "are"
    return f"**Not quite:** {letters(sorted(right))} {verb} right."


def _is_practice(message: discord.Message | None) -> bool:
    """Return whether a message is a question of this kind, and so may be replaced by the next."""
    if message is None or not message.flags.ephemeral:
        return False
    return any(text.startswith("### Practice:") for text in texts_of(message))
