"""Backups of a database that is written to, and what becomes of a backup, on both databases."""

from __future__ import annotations

import asyncio
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.errors import StartupError
from bot.store import copies, migrate
from bot.store.address import parse_url
from bot.store.alone import alone
from bot.store.backup import backup
from bot.store.database import Database
from bot.store.guilds import GuildRepository
from bot.store.instance import InstanceLock
from bot.store.quizzes import NewQuiz, QuizRepository
from bot.store.restore import restore
from bot.store.tables import Base
from tests.bot.postgres import postgres
from tests.bot.test_cli import assert_one_line
from tests.command_line import syllabot
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL

NOW = datetime(2026, 1, 1, tzinfo=UTC)
EVENTS = 3

WRITER = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from bot.store.address import parse_url
from bot.store.database import Database
from bot.store.quizzes import NewQuiz, QuizRepository, StoredEvent

async def write():
    database = await Database.open(parse_url(sys.argv[1]))
    quizzes, now = QuizRepository(database), datetime.now(UTC)
    stop = asyncio.create_task(asyncio.to_thread(sys.stdin.read))
    events = [StoredEvent("joined", now, {"user": n, "name": "Zoë"}) for n in range(3)]
    number = 0
    while not stop.done():
        number += 1
        new = NewQuiz(None, number, 1, "Kettles", 20, [{"stem": "x" * 400}], now)
        await quizzes.create(new, events)
        print(number, flush=True)
    await database.close()

asyncio.run(write())
"""

PAUSED = """
import sys
wanted, left = sys.argv.pop(1), int(sys.argv.pop(1))

def wait(event, arguments):
    global left
    if event == wanted:
        left -= 1
        if left == 0:
            print("waiting", flush=True)
            sys.stdin.read()

