"""Lets one bot at a time use a database, by a lock in it that ends with its holder's process."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sqlalchemy.exc import NoSuchModuleError

from bot.errors import StartupError, Unavailable
from bot.stopping import within
from bot.store.address import shown, sqlite_file
from bot.store.away import is_away
from bot.store.remedies import explain_failure
from bot.store.session_lock import WAITS, SessionLock

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

    from sqlalchemy import URL

RELEASE_SECONDS = 0.5
_BUSY_SECONDS = 1.0


class Lock(Protocol):
    """One way to lock a database."""

    async def take(self) -> bool:
        """Return whether the lock is ours now; False when another process has it."""

    async def keep(self, waits: Iterable[float]) -> None:
        """Return when another process has taken the lock; run until cancelled otherwise."""

    async def release(self) -> None:
        """Give the lock back."""


class InstanceLock:
    """Held by the one bot that uses a database: take it before anything else, by ``async with``.

    Raises StartupError when another bot holds it, or when the database cannot be reached.
    """

    def __init__(self, url: URL) -> None:
        self._url = url
        self._lock = _lock_for(url)

    async def __aenter__(self) -> InstanceLock:
        try:
            taken = await self._lock.take()
        except Exception as exc:
            await self._release()
            # A file that cannot be made now cannot be made later, but a server may come back.
            later = self._url.get_backend_name() != "sqlite" and is_away(exc)
            kind = Unavailable if later else StartupError
            raise kind(explain_failure(self._url, exc)) from exc
        if not taken:
            await self._release()
            raise StartupError(
                f"another Syllabot is already running on {self._place}: stop it, or give this one "
                "a database of its own with SYLLABOT_DATABASE"
            )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._release()

    async def keep(self, waits: Iterable[float] = WAITS) -> None:
        """Watch the lock until cancelled, and take it again when the database has dropped it.

        Raises StartupError when another bot was quicker.
        """
        await self._lock.keep(waits)
        raise StartupError(
            f"another Syllabot has taken over {self._place} while the database was away: "
            "this one ends; stop one of the two for good"
        )

    @property
    def _place(self) -> str:
        return shown(self._url)

    async def _release(self) -> None:
        await within(RELEASE_SECONDS, self._lock.release(), part="instance lock")


class FileLock:
    """A lock that the operating system ends with its holder's process: an SQLite transaction.

    The file stays behind and means nothing by itself.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None

    def acquire(self) -> bool:
        """Return whether the lock is ours now; raises sqlite3.Error when there can be no file."""
        connection = sqlite3.connect(
            self._path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as exc:
            connection.close()
            if exc.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                return False
            raise
        except BaseException:
            connection.close()
            raise
        self._connection = connection
        return True

    def close(self) -> None:
        """Give the lock back."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    async def take(self) -> bool:
        """Acquire the lock without blocking the event loop."""
        return await asyncio.to_thread(self.acquire)

    async def keep(self, waits: Iterable[float]) -> None:
        """Run until cancelled: nobody else can take this lock."""
        await asyncio.Event().wait()

    async def release(self) -> None:
        """Give the lock back."""
        self.close()


class _NoLock:
    """For a database that no other process can open."""

    async def take(self) -> bool:
        return True

    async def keep(self, waits: Iterable[float]) -> None:
        await asyncio.Event().wait()

    async def release(self) -> None:
        pass


def _lock_for(url: URL) -> Lock:
    if url.get_backend_name() == "sqlite":
        file = sqlite_file(url)
        if file is None:
            return _NoLock()
        path = Path(file).resolve()  # whatever links lead to it
        return FileLock(path.with_name(f"{path.name}-lock"))
    try:
        return SessionLock(url) if url.get_backend_name() == "postgresql" else _NoLock()
    except (NoSuchModuleError, ModuleNotFoundError):
        return _NoLock()  # opening the database says what is missing
