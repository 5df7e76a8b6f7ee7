"""The one error path: commands, components, modals and background tasks end here on failure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
import structlog
from discord import app_commands

from bot.errors import DatabaseAway, UserError
from bot.log import new_error_id
from bot.ui.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Sequence

log = structlog.stdlib.get_logger(__name__)

UNKNOWN_INTERACTION = 10062


async def answer(interaction: discord.Interaction[Any], text: str) -> None:
    """Tell one person something in private, whether or not the interaction was answered before."""
    if interaction.response.is_done():
        await interaction.followup.send(text, ephemeral=True)
    else:
        await interaction.response.send_message(text, ephemeral=True)


async def answer_failure(
    interaction: discord.Interaction[Any], error: BaseException, *, source: str
) -> None:
    """Tell the person what to do; log the whole story under the id that they were shown."""
    cause = _unwrap(error)
    if isinstance(cause, discord.NotFound) and cause.code == UNKNOWN_INTERACTION:
        # Discord stopped waiting for us: nobody can be told any more.
        log.warning("interaction.expired", source=source, user=interaction.user.id)
        return
    message = explain(cause)
    if message is None:
        error_id = record_failure(cause, source=source, user=interaction.user.id)
        message = (
            f"Something went wrong on our side. Nothing you did is lost; please try again. "
            f"If it happens again, tell an instructor this error id: `{error_id}`"
        )
    try:
        await answer(interaction, message)
    except discord.HTTPException as exc:
        log.warning("failure.unsaid", source=source, user=interaction.user.id, reason=str(exc))


def explain(error: BaseException) -> str | None:
    """Return what to tell the person when the error is theirs to mend, else None."""
    match error:
        case UserError():
            return str(error)
        case DatabaseAway():
            return (
                "I cannot reach my notes just now, so this did not count. "
                "Nothing that counted before is lost: please press again in a moment."
            )
        case app_commands.MissingPermissions(missing_permissions=missing):
            return f"You need {_names(missing)} for this."
        case app_commands.BotMissingPermissions(missing_permissions=missing):
            return f"I need {_names(missing)} here. Ask an instructor to give it to my role."
        case discord.Forbidden():
            return (
                "Discord did not let me do that here. "
                "Ask an instructor to check my permissions in this channel."
            )
        case app_commands.NoPrivateMessage():
            return "This command works in a server only."
        case app_commands.CommandOnCooldown(retry_after=seconds):
            return f"Please wait {seconds:.0f} s and try again."
        case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
            return "This command has just changed. Wait a minute, reload Discord, and try again."
        case app_commands.TransformerError(value=value):
            return f"I cannot use “{escape(str(value)[:100])}” here. Choose one of the suggestions."
        case app_commands.CheckFailure():
            return "You may not use this here."
        case _:
            return None


def record_failure(error: BaseException, *, source: str, **context: object) -> str:
    """Log an unexpected error with its traceback and return the id that it is logged under."""
    error_id = new_error_id()
    log.error("failure", error_id=error_id, source=source, exc_info=error, **context)
    return error_id


def _unwrap(error: BaseException) -> BaseException:
    """Return what our own code raised inside discord.py's wrappers."""
    if isinstance(error, app_commands.CommandInvokeError):
        return error.original
    if isinstance(error, app_commands.TransformerError) and isinstance(error.__cause__, UserError):
        return error.__cause__
    return error


def _names(permissions: Sequence[str]) -> str:
    names = [name.replace("guild", "server").replace("_", " ").title() for name in permissions]
    return ", ".join(f"**{name}**" for name in names)
