"""Puts a backup in the place of a database; what was there is kept."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.errors import StartupError
from bot.store import copies, migrate
from bot.store.address import shown, sqlite_file
from bot.store.alone import alone as no_other_connection
from bot.store.backup import backup
from bot.store.copies import Contents, NotUsable
from bot.store.remedies import explain
from bot.store.tables import Base

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from sqlalchemy import URL, Connection
    from sqlalchemy.ext.asyncio import AsyncEngine


@dataclass(frozen=True, slots=True)
class Restored:
    """What is in the database now, the version of the backup, and where the former database is."""

    contents: Contents
    version: str
    kept: Path | None


async def restore(
    url: URL,
    source: Path,
    data: Path,
    alone: Callable[[URL], AbstractAsyncContextManager[None]] = no_other_connection,
) -> Restored:
    """Replace what is in the database by a backup, made of SQLite or PostgreSQL, old or new.

    An SQLite file is kept beside the new one, PostgreSQL's rows as a backup in ``data``. ``alone``
    holds the database meanwhile. Raises StartupError, and then the database is what it was.
    """
    file = sqlite_file(url)
    try:
        if file is None:
            with tempfile.TemporaryDirectory(prefix="syllabot-") as folder:
                waiting = Path(folder, "restored.db")
                before, contents = _prepare(source, waiting)
                async with alone(url):
                    kept = await _fill_postgresql(url, waiting, contents, data)
        else:
            target = Path(file)
            _refuse_same(source, target)
            with copies.file_beside(target) as waiting:
                before, contents = _prepare(source, waiting)
                async with alone(url):
                    kept = copies.set_aside(target)
                    copies.put_in_place(waiting, target)
    except (SQLAlchemyError, sqlite3.Error, OSError) as exc:
        raise StartupError(explain(url, exc)) from exc
    return Restored(contents, before.version, kept)


def _refuse_same(source: Path, target: Path) -> None:
    if source.exists() and target.exists() and source.samefile(target):
        raise StartupError(f"{source} is the database itself: name a backup of it")


def _prepare(source: Path, waiting: Path) -> tuple[Contents, Contents]:
    """Copy the backup, migrate the copy, and return what was in it before and is in it now."""
    if not source.is_file():
        why = "it is a folder" if source.is_dir() else "there is no such file"
        raise StartupError(f"{source} cannot be restored: {why}")
    try:
        with closing(copies.open_file(source, "ro")) as connection:
            before = copies.copy_file(connection, waiting)
        return before, copies.bring_up_to_date(waiting)
    except (NotUsable, SQLAlchemyError, sqlite3.Error) as exc:
        first = str(getattr(exc, "orig", None) or exc).splitlines()[0]
        raise StartupError(f"{source} cannot be restored: {first}") from exc


async def _fill_postgresql(url: URL, waiting: Path, contents: Contents, data: Path) -> Path | None:
    """Exchange all rows in one transaction; return where the former ones are, None without any."""
    engine = create_async_engine(
        url, json_serializer=copies.unchanged, json_deserializer=copies.unchanged
    )
    try:
        kept = await _keep_rows(engine, url, data)
        with copies.closing_engine(waiting) as opened, opened.connect() as source:

            def exchange(target: Connection) -> None:
                for table in reversed(Base.metadata.sorted_tables):
                    target.execute(delete(table))
                copies.copy_rows(source, target)
                _continue_numbers(target)
                present = Contents(contents.version, copies.count_rows(target))
                if present.rows != {name: contents.rows[name] for name in present.rows}:
                    raise StartupError(
                        f"{shown(url)} is left as it was: it took {present}, "
                        f"but the backup has {contents}"
                    )

            async with engine.begin() as connection:
                await connection.run_sync(exchange)
    finally:
        await engine.dispose()
    return kept


async def _keep_rows(engine: AsyncEngine, url: URL, data: Path) -> Path | None:
    """Make or migrate the tables, and write what is in them to a backup of its own."""
    async with engine.begin() as connection:
        await connection.run_sync(migrate.upgrade)
        counts = await connection.run_sync(copies.count_rows)
    if not any(counts.values()):
        return None
    kept = copies.free_name(data / f"{url.database or 'postgresql'}.db")
    await backup(url, kept)
    return kept


def _continue_numbers(connection: Connection) -> None:
    """Let PostgreSQL number new rows after those that came with their numbers."""
    for table in Base.metadata.sorted_tables:
        column = table.autoincrement_column
        if column is None:
            continue
        sequence = func.pg_get_serial_sequence(table.name, column.name)
        highest = connection.scalar(select(func.max(column)))
        if connection.scalar(select(sequence)) is not None:
            connection.execute(select(func.setval(sequence, highest or 1, highest is not None)))
