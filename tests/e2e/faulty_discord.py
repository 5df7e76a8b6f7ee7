"""The local Discord with answers that a test replaces, and `syllabot run` beside it."""

from __future__ import annotations

import asyncio
import json
import re
from collections import Counter
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.clock import SystemClock
from bot.playground.page_api import Playground
from bot.playground.rest import API
from bot.playground.server import GATEWAY, build_app
from bot.playground.sessions import Op
from bot.playground.world import World
from tests.command_line import CommandLine
from tests.conftest import ROOT
from tests.e2e.prepared import fill
from tests.processes import clean_environment
from tests.waiting import CEILING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

TOKEN = "a token of the tests"
ME = "/users/@me"
GATEWAY_BOT = "/gateway/bot"
COMMANDS = "/commands"
"""Of the application, whatever its id."""
SOCKET = "/gateway"
HOUR = 3600.0


class FaultyDiscord:
    """One server; ``answers`` replaces what a path below the API, or the gateway's, answers.

    A method before the path, as in ``PUT /commands``, leaves its other methods as they are.
    ``held`` keeps the answer of a path back until its event.
    """

    def __init__(self) -> None:
        self.playground = Playground(World(SystemClock()), TOKEN)
        self.answers: dict[str, Handler] = {}
        self.held: dict[str, asyncio.Event] = {}
        self._asked: Counter[str] = Counter()
        self._news = asyncio.Condition()
        app = build_app(self.playground)
        app.middlewares.append(self._answer)
        self.gateway = app[GATEWAY]
        self.server = TestServer(app)

    @property
    def api(self) -> str:
        """The base URL for SYLLABOT_DISCORD_API."""
        return self.playground.world.base_url + API

    @property
    def requests(self) -> int:
        """How many there were."""
        return self._asked.total()

    async def was_asked(self, path: str, times: int = 1) -> None:
        """Return once so many requests for a path have come."""
        async with asyncio.timeout(CEILING), self._news:
            await self._news.wait_for(lambda: self._asked[path] >= times)

    @web.middleware
    async def _answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        path = re.sub(r"^/applications/\d+(?=/commands$)", "", request.path.removeprefix(API))
        self._asked[path] += 1
        async with self._news:
            self._news.notify_all()
        if path in self.held:
            await self.held[path].wait()
        exact = self.answers.get(f"{request.method} {path}")
        return await (exact or self.answers.get(path, handler))(request)


@asynccontextmanager
async def faulty_discord() -> AsyncIterator[FaultyDiscord]:
    """Serve one on a loopback port."""
    discord = FaultyDiscord()
    await discord.server.start_server()
    discord.playground.world.base_url = str(discord.server.make_url("")).rstrip("/")
    try:
        yield discord
    finally:
        await discord.server.close()


def answers(status: int, body: object = None, **headers: str) -> Handler:
    """Answer with JSON; a body that is text goes as it is, with the type ``Content_Type``."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    # Without a charset: discord.py takes only this for JSON.
    sent = body if isinstance(body, str) else json.dumps(body)
    named.setdefault("Content-Type", "application/json")

    async def answer(request: web.Request) -> web.StreamResponse:
        await request.read()
        return web.Response(status=status, body=sent.encode(), headers=named)

    return answer


def rate_limit(seconds: float) -> Handler:
    """Answer as Discord does when a bot makes too many requests."""
    body = {"message": "You are being rate limited.", "retry_after": seconds, "global": False}
    return answers(429, body, Via="1.1 google")


def closes(code: int) -> Handler:
    """Let a bot into the gateway, read its first message, and close with this code."""

    async def answer(request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": Op.HELLO, "d": {"heartbeat_interval": 45_000}})
        await socket.receive()
        await socket.close(code=code)
        return socket

    return answer


async def hangs(request: web.Request) -> web.StreamResponse:
    """Never answer."""
    await asyncio.Event().wait()
    raise AssertionError(request)


async def cuts(request: web.Request) -> web.StreamResponse:
    """Break the connection."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


def environment(api: str, data: Path, **more: str) -> dict[str, str]:
    """Return the environment of a bot, with none of this machine's settings."""
    own = {"SYLLABOT_DATA": str(data), "SYLLABOT_DISCORD_API": api, "DISCORD_TOKEN": TOKEN}
    return clean_environment(PYTHONPATH=str(ROOT), **own, **more)


class Bot:
    """A process of `syllabot run`."""

    def __init__(self, process: CommandLine, folder: Path) -> None:
        self.process = process
        self._folder = folder

    async def end(self) -> tuple[int, list[str]]:
        """Wait until it ends by itself; return its exit code and the lines on stderr."""
        code = await self.process.wait()
        assert (self._folder / "out").read_bytes() == b""
        return code, (self._folder / "err").read_text(encoding="utf-8").splitlines()

    async def one_line(self, code: int, *words: str) -> str:
        """Wait until it ends with this exit code and one line that has these words."""
        ended, lines = await self.end()
        assert len(lines) == 1, "\n".join(lines)
        assert ended == code, lines
        assert lines[0].startswith("syllabot: ")
        for word in words:
            assert word in lines[0]
        return lines[0]


@asynccontextmanager
async def running(env: dict[str, str], *arguments: Any) -> AsyncIterator[Bot]:
    """Run the bot; end it afterwards if it still runs."""
    with TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        await asyncio.to_thread(fill, Path(env["SYLLABOT_DATA"]))
        process = CommandLine("run", *arguments, env=env, stdout=out, stderr=err)
        try:
            yield Bot(process, Path(folder))
        finally:
            process.kill()
            process.hang_up()
            await process.wait()
