"""`play` as an operator runs it: the real bot as a child process."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import aiohttp
import psutil
import pytest

from content.library import load, shipped_courses
from tests.processes import clean_environment
from tests.waiting import CEILING, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

READY = "Syllabot is ready: http://127.0.0.1:"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and pipes of POSIX")


class Play:
    """A running `play`."""

    def __init__(self, process: asyncio.subprocess.Process, port: int) -> None:
        self.process = process
        self.port = port

    def bot(self) -> psutil.Process:
        """Return the bot's process."""
        [child] = psutil.Process(self.process.pid).children()
        return child

    @asynccontextmanager
    async def page(self) -> AsyncIterator[Page]:
        """Open the page as its first person and listen to its events."""
        base = f"http://127.0.0.1:{self.port}"
        async with aiohttp.ClientSession(base, timeout=aiohttp.ClientTimeout(CEILING)) as session:
            async with session.get("/") as response:
                person = re.search(r"/\?as=(\d+)", await response.text())
            assert person
            async with session.get("/events", params={"as": person[1]}) as stream:
                page = Page(stream)
                await page.receives(name="ready")
                yield page


class Page:
    """What a tab receives."""

    def __init__(self, stream: aiohttp.ClientResponse) -> None:
        self._stream = stream

    async def receives(self, **wanted: object) -> None:
        """Return as soon as an event with these fields has come."""
        async for line in self._stream.content:
            if line.startswith(b"data: ") and wanted.items() <= json.loads(line[6:]).items():
                return
        raise AssertionError(f"the events ended before {wanted}")


def environment(data: Path, **more: str) -> dict[str, str]:
    return clean_environment(SYLLABOT_DATA=str(data), **more)


@asynccontextmanager
async def playing(data: Path, *options: str) -> AsyncIterator[Play]:
    """Run `play` until it is ready; end it afterwards if it still runs."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "play", "--port", "0", *options),
        stdout=asyncio.subprocess.PIPE,
        env=environment(data),
    )
    try:
        assert process.stdout
        line = (await asyncio.wait_for(process.stdout.readline(), CEILING)).decode()
        assert line.startswith(READY), line
        yield Play(process, int(line.removeprefix(READY).rstrip("/\n")))
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()


async def test_a_killed_bot_comes_back(tmp_path: Path) -> None:
    async with playing(tmp_path) as play, play.page() as page:
        first = play.bot()
        first.kill()
        await page.receives(name="status", online=False)
        await page.receives(name="status", online=True)
        assert play.bot() != first


async def test_the_page_is_named_after_the_course(tmp_path: Path) -> None:
    [course] = load([shipped_courses()]).courses
    async with (
        playing(tmp_path) as play,
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{play.port}/") as response,
    ):
        shown = await response.text()
    assert f"<title>#welcome · {course.title} as Sam</title>" in shown
    assert f'<h1><span id="guild">{course.title}</span>' in shown


async def test_a_course_with_another_title_renames_the_server(tmp_path: Path) -> None:
    (lessons := tmp_path / "lessons").mkdir()
    (lessons / "01-tea.md").write_text("# Lesson 1: Tea\n\n## Tea\n\n### Leaf\n\nIt is green.\n")
    (course := lessons / "course.yml").write_text("title: Tea\n")
    async with playing(tmp_path / "data", "--content", str(lessons)) as play, play.page() as page:
        course.write_text("title: Tea and Coffee\n")
        await page.receives(name="guild", guild="Tea and Coffee")


async def test_a_signal_ends_both_in_order(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        bot = play.bot()
        play.process.send_signal(signal.SIGINT)
        output, _ = await asyncio.wait_for(play.process.communicate(), CEILING)
        assert (play.process.returncode, output) == (0, b"")
        assert not bot.is_running()
    assert (tmp_path / "playground" / "discord.json").exists()


async def test_the_bot_does_not_outlive_its_parent(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        bot = play.bot()
        play.process.kill()
        await until(lambda: not bot.is_running() or bot.status() == psutil.STATUS_ZOMBIE)


async def test_a_second_play_says_that_the_first_runs(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "play", "--port", str(play.port)),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=environment(tmp_path),
        )
        output, errors = await process.communicate()
        assert (process.returncode, output) == (2, b"")
        [line] = errors.decode().splitlines()
        assert "`syllabot play` runs already" in line
        assert str(tmp_path) in line
        assert "SYLLABOT_DATA" in line
        bot = play.bot()
        play.process.kill()
        await until(lambda: not bot.is_running() or bot.status() == psutil.STATUS_ZOMBIE)
    # Nothing is left of the one that was killed.
    async with playing(tmp_path):
        pass


async def test_a_bot_that_cannot_start_ends_play_with_its_line(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "play", "--port", "0"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment(tmp_path, SYLLABOT_CONTENT=str(tmp_path / "nowhere")),
    )
    output, errors = await asyncio.wait_for(process.communicate(), CEILING)
    assert (process.returncode, output) == (2, b"")
    [line] = errors.decode().splitlines()
    assert line.startswith("syllabot: ")
    assert "nowhere" in line
