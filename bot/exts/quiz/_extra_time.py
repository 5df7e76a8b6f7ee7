"""Gives a person more time in quizzes than others have, in private."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.error_handler import answer
from bot.errors import NotAllowed, UserError
from bot.exts.quiz._buttons import received_at
from bot.exts.quiz._service import QuizService
from bot.instructors import require_instructor

if TYPE_CHECKING:
    import discord

    from bot.ui.components import Interaction

FACTORS = (1.0, 1.25, 1.5, 2.0, 3.0)
"""How many times everybody's time somebody may have."""


async def set_extra_time(
    interaction: Interaction, factor: float, member: discord.User | discord.Member | None
) -> None:
    """Give the time to a member, or to the person who asks, and tell them alone what holds."""
    if factor not in FACTORS:
        raise UserError(f"Choose one of {', '.join(f'{one:g}' for one in FACTORS)}.")
    whose = member or interaction.user
    own = whose.id == interaction.user.id
    if not own:
        await _require_right(interaction)
    service = interaction.client.service(QuizService)
    await service.give_time(interaction.guild_id, whose.id, factor, received_at(interaction))
    where = "in the quizzes of this server" if interaction.guild_id else "in our direct messages"
    who = "You have" if own else f"<@{whose.id}> has"
    if factor == 1.0:
        await answer(interaction, f"{who} as much time as everybody {where}.")
        return
    back = "factor: 1" if own else "the same member and factor 1"
    await answer(
        interaction,
        f"{who} **{factor:g} times** the time for each question {where}, from now on. Nobody else "
        f"is told, and no card shows it. Take it back with `/quiz extra-time` and {back}.",
    )


async def _require_right(interaction: Interaction) -> None:
    if interaction.guild_id is None:
        raise UserError("In our direct messages you choose your own time. Leave the member out.")
    try:
        await require_instructor(interaction, interaction.client.guild_choices)
    except NotAllowed as exc:
        raise NotAllowed(
            "Only instructors can give somebody else more time. "
            "Leave the member out to choose your own."
        ) from exc
