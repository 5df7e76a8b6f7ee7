"""The lock of the one bot that uses a database; processes are in `tests/e2e/test_two_bots.py`."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import structlog
from sqlalchemy import text

from bot.errors import StartupError, Unavailable
from bot.store import session_lock
from bot.store.database import database_url
from bot.store.instance import FileLock, InstanceLock
from bot.store.session_lock import SessionLock
from tests.bot.postgres import postgres
from tests.waiting import CEILING, until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL


@pytest.fixture(scope="module")
def server() -> Iterator[URL]:
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    try:
        with postgres(folder) as url:
            yield database_url(url, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def test_a_file_has_one_holder_by_whichever_name(tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "real.db")
    real = database_url(f"sqlite:///{tmp_path / 'real.db'}", tmp_path)
    async with InstanceLock(real):
        for name in (f"{tmp_path}/link.db", f"{tmp_path}/real.db", f"file:{tmp_path}/real.db"):
            again = database_url(f"sqlite:///{name}?uri=true", tmp_path)
            with pytest.raises(StartupError, match="already running on sqlite"):
                await InstanceLock(again).__aenter__()
        async with InstanceLock(database_url(f"sqlite:///{tmp_path / 'other.db'}", tmp_path)):
            pass
    assert not (tmp_path / "real.db").exists()
    async with InstanceLock(real):
        pass


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


@pytest.mark.parametrize(
    "name", ["sqlite://", "sqlite:///:memory:", "sqlite:///file:x?mode=memory"]
)
async def test_what_is_in_memory_needs_no_lock(tmp_path: Path, name: str) -> None:
    url = database_url(name, tmp_path)
    async with InstanceLock(url), InstanceLock(url):
        pass
    assert names(tmp_path) == []


async def test_a_lock_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    url = database_url(f"sqlite:///{tmp_path}/gone/x.db", tmp_path)
    with pytest.raises(StartupError) as caught:
        await InstanceLock(url).__aenter__()
    assert "\n" not in str(caught.value)
    assert not isinstance(caught.value, Unavailable)


def test_a_file_lock_can_be_held_by_other_parts(tmp_path: Path) -> None:
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert first.acquire()
    assert not second.acquire()
    first.close()
    first.close()
    assert second.acquire()
    second.close()


async def test_two_schemas_are_two_databases(server: URL) -> None:
    one, two = SessionLock(server), SessionLock(server)
    assert await one.take()
    assert not await two.take()
    engine = one._engine
    async with engine.connect() as connection:
        await connection.execute(text("CREATE SCHEMA IF NOT EXISTS apart"))
        await connection.execute(text("ALTER ROLE syllabot SET search_path = apart"))
    assert await two.take()
    async with engine.connect() as connection:
        await connection.execute(text("ALTER ROLE syllabot RESET search_path"))
    await one.release()
    await two.release()


async def end_session(lock: SessionLock) -> None:
    """Let the server end the session of a lock, as a restart does."""
    assert lock._session is not None
    async with lock._engine.connect() as connection:
        await connection.execute(
            text("SELECT pg_terminate_backend(:pid)"), {"pid": lock._session[0]}
        )


async def test_a_lost_lock_is_taken_again(server: URL, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_lock, "CHECK_SECONDS", 0.01)
    lock, other = SessionLock(server), SessionLock(server)
    assert await lock.take()
    keeping = asyncio.create_task(lock.keep(repeat(0.01)))
    before = lock._session
    await end_session(lock)
    await until(lambda: lock._session != before and lock._connection is not None)
    assert not await other.take()
    keeping.cancel()
    await lock.release()
    assert await other.take()
    await other.release()


async def test_a_lost_lock_that_another_has_ends_the_bot(
    server: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_lock, "CHECK_SECONDS", 0.01)
    other = SessionLock(server)
    async with InstanceLock(server) as lock, asyncio.timeout(CEILING):
        assert isinstance(lock._lock, SessionLock)
        await end_session(lock._lock)
        while not await other.take():
            pass
        with pytest.raises(StartupError, match="has taken over postgresql"):
            await lock.keep()
    await other.release()


async def test_a_session_that_only_this_side_has_lost_is_ended(server: URL) -> None:
    lock, other = SessionLock(server), SessionLock(server)
    assert await lock.take()
    forgotten, lock._connection = lock._connection, None
    before = lock._session
    assert await lock.take()
    assert lock._session != before
    assert not await other.take()
    assert forgotten is not None
    await session_lock._drop(forgotten)
    await other.release()
    await lock.release()


async def test_a_server_that_is_away_is_tried_with_growing_waits(tmp_path: Path) -> None:
    lock = SessionLock(database_url(f"postgresql://nobody@/x?host={tmp_path}", tmp_path))

    def waits() -> Iterator[float]:
        yield from (0.0, 0.01, 0.02)
        raise KeyError("asked for a fourth wait")

    with structlog.testing.capture_logs() as lines, pytest.raises(KeyError):
        await lock._take_again(waits())
    assert [line["wait"] for line in lines] == [0.0, 0.01, 0.02]
    assert list(session_lock.WAITS) == sorted(session_lock.WAITS)
