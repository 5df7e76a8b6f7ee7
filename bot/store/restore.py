"""Puts a backup in the place of a database; what was there is kept."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.errors import StartupError
from bot.store import copies, migrate
from bot.store.address import shown, sqlite_file
from bot.store.alone import alone
from bot.store.backup import backup
from bot.store.copies import Contents, NotUsable
from bot.store.remedies import explain_failure
from bot.store.tables import Base

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from sqlalchemy import URL, Connection


@dataclass(frozen=True, slots=True)
class Restored:
    """What is in the database now, the version of the backup, and where the former database is."""

    contents: Contents
    version: str
    kept: Path | None


def nobody_waits(_url: URL) -> AbstractAsyncContextManager[object]:
    """Hold nothing: whoever restores a database starts no bot at the same time."""
    return nullcontext()


async def restore(
    url: URL,
    source: Path,
    data: Path,
    hold: Callable[[URL], AbstractAsyncContextManager[object]] = nobody_waits,
) -> Restored:
    """Replace what is in the database by a backup, made of SQLite or PostgreSQL, old or new.

    An SQLite file is kept beside the new one, PostgreSQL's rows as a backup in ``data``. ``hold``
    keeps bots from starting meanwhile. Raises StartupError, and then the database is what it was.
    """
    file = sqlite_file(url)
    try:
        if file is None:
            with tempfile.TemporaryDirectory(prefix="syllabot-") as folder:
                waiting = Path(folder, "restored.db")
                before, contents = _prepare(source, waiting)
                async with alone(url), hold(url):
                    kept = await _fill_postgresql(url, waiting, contents, data)
        else:
            target = Path(file)
            _refuse_same(source, target)
            with copies.file_beside(target) as waiting:
                before, contents = _prepare(source, waiting)
                async with alone(url), hold(url):
                    copies.give_to_owner(waiting, target)
                    kept = copies.set_aside(target)
                    copies.put_in_place(waiting, target)
    except (SQLAlchemyError, sqlite3.Error, OSError) as exc:
        raise StartupError(explain_failure(url, exc)) from exc
    return Restored(contents, before.version, kept)


def _refuse_same(source: Path, target: Path) -> None:
    if source.exists() and target.exists() and source.samefile(target):
        raise StartupError(f"{source} is the database itself: name a backup of it")


def _prepare(source: Path, waiting: Path) -> tuple[Contents, Contents]:
    """Copy the backup, migrate the copy, and return what was in it before and is in it now."""
    try:
        if not source.is_file():
            why = "it is a folder" if source.is_dir() else "there is no such file"
            raise StartupError(f"{source} cannot be restored: {why}")
        with closing(copies.open_file(source, "ro")) as connection:
            before = copies.copy_file(connection, waiting)
        return before, copies.bring_up_to_date(waiting)
    except (NotUsable, SQLAlchemyError, sqlite3.Error, PermissionError) as exc:
        first = str(getattr(exc, "orig", None) or exc).splitlines()[0]
        raise StartupError(f"{source} cannot be restored: {first}") from exc


async def _fill_postgresql(url: URL, waiting: Path, contents: Contents, data: Path) -> Path | None:
    """Exchange all rows in one transaction; return where the former ones are, None without any."""
    engine = create_async_engine(
        url, json_serializer=copies.unchanged, json_deserializer=copies.unchanged
    )
    kept = None
    try:
        async with engine.begin() as connection:
            await connection.run_sync(migrate.upgrade)
        async with engine.begin() as connection:
            await connection.run_sync(_keep_writers_out)
            if any((await connection.run_sync(copies.count_rows)).values()):
                kept = copies.free_name(data / f"{url.database or 'postgresql'}.db")
                await backup(url, kept)
            found = await connection.run_sync(_exchange, waiting)
            if found != {name: contents.rows[name] for name in found}:
                raise StartupError(
                    f"{shown(url)} took other rows than the backup has: all is undone"
                )
    finally:
        await engine.dispose()
    return kept


def _keep_writers_out(connection: Connection) -> None:
    """Let nobody write until the transaction ends; the backup of what is there can be read."""
    for table in Base.metadata.sorted_tables:
        name = connection.dialect.identifier_preparer.format_table(table)
        connection.execute(text(f"LOCK TABLE {name} IN SHARE ROW EXCLUSIVE MODE"))


def _exchange(target: Connection, waiting: Path) -> dict[str, int]:
    """Delete all rows, add those of the file, and return how many of each table there are now."""
    with copies.closing_engine(waiting) as opened, opened.connect() as source:
        for table in reversed(Base.metadata.sorted_tables):
            target.execute(delete(table))
        copies.copy_rows(source, target)
    _continue_numbers(target)
    return copies.count_rows(target)


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
