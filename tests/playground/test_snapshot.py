"""The world outlives the server."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

from bot.clock import SystemClock
from bot.playground import snapshot
from bot.playground.page_api import Playground
from bot.playground.payloads import CommandType
from bot.playground.server import serve
from tests.playground.bots import SmallBot
from tests.playground.conftest import TOKEN, Stage, running_bot
from tests.waiting import CEILING

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


async def test_a_restarted_server_remembers(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "discord.json"
    first = Playground(snapshot.load(path, SystemClock()), TOKEN)
    keeper = snapshot.Keeper(first.world, path)
    async with (
        serve(first) as app,
        running_bot(first.world.base_url, SmallBot()) as bot,
    ):
        stage = Stage(first, app, bot)
        shown = await stage.answered(await stage.use("parts", hidden=True), "message")
        file = await stage.answered(await stage.use("file"), "message")
        asked = await stage.say("one two")
        counted = await stage.answered(await stage.use_on(asked, "Count Words"), "message")
        menu = stage.command("Count Words", kind=CommandType.MESSAGE)
        await keeper.save()
        before = [stage.message(message) for message in (shown, counted)]
    again = Playground(snapshot.load(path, SystemClock()), TOKEN)
    async with (
        serve(again) as app,
        running_bot(again.world.base_url, SmallBot()) as bot,
    ):
        stage = Stage(again, app, bot)
        assert [stage.message(message) for message in (shown, counted)] == before
        assert stage.command("Count Words", kind=CommandType.MESSAGE) == menu
        recounted = await stage.answered(await stage.use_on(asked, "Count Words"), "message")
        assert stage.text(recounted) == "2 words by Ines"
        click = await again.click(stage.sam, shown, "step:1")
        assert await stage.answered(click, "update") == shown
        [attachment] = stage.message(file)["attachments"]
        assert attachment["url"].startswith(again.world.base_url)
        assert await bot.http.get_from_cdn(attachment["url"]) == b"\x89PNG"


async def test_changes_are_written_soon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, written, write = tmp_path / "discord.json", asyncio.Event(), snapshot._write
    loop = asyncio.get_running_loop()

    def write_and_tell(target: Path, text: str) -> None:
        write(target, text)
        loop.call_soon_threadsafe(written.set)

    monkeypatch.setattr(snapshot, "SAVE_AFTER", 0.0)
    monkeypatch.setattr(snapshot, "_write", write_and_tell)
    playground = Playground(snapshot.load(path, SystemClock()), TOKEN)
    task = asyncio.create_task(snapshot.Keeper(playground.world, path).run())
    person = int(playground.people[0]["id"])
    channel = int(playground.channels(person)[0]["id"])
    await playground.send_message(person, channel, "keep me")
    await asyncio.wait_for(written.wait(), CEILING)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    world = snapshot.load(path, SystemClock())
    assert [m["content"] for m in world.history(channel)] == ["keep me"]


async def test_the_last_save_waits_for_one_that_was_cancelled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, began, go_on, write = (
        tmp_path / "d.json",
        asyncio.Event(),
        threading.Event(),
        snapshot._write,
    )
    loop = asyncio.get_running_loop()

    def slow(target: Path, text: str) -> None:
        loop.call_soon_threadsafe(began.set)
        assert go_on.wait(CEILING)
        write(target, text)

    world = snapshot.load(path, SystemClock())
    keeper = snapshot.Keeper(world, path)
    monkeypatch.setattr(snapshot, "_write", slow)
    first = asyncio.create_task(keeper.save())
    await began.wait()
    first.cancel()
    world.guild["name"] = "Later"
    last = asyncio.create_task(keeper.save())
    await asyncio.wait({first})
    assert not last.done()
    go_on.set()
    await asyncio.wait_for(last, CEILING)
    assert snapshot.load(path, SystemClock()).guild["name"] == "Later"


async def test_a_damaged_file_is_put_aside(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "discord.json"
    path.write_text('{"version": 1, "users"')
    world = snapshot.load(path, SystemClock())
    assert world.people
    assert path.with_suffix(".damaged").exists()
    assert "could not be read" in caplog.text
