"""The token and the database's password are in no line of the bot, however much it logs."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import TYPE_CHECKING

import pytest

from bot.clock import SystemClock
from bot.playground import snapshot
from bot.playground.page_api import Playground
from bot.playground.rest import API
from bot.playground.server import serve
from tests.command_line import syllabot
from tests.conftest import ROOT
from tests.waiting import CEILING

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "hunter2-correct-horse"
EVERYTHING = ",".join(
    f"{name}DEBUG" for name in ("", "discord=", "aiohttp=", "asyncio=", "sqlalchemy=", "aiosqlite=")
)


@pytest.mark.parametrize("known", [True, False], ids=["right", "refused"])
async def test_a_token_is_in_no_line(known: bool, tmp_path: Path) -> None:
    world = await asyncio.to_thread(snapshot.load, tmp_path / "discord.json", SystemClock())
    playground = Playground(world, SECRET if known else "another token")
    async with serve(playground):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"),
            cwd=ROOT,
            env={
                "PATH": os.environ["PATH"],
                "DISCORD_TOKEN": SECRET,
                "SYLLABOT_DATA": str(tmp_path / "data"),
                "SYLLABOT_DISCORD_API": playground.world.base_url + API,
                "SYLLABOT_LOG_LEVEL": EVERYTHING,
            },
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        written = asyncio.create_task(process.communicate())
        if known:
            async with asyncio.timeout(CEILING):
                await playground.came_online.wait()
            process.terminate()
        out, err = await written
    assert process.returncode == (0 if known else 2)
    assert b"discord.http" in err
    assert SECRET.encode() not in out + err


def test_a_databases_password_is_in_no_line(tmp_path: Path) -> None:
    for url in (
        f"postgresql://u:{SECRET}@127.0.0.1:1/n",
        f"postgresql://127.0.0.1:1/n?user=u&password={SECRET}",
        f"postgresql://u:{SECRET}@127.0.0.1:port/n",
        f"oracle://u:{SECRET}@h/n",
    ):
        for command in (("run",), ("db", "upgrade")):
            done = syllabot(
                *command,
                data=tmp_path,
                DISCORD_TOKEN="x",
                SYLLABOT_DATABASE=url,
                SYLLABOT_LOG_LEVEL=EVERYTHING,
            )
            assert done.returncode not in {0, 1}
            assert SECRET not in done.stdout + done.stderr
            assert "Traceback" not in done.stderr
