"""Opens a quiz once more: the same settings, and what people missed or did not see comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import UserError
from bot.exts.quiz._after import finished
from bot.exts.quiz._settings import QuizSettings
from bot.exts.quiz._standings import AGAIN
from bot.exts.quiz.opening import QuizOpener
from bot.exts.quiz.practice import CHANGED
from bot.subjects import ALL_LESSONS
from bot.ui.components import StudyButton

if TYPE_CHECKING:
    from bot.exts.quiz._service import Quiz
    from bot.ui.components import Interaction
    from content.library import Library

ORIGIN = "The settings of the quiz before. What you missed there, or did not see, comes first."


class Again(StudyButton, route=AGAIN):
    """Opens a quiz with the settings of one that is over; who presses is its host."""

    async def used(self, interaction: Interaction) -> None:
        """Open it, unless the channel has one by now."""
        quiz = await finished(interaction, self.values["quiz"])
        settings = settings_of(quiz, interaction.client.library)
        await interaction.client.service(QuizOpener).open(interaction, settings, ORIGIN)


def settings_of(quiz: Quiz, library: Library) -> QuizSettings:
    """Return how a quiz was opened; of one of an earlier version, what its questions tell."""
    if quiz.settings is not None:
        return QuizSettings.from_json(quiz.settings)
    plan = quiz.session.plan
    found = [found[0].id for card in plan.cards if (found := library.question(card.id))]
    if not found:
        raise UserError(CHANGED)
    about = () if plan.title == ALL_LESSONS else (found[0],)
    return QuizSettings(about, len(plan.cards), plan.seconds, plan.rules)
