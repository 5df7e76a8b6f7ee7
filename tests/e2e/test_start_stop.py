"""`syllabot run` as a process: a start that fails is one line, and a signal always ends it."""

from __future__ import annotations

import asyncio
import re
import signal
import socket
import sqlite3
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from aiohttp import web

from bot import client, connection, startup, stopping
from bot.health import mark_path
from bot.playground.sessions import Op
from bot.store import instance
from tests.conftest import ROOT
from tests.e2e.faulty_discord import (
    COMMANDS,
    GATEWAY_BOT,
    HOUR,
    ME,
    SOCKET,
    FaultyDiscord,
    answers,
    closes,
    environment,
    faulty_discord,
    hangs,
    rate_limit,
    running,
)
from tests.waiting import CEILING, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.e2e.faulty_discord import Handler

TEMPORARY = 75
SHORT_LIMIT = connection.LONGEST_LIMIT - 5
"""A rate limit that the start waits for; five of them are longer than it may take."""


@pytest_asyncio.fixture(loop_scope="session")
async def discord() -> AsyncIterator[FaultyDiscord]:
    async with faulty_discord() as served:
        yield served


REFUSALS = [
    (ME, answers(401, {"message": "401: Unauthorized", "code": 0}), 2, "DISCORD_TOKEN"),
    (ME, answers(403, {"message": "Forbidden", "code": 0}), 2, "403: Forbidden"),
    (ME, answers(503, "<html>", Content_Type="text/html"), TEMPORARY, "(503): see"),
    (ME, answers(200, "<p>Welcome", Content_Type="text/html"), 2, "as Discord does"),
    (ME, rate_limit(HOUR), TEMPORARY, "in 60 min"),
    (GATEWAY_BOT, rate_limit(HOUR), TEMPORARY, "in 60 min"),
    (COMMANDS, rate_limit(HOUR), TEMPORARY, "in 60 min"),
    (COMMANDS, answers(403, {"message": "No", "code": 20012}), 2, "403: No"),
    (SOCKET, closes(4014), 2, "Intents"),
]


@pytest.mark.parametrize("refusal", REFUSALS)
async def test_a_refused_start_is_one_line(
    discord: FaultyDiscord, tmp_path: Path, refusal: tuple[str, Handler, int, str]
) -> None:
    path, answer, code, words = refusal
    discord.answers[path] = answer
    # Before the gateway refuses, the commands are registered, which is told at INFO.
    quiet = environment(discord.api, tmp_path, SYLLABOT_LOG_LEVEL="WARNING")
    async with running(quiet) as bot:
        await bot.one_line(code, words)


async def test_a_plain_server_is_no_secure_one(discord: FaultyDiscord, tmp_path: Path) -> None:
    secure = discord.api.replace("http:", "https:")
    async with running(environment(secure, tmp_path)) as bot:
        await bot.one_line(2, "secure connection", secure)


async def test_a_name_that_nobody_knows(tmp_path: Path) -> None:
    apart = ("unshare", "--map-root-user", "--net")
    trial = await asyncio.create_subprocess_exec(*apart, "true", stderr=asyncio.subprocess.DEVNULL)
    if await trial.wait():
        pytest.skip("needs a network namespace, for a place without a network")
    done = await asyncio.create_subprocess_exec(
        *apart,
        *(sys.executable, "-m", "bot", "run"),
        cwd=ROOT,
        env=environment("https://discord.invalid/api/v10", tmp_path),
        stderr=asyncio.subprocess.PIPE,
    )
    _, err = await done.communicate()
    [line] = err.decode().splitlines()
    assert done.returncode == TEMPORARY
    assert line.startswith("syllabot: cannot reach https://discord.invalid/api/v10")


@pytest.mark.parametrize(("code", "words"), [(4004, "DISCORD_TOKEN"), (4013, "Intents")])
async def test_a_gateway_that_refuses_a_running_bot(
    discord: FaultyDiscord, tmp_path: Path, code: int, words: str
) -> None:
    async with running(environment(discord.api, tmp_path)) as bot:
        await discord.playground.came_online.wait()
        discord.answers[SOCKET] = closes(code)
        await discord.gateway.drop()
        ended, lines = await bot.end()
    assert ended == 2
    assert lines[-1].startswith("syllabot: ")
    assert words in lines[-1]
    assert not any("Traceback" in line for line in lines)


async def test_an_error_that_nobody_foresaw_has_an_id(
    discord: FaultyDiscord, tmp_path: Path
) -> None:
    discord.answers[f"PUT {COMMANDS}"] = answers(200, ["no command"])
    async with running(environment(discord.api, tmp_path)) as bot:
        code, lines = await bot.end()
    assert code == 1
    error_id = re.fullmatch(r"syllabot: ended by an error: .* id (\w{6}) in the log", lines[-1])
    assert error_id is not None
    assert any("failure" in line and error_id[1] in line for line in lines[:-1])


async def test_commands_that_discord_has_already_need_no_sending(
    discord: FaultyDiscord, tmp_path: Path
) -> None:
    async with running(environment(discord.api, tmp_path / "one")) as bot:
        await discord.playground.came_online.wait()
        bot.process.terminate()
        assert (await bot.end())[0] == 0
    discord.playground.came_online.clear()
    discord.answers[f"PUT {COMMANDS}"] = rate_limit(HOUR)
    # A new database does not know what was sent before.
    async with running(environment(discord.api, tmp_path / "two")) as bot:
        await discord.playground.came_online.wait()
        bot.process.terminate()
        code, lines = await bot.end()
    assert code == 0
    assert any("commands.unsent" in line for line in lines)


