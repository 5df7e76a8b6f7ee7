"""Quizzes that are over, read again from what is stored, so that what is done with them lasts."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.errors import UserError
from bot.exts.quiz._events import Ended
from bot.exts.quiz._score import counted, is_right
from bot.exts.quiz._service import Quiz
from bot.pictures import respond
from bot.ui.cards import clip
from bot.ui.markdown import escape
from content.markdown.render import Markdown

if TYPE_CHECKING:
    from bot.exts.quiz._snapshot import Card
    from bot.exts.quiz._state import State
    from bot.store.quizzes import QuizRepository
    from bot.ui.components import Interaction, StudyView

KEPT = 8
"""How many quizzes that are over stay in memory: after one, everybody presses at once."""

_STEM = 40


class FinishedQuizzes:
    """The quizzes that are over; who asks for one while it is read waits for the same reading."""

    def __init__(self, quizzes: QuizRepository) -> None:
        self._quizzes = quizzes
        self._read: dict[int, asyncio.Task[Quiz]] = {}

    async def get(self, quiz_id: int, channel_id: int | None) -> Quiz:
        """Return a quiz of a channel; raise UserError unless there is one and it is over."""
        task = self._read.pop(quiz_id, None)
        if task is None or (task.done() and task.exception() is not None):
            task = asyncio.create_task(self._load(quiz_id))
        self._read[quiz_id] = task
        while len(self._read) > KEPT:
            del self._read[next(iter(self._read))]
        quiz = await asyncio.shield(task)
        if quiz.channel_id != channel_id:
            raise UserError("This button belongs to a quiz in another channel.")
        return quiz

    async def _load(self, quiz_id: int) -> Quiz:
        stored = await self._quizzes.get(quiz_id)
        if stored is None:
            raise UserError("I no longer know this quiz. Start another with `/quiz start`.")
        # A quiz of hundreds of people has thousands of events.
        quiz = await asyncio.to_thread(Quiz, stored)
        if not quiz.session.over:
            if stored.ended_at is None:
                raise UserError("This quiz is not over yet. Wait for its standings.")
            quiz.session.apply(Ended(stored.ended_at, "failed"))
        return quiz


async def finished(interaction: Interaction, quiz_id: int) -> Quiz:
    """Return the quiz that a card is about; raise UserError unless it was here and is over."""
    return await interaction.client.service(FinishedQuizzes).get(quiz_id, interaction.channel_id)


async def show(interaction: Interaction, view: StudyView) -> None:
    """Show a card in private: in place of a private one, or beside one that others see."""
    message = interaction.message
    in_place = message is not None and message.flags.ephemeral
    await respond(interaction, view, in_place=in_place)


def asked(state: State, question: int) -> list[int]:
    """Return who could have answered a question: those who had joined by then."""
    return [user for user, first in state.players.items() if first <= question]


def missed(state: State, user: int) -> list[int]:
    """Return the questions that count and that a person got wrong, or did not answer."""
    first = state.players.get(user, len(state.plan.cards))
    return [one for one in counted(state) if one >= first and not is_right(state, one, user)]


def facility(state: State, question: int) -> int | None:
    """Return the percentage of those who could have answered that was right, if there are any."""
    people = asked(state, question)
    right = sum(is_right(state, question, user) for user in people)
    return round(100 * right / len(people)) if people else None


def beginning(card: Card) -> str:
    """Return the beginning of a question's stem, as one line."""
    return escape(clip(" ".join(Markdown.of(card.stem).plain.split()), _STEM))


def difficulty(state: State, question: int) -> str:
    """Return how hard a question was, and how it begins; nobody is named."""
    share = facility(state, question)
    right = "skipped" if question in state.skipped else f"{share or 0} % right"
    return f"**{question + 1}.** {right} · {beginning(state.plan.cards[question])}"
