"""The button "Something wrong?" on a revealed answer: a reason, for the instructors alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.error_handler import answer
from bot.errors import UserError
from bot.exts.quiz._buttons import press_on, received_at
from bot.exts.quiz._service import QuizService
from bot.store.flags import Flag, FlagRepository
from bot.ui.components import StudyButton, StudyModal

if TYPE_CHECKING:
    from bot.ui.components import Interaction

_REASON_LIMIT = 200
KNOWN = "You have told the instructors about this question already."


class FlagQuestion(StudyButton, route="quiz:flag:{quiz:int}:{question:int}"):
    """Asks what is wrong with a question."""

    async def used(self, interaction: Interaction) -> None:
        """Open the form, once for each person and question."""
        number, bot = self.values["question"], interaction.client
        quiz = bot.service(QuizService).pressed_on(press_on(self.values["quiz"], interaction))
        if number >= quiz.session.revealed:
            raise UserError("The answer to this question is not shown yet.")
        if interaction.guild_id is None:
            raise UserError("In a server, instructors can be told. Here there are none.")
        question_id = quiz.session.plan.cards[number].id
        flags = bot.service(FlagRepository)
        if await flags.has(interaction.guild_id, interaction.user.id, question_id):
            raise UserError(KNOWN)
        await bot.send_modal(interaction, FlagModal(number, question_id))


class FlagModal(StudyModal):
    """Takes the reason."""

    def __init__(self, number: int, question_id: str) -> None:
        super().__init__(title=f"What is wrong with question {number + 1}?")
        self._question_id = question_id
        self._reason: discord.ui.TextInput[FlagModal] = discord.ui.TextInput(
            custom_id="reason",
            style=discord.TextStyle.paragraph,
            min_length=3,
            max_length=_REASON_LIMIT,
        )
        self.add_item(
            discord.ui.Label(
                text="Your reason",
                description="Only the instructors of this server read it, without your name.",
                component=self._reason,
            )
        )

    async def on_submit(self, interaction: Interaction) -> None:  # type: ignore[override]
        """Keep it."""
        assert interaction.guild_id is not None
        flag = Flag(self._question_id, self._reason.value, received_at(interaction))
        flags = interaction.client.service(FlagRepository)
        is_new = await flags.add(interaction.guild_id, interaction.user.id, flag)
        thanks = "Thank you. The instructors see it with the question's place in the lesson."
        await answer(interaction, thanks if is_new else KNOWN)


def flag_button(quiz: int, question: int) -> FlagQuestion:
    """Return the button for the card of a revealed question."""
    return FlagQuestion.make("Something wrong?", quiz=quiz, question=question)
