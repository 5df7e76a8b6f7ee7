"""Holds a database for one program: refuses while a bot or anything else is connected to it."""

from __future__ import annotations

import sqlite3
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.errors import StartupError
from bot.store.address import file_exists, shown, sqlite_file
from bot.store.copies import open_file

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import URL

_TIMEOUT = 1.0
"""Seconds that another program has to finish what it is doing with an SQLite file."""

_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)


@asynccontextmanager
async def alone(url: URL) -> AsyncIterator[None]:
    """Be the only program that uses the database; raise StartupError when another one does.

    On SQLite nobody else can come meanwhile. On PostgreSQL those that come later are not kept out.
    """
    file = sqlite_file(url)
    if file is None:
        await _refuse_others(url)
        yield
        return
    if not file_exists(url):
        yield
        return
    with closing(open_file(Path(file), "rw", _TIMEOUT)) as connection:
        _lock(url, connection)
        yield


def _lock(url: URL, connection: sqlite3.Connection) -> None:
    """Take the whole file, which no other connection may have open, idle as it may be."""
    try:
        # Leaving the write-ahead log works only for the last connection, and none comes after that.
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("BEGIN EXCLUSIVE")
        mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    except sqlite3.OperationalError as exc:
        if "locked" not in str(exc):
            raise
        raise _in_use(url) from exc
    except sqlite3.DatabaseError:
        return  # No database, so nobody has it open as one.
    if mode != "delete":  # Somebody came between the two.
        raise _in_use(url)


async def _refuse_others(url: URL) -> None:
    engine = create_async_engine(url)
    try:
        async with engine.connect() as connection:
            others = await connection.scalar(_OTHERS)
    finally:
        await engine.dispose()
    if others:
        raise _in_use(url)


def _in_use(url: URL) -> StartupError:
    return StartupError(
        f"{shown(url)} is in use: stop the bot, and whatever else is connected to it, and try again"
    )
