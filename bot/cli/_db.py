"""``syllabot db``: the tables' version, backups, and what becomes of a backup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.errors import StartupError
from bot.loading import prepare_folder
from bot.store import backup as backups
from bot.store import migrate
from bot.store import restore as restoring
from bot.store.address import file_exists, shown
from bot.store.database import Database, database_url
from bot.store.instance import InstanceLock
from bot.store.remedies import explain_failure

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import URL

    from bot.settings import Settings


async def upgrade(settings: Settings) -> str:
    """Make or migrate the tables, and return what was done."""
    prepare_folder(settings.data)
    url = database_url(settings.database, settings.data)
    was_there = file_exists(url)
    before = None if was_there is False else await _version(url)
    opened = await Database.open(url)
    await opened.close()
    after = migrate.revisions()[-1]
    if before == after:
        return f"{shown(url)} is up to date (version {after})"
    if before is not None:
        return f"{shown(url)} was at version {before}, is now at {after}"
    if was_there:
        return (
            f"{shown(url)} had no tables and is a new, empty database now (version {after}): where "
            "it was copied from a running bot, copy again, with `syllabot db backup`"
        )
    return f"made a new, empty database at {shown(url)} (version {after})"


async def backup(settings: Settings, file: Path, *, force: bool) -> str:
    """Write the backup, and return what is in it."""
    url = database_url(settings.database, settings.data)
    contents = await backups.backup(url, file, force=force)
    return f"backed up {shown(url)} to {file}: {contents}"


async def restore(settings: Settings, file: Path) -> str:
    """Put the backup in the place of the database, and return what is there and what was kept."""
    prepare_folder(settings.data)
    url = database_url(settings.database, settings.data)
    done = await restoring.restore(url, file, settings.data, InstanceLock)
    newest = done.contents.version
    migrated = "" if done.version == newest else f" (brought there from {done.version})"
    kept = f"; what was there before is kept in {done.kept}" if done.kept else ""
    return f"restored {file} to {shown(url)}: {done.contents}{migrated}{kept}"


async def _version(url: URL) -> str | None:
    """Return the version of the tables that are there, None without any."""
    engine = create_async_engine(url)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(migrate.present)
    except (SQLAlchemyError, OSError) as exc:
        raise StartupError(explain_failure(url, exc)) from exc
    finally:
        await engine.dispose()
