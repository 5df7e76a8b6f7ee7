"""Two bots on one database, as processes: the second ends, and a dead one's lock is gone."""

from __future__ import annotations

import asyncio
import shutil
import signal
import tempfile
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.store.database import database_url
from bot.store.session_lock import lock_key
from tests.bot.postgres import postgres
from tests.e2e.faulty_discord import (
    GATEWAY_BOT,
    FaultyDiscord,
    environment,
    faulty_discord,
    running,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from sqlalchemy.ext.asyncio import AsyncConnection


@pytest.fixture(scope="module")
def server() -> Iterator[Path]:
    # A socket's path has a limit that the usual temporary folders of tests exceed.
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    try:
        with postgres(folder):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest_asyncio.fixture(loop_scope="session")
async def discord() -> AsyncIterator[FaultyDiscord]:
    async with faulty_discord() as served:
        yield served


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of a database that both bots use."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'shared.db'}"
    return url_of(request.getfixturevalue("server"))


def url_of(server: Path) -> str:
    return f"postgresql://syllabot@/postgres?host={server}"


@asynccontextmanager
async def connection(server: Path) -> AsyncIterator[AsyncConnection]:
    """Connect to the server as somebody else."""
    url = database_url(url_of(server), server)
    engine = create_async_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    async with engine.connect() as opened:
        yield opened
    await engine.dispose()


async def test_the_second_bot_ends_and_a_dead_one_leaves_no_lock(
    discord: FaultyDiscord, tmp_path: Path, database: str
) -> None:
    first = environment(discord.api, tmp_path / "one", SYLLABOT_DATABASE=database)
    second = {**first, "SYLLABOT_DATA": str(tmp_path / "two")}
    async with running(first) as bot:
        await discord.playground.came_online.wait()
        asked = discord.requests
        async with running(second) as other:
            await other.one_line(2, "already running", "SYLLABOT_DATABASE")
        assert discord.requests == asked
        bot.process.kill()
        await bot.process.wait()
    discord.playground.came_online.clear()
    async with running(second) as other:
        await discord.playground.came_online.wait()
        other.process.terminate()
        assert (await other.end())[0] == 0


async def test_a_bot_whose_lock_another_has_taken_over_ends(
    discord: FaultyDiscord, tmp_path: Path, server: Path
) -> None:
    env = environment(discord.api, tmp_path, SYLLABOT_DATABASE=url_of(server))
    async with running(env) as bot, connection(server) as other:
        await discord.playground.came_online.wait()
        key = lock_key("public")
        # In one statement after the other's end: waits in the server's queue and gets it at once.
        await other.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_locks"
                " WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
            )
        )
        await other.execute(text("SELECT pg_advisory_lock(:key)"), {"key": key})
        code, lines = await bot.end()
    assert code == 2, lines
    assert "another Syllabot has taken over" in lines[-1]
    assert not any("Traceback" in line for line in lines)


@contextmanager
def frozen(server: Path) -> Iterator[None]:
    """Let every process of the server stand still."""
    postmaster = psutil.Process(int((server / "data/postmaster.pid").read_text().split()[0]))
    processes = [postmaster, *postmaster.children(recursive=True)]
    for process in processes:
        process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            process.send_signal(signal.SIGCONT)


async def test_a_signal_ends_a_bot_whose_database_hangs(
    discord: FaultyDiscord, tmp_path: Path, server: Path
) -> None:
    env = environment(discord.api, tmp_path, SYLLABOT_DATABASE=url_of(server))
    async with running(env) as bot:
        await discord.playground.came_online.wait()
        with frozen(server):
            bot.process.terminate()
            code, lines = await bot.end()
    assert code == 0, lines


async def test_a_signal_ends_a_start_whose_database_hangs(
    discord: FaultyDiscord, tmp_path: Path, server: Path
) -> None:
    env = environment(discord.api, tmp_path, SYLLABOT_DATABASE=url_of(server))
    discord.held[GATEWAY_BOT] = asyncio.Event()
    async with running(env) as bot:
        await discord.was_asked(GATEWAY_BOT)
        with frozen(server):
            # Now the extensions read the database.
            discord.held[GATEWAY_BOT].set()
            bot.process.terminate()
            code, lines = await bot.end()
    assert code == 0, lines


async def test_a_database_that_goes_away_while_the_bot_starts(
    discord: FaultyDiscord, tmp_path: Path
) -> None:
    discord.held[GATEWAY_BOT] = asyncio.Event()
    async with AsyncExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="pg"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        with postgres(folder) as url:
            env = environment(discord.api, tmp_path, SYLLABOT_DATABASE=url)
            bot = await stack.enter_async_context(running(env))
            await discord.was_asked(GATEWAY_BOT)
        discord.held[GATEWAY_BOT].set()
        code, lines = await bot.end()
    assert code == 75, lines
    assert lines[-1].startswith("syllabot: the database went away while loading the extensions")


async def test_a_database_that_is_not_there_yet_is_one_line(tmp_path: Path) -> None:
    away = f"postgresql://syllabot@/postgres?host={tmp_path}"
    env = environment("http://127.0.0.1:9/api", tmp_path, SYLLABOT_DATABASE=away)
    async with running(env) as bot:
        await bot.one_line(75, "cannot be reached")
