"""``syllabot db upgrade`` says what it did, on both databases."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from bot.store import copies, migrate
from tests.bot.backup.conftest import Places
from tests.command_line import syllabot

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


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
