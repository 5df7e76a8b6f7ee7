"""The buttons of a quiz: each press goes to the service, and its answer to the person alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args

import discord

from bot.error_handler import answer
from bot.errors import UserError
from bot.exts.quiz._events import LOBBY_CARD
from bot.exts.quiz._notes import Notes
from bot.exts.quiz._service import Press, QuizService
from bot.exts.quiz._session import Control
from bot.instructors import is_instructor
from bot.ui.components import OLD_BUTTON, Interaction, StudyButton, StudySelect

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
        held = session.paused_at is not None
        when = "when its host goes on" if held else starts
        factor = session.factors.get(interaction.user.id, 1.0)
        more = f" You have {factor:g} times the time, which `/quiz extra-time` changes."
        told = f"You are in. The quiz starts {when}.{more if factor != 1.0 else ''}"
        await answer(interaction, told)


class Leave(StudyButton, route="quiz:leave:{quiz:int}"):
    """Does not take part after all."""

    async def used(self, interaction: Interaction) -> None:
        """Let the person out of the lobby."""
        service = interaction.client.service(QuizService)
        await service.leave(press_on(self.values["quiz"], interaction))
        await answer(interaction, "You left the quiz. Press **Join** to come back.")


class Host(StudyButton, route="quiz:host:{quiz:int}:{card:int}:{what:word}"):
    """Does what the host wants; ``card`` is 0 in the lobby and counts the questions from 1."""

    @classmethod
    def on(cls, quiz: int, question: int, what: Control, label: str, **look: Any) -> Host:
        """Return a button on the card of a question, or on the lobby's."""
        return cls.make(label, quiz=quiz, card=question + 1, what=what, **look)

    async def used(self, interaction: Interaction) -> None:
        """Do it if the person is the host or may moderate here; the card then shows it."""
        what = self.values["what"]
        if what not in get_args(Control):
            raise UserError(OLD_BUTTON)
        await _control(interaction, self.values["quiz"], what, self.values["card"] - 1)


class BeginBefore(StudyButton, route="quiz:begin:{quiz:int}"):
    """Starts the quiz, on lobbies of earlier versions."""

    async def used(self, interaction: Interaction) -> None:
        """Start the quiz if the person is the host or may moderate here."""
        await _control(interaction, self.values["quiz"], "begin", LOBBY_CARD)


async def _control(interaction: Interaction, quiz: int, what: Control, question: int) -> None:
    press, service = press_on(quiz, interaction), interaction.client.service(QuizService)
    # A host needs no other right: to ask for it would take their time when the database is away.
    is_host = service.pressed_on(press).session.plan.host == press.user
    if not is_host and await _moderates(interaction):
        press = replace(press, moderates=True)
    await service.control(press, what, question)
    await interaction.response.defer()


async def _moderates(interaction: Interaction) -> bool:
    if interaction.guild_id is None:
        return False
    if interaction.permissions.manage_messages:
        return True
    return await is_instructor(interaction, interaction.client.guild_choices)


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
    bot, quiz, question = interaction.client, values["quiz"], values["question"]
    press = press_on(quiz, interaction)
    session = await bot.service(QuizService).answer(press, question, options)
    await bot.service(Notes).show(interaction, quiz, question, session)
