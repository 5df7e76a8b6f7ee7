"""The buttons of a quiz: each press goes to the service, and its answer to the person alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.error_handler import answer
from bot.exts.quiz._service import Press, QuizService
from bot.ui.components import Interaction, StudyButton, StudySelect
from bot.ui.letters import letters

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


def received_at(interaction: Interaction) -> datetime:
    """Return when Discord received the press; how long we took to handle it must not matter."""
    return discord.utils.snowflake_time(interaction.id)


def press_on(quiz: int, interaction: Interaction) -> Press:
    """Return what Discord says of a press on a card of a quiz."""
    assert interaction.channel_id is not None
    return Press(quiz, interaction.channel_id, interaction.user.id, received_at(interaction))


class Join(StudyButton, route="quiz:join:{quiz:int}"):
    """Takes part."""

    async def used(self, interaction: Interaction) -> None:
        """Let the person into the lobby."""
        service = interaction.client.service(QuizService)
        session = await service.join(press_on(self.values["quiz"], interaction))
        starts = f"<t:{session.lobby_until.timestamp():.0f}:R>"
        await answer(interaction, f"You are in. The quiz starts {starts}.")


class Leave(StudyButton, route="quiz:leave:{quiz:int}"):
    """Does not take part after all."""

    async def used(self, interaction: Interaction) -> None:
        """Let the person out of the lobby."""
        service = interaction.client.service(QuizService)
        await service.leave(press_on(self.values["quiz"], interaction))
        await answer(interaction, "You left the quiz. Press **Join** to come back.")


class Begin(StudyButton, route="quiz:begin:{quiz:int}"):
    """Starts the quiz without waiting any longer."""

    async def used(self, interaction: Interaction) -> None:
        """Start the quiz if the person is its host."""
        service = interaction.client.service(QuizService)
        await service.begin(press_on(self.values["quiz"], interaction))
        await answer(interaction, "The quiz begins. Good luck!")


class Choose(StudyButton, route="quiz:answer:{quiz:int}:{question:int}:{option:int}"):
    """Chooses one option. ``option`` is its place on the card, not in the lesson."""

    async def used(self, interaction: Interaction) -> None:
        """Take the answer."""
        await _take(interaction, self.values, (self.values["option"],))


class ChooseSeveral(StudySelect, route="quiz:several:{quiz:int}:{question:int}"):
    """Chooses options of a question that has several right ones."""

    async def used(self, interaction: Interaction) -> None:
        """Take the answer."""
        await _take(interaction, self.values, self.picked_numbers())


async def _take(
    interaction: Interaction, values: Mapping[str, int], options: tuple[int, ...]
) -> None:
    """Store an answer, then tell the person (and nobody else) what now counts."""
    question = values["question"]
    session = await interaction.client.service(QuizService).answer(
        press_on(values["quiz"], interaction), question, options
    )
    counted = session.answers[question][interaction.user.id].options
    await answer(
        interaction,
        f"You chose **{letters(counted)}**. Until the answer is shown, you can choose again.",
    )
