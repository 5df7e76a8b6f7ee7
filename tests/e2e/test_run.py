"""`syllabot run` as a process beside a real gateway: refused, small, and gone when told to."""

from __future__ import annotations

import asyncio
import sys

import psutil

from bot.health import mark_path
from bot.playground.faults import rate_limit
from tests.conftest import ROOT
from tests.e2e.local_discord import LocalDiscord
from tests.waiting import CEILING, until


async def test_a_wrong_token_is_one_line(here: LocalDiscord) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "run"),
        cwd=ROOT,
        env={**here._environment, "DISCORD_TOKEN": "wrong", "SYLLABOT_DATA": f"{here.data}/other"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode == 2
    assert out == b""
    assert len(err.decode().splitlines()) == 1
    assert b"DISCORD_TOKEN" in err


async def test_a_connected_bot_is_healthy(here: LocalDiscord) -> None:
    await until(mark_path(here.data).exists)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "health"), cwd=ROOT, env=here._environment
    )
    assert await process.wait() == 0


async def test_the_bot_stops_in_order(here: LocalDiscord) -> None:
    assert await here.stop_bot() == 0


async def test_the_bot_stops_while_a_limit_of_an_hour_lasts(here: LocalDiscord) -> None:
    answers = here.playground.faults.add("POST", "/interactions/*/*/callback", rate_limit(3600.0))
    messages = here.playground.faults.add("*", "/channels/*", rate_limit(3600.0))
    asking = asyncio.create_task(here.sam.use("quiz", "quiz start"))
    await answers.was_hit()
    assert await here.stop_bot() == 0
    asking.cancel()
    await asyncio.wait({asking})
    assert answers.hits + messages.hits < 3


async def test_the_idle_bot_is_small(here: LocalDiscord) -> None:
    assert await here.stop_bot() == 0
    here.playground.came_online.clear()
    # Started as people do, with nothing in its folder: what it reads and builds counts too.
    bot = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        cwd=ROOT,
        env={**here._environment, "SYLLABOT_DATA": f"{here.data}/other"},
    )
    async with asyncio.timeout(CEILING):
        await here.playground.came_online.wait()
    memory = psutil.Process(bot.pid).memory_info().rss
    bot.terminate()
    assert await bot.wait() == 0
    assert memory < 124 * 1024 * 1024, f"{memory / 2**20:.0f} MB"
