"""What one person missed in a quiz that is over: one question after the other, in private."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.errors import UserError
from bot.exts.quiz._after import finished, missed, show
from bot.exts.quiz._relevance import nearest
from bot.exts.quiz._views import title_of
from bot.exts.quiz.practice import CHANGED, Ask
from bot.pages import MISSED
from bot.ui.cards import Accent, card, row
from bot.ui.components import StudyButton
from bot.ui.letters import letters
from bot.ui.page_cards import show_page
from bot.ui.page_layout import PagePosition
from bot.ui.questions import option_marks, revealed_body

if TYPE_CHECKING:
    from bot.exts.quiz._service import Quiz
    from bot.exts.quiz._session import Session
    from bot.exts.quiz._snapshot import Card
    from bot.ui.components import Interaction, StudyView
    from content.library import Library

NOT_PLAYED = (
    "You did not play in this quiz, so you missed nothing in it. Join the next one: press "
    "**Again**, or use `/quiz start`."
)
NOTHING = "You missed nothing: all your answers were right. Well done!"


class Missed(StudyButton, route=MISSED):
    """Shows a question that the person missed; ``number`` counts those of theirs from 0."""

    async def used(self, interaction: Interaction) -> None:
        """Show it to the person alone."""
        quiz, questions = await _missed_by(interaction, self.values["quiz"])
        number = min(self.values["number"], len(questions) - 1)
        await show(interaction, missed_card(quiz, interaction.user.id, questions, number))


class ReadAbout(StudyButton, route="quiz:read:{quiz:int}:{number:int}"):
    """Opens the concept that a missed question is about."""

    async def used(self, interaction: Interaction) -> None:
        """Show it in place of the question, with a way back."""
        quiz, questions = await _missed_by(interaction, self.values["quiz"])
        number = min(self.values["number"], len(questions) - 1)
        concept = await concept_of(interaction, quiz.session.plan.cards[questions[number]])
        back = Missed.custom_id_for(quiz=quiz.id, number=number)
        await show_page(interaction, concept, PagePosition(), back)


class Practise(StudyButton, route="quiz:practise:{quiz:int}"):
    """Asks about the concept of the first question that the person missed."""

    async def used(self, interaction: Interaction) -> None:
        """Ask in private."""
        quiz, questions = await _missed_by(interaction, self.values["quiz"])
        concept = await concept_of(interaction, quiz.session.plan.cards[questions[0]])
        await Ask.make(None, concept=concept, number=0).used(interaction)


def missed_card(quiz: Quiz, user: int, questions: list[int], number: int) -> StudyView:
    """Return a question with what the person chose, what is right, and the reasons of both."""
    session, question = quiz.session, questions[number]
    asked = session.plan.cards[question]
    given = session.answers[question].get(user)
    chosen = given.options if given else ()
    told = {*chosen, *asked.correct}
    options = tuple(
        option if place in told else replace(option, reason=None)
        for place, option in enumerate(asked.options)
    )
    marks = option_marks(len(options), asked.correct, chosen)
    tails = ["  ·  your answer" if place in chosen else "" for place in range(len(options))]
    return card(
        f"### What you missed: {number + 1} of {len(questions)}",
        f"-# Question {question + 1} of {len(session.plan.cards)} · {title_of(session)}",
        _verdict(session, question, chosen),
        revealed_body(replace(asked, options=options), marks, tails),
        row(
            Missed.make("Back", quiz=quiz.id, number=number - 1) if number else None,
            Missed.make("Next", quiz=quiz.id, number=number + 1)
            if number + 1 < len(questions)
            else None,
            ReadAbout.make("Read about it", quiz=quiz.id, number=number),
        ),
        accent=Accent.QUIZ,
    )


async def concept_of(interaction: Interaction, asked: Card) -> str:
    """Return the id of the concept that a question is about; UserError when there is none now."""
    found = await asyncio.to_thread(_concept_in, interaction.client.library, asked)
    if found is None:
        raise UserError(CHANGED)
    return found


def _concept_in(library: Library, asked: Card) -> str | None:
    if asked.concept and (place := library.concept(asked.concept)):
        return place.concept.id
    if (found := library.question(asked.id)) is None:
        return None
    lesson, question = found
    concept = nearest(question, lesson)
    return question.concept or (concept.id if concept else None)


async def _missed_by(interaction: Interaction, quiz_id: int) -> tuple[Quiz, list[int]]:
    """Return a quiz and what the person missed in it; raise UserError when that is nothing."""
    quiz = await finished(interaction, quiz_id)
    questions = missed(quiz.session, interaction.user.id)
    if not questions:
        raise UserError(NOTHING if interaction.user.id in quiz.session.players else NOT_PLAYED)
    return quiz, questions


def _verdict(session: Session, question: int, chosen: tuple[int, ...]) -> str:
    right = session.plan.cards[question].correct
    verb = "is" if len(right) == 1 else "are"
    said = f"You chose {letters(chosen)}." if chosen else "You did not answer."
    return f"**{said} {letters(right)} {verb} right.**"
