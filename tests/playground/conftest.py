"""A running local Discord with a connected bot, for each test."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.clock import SystemClock
from bot.playground.page_api import Playground
from bot.playground.payloads import CommandType
from bot.playground.rest import API
from bot.playground.server import GATEWAY, serve
from bot.playground.world import World
from tests.playground.bots import SmallBot
from tests.waiting import CEILING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from aiohttp import web

TOKEN = "playground.test"


class Stage:
    """A playground, its server and its bot, with short names for what tests do."""

    def __init__(self, playground: Playground, app: web.Application, bot: SmallBot) -> None:
        self.playground = playground
        self.world = playground.world
        self.gateway = app[GATEWAY]
        self.bot = bot
        people = {person["username"]: int(person["id"]) for person in playground.people}
        self.ines, self.sam, self.noor = people["ines"], people["sam"], people["noor"]

    def channel(self, name: str) -> int:
        """Return the id of a guild channel."""
        return next(int(c["id"]) for c in self.world.guild_channels() if c["name"] == name)

    def command(
        self,
        name: str,
        person: int | None = None,
        channel: int | None = None,
        kind: CommandType = CommandType.CHAT_INPUT,
    ) -> int:
        """Return the id of a command that a person sees."""
        person, channel = person or self.sam, channel or self.channel("general")
        listed = self.playground.commands(person, channel, kind)
        return next(int(command["id"]) for command in listed if command["name"] == name)

    async def use(
        self,
        command: str,
        /,
        *,
        person: int | None = None,
        channel: int | None = None,
        **options: Any,
    ) -> int:
        """Use a command with options of simple types and return the interaction's id."""
        person, channel = person or self.sam, channel or self.channel("general")
        given = [{"name": key, "value": value} for key, value in options.items()]
        known = self.command(command, person, channel)
        return await self.playground.invoke(person, channel, known, given)

    async def use_on(
        self,
        target: int,
        command: str,
        *,
        person: int | None = None,
        channel: int | None = None,
        kind: CommandType = CommandType.MESSAGE,
    ) -> int:
        """Use a command on a message, or on a person, and return the interaction's id."""
        person, channel = person or self.sam, channel or self.channel("general")
        known = self.command(command, person, channel, kind)
        return await self.playground.invoke(person, channel, known, [], target)

    async def say(self, text: str, *, person: int | None = None, channel: str = "general") -> int:
        """Send a message as a person, by default Ines, and return its id."""
        place = self.channel(channel)
        sent = await self.playground.send_message(person or self.ines, place, text)
        return int(sent["id"])

    async def answered(self, interaction: int, kind: str) -> int:
        """Wait for an answer of a kind and return the id of its message (0: none)."""
        outcome = await self.playground.settled(interaction)
        assert outcome.kind == kind, outcome
        return outcome.message_id or 0

    def text(self, message: int, person: int | None = None) -> str:
        """Return a message's text as a person sees it."""
        return str(self.message(message, person)["content"])

    def message(self, message: int, person: int | None = None) -> dict[str, Any]:
        """Return a message as a person sees it."""
        for channel in self.playground.channels(person or self.sam):
            for shown in self.playground.messages(person or self.sam, int(channel["id"])):
                if shown["id"] == str(message):
                    return shown
        raise LookupError(message)


@asynccontextmanager
async def running_bot(base_url: str, bot: SmallBot) -> AsyncIterator[SmallBot]:
    """Connect a bot to a server while the context is open."""
    Route.BASE = base_url + API
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(base_url.replace("http", "ws") + "/gateway")
    task = asyncio.create_task(bot.start(TOKEN))
    connected = asyncio.create_task(bot.connected.wait())
    try:
        await asyncio.wait({task, connected}, timeout=CEILING, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            await task
        assert bot.connected.is_set()
        yield bot
    finally:
        connected.cancel()
        await bot.close()
        await asyncio.gather(task, return_exceptions=True)


@pytest.fixture(autouse=True)
def _seams(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put discord.py's two addresses back after each test."""
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)


@pytest.fixture
def answer_within() -> float:
    """How long the bot has to answer; tests of that rule shorten it."""
    return CEILING


@pytest.fixture
def rate_limits() -> bool:
    """Whether the bot has Discord's rate limits; tests of those switch them on."""
    return False


@pytest_asyncio.fixture
async def playground(answer_within: float, rate_limits: bool) -> Playground:
    world = World(SystemClock())
    return Playground(world, TOKEN, answer_within=answer_within, rate_limits=rate_limits)


@pytest_asyncio.fixture
async def app(playground: Playground) -> AsyncIterator[web.Application]:
    async with serve(playground) as app:
        yield app


@pytest_asyncio.fixture
async def stage(playground: Playground, app: web.Application) -> AsyncIterator[Stage]:
    async with running_bot(playground.world.base_url, SmallBot()) as bot:
        yield Stage(playground, app, bot)


async def next_event(events: AsyncIterator[dict[str, Any]], name: str) -> dict[str, Any]:
    """Return the data of the next event of a name."""
    async with asyncio.timeout(CEILING):
        async for event in events:
            if event["t"] == name:
                data: dict[str, Any] = event["d"]
                return data
    raise AssertionError(f"the events ended before {name}")
