"""Backups of a database that is written to, and those that cannot be made, on both databases."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

import pytest

from bot.errors import StartupError
from bot.store.address import parse_url
from bot.store.backup import backup
from bot.store.restore import restore
from tests.bot.backup.kit import damaged, filled, names, rows
from tests.bot.backup.pausing import Pause
from tests.bot.test_cli import assert_one_line
from tests.command_line import CommandLine, syllabot
from tests.conftest import ROOT
from tests.processes import clean_environment
from tests.waiting import until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bot.backup.conftest import Places

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
        asked = CommandLine(
            *("db", "backup", file, "--force"),
            env=clean_environment(SYLLABOT_DATA=str(tmp_path), SYLLABOT_DATABASE=address),
            stdout=(said := tmp_path / f"said-{existing is None}"),
            stderr=said,
            before=Pause(event, count),
        )
        asyncio.run(until(partial(_has_spoken_or_ended, asked, said)))
        assert said.read_bytes() == b"waiting\n"
        asked.kill()
        assert asked.join() == -signal.SIGKILL
        asked.hang_up()
        assert (file.read_bytes() if file.exists() else None) == existing
    again = syllabot("db", "backup", file, "--force", data=tmp_path, SYLLABOT_DATABASE=address)
    assert again.returncode == 0, again.stderr
    assert asyncio.run(rows(parse_url(f"sqlite:///{file}"))) == asyncio.run(
        rows(parse_url(address))
    )


def _has_spoken_or_ended(process: CommandLine, said: Path) -> bool:
    return (said.exists() and said.stat().st_size > 0) or process.returncode is not None


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


def test_a_refused_backup_is_one_line_and_an_exit_code(tmp_path: Path) -> None:
    done = syllabot("db", "backup", tmp_path / "x", data=tmp_path / "other")
    assert_one_line(done, "nothing to back up")
    assert done.returncode == 2
    assert not (tmp_path / "other").exists()
