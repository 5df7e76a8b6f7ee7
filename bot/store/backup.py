"""Backups while the bot runs: the database at one moment, verified, and whole or not there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.errors import StartupError
from bot.store import copies, migrate
from bot.store.address import shown, sqlite_file
from bot.store.copies import Contents, NotUsable
from bot.store.remedies import explain_failure

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection


async def backup(url: URL, target: Path, *, force: bool = False) -> Contents:
    """Write all that the database has at one moment to an SQLite file, and return what that is.

    With ``force`` it may replace a file. Raises StartupError, and then writes nothing.
    """
    _refuse(url, target, force=force)
    try:
        with copies.file_beside(target) as waiting:
            file = sqlite_file(url)
            found = _of_sqlite(Path(file), waiting) if file else await _of_postgresql(url, waiting)
            _refuse(url, target, force=force)
            copies.put_in_place(waiting, target)
    except NotUsable as exc:
        raise StartupError(f"{shown(url)} cannot be backed up: {exc}") from exc
    except (SQLAlchemyError, sqlite3.Error) as exc:
        raise StartupError(explain_failure(url, exc)) from exc
    except OSError as exc:
        raise StartupError(f"{target} cannot be written: {(exc.strerror or '').lower()}") from exc
    return found


def _refuse(url: URL, target: Path, *, force: bool) -> None:
    """Raise StartupError where nothing may or can be written, or there is nothing to write."""
    if target.is_dir():
        raise StartupError(f"{target} is a folder: name a file in it")
    if target.is_symlink() or (target.exists() and not target.is_file()):
        raise StartupError(f"{target} is no plain file: name another one")
    if not target.parent.is_dir():
        raise StartupError(f"the folder {target.parent.absolute()} does not exist: make it first")
    file = sqlite_file(url)
    if file is not None and not Path(file).exists():
        raise StartupError(f"there is no database at {shown(url)}: nothing to back up")
    if target.exists():
        if file is not None and target.samefile(file):
            raise StartupError(f"{target} is the database itself: name another file")
        if not force:
            raise StartupError(f"{target} exists: name another file, or add --force to replace it")


def _of_sqlite(file: Path, waiting: Path) -> Contents:
    with closing(copies.open_file(file, "rw")) as source:
        return copies.copy_file(source, waiting)


async def _of_postgresql(url: URL, waiting: Path) -> Contents:
    def fill(connection: Connection) -> Contents:
        version = migrate.present(connection)
        if version != migrate.revisions()[-1]:
            raise NotUsable(
                f"its tables have version {version or 'none'}: run `syllabot db upgrade`, "
                "or use the Syllabot that it belongs to"
            )
        return copies.fill_file(connection, waiting)

    engine = create_async_engine(
        url, json_serializer=copies.unchanged, json_deserializer=copies.unchanged
    )
    try:
        async with engine.connect() as connection:
            # All tables as they are at one moment, however long the copy takes.
            await connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            return await connection.run_sync(fill)
    except OSError as exc:
        raise StartupError(explain_failure(url, exc)) from exc
    finally:
        await engine.dispose()
