"""What databases of backups hold in these tests, and the ways in which files are no backups."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store import copies, migrate
from bot.store.database import Database
from bot.store.guilds import GuildRepository
from bot.store.quizzes import NewQuiz, QuizRepository
from bot.store.tables import Base

if TYPE_CHECKING:
    from sqlalchemy import URL

NOW = datetime(2026, 1, 1, tzinfo=UTC)


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