async def test_a_list_of_commands_that_cannot_be_had_is_no_hindrance(
    discord: FaultyDiscord, tmp_path: Path
) -> None:
    for answer in (None, answers(503)):
        if answer is not None:
            discord.playground.came_online.clear()
            discord.answers[COMMANDS] = answer
        async with running(environment(discord.api, tmp_path)) as bot:
            await discord.playground.came_online.wait()
            bot.process.terminate()
            code, lines = await bot.end()
        assert code == 0
    assert any("commands.unchecked" in line for line in lines)


async def without_hello(request: web.Request) -> web.StreamResponse:
    """Let the bot in and say nothing."""
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    await asyncio.Event().wait()
    return socket


@pytest.mark.parametrize(
    ("path", "answer", "times"),
    [
        (ME, hangs, 1),
        (ME, rate_limit(SHORT_LIMIT), 1),
        (GATEWAY_BOT, rate_limit(SHORT_LIMIT), 1),
        (COMMANDS, rate_limit(SHORT_LIMIT), 1),
        (SOCKET, hangs, 1),
        (SOCKET, without_hello, 1),
        (SOCKET, answers(503), 2),
    ],
)
async def test_a_signal_ends_a_start_that_waits(
    discord: FaultyDiscord, tmp_path: Path, path: str, answer: Handler, times: int
) -> None:
    discord.answers[path] = answer
    async with running(environment(discord.api, tmp_path)) as bot:
        await discord.was_asked(path, times)
        bot.process.send_signal(signal.SIGINT if path == ME else signal.SIGTERM)
        code, lines = await bot.end()
    assert code == 0, lines
    assert not any("Traceback" in line for line in lines)


async def test_a_signal_ends_a_bot_that_cannot_come_back(
    discord: FaultyDiscord, tmp_path: Path
) -> None:
    async with running(environment(discord.api, tmp_path)) as bot:
        await discord.playground.came_online.wait()
        discord.answers[SOCKET] = answers(503)
        await discord.gateway.drop()
        await discord.was_asked(SOCKET, 4)
        bot.process.terminate()
        code, lines = await bot.end()
    assert code == 0, lines
    assert not any("Traceback" in line for line in lines)


async def test_a_signal_ends_a_bot_whose_goodbye_nobody_hears(
    discord: FaultyDiscord, tmp_path: Path
) -> None:
    identified = asyncio.Event()

    async def deaf(request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": Op.HELLO, "d": {"heartbeat_interval": 45_000}})
        await socket.receive()
        identified.set()
        return await hangs(request)

    discord.answers[SOCKET] = deaf
    async with running(environment(discord.api, tmp_path)) as bot:
        await identified.wait()
        bot.process.terminate()
        code, lines = await bot.end()
    assert code == 0, lines
    assert not any("Traceback" in line for line in lines)


async def test_a_signal_ends_a_start_that_waits_for_its_database(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "syllabot.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        async with running(environment("http://127.0.0.1:9/api", tmp_path)) as bot:
            await until((tmp_path / "syllabot.db-lock").exists)
            bot.process.terminate()
            code, lines = await bot.end()
    assert code == 0, lines


@pytest.mark.parametrize(
    "work",
    [
        "ready(); blocked.wait()",
        "loop_hears(); ready(); blocked.wait()",
        "loop_hears(); ready(); await asyncio.gather(asyncio.to_thread(blocked.wait), stop.wait())",
    ],
)
async def test_a_signal_ends_what_blocks_everything(work: str) -> None:
    program = f"""
import asyncio, contextlib, threading
from bot.stopping import StopRequest
stop = StopRequest.on_signals()
blocked = threading.Event()
async def main():
    with contextlib.ExitStack() as stack:
        loop_hears = lambda: stack.enter_context(stop.attached())
        ready = lambda: print("ready", flush=True)
        {work}
asyncio.run(main())
"""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", program), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    await process.stdout.readline()
    process.terminate()
    async with asyncio.timeout(CEILING):
        assert await process.wait() == 0


def test_all_that_may_take_its_time_at_the_end_fits() -> None:
    parts = (
        client.TASKS_SECONDS,
        client.GATEWAY_SECONDS,
        client.SOCKETS_SECONDS,
        connection.STOP_SECONDS,
        startup.DATABASE_SECONDS,
        instance.RELEASE_SECONDS,
    )
    assert sum(parts) < stopping.STOP_SECONDS < 5


async def test_the_mark_of_health_goes_with_the_bot(discord: FaultyDiscord, tmp_path: Path) -> None:
    mark_path(tmp_path).touch()
    discord.answers[ME] = hangs
    async with running(environment(discord.api, tmp_path)) as bot:
        await discord.was_asked(ME)
        assert not mark_path(tmp_path).exists()
        bot.process.terminate()
        assert (await bot.end())[0] == 0


async def test_nobody_listens(tmp_path: Path) -> None:
    with closing(socket.socket()) as unused:
        unused.bind(("127.0.0.1", 0))
        api = f"http://127.0.0.1:{unused.getsockname()[1]}/api/v10"
        async with running(environment(api, tmp_path)) as bot:
            await bot.one_line(TEMPORARY, api)
