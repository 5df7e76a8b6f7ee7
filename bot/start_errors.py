"""Turns what ends the connection to Discord into the one line that the operator reads."""

from __future__ import annotations

from enum import StrEnum
from http import HTTPStatus

import aiohttp
import discord
from discord.ext import commands
from discord.http import Route
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import DatabaseAway, StartupError, Unavailable

REFUSED_LOGIN = (
    "Discord refused the token in DISCORD_TOKEN: copy it again from the Bot page of your "
    "application in Discord's developer portal"
)
_DISALLOWED_INTENTS = 4014
_LONGEST_DETAIL = 200


class Step(StrEnum):
    """How far the start has come."""

    LOGIN = "logging in to Discord"
    EXTENSIONS = "loading the extensions"
    COMMANDS = "registering the commands with Discord"
    GATEWAY = "joining Discord's gateway"
    CONNECTED = "connected to Discord"


_OF_THE_DATABASE = frozenset({Step.EXTENSIONS, Step.COMMANDS})
"""The steps in which an error that is not of HTTP is one of the database."""


def explain_end(error: BaseException, step: Step) -> StartupError | None:
    """Return the line for what was raised at a step; None for what nobody foresaw."""
    match _unwrap(error):
        case StartupError() as explained:
            return explained
        case discord.LoginFailure() | discord.HTTPException(status=HTTPStatus.UNAUTHORIZED):
            return StartupError(REFUSED_LOGIN)
        case discord.RateLimited(retry_after=seconds):
            return _limited(seconds)
        case discord.HTTPException() as refusal:
            return _explain_refusal(refusal, step)
        case discord.PrivilegedIntentsRequired() | discord.ConnectionClosed() as closed:
            return _explain_close(closed)
        case aiohttp.ClientError() as broken:
            return _explain_network(broken)
        case DatabaseAway() | SQLAlchemyError() | OSError() as away if step in _OF_THE_DATABASE:
            return Unavailable(
                f"the database went away while {step} ({_line(away)}): "
                "see that it runs, then start again"
            )
        case OSError() as silent:
            return Unavailable(f"cannot reach {Route.BASE} ({_line(silent)}): check the network")
        case TypeError() | ValueError() | LookupError() if step is Step.LOGIN:
            return _not_discord("no answer of its kind")
        case _:
            return None


def _unwrap(error: BaseException) -> BaseException:
    """Return what was raised inside discord.py's wrappers."""
    if isinstance(error, commands.ExtensionFailed):
        return _unwrap(error.original)
    if isinstance(error, discord.GatewayNotFound) and error.__cause__ is not None:
        return error.__cause__
    return error


def explain_no_answer(step: Step, seconds: float) -> StartupError:
    """Return the line for a start that has taken too long."""
    return Unavailable(
        f"gave up {step} after {seconds:.0f} s: check the network and Discord's status page, "
        "then start again"
    )


def _explain_refusal(error: discord.HTTPException, step: Step) -> StartupError:
    detail = f"{error.status}{_detail(error)}"
    if error.status == HTTPStatus.TOO_MANY_REQUESTS:
        return _limited(_retry_after(error))
    if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Unavailable(
            f"Discord could not answer while {step} ({detail}): see Discord's status page, and "
            "start again in a few minutes"
        )
    if step is Step.COMMANDS and error.status == HTTPStatus.FORBIDDEN:
        return StartupError(
            f"Discord does not let this application register commands ({detail}): "
            "check in Discord's developer portal that the token is of this application"
        )
    if step is Step.COMMANDS:
        return StartupError(
            f"Discord did not accept the commands ({detail}): install a newer Syllabot"
        )
    if error.status == HTTPStatus.FORBIDDEN:
        return StartupError(
            f"Discord forbids this application or this network to log in ({detail}): check the "
            "application in Discord's developer portal, and whether your address is blocked"
        )
    return _not_discord(detail)


def _explain_close(
    error: discord.PrivilegedIntentsRequired | discord.ConnectionClosed,
) -> StartupError:
    code = error.code if isinstance(error, discord.ConnectionClosed) else _DISALLOWED_INTENTS
    match code:
        case 4004:
            return StartupError(REFUSED_LOGIN)
        case 4013 | 4014:
            return StartupError(
                f"Discord disallows an intent that the bot asks for (code {code}): see Privileged "
                "Gateway Intents on the Bot page of your application in Discord's developer portal"
            )
        case 4012:
            return StartupError(
                "Discord has ended the version of its gateway that the bot uses (code 4012): "
                "install a newer Syllabot"
            )
        case _:
            return Unavailable(f"Discord ended the connection (code {code}): start the bot again")


def _explain_network(error: aiohttp.ClientError) -> StartupError:
    where = f"{Route.BASE} ({_line(error)})"
    match error:
        case aiohttp.ClientSSLError():
            return StartupError(
                f"no secure connection to {where}: check this machine's clock and certificates, "
                "a proxy in between, and SYLLABOT_DISCORD_API"
            )
        case aiohttp.InvalidURL():
            return StartupError(f"{where} is not a URL: correct SYLLABOT_DISCORD_API")
        case _:
            return Unavailable(f"cannot reach {where}: check the network, or SYLLABOT_DISCORD_API")


def _limited(seconds: float | None) -> StartupError:
    wait = "an hour" if seconds is None else _duration(seconds)
    return Unavailable(
        f"Discord takes no more requests from this bot for now (429): start it again in {wait}"
    )


def _not_discord(detail: str) -> StartupError:
    return StartupError(
        f"{Route.BASE} does not answer as Discord does ({detail}): correct SYLLABOT_DISCORD_API, "
        "or look for a proxy or a login page of this network in between"
    )


def _retry_after(error: discord.HTTPException) -> float | None:
    try:
        return float(error.response.headers["Retry-After"])
    except (KeyError, ValueError):
        return None


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 2 * 60 else f"{seconds / 60:.0f} min"


def _detail(error: discord.HTTPException) -> str:
    """Return what Discord says; the page of a proxy is no help."""
    if isinstance(error, discord.app_commands.CommandSyncFailure):
        return f": {_line(error)}"
    said = " ".join(error.text.split())
    return f": {said[:_LONGEST_DETAIL]}" if said and not said.startswith("<") else ""


def _line(error: BaseException) -> str:
    """Return an error in one line."""
    cause = getattr(error, "orig", None) or error
    said = " ".join(str(cause).split()) or type(cause).__name__
    return said[:_LONGEST_DETAIL]