sys.addaudithook(wait)
from bot.cli import main
main()
"""
"""Runs the command line, and stops for good before the given call of a kind."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    try:
        with postgres(folder) as address:
            yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Places:
    """Makes new databases of one kind."""

    def __init__(self, kind: str, folder: Path, request: pytest.FixtureRequest) -> None:
        postgresql = kind == "postgresql"
        self._server: str | None = request.getfixturevalue("server") if postgresql else None
        self._folder = folder
        self._count = 0

    def another(self) -> str:
        """Return the URL of a database that has no tables yet."""
        self._count += 1
        if self._server is None:
            return f"sqlite:///{self._folder / f'{self._count}.db'}"
        name = f"{self._folder.name}_{self._count}".replace("-", "_")
        asyncio.run(self._create(name))
        return self._server.replace("/postgres?", f"/{name}?")

    async def _create(self, name: str) -> None:
        engine = create_async_engine(parse_url(self._server or ""), isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            await connection.execute(text(f'CREATE DATABASE "{name}"'))
        await engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def places(request: pytest.FixtureRequest, tmp_path: Path) -> Places:
    return Places(request.param, tmp_path, request)


@pytest.fixture
def url(places: Places) -> URL:
    return parse_url(places.another())


async def rows(url: URL) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of all tables, stored JSON as it is written."""
    engine = create_async_engine(
        url, json_serializer=copies.unchanged, json_deserializer=copies.unchanged
    )
    async with engine.connect() as connection:
        found = {
            table.name: [
                tuple(row)
                for row in await connection.execute(
                    select(table).order_by(*table.primary_key.columns)
                )
            ]
            for table in Base.metadata.sorted_tables
        }
    await engine.dispose()
    return found


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def a_quiz(channel: int) -> NewQuiz:
    return NewQuiz(
        guild_id=2**62,
        channel_id=channel,
        host_id=1,
        title="Kettles",
        seconds=20,
        questions=[{"stem": "Which? é"}],
        created_at=NOW,
    )


async def filled(url: URL, role: int = 7) -> None:
    """Put a row with every kind of value into the database."""
    opened = await Database.open(url)
    guilds = GuildRepository(opened)
    await guilds.set_instructor_role(1, role)
    await guilds.set_courses(2, ["kcna"])
    await QuizRepository(opened).create(a_quiz(5), [])
    await opened.close()


def test_backups_beside_a_writer_are_each_one_moment(places: Places, tmp_path: Path) -> None:
    address = places.another()
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, address],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        assert writer.stdin
        assert writer.stdout
        seen = []
        for number in range(3):
            # Ten more than were there at the last backup.
            told = [int(writer.stdout.readline()) for _ in range(10)][-1]
            file = tmp_path / f"{number}.backup"
            done = syllabot("db", "backup", file, data=tmp_path, SYLLABOT_DATABASE=address)
            assert done.returncode == 0, done.stderr
            seen.append((told, file))
        writer.stdin.close()
        for _ in writer.stdout:
            pass
    assert writer.returncode == 0
    counts = []
    for told, file in seen:
        assert file.stat().st_mode & 0o777 == 0o600
        with closing(sqlite3.connect(file)) as copy:
            (quizzes,) = copy.execute("SELECT count(*) FROM quizzes").fetchone()
            (events,) = copy.execute("SELECT count(*) FROM quiz_events").fetchone()
        assert quizzes >= told
        assert events == EVENTS * quizzes
        counts.append(quizzes)
    assert counts == sorted(counts)
    assert {name for name in names(tmp_path) if name.startswith(".")} == set()
    into = places.another()
    done = syllabot("db", "restore", seen[-1][1], data=tmp_path, SYLLABOT_DATABASE=into)
    assert done.returncode == 0, done.stderr
    assert f"{counts[-1] * (1 + EVENTS):,} rows in" in done.stdout
    restored = asyncio.run(rows(parse_url(into)))
    assert restored == asyncio.run(rows(parse_url(f"sqlite:///{seen[-1][1]}")))
    written = asyncio.run(rows(parse_url(address)))
    assert restored["quizzes"] == written["quizzes"][: counts[-1]]


@pytest.mark.parametrize(("event", "count"), [("sqlite3.connect", 2), ("os.rename", 1)])
def test_a_killed_backup_leaves_nothing_under_its_name(
    event: str, count: int, places: Places, tmp_path: Path
) -> None:
    address = places.another()
    asyncio.run(filled(parse_url(address)))
    file = tmp_path / "kept.backup"
    for existing in (None, b"an older backup"):
        if existing is not None:
            file.write_bytes(existing)
        with subprocess.Popen(
            [sys.executable, "-c", PAUSED, event, str(count), "db", "backup", file, "--force"],
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), "SYLLABOT_DATABASE": address},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as running:
            assert running.stdout
            assert running.stdout.readline() == b"waiting\n"
            running.kill()
        assert running.returncode == -signal.SIGKILL
        assert (file.read_bytes() if file.exists() else None) == existing
    again = syllabot("db", "backup", file, "--force", data=tmp_path, SYLLABOT_DATABASE=address)
    assert again.returncode == 0, again.stderr
    assert asyncio.run(rows(parse_url(f"sqlite:///{file}"))) == asyncio.run(
        rows(parse_url(address))
    )


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


def damaged(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[5000:9000] = b"\x55" * 4000
    path.write_bytes(data)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5000])


def of_another_program(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("CREATE TABLE songs (name)")


def with_our_version_only(path: Path) -> None:
    of_another_program(path)
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("CREATE TABLE alembic_version (version_num)")
        other.execute("INSERT INTO alembic_version VALUES (?)", migrate.revisions()[-1:])


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")


def no_database(path: Path) -> None:
    path.write_text("not a database at all", encoding="utf-8")


def without_tables(path: Path) -> None:
    path.write_bytes(b"")


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


async def test_a_damaged_database_is_not_backed_up_but_replaced(tmp_path: Path) -> None:
    url = parse_url(f"sqlite:///{tmp_path / 'syllabot.db'}")
    await filled(url)
    await backup(url, tmp_path / "good")
    expected = await rows(url)
    damaged(tmp_path / "syllabot.db")
    with pytest.raises(StartupError, match="damaged"):
        await backup(url, tmp_path / "bad")
    assert not (tmp_path / "bad").exists()
    done = await restore(url, tmp_path / "good", tmp_path)
    assert await rows(url) == expected
    assert done.kept
    assert done.kept.exists()


async def test_where_a_backup_cannot_go(tmp_path: Path) -> None:
    url = parse_url(f"sqlite:///{tmp_path / 'syllabot.db'}")
    with pytest.raises(StartupError, match="nothing to back up"):
        await backup(url, tmp_path / "x")
    assert names(tmp_path) == set()
    await filled(url)
    (there := tmp_path / "there").write_text("mine", encoding="utf-8")
    for name, words in [
        ("there", "--force"),
        (".", "is a folder"),
        ("no/file", "no does not exist"),
        ("syllabot.db", "the database itself"),
    ]:
        with pytest.raises(StartupError, match=words):
            await backup(url, tmp_path / name)
    with pytest.raises(StartupError, match="the database itself"):
        await backup(url, tmp_path / "syllabot.db", force=True)
    assert names(tmp_path) == {"there", "syllabot.db"}
    assert there.read_text(encoding="utf-8") == "mine"
    await backup(url, there, force=True)
    assert await rows(parse_url(f"sqlite:///{there}")) == await rows(url)


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


def test_a_refused_backup_is_one_line_and_an_exit_code(tmp_path: Path) -> None:
    done = syllabot("db", "backup", tmp_path / "x", data=tmp_path / "other")
    assert_one_line(done, "nothing to back up")
    assert done.returncode == 2
    assert not (tmp_path / "other").exists()


def test_upgrade_says_what_it_did(tmp_path: Path) -> None:
    newest = migrate.revisions()[-1]
    made = syllabot("db", "upgrade", data=tmp_path)
    assert made.stdout.startswith("made a new, empty database at sqlite:///")
    assert "is up to date" in syllabot("db", "upgrade", data=tmp_path).stdout
    (tmp_path / "syllabot.db").unlink()
    with copies.closing_engine(tmp_path / "syllabot.db") as engine, engine.begin() as connection:
        migrate.migrate(connection, "0001")
    brought = syllabot("db", "upgrade", data=tmp_path).stdout
    assert f"was at version 0001, is now at {newest}" in brought


def test_a_copied_file_without_its_log_is_called_empty(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "syllabot.db")) as running:
        running.execute("PRAGMA journal_mode=WAL")
        running.execute("CREATE TABLE alembic_version (version_num)")
        (copied := tmp_path / "copied").mkdir()
        shutil.copy(tmp_path / "syllabot.db", copied / "syllabot.db")
    done = syllabot("db", "upgrade", data=copied)
    assert "had no tables and is a new, empty database now" in done.stdout
    assert "syllabot db backup" in done.stdout
    assert "up to date" not in done.stdout


def test_upgrade_on_postgresql_says_what_it_did(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    address = Places("postgresql", tmp_path, request).another()
    said = [
        syllabot("db", "upgrade", data=tmp_path, SYLLABOT_DATABASE=address).stdout for _ in range(2)
    ]
    assert said[0].startswith("made a new, empty database at postgresql://")
    assert "is up to date" in said[1]
