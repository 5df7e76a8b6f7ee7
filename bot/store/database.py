"""Opens the database: its URL, SQLite's pragmas, migrations, and errors that say what to do."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import event
from sqlalchemy.exc import NoSuchModuleError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from bot.errors import DatabaseAway, StartupError
from bot.store import migrate
from bot.store.address import default_url, parse_url
from bot.store.away import is_away
from bot.store.remedies import explain_failure

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from pydantic import SecretStr
    from sqlalchemy import URL

PATIENCE = 2.0
"""Seconds after which a database that does not answer counts as away: whoever pressed a button is
still to be told within the three seconds that Discord waits."""

BUSY_TIMEOUT = 0.5
"""Seconds that a statement waits for another program that writes to the same SQLite file."""

_CONNECTIONS = {True: 1, False: 15}
"""How many connections there are at most: to SQLite, and to a server."""


def database_url(configured: SecretStr | str | None, data: Path) -> URL:
    """Return the URL with its asynchronous driver; an SQLite file in ``data`` when none is set."""
    if configured is None:
        return default_url(data)
    written = configured if isinstance(configured, str) else configured.get_secret_value()
    return parse_url(written)


class Database:
    """The engine and its sessions. ``open`` migrates first; ``close`` returns every connection."""

    def __init__(self, url: URL) -> None:
        self.url = url
        try:
            self.engine = create_async_engine(url, **_engine_options(url))
        except (NoSuchModuleError, ModuleNotFoundError) as exc:
            raise StartupError(
                f"no driver for {url.drivername} is installed: `pip install asyncpg` brings "
                "PostgreSQL's; or use sqlite:///FILE"
            ) from exc
        if url.get_backend_name() == "sqlite":
            event.listen(self.engine.sync_engine, "connect", _set_pragmas)
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)
        self._line = asyncio.Semaphore(_CONNECTIONS[url.get_backend_name() == "sqlite"])
        self._times_away = 0

    @classmethod
    async def open(cls, url: URL) -> Database:
        """Bring the database up to date and return it; raise StartupError when that cannot be."""
        database = cls(url)
        try:
            async with database.engine.connect() as connection:
                await connection.run_sync(migrate.upgrade)
                await connection.commit()
        except (SQLAlchemyError, OSError) as exc:
            await database.close()
            raise StartupError(explain_failure(url, exc)) from exc
        except BaseException:
            await database.close()
            raise
        return database

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """Give a session whose work is committed at the end, or rolled back on an error.

        Raises DatabaseAway when the database cannot be used within ``PATIENCE`` seconds. Whoever
        waits in line behind such a failure shares it: one by one the last would wait for too long.
        """
        times_away = self._times_away
        try:
            async with asyncio.timeout(PATIENCE), self._line:
                self._refuse_after(times_away)
                async with self._sessions.begin() as session:
                    yield session
        except Exception as exc:
            if is_away(exc):
                self._times_away += 1
                raise DatabaseAway(_reason(exc)) from exc
            raise

    def _refuse_after(self, times_away: int) -> None:
        if self._times_away != times_away:
            raise DatabaseAway("it was away for the one before")

    async def close(self) -> None:
        """Return every connection; shielded, so that a cancelled shutdown leaks none."""
        await asyncio.shield(self.engine.dispose())


def _engine_options(url: URL) -> dict[str, Any]:
    if url.get_backend_name() == "sqlite":
        # SQLite lets one write at a time: a line of our own is fairer than its busy loop, and one
        # connection is one thread.
        one = {"pool_size": _CONNECTIONS[True], "max_overflow": 0} if url.database else {}
        return {"connect_args": {"timeout": BUSY_TIMEOUT}, **one}
    # A server that was restarted leaves dead connections behind: each is tried before its use.
    return {"connect_args": {"timeout": PATIENCE}, "pool_pre_ping": True}


def _reason(exc: Exception) -> str:
    cause = str(getattr(exc, "orig", None) or exc).strip() or type(exc).__name__
    return cause.splitlines()[0]


def _set_pragmas(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    # WAL lets readers work beside the writer; NORMAL keeps commits through a crash of the bot.
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
