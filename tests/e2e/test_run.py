"""`syllabot run` as a process beside a real gateway: refused, small, and gone when told to."""

from __future__ import annotations

import asyncio
import sys

import psutil

from bot.health import mark_path
from tests.conftest import ROOT
from tests.e2e.town import SEEN_SECONDS, Town


async def test_a_wrong_token_is_one_line(here: Town) -> None:
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


async def test_a_connected_bot_is_healthy(here: Town) -> None:
    async with asyncio.timeout(SEEN_SECONDS):
        while not mark_path(here.data).exists():  # noqa: ASYNC110  (another process writes it)
            await asyncio.sleep(0.05)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "health"), cwd=ROOT, env=here._environment
    )
    assert await process.wait() == 0


async def test_the_bot_stops_in_order(here: Town) -> None:
    assert await here.stop_bot() == 0


async def test_the_idle_bot_is_small(here: Town) -> None:
    assert here.process is not None
    memory = psutil.Process(here.process.pid).memory_info().rss
    assert memory < 116 * 1024 * 1024, f"{memory / 2**20:.0f} MB"
