"""The whole thing over real sockets: the local Discord in this process, the real bot in another."""

from __future__ import annotations

import asyncio
import sys
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from bot.clock import SystemClock
from bot.intake import BUSY
from bot.playground import snapshot
from bot.playground.component_tree import Component, nested
from bot.playground.page_api import Playground
from bot.playground.payloads import CommandType
from bot.playground.rest import API
from bot.playground.server import GATEWAY, serve
from tests.command_line import CommandLine
from tests.conftest import ROOT
from tests.e2e.prepared import fill
from tests.processes import clean_environment
from tests.waiting import CEILING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
    from pathlib import Path

    from bot.playground.gateway import Gateway
    from bot.playground.interactions import Outcome
    from bot.playground.world import World

ANSWER_SECONDS = 10.0
"""How long the local Discord waits for an answer: longer than the true one, for busy machines."""
_SUBCOMMAND = 1


@dataclass
class Person:
    """Somebody in the server, acting and looking through the same seam as the page does."""

    discord: LocalDiscord
    id: int
    name: str

    async def use(self, place: str, name: str, /, **options: Any) -> Outcome:
        """Use a command such as ``quiz start`` and return how the bot answered."""
        playground, channel = self.discord.playground, self.discord.channel(place)
        root, *sub = name.split()
        command = next(c for c in playground.commands(self.id, channel) if c["name"] == root)
        known = command["options"]
        for part in sub:
            known = next(o for o in known if o["name"] == part)["options"]
        types = {option["name"]: option["type"] for option in known}
        sent: list[dict[str, Any]] = [
            {"name": key, "type": types[key], "value": value} for key, value in options.items()
        ]
        for part in reversed(sub):
            sent = [{"name": part, "type": _SUBCOMMAND, "options": sent}]
        return await self._again(
            lambda: playground.invoke(self.id, channel, int(command["id"]), sent)
        )

    async def use_on(self, message: dict[str, Any] | int, name: str) -> Outcome:
        """Use the command ``name`` in the menu of a message, which may be given by its id."""
        playground = self.discord.playground
        target = message if isinstance(message, int) else int(message["id"])
        channel = int(playground.visibility.message(self.id, target)["channel_id"])
        listed = playground.commands(self.id, channel, CommandType.MESSAGE)
        command = next(int(c["id"]) for c in listed if c["name"] == name)
        return await self._again(lambda: playground.invoke(self.id, channel, command, [], target))

    async def says(
        self, place: str, content: str, *, reply_to: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Write a message, or a reply, and return it."""
        target = int(reply_to["id"]) if reply_to else None
        channel = self.discord.channel(place)
        return await self.discord.playground.send_message(self.id, channel, content, target)

    async def reads_answer(
        self, place: str, message: dict[str, Any], wanted: str = ""
    ) -> dict[str, Any]:
        """Return the one answer to a message as soon as there is one that says ``wanted``."""
        async with (
            asyncio.timeout(CEILING),
            self.discord.playground.subscribe(self.id) as events,
        ):
            while True:
                found = self.answers(place, message)
                if found and wanted in text_of(found[-1]):
                    (one,) = found
                    return one
                await anext(events)

    def answers(self, place: str, message: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the replies to a message that this person sees."""
        return [
            seen
            for seen in self.sees(place)
            if (seen.get("message_reference") or {}).get("message_id") == message["id"]
        ]

    async def press(self, message: dict[str, Any], label: str) -> Outcome:
        """Press the button whose label starts with ``label``, or choose that option of a select."""
        return await self._again(lambda: self._click(message, label))

    async def press_once(self, message: dict[str, Any], label: str) -> Outcome:
        """Press a button and take no answer for an answer."""
        return await self.discord.playground.settled(await self._click(message, label))

    async def _click(self, message: dict[str, Any], label: str) -> int:
        playground, number = self.discord.playground, int(message["id"])
        for select, value in self.discord.offered(message, label):
            return await playground.select(self.id, number, select["custom_id"], [value])
        button = self.discord.button(message, label)
        return await playground.click(self.id, number, button["custom_id"])

    async def _again(self, act: Callable[[], Awaitable[int]]) -> Outcome:
        """Act until there is an answer, as people do when a busy bot had no time for them."""
        async with asyncio.timeout(CEILING):
            while True:
                interaction = await act()
                outcome = await self.discord.playground.settled(interaction)
                if outcome.kind != "failed" and not self._was_put_off(interaction, outcome):
                    return outcome

    def _was_put_off(self, interaction: int, outcome: Outcome) -> bool:
        world = self.discord.playground.world
        if outcome.kind != "message" or outcome.message_id is None:
            return False
        message = world.message(world.interactions[interaction].channel, outcome.message_id)
        return BUSY in text_of(message)

    def sees(self, place: str) -> list[dict[str, Any]]:
        """Return the messages that this person sees in a channel, oldest first."""
        return self.discord.playground.messages(self.id, self.discord.channel(place))

    async def waits_for(self, place: str, wanted: str, *, after: int = 0) -> dict[str, Any]:
        """Return the newest message that has the text ``wanted`` as soon as there is one."""
        async with (
            asyncio.timeout(CEILING),
            self.discord.playground.subscribe(self.id) as events,
        ):
            while True:
                newer = [seen for seen in self.sees(place) if int(seen["id"]) > after]
                if fitting := [seen for seen in newer if wanted in text_of(seen)]:
                    return fitting[-1]
                await anext(events)


class LocalDiscord:
    """One local Discord and the bot's process in it."""

    def __init__(
        self,
        playground: Playground,
        data: Path,
        environment: dict[str, str],
        gateway: Gateway | None = None,
    ) -> None:
        self.playground = playground
        self.gateway = gateway
        data.mkdir(parents=True, exist_ok=True)
        self.data = data
        data.mkdir(parents=True, exist_ok=True)
        self.log = data / "bot.log"
        """What the bot has logged, in all of its lives."""
        self._environment = environment
        self.watch = False
        self.process: CommandLine | None = None
        by_name = {user["username"]: user for user in playground.people}
        self.ines, self.sam, self.noor, self.kai = (
            Person(self, int(by_name[name]["id"]), name) for name in ("ines", "sam", "noor", "kai")
        )

    async def start_bot(self) -> None:
        """Start the bot's process and wait until it is connected and its commands are there."""
        self.process = CommandLine(
            *("run", "--until-eof", *(("--watch",) if self.watch else ())),
            env=self._environment,
            stdout=self.log,
            stderr=self.log,
        )
        async with asyncio.timeout(CEILING):
            await self.playground.came_online.wait()

    async def kill_bot(self) -> None:
        """End the bot as a power cut would."""
        assert self.process is not None
        self.process.kill()
        await self.process.wait()
        self.playground.interactions.give_up()
        async with (
            asyncio.timeout(CEILING),
            self.playground.subscribe(self.sam.id) as events,
        ):
            while self.playground.bot_online:
                await anext(events)

    async def lose_gateway(self) -> None:
        """Cut the bot's connection as a network would, and wait until it is back."""
        async with self.playground.subscribe(self.sam.id) as events:
            assert self.gateway is not None
            await self.gateway.drop()
            seen: list[bool] = []
            while seen[-2:] != [False, True]:
                event = await anext(events)
                if event["t"] == "BOT_STATUS":
                    seen.append(event["d"]["online"])

    async def stop_bot(self) -> int:
        """End the bot as an operator would and return its exit code."""
        assert self.process is not None
        self.process.terminate()
        self.process.hang_up()
        return await self.process.wait()

    def channel(self, name: str) -> int:
        """Return the id of a channel by its name."""
        channels = self.playground.world.channels.values()
        return next(int(channel["id"]) for channel in channels if channel.get("name") == name)

    @staticmethod
    def button(message: dict[str, Any], label: str) -> dict[str, Any]:
        """Return the button of a message whose label starts with ``label``."""
        found = [c for c in nested(message["components"]) if c["type"] == Component.BUTTON]
        for component in found:
            if (component.get("label") or "").startswith(label):
                return component
        raise AssertionError(f"no button {label!r} among {[c.get('label') for c in found]}")

    @staticmethod
    def offered(message: dict[str, Any], letter: str) -> Iterator[tuple[dict[str, Any], str]]:
        """Yield the select that offers the option with this letter, and the option's value."""
        for component in nested(message["components"]):
            for option in component.get("options", ()):
                if option["label"].startswith(f"{letter}. "):
                    yield component, option["value"]


def text_of(message: dict[str, Any]) -> str:
    """Return all the text of a message."""
    shown = [component.get("content", "") for component in nested(message["components"])]
    return "\n".join([message["content"], *shown])


@asynccontextmanager
async def open_local_discord(
    data: Path,
    *,
    content: Path | None = None,
    watch: bool = False,
    prepare: Callable[[World], None] = lambda _: None,
    settings: Mapping[str, str] = MappingProxyType({}),
    answer_within: float = ANSWER_SECONDS,
) -> AsyncIterator[LocalDiscord]:
    """Open a local Discord with the bot in it; both are gone at the end.

    ``prepare`` changes the world before anybody is there; ``settings`` are more of the bot's.
    A test about Discord's 3 s says so with ``answer_within``.
    """
    async with AsyncExitStack() as stack:
        world = await asyncio.to_thread(snapshot.load, data / "discord.json", SystemClock())
        prepare(world)
        playground = Playground(world, "a token of the tests", answer_within=answer_within)
        app = await stack.enter_async_context(serve(playground))
        environment = clean_environment(
            PYTHONPATH=str(ROOT),
            DISCORD_TOKEN=playground.token,
            SYLLABOT_DATA=str(data),
            SYLLABOT_DISCORD_API=playground.world.base_url + API,
            **settings,
        )
        if content is None:
            await asyncio.to_thread(fill, data)
        else:
            environment["SYLLABOT_CONTENT"] = str(content)
        here = LocalDiscord(playground, data, environment, app[GATEWAY])
        here.watch = watch
        try:
            await here.start_bot()
            yield here
        finally:
            await here.stop_bot()
            sys.stderr.write(here.log.read_text(encoding="utf-8"))
