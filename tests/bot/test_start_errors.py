"""What ends the connection to Discord: each is one line with its exit code."""

from __future__ import annotations

import asyncio
import logging
import ssl
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import pytest
import structlog
from aiohttp import web
from aiohttp.test_utils import TestServer
from discord.ext import commands
from discord.http import HTTPClient, Route
from sqlalchemy.exc import OperationalError

from bot import connection
from bot.connection import _in_one_line, stay_connected
from bot.errors import DatabaseAway, StartupError, Unavailable
from bot.start_errors import Step, explain_end
from bot.stopping import within
from tests.bot.conftest import Study

if TYPE_CHECKING:
    from collections.abc import Callable

TEMPORARY = Unavailable.exit_code


class Closed:
    """What discord.py takes the code of a closed gateway from."""

    close_code = None


def closed(code: int) -> discord.ConnectionClosed:
    return discord.ConnectionClosed(Closed(), shard_id=0, code=code)  # type: ignore[arg-type]


async def refused(status: int, body: str, kind: str, **headers: str) -> BaseException:
    """Return what discord.py raises for an answer."""

    async def answer(_: web.Request) -> web.Response:
        return web.Response(
            status=status, body=body.encode(), headers={"Content-Type": kind, **headers}
        )

    app = web.Application()
    app.router.add_get("/users/@me", answer)
    async with TestServer(app) as server:
        client = HTTPClient(asyncio.get_running_loop(), max_ratelimit_timeout=30)
        before, Route.BASE = Route.BASE, str(server.make_url("")).rstrip("/")
        try:
            with pytest.raises((discord.DiscordException, ValueError)) as caught:
                await client.static_login("token")
        finally:
            Route.BASE = before
            await client.close()
    return caught.value


JSON, PAGE = "application/json", "text/html"
ANSWERS: list[tuple[Step, int, str, str, int, str]] = [
    (Step.LOGIN, 401, "{}", JSON, 2, "DISCORD_TOKEN"),
    (Step.LOGIN, 403, '{"message": "Forbidden"}', JSON, 2, "403: Forbidden"),
    (Step.LOGIN, 404, "nothing", PAGE, 2, "as Discord does (404: nothing)"),
    (Step.LOGIN, 418, "<p>teapot", PAGE, 2, "as Discord does (418)"),
    (Step.LOGIN, 429, "<p>banned", PAGE, TEMPORARY, "in 50 min"),
    (Step.GATEWAY, 429, '{"retry_after": 90}', JSON, TEMPORARY, "in 90 s"),
    (Step.LOGIN, 503, "<p>away", PAGE, TEMPORARY, "logging in to Discord (503)"),
    (Step.LOGIN, 200, "{", JSON, 2, "as Discord does"),
    (Step.COMMANDS, 400, '{"message": "Bad"}', JSON, 2, "commands (400: Bad)"),
    (Step.COMMANDS, 403, '{"message": "No"}', JSON, 2, "register commands (403: No)"),
    (Step.COMMANDS, 503, "{}", JSON, TEMPORARY, "registering the commands"),
]


@pytest.mark.parametrize("case", ANSWERS)
async def test_an_answer_of_discord(case: tuple[Step, int, str, str, int, str]) -> None:
    step, status, body, kind, code, words = case
    headers = {"Retry-After": "3000"} | ({"Via": "1.1 google"} if kind == JSON else {})
    check(await refused(status, body, kind, **headers), step, code, words)


def key() -> Any:
    return aiohttp.client_reqrep.ConnectionKey("x", 443, True, True, None, None, None)


