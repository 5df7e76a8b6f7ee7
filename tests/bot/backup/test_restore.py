"""What becomes of a backup: into the same database, the other kind, an older and a newer one."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from bot.errors import StartupError
from bot.store import copies, migrate
from bot.store.address import parse_url
from bot.store.alone import alone
from bot.store.backup import backup
from bot.store.database import Database
from bot.store.guilds import GuildRepository
from bot.store.instance import InstanceLock
from bot.store.quizzes import QuizRepository
from bot.store.restore import restore
from tests.bot.backup.conftest import Places
from tests.bot.backup.kit import (
    a_quiz,
    cut_short,
    damaged,
    filled,
    names,
    newer,
    no_database,
    of_another_program,
    rows,
    with_our_version_only,
    without_tables,
)
from tests.bot.test_cli import assert_one_line
from tests.command_line import syllabot

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import URL


@pytest.mark.parametrize("way", ["there", "back"])
async def test_a_backup_goes_into_the_other_database(
    way: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    ends = [Places(kind, tmp_path, request) for kind in ("sqlite", "postgresql")]
    source, target = [
        parse_url(await asyncio.to_thread(one.another))
        for one in (ends if way == "there" else reversed(ends))
    ]
    await filled(source)
    await backup(source, tmp_path / "b")
    done = await restore(target, tmp_path / "b", tmp_path)
    assert done.kept is None
    assert await rows(target) == await rows(source)
    opened = await Database.open(target)
    # Numbers go on after those that came with the backup.
    assert (await QuizRepository(opened).create(a_quiz(6), [])).id == 2
    await opened.close()


async def test_what_was_there_is_kept(url: URL, tmp_path: Path) -> None:
    await filled(url, role=1)
    await backup(url, tmp_path / "first")
    opened = await Database.open(url)
    await GuildRepository(opened).set_instructor_role(1, 2)
    await opened.close()
    former = await rows(url)
    done = await restore(url, tmp_path / "first", tmp_path)
    again = await restore(url, tmp_path / "first", tmp_path)
    assert done.kept
    assert again.kept
    assert done.kept != again.kept
    assert (await rows(url))["guilds"][0][1] == 1
    assert await rows(parse_url(f"sqlite:///{done.kept}")) == former
    assert {name for name in names(tmp_path) if name.endswith(("-wal", "-journal"))} == set()


async def test_a_database_in_use_is_left_alone(url: URL, tmp_path: Path) -> None:
    await filled(url, role=1)
    await backup(url, tmp_path / "b")
    opened = await Database.open(url)
    # It is idle: nothing is being read or written.
    await GuildRepository(opened).set_instructor_role(1, 2)
    before = await rows(url)
    with pytest.raises(StartupError, match="is in use: stop the bot") as caught:
        await restore(url, tmp_path / "b", tmp_path)
    assert "\n" not in str(caught.value)
    assert await rows(url) == before
    await opened.close()
    await restore(url, tmp_path / "b", tmp_path)
    assert await rows(url) != before


async def test_a_bot_that_starts_is_not_overtaken(url: URL, tmp_path: Path) -> None:
    await filled(url)
    await backup(url, tmp_path / "b")
    before = await rows(url)
    address = url.set(drivername=url.get_backend_name()).render_as_string(hide_password=False)
    async with InstanceLock(url):  # what a bot takes first of all
        done = await asyncio.to_thread(
            syllabot, "db", "restore", tmp_path / "b", data=tmp_path, SYLLABOT_DATABASE=address
        )
        assert_one_line(done, "stop")
        assert done.returncode == 2
        assert await rows(url) == before
    done = await asyncio.to_thread(
        syllabot, "db", "restore", tmp_path / "b", data=tmp_path, SYLLABOT_DATABASE=address
    )
    assert (done.returncode, done.stderr) == (0, "")


async def test_nobody_opens_a_file_that_is_being_replaced(tmp_path: Path) -> None:
    url = parse_url(f"sqlite:///{tmp_path / 'syllabot.db'}")
    await filled(url)
    async with alone(url):
        with (
            closing(sqlite3.connect(tmp_path / "syllabot.db", timeout=0)) as other,
            pytest.raises(sqlite3.OperationalError, match="locked"),
        ):
            other.execute("SELECT * FROM guilds")


async def test_an_older_backup_is_migrated(url: URL, tmp_path: Path) -> None:
    old = tmp_path / "old"
    with copies.closing_engine(old) as engine, engine.begin() as connection:
        migrate.migrate(connection, "0001")
        connection.execute(text("INSERT INTO guilds VALUES (1, 2)"))
    done = await restore(url, old, tmp_path)
    assert done.version == "0001"
    assert done.contents.version == migrate.revisions()[-1]
    assert (await rows(url))["guilds"] == [(1, 2, None, None)]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (damaged, "damaged"),
        (cut_short, "damaged"),
        (no_database, "no database at all"),
        (without_tables, "no tables"),
        (of_another_program, "none of Syllabot's tables"),
        (with_our_version_only, "no table"),
        (newer, "9999"),
    ],
)
async def test_what_is_no_backup_is_refused(
    change: Any, word: str, url: URL, tmp_path: Path
) -> None:
    await filled(url)
    await backup(url, tmp_path / "b")
    change(tmp_path / "b")
    before = await rows(url)
    with pytest.raises(StartupError, match=word) as caught:
        await restore(url, tmp_path / "b", tmp_path)
    assert str(tmp_path / "b") in str(caught.value)
    assert "\n" not in str(caught.value)
    assert await rows(url) == before
    assert {name for name in names(tmp_path) if "before-restore" in name} == set()


async def test_an_older_version_restores_over_a_newer_one(tmp_path: Path) -> None:
    url = parse_url(f"sqlite:///{tmp_path / 'syllabot.db'}")
    await filled(url)
    await backup(url, tmp_path / "before")
    expected = await rows(url)
    newer(tmp_path / "syllabot.db")
    with pytest.raises(StartupError, match="restore a backup that an older one made"):
        await Database.open(url)
    await restore(url, tmp_path / "before", tmp_path)
    assert await rows(url) == expected
