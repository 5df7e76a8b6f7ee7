"""The one error path: commands, components, modals and background tasks end here on failure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import structlog
from discord import app_commands

from bot.errors import DatabaseAway, UserError
from bot.log import new_error_id
from bot.ui.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Sequence

log = structlog.stdlib.get_logger(__name__)

EXPIRED = frozenset({10015, 10062, 50027})
"""Discord's codes for an interaction, or its webhook, that it no longer waits for."""
ALREADY_ACKNOWLEDGED = 40060
# aiohttp raises a RuntimeError when the bot has closed its connections meanwhile.
_UNTOLD = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError, RuntimeError)
_TOO_MANY_REQUESTS, _SERVER_ERROR = 429, 500
_KINDS = frozenset(kind.value for kind in discord.InteractionType)


async def answer(interaction: discord.Interaction[Any], text: str) -> None:
    """Tell one person something in private, whether or not the interaction was answered before."""
    if interaction.response.is_done():
        await interaction.followup.send(text, ephemeral=True)
    else:
        await interaction.response.send_message(text, ephemeral=True)


async def tell(interaction: discord.Interaction[Any], text: str, *, source: str) -> bool:
    """Tell one person something, or log in one line why not; return whether they were told.

    Suggestions have no room for a text: they are left empty.
    """
    try:
        if interaction.type is not discord.InteractionType.autocomplete:
            await answer(interaction, text)
        elif not interaction.response.is_done():
            await interaction.response.autocomplete([])
    except _UNTOLD as exc:
        if not _count_untellable(interaction, exc):
            log.warning(
                "failure.unsaid", source=source, user=interaction.user.id, reason=_reason(exc)
            )
        return False
    return True


async def answer_failure(
    interaction: discord.Interaction[Any], error: BaseException, *, source: str
) -> None:
    """Tell the person what to do; log the details under the id that they were shown."""
    cause = unwrap(error)
    if _count_untellable(interaction, cause):
        return
    message = failure_text(cause, source=source, user=interaction.user.id)
    if await tell(interaction, message, source=source) and is_discord_away(cause):
        log.warning(
            "discord.failed", source=source, user=interaction.user.id, reason=_reason(cause)
        )


def failure_text(cause: BaseException, *, source: str, user: int) -> str:
    """Return what to tell a person; log what nobody foresaw under the id that is in it."""
    message = explain(cause)
    if message is not None:
        return message
    error_id = record_failure(cause, source=source, user=user)
    return (
        f"Something went wrong on our side. Nothing you did is lost; please try again. "
        f"If it happens again, tell an instructor this error id: `{error_id}`"
    )


def kind_of(number: int) -> str:
    """Return the kind of an interaction with Discord's number, as the log names it."""
    return discord.InteractionType(number).name if number in _KINDS else "other"


def is_discord_away(error: BaseException) -> bool:
    """Return whether Discord, or the network to it, failed for now."""
    if isinstance(error, discord.HTTPException):
        return error.status >= _SERVER_ERROR or error.status == _TOO_MANY_REQUESTS
    return isinstance(error, discord.RateLimited | aiohttp.ClientError)


def _count_untellable(interaction: discord.Interaction[Any], error: BaseException) -> bool:
    """Return whether nobody can be told, or somebody was already; such are counted, not logged."""
    if not isinstance(error, discord.HTTPException):
        return False
    if error.code in EXPIRED:
        outcome = "expired"
    elif error.code == ALREADY_ACKNOWLEDGED:
        outcome = "repeated"
    else:
        return False
    interaction.client.intake.count(outcome, kind_of(interaction.type.value))
    return True


def _reason(error: BaseException) -> str:
    """Return an error's first line; many a network error has no words of its own."""
    return (str(error) or type(error).__name__).splitlines()[0]


def explain(error: BaseException) -> str | None:
    """Return what to tell the person when they can do something about the error, else None."""
    match error:
        case UserError():
            return str(error)
        case DatabaseAway():
            return (
                "I cannot reach my notes just now, so this may not have counted. "
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
        case _ if is_discord_away(error):
            return (
                "Discord has trouble at the moment. Nothing you did is lost; "
                "please try again in a minute."
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


def unwrap(error: BaseException) -> BaseException:
    """Return what our own code raised inside discord.py's wrappers."""
    if isinstance(error, app_commands.CommandInvokeError):
        return error.original
    if isinstance(error, app_commands.TransformerError) and isinstance(error.__cause__, UserError):
        return error.__cause__
    return error


def _names(permissions: Sequence[str]) -> str:
    names = [name.replace("guild", "server").replace("_", " ").title() for name in permissions]
    return ", ".join(f"**{name}**" for name in names)
