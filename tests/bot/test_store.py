"""The database: its migrations, and what it says when it cannot be used."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event, text

from bot.errors import DatabaseAway, StartupError
from bot.store import database as database_module
from bot.store import migrate
from bot.store.database import Database, database_url
from bot.store.guilds import GuildRepository
from bot.store.tables import Base

if TYPE_CHECKING:
    pass

KCNA = frozenset({"kcna"})


def differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))


def schema(connection: Connection) -> set[tuple[str, str]]:
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
    return {(name, "".join(sql.split()).replace('"', "").lower()) for name, sql in rows}


async def test_migrations_build_exactly_the_tables(tmp_path: Path) -> None:
    database = Database(database_url(None, tmp_path))
    async with database.engine.begin() as connection:
        await connection.run_sync(migrate.migrate)
        assert await connection.run_sync(differences) == []
        migrated = await connection.run_sync(schema)
    await database.close()
    (tmp_path / "syllabot.db").unlink()
    opened = await Database.open(database_url(None, tmp_path))
    async with opened.engine.connect() as connection:
        assert await connection.run_sync(differences) == []
        version = await connection.scalar(text("SELECT version_num FROM alembic_version"))
        assert version == migrate.revisions()[-1]
        created = await connection.run_sync(schema)
    await opened.close()
    assert {name for name, _ in created} == {name for name, _ in migrated}


async def test_an_older_database_is_migrated_and_keeps_what_it_has(tmp_path: Path) -> None:
    def to_the_first(connection: Connection) -> None:
        config = Config()
        folder = Path(migrate.__file__).with_name("migrations")
        config.set_main_option("script_location", str(folder))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(text("INSERT INTO guilds VALUES (1, 2)"))

    database = Database(database_url(None, tmp_path))
    async with database.engine.begin() as connection:
        await connection.run_sync(to_the_first)
    await database.close()
    opened = await Database.open(database_url(None, tmp_path))
    guilds = GuildRepository(opened)
    assert await guilds.instructor_role(1) == 2
    assert guilds.courses(1) is None
    await guilds.set_courses(1, ["kcna"])
    assert await guilds.instructor_role(1) == 2
    await opened.close()


def test_the_newest_version_is_alembics_head() -> None:
    script = ScriptDirectory(str(Path(migrate.__file__).with_name("migrations")))
    assert [script.get_current_head()] == script.get_heads() == [migrate.revisions()[-1]]


async def test_sqlite_keeps_a_write_ahead_log_and_foreign_keys(tmp_path: Path) -> None:
    opened = await Database.open(database_url(None, tmp_path))
    async with opened.engine.connect() as connection:
        assert (await connection.execute(text("PRAGMA journal_mode"))).scalar() == "wal"
        assert (await connection.execute(text("PRAGMA foreign_keys"))).scalar() == 1
    await opened.close()


async def test_what_is_written_is_there_after_a_restart(tmp_path: Path) -> None:
    opened = await Database.open(database_url(None, tmp_path))
    await GuildRepository(opened).set_instructor_role(1, 2)
    await opened.close()
    again = await Database.open(database_url(None, tmp_path))
    assert await GuildRepository(again).instructor_role(1) == 2
    await again.close()


async def test_a_newer_database_is_refused_untouched(tmp_path: Path) -> None:
    opened = await Database.open(database_url(None, tmp_path))
    async with opened.engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await opened.close()
    with pytest.raises(StartupError, match=r"version 9999.*install a newer Syllabot"):
        await Database.open(database_url(None, tmp_path))


async def test_a_locked_database_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "BUSY_TIMEOUT", 0.05)
    with sqlite3.connect(tmp_path / "syllabot.db", isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StartupError, match="locked by another program: stop it") as caught:
            await Database.open(database_url(None, tmp_path))
    other.close()
    assert "\n" not in str(caught.value)


async def test_a_damaged_database_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "syllabot.db").write_bytes(b"not a database at all" * 100)
    with pytest.raises(StartupError, match="damaged"):
        await Database.open(database_url(None, tmp_path))


@pytest.mark.parametrize("url", ["nonsense", "mysql+nodriver://x/y"])
async def test_an_unusable_url_says_what_to_write(url: str, tmp_path: Path) -> None:
    with pytest.raises(StartupError, match="sqlite:///FILE"):
        await Database.open(database_url(url, tmp_path))


def test_plain_urls_get_asynchronous_drivers(tmp_path: Path) -> None:
    assert database_url("sqlite:///x.db", tmp_path).drivername == "sqlite+aiosqlite"
    assert database_url("postgresql://h/n", tmp_path).drivername == "postgresql+asyncpg"


async def newly_loaded(database: Database) -> GuildRepository:
    """Return what a bot knows that has just started."""
    guilds = GuildRepository(database)
    await guilds.load()
    return guilds


async def test_a_servers_choices_leave_one_another_alone(tmp_path: Path) -> None:
    opened = await Database.open(database_url(None, tmp_path))
    guilds = GuildRepository(opened)
    await guilds.set_courses(1, ["kcna"])
    await guilds.set_instructor_role(1, 2)
    await guilds.set_instructor_role(3, 4)
    await guilds.set_courses(3, ["kcna"])
    stored = await newly_loaded(opened)
    for guild_id, role_id in ((1, 2), (3, 4)):
        assert stored.courses(guild_id) == KCNA
        assert await stored.instructor_role(guild_id) == role_id
    await guilds.set_instructor_role(1, None)
    await guilds.set_courses(3, None)
    stored = await newly_loaded(opened)
    assert (await stored.instructor_role(1), stored.courses(1)) == (None, KCNA)
    assert (await stored.instructor_role(3), stored.courses(3)) == (4, None)
    await opened.close()


async def test_choices_made_at_once_are_all_kept(tmp_path: Path) -> None:
    opened = await Database.open(database_url(None, tmp_path))
    guilds = GuildRepository(opened)
    for guild_id in range(5):
        await asyncio.gather(
            guilds.set_courses(guild_id, ["kcna"]),
            *(guilds.set_instructor_role(guild_id, 2) for _ in range(4)),
        )
        stored = await newly_loaded(opened)
        assert await stored.instructor_role(guild_id) == 2
        assert stored.courses(guild_id) == KCNA
    await opened.close()


async def test_whoever_waits_behind_a_locked_file_shares_its_failure(tmp_path: Path) -> None:
    """One by one, each would wait for the lock anew, and the last for too long."""
    opened = await Database.open(database_url(None, tmp_path))
    tries = 0

    def count(*_: object) -> None:
        nonlocal tries
        tries += 1

    event.listen(opened.engine.sync_engine, "before_cursor_execute", count)
    with closing(sqlite3.connect(tmp_path / "syllabot.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        guilds = GuildRepository(opened)
        asked = await asyncio.gather(
            *(guilds.set_instructor_role(guild, 2) for guild in range(50)), return_exceptions=True
        )
    assert all(isinstance(one, DatabaseAway) for one in asked), asked
    assert tries == 1
    await guilds.set_instructor_role(1, 2)
    assert await guilds.instructor_role(1) == 2
    await opened.close()