OTHERS: list[tuple[Callable[[], BaseException], Step, int, str]] = [
    (lambda: closed(4004), Step.GATEWAY, 2, "DISCORD_TOKEN"),
    (lambda: closed(4013), Step.CONNECTED, 2, "code 4013"),
    (lambda: discord.PrivilegedIntentsRequired(0), Step.GATEWAY, 2, "code 4014"),
    (lambda: closed(4012), Step.GATEWAY, 2, "newer Syllabot"),
    (lambda: closed(4011), Step.CONNECTED, TEMPORARY, "code 4011"),
    (aiohttp.ServerDisconnectedError, Step.LOGIN, TEMPORARY, "cannot reach"),
    (
        lambda: aiohttp.ClientConnectorDNSError(key(), OSError(-2, "Name not known")),
        Step.LOGIN,
        TEMPORARY,
        "Name not known",
    ),
    (
        lambda: aiohttp.ClientConnectorCertificateError(
            key(), ssl.SSLCertVerificationError("expired")
        ),
        Step.LOGIN,
        2,
        "secure connection",
    ),
    (lambda: aiohttp.InvalidURL("x:"), Step.LOGIN, 2, "is not a URL"),
    (TimeoutError, Step.LOGIN, TEMPORARY, "cannot reach"),
    (
        lambda: commands.ExtensionFailed("x", OperationalError("q", {}, OSError("gone"))),
        Step.EXTENSIONS,
        TEMPORARY,
        "database went away while loading the extensions (gone)",
    ),
    (lambda: DatabaseAway("locked"), Step.EXTENSIONS, TEMPORARY, "extensions (locked)"),
    (lambda: ConnectionRefusedError(111, "no"), Step.COMMANDS, TEMPORARY, "database went away"),
    (lambda: StartupError("as it is"), Step.EXTENSIONS, 2, "as it is"),
]


@pytest.mark.parametrize("case", OTHERS)
def test_an_error_without_an_answer(
    case: tuple[Callable[[], BaseException], Step, int, str],
) -> None:
    make, step, code, words = case
    check(make(), step, code, words)


def check(error: BaseException, step: Step, code: int, words: str) -> None:
    line = explain_end(error, step)
    assert line is not None
    assert words in str(line)
    assert "\n" not in str(line)
    assert line.exit_code == code


@pytest.mark.parametrize("error", [TypeError("ours"), AssertionError(), RuntimeError("ours")])
def test_a_fault_of_ours_is_not_explained_away(error: Exception) -> None:
    assert explain_end(error, Step.EXTENSIONS) is None
    assert explain_end(commands.ExtensionFailed("x", error), Step.EXTENSIONS) is None


async def test_a_session_that_ends_by_itself_is_one_line(study: Study) -> None:
    async def ends(token: str, *, reconnect: bool = True) -> None:
        assert (token, reconnect) == ("token", True)
        study.bot.joined.set()

    study.bot.start = ends  # type: ignore[method-assign]
    with pytest.raises(Unavailable, match="ended the session"):
        await stay_connected(study.bot, "token")


async def test_a_start_that_takes_too_long_is_one_line(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def waits(token: str, *, reconnect: bool = True) -> None:
        assert (token, reconnect) == ("token", True)
        await asyncio.Event().wait()

    monkeypatch.setattr(connection, "START_SECONDS", 0.01)
    study.bot.start = waits  # type: ignore[method-assign]
    study.bot.joined.clear()
    study.bot.step = Step.GATEWAY
    with pytest.raises(Unavailable, match="gave up joining Discord's gateway"):
        await stay_connected(study.bot, "token")


def test_a_reconnect_is_logged_without_its_traceback() -> None:
    error = OSError("no\nroute")
    record = logging.makeLogRecord(
        {"msg": "Attempting a reconnect in %.1fs", "args": (2,), "name": "discord.shard"}
    )
    record.exc_info = (OSError, error, None)
    assert _in_one_line(record)
    assert logging.Formatter().format(record) == "Attempting a reconnect in 2.0s: no route"
    given_up = {"msg": "Timeout of %.2f was too long, erroring instead.", "name": "discord.http"}
    assert not _in_one_line(logging.makeLogRecord(given_up))


async def test_what_does_not_close_is_left_behind() -> None:
    async def fails() -> None:
        raise OSError("disk full")

    with structlog.testing.capture_logs() as lines:
        assert await within(60, asyncio.sleep(0), part="quick")
        assert await within(60, fails(), part="broken")
        assert not await within(0, asyncio.Event().wait(), part="stuck")
    assert [(line["event"], line["part"]) for line in lines] == [
        ("stop.failed", "broken"),
        ("stop.left_open", "stuck"),
    ]
