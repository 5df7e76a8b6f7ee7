"""What a revealed question has for one person: "My answer" with the verdict, and what to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.error_handler import answer
from bot.errors import UserError
from bot.exts.quiz._buttons import press_on
from bot.exts.quiz._service import Quiz, QuizService
from bot.exts.quiz._verdict import is_told, note_text
from bot.store.quizzes import QuizRepository
from bot.ui.components import StudyButton
from bot.ui.page_cards import show_page
from bot.ui.page_layout import PagePosition

if TYPE_CHECKING:
    from bot.client import StudyBot
    from bot.exts.quiz._service import Press
    from bot.exts.quiz._session import Session
    from bot.ui.components import Interaction

GONE = "I no longer know this quiz."


class MyAnswer(StudyButton, route="quiz:mine:{quiz:int}:{question:int}"):
    """Tells whoever presses what their private note says, which may be gone or out of date."""

    async def used(self, interaction: Interaction) -> None:
        """Tell it once the answer is shown, of quizzes that are over as well."""
        press = press_on(self.values["quiz"], interaction)
        session = await _session_of(interaction.client, press)
        question = self.values["question"]
        if question >= len(session.plan.cards):
            raise UserError("This question is not part of the quiz.")
        if not is_told(session, question):
            raise UserError("The answer is not shown yet. Wait a moment.")
        await answer(interaction, note_text(session, question, press.user))


class ReadConcept(StudyButton, route="quiz:read:{concept}"):
    """Opens the concept of a question for whoever presses."""

    async def used(self, interaction: Interaction) -> None:
        """Show it beside the question, which in a direct message must stay as well."""
        await show_page(interaction, self.values["concept"], PagePosition(), beside=True)


async def _session_of(bot: StudyBot, press: Press) -> Session:
    """Return the state of a quiz, open or over; raise UserError unless it is of this channel."""
    try:
        return bot.service(QuizService).pressed_on(press).session
    except UserError as exc:
        stored = await bot.service(QuizRepository).get(press.quiz)
        if stored is None:
            raise UserError(GONE) from exc
        if stored.new.channel_id != press.channel:
            raise
        return Quiz(stored).session
