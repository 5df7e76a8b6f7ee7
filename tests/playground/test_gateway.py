"""The gateway's protocol: with the unmodified client, and by hand where that never errs."""

from __future__ import annotations

import asyncio
import json
import zlib
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import pytest

from bot.playground.page_api import ActionRefused, Playground
from bot.playground.server import serve
from tests.playground.bots import SmallBot
from tests.playground.conftest import TOKEN, Stage, next_event, running_bot
from tests.waiting import CEILING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from aiohttp import web

IDENTIFY = {"op": 2, "d": {"token": TOKEN, "intents": 513, "properties": {}}}


class Wire:
    """A gateway client without any cleverness."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def send(self, message: dict[str, Any]) -> None:
        await self.socket.send_json(message)

    async def receive(self) -> dict[str, Any]:
        message: dict[str, Any] = await self.socket.receive_json(timeout=CEILING)
        return message

    async def event(self, name: str) -> dict[str, Any]:
        while (message := await self.receive())["t"] != name:
            pass
        return message

    async def close_code(self) -> int | None:
        async with asyncio.timeout(CEILING):
            async for _ in self.socket:
                pass
        return self.socket.close_code


@asynccontextmanager
async def wire(playground: Playground, query: str = "") -> AsyncIterator[Wire]:
    url = playground.world.base_url + "/gateway?v=10&encoding=json" + query
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        yield Wire(socket)


@pytest.mark.usefixtures("app")
class TestByHand:
    async def test_hello_heartbeat_and_ready(self, playground: Playground) -> None:
        async with wire(playground) as client:
            assert (await client.receive())["d"] == {"heartbeat_interval": 41250}
            await client.send({"op": 1, "d": None})
            assert (await client.receive())["op"] == 11
            await client.send(IDENTIFY)
            ready = await client.receive()
            assert (ready["t"], ready["s"]) == ("READY", 1)
            assert ready["d"]["resume_gateway_url"].endswith("/gateway")
            guild = (await client.receive())["d"]
            assert guild["name"] == "Study Server"
            assert len(guild["members"]) == 1
            await client.send(
                {"op": 8, "d": {"guild_id": guild["id"], "query": "s", "limit": 0, "nonce": "7"}}
            )
            chunk = (await client.receive())["d"]
            assert {m["user"]["username"] for m in chunk["members"]} == {"sam", "syllabot"}
            assert chunk["nonce"] == "7"

    @pytest.mark.parametrize(
        ("message", "code"),
        [
            ({"op": 2, "d": {"token": "wrong", "intents": 0}}, 4004),
            ({"op": 2, "d": {"token": TOKEN, "intents": -1}}, 4013),
            ({"op": 2, "d": {"token": TOKEN, "intents": 0, "shard": [2, 2]}}, 4010),
            ({"op": 3, "d": {}}, 4003),
            ({"op": 99}, 4001),
            ([], 4002),
        ],
    )
    async def test_broken_protocol_closes(
        self, playground: Playground, message: dict[str, Any], code: int
    ) -> None:
        async with wire(playground) as client:
            await client.send(message)
            assert await client.close_code() == code

    async def test_events_are_compressed_as_one_stream(self, playground: Playground) -> None:
        async with wire(playground, "&compress=zlib-stream") as client:
            stream = zlib.decompressobj()
            await client.send(IDENTIFY)
            names = []
            for _ in range(3):
                data = await client.socket.receive_bytes(timeout=CEILING)
                assert data.endswith(b"\x00\x00\xff\xff")
                names.append(json.loads(stream.decompress(data))["t"])
            assert names == [None, "READY", "GUILD_CREATE"]

    async def test_an_unknown_compression_is_refused(self, playground: Playground) -> None:
        with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
            async with wire(playground, "&compress=lzma"):
                pass
        assert caught.value.status == 400

    async def test_intents_decide_what_is_received(self, playground: Playground) -> None:
        person = int(playground.people[0]["id"])
        channel = int(playground.channels(person)[0]["id"])
        async with wire(playground) as reader, wire(playground) as deaf:
            await reader.send(IDENTIFY)
            await deaf.send({"op": 2, "d": {"token": TOKEN, "intents": 1, "shard": [0, 1]}})
            for client in (reader, deaf):
                await client.event("GUILD_CREATE")
            await playground.send_message(person, channel, "secret")
            await playground.send_message(person, channel, f"<@{playground.world.bot_id}> hi")
            assert (await reader.event("MESSAGE_CREATE"))["d"]["content"] == ""
            assert (await reader.event("MESSAGE_CREATE"))["d"]["content"].endswith("hi")
            await deaf.send({"op": 1, "d": 2})
            assert (await deaf.receive())["op"] == 11

    async def test_resume_replays_what_was_missed(self, playground: Playground) -> None:
        person = int(playground.people[0]["id"])
        channel = int(playground.channels(person)[0]["id"])
        async with wire(playground) as client:
            await client.send(IDENTIFY)
            session = (await client.event("READY"))["d"]["session_id"]
            last = (await client.event("GUILD_CREATE"))["s"]
            await client.socket.close(code=4900)
        for text in ("one", "two"):
            await playground.send_message(person, channel, text)
        resume = {"token": TOKEN, "session_id": session, "seq": last}
        async with wire(playground) as client:
            await client.send({"op": 6, "d": resume})
            await client.receive()
            replayed = [await client.receive() for _ in range(3)]
            assert [event["t"] for event in replayed] == ["MESSAGE_CREATE"] * 2 + ["RESUMED"]
            assert [event["s"] for event in replayed] == [last + 1, last + 2, last + 3]
        for broken in ({"session_id": "unknown"}, {"seq": 10_000}):
            async with wire(playground) as client:
                await client.receive()
                await client.send({"op": 6, "d": resume | broken})
                assert await client.receive() == {"op": 9, "d": False, "s": None, "t": None}
                await client.send(IDENTIFY)
                await client.event("READY")


async def test_a_silent_connection_is_dropped(playground: Playground) -> None:
    async with serve(playground, heartbeat=0.1), wire(playground) as client:
        assert await client.close_code() == 4009


async def test_the_client_resumes_after_a_cut(stage: Stage) -> None:
    async with stage.playground.subscribe(stage.sam) as events:
        await stage.gateway.drop()
        assert await next_event(events, "BOT_STATUS") == {"online": False}
        private = int(stage.world.dm_with(stage.sam)["id"])
        await stage.playground.send_message(stage.sam, private, "while you were away")
        with pytest.raises(ActionRefused, match="offline"):
            await stage.use("say", text="x")
        assert await next_event(events, "BOT_STATUS") == {"online": True}
    await asyncio.wait_for(stage.bot.resumed.wait(), CEILING)
    received = await asyncio.wait_for(stage.bot.received.get(), CEILING)
    assert received.content == "while you were away"
    await stage.answered(await stage.use("say", text="back"), "message")


async def test_buttons_work_after_a_restart_of_the_bot(
    playground: Playground, app: web.Application
) -> None:
    async with running_bot(playground.world.base_url, SmallBot()) as first:
        stage = Stage(playground, app, first)
        shown = await stage.answered(await stage.use("parts", hidden=True), "message")
    assert not playground.bot_online
    async with running_bot(playground.world.base_url, SmallBot()) as second:
        stage.bot = second
        click = await playground.click(stage.sam, shown, "step:1")
        assert await stage.answered(click, "update") == shown
        assert stage.text(shown) == "at 2"


@pytest.mark.usefixtures("app")
async def test_a_wrong_token_fails_the_login(
    playground: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.playground.conftest.TOKEN", "wrong")
    with pytest.raises(discord.LoginFailure):
        async with running_bot(playground.world.base_url, SmallBot()):
            pass
