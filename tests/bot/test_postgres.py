"""The store on PostgreSQL: the same migrations, and the places where databases differ."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from bot.errors import StartupError
from bot.store.attempts import Attempt, AttemptRepository
from bot.store.database import Database, database_url
from bot.store.guilds import GuildRepository
from bot.store.labs import LabAttemptRepository
from bot.store.leaderboard import LeaderboardRepository, Place
from bot.store.quizzes import ChannelBusy, NewQuiz, QuizRepository
from bot.store.tables import Base
from tests.bot.postgres import postgres

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

BIG = 2**62
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    # A socket's path has a limit that the usual temporary folders of tests exceed.
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    try:
        with postgres(folder) as address:
            yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest_asyncio.fixture
async def database(url: str, tmp_path: Path) -> AsyncIterator[Database]:
    opened = await Database.open(database_url(url, tmp_path))
    yield opened
    await opened.close()


async def test_migrations_build_exactly_the_tables(database: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))

    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_snowflakes_fit(database: Database) -> None:
    guilds = GuildRepository(database)
    await guilds.set_instructor_role(BIG, BIG + 1)
    assert await guilds.instructor_role(BIG) == BIG + 1


async def test_a_servers_choices_made_at_once_are_all_kept(database: Database) -> None:
    guilds = GuildRepository(database)
    for guild_id in range(1, 6):
        await asyncio.gather(
            guilds.set_courses(guild_id, ["kcna"]),
            *(guilds.set_instructor_role(guild_id, 2) for _ in range(4)),
        )
        stored = GuildRepository(database)
        await stored.load()
        assert await stored.instructor_role(guild_id) == 2
        assert stored.courses(guild_id) == frozenset({"kcna"})


async def test_two_starts_of_a_lab_at_once_share_a_walk(database: Database) -> None:
    attempts = LabAttemptRepository(database)
    started = await asyncio.gather(*(attempts.add(BIG, "a/b#c", NOW) for _ in range(8)))
    assert len({attempt.id for attempt, _ in started}) == 1


async def test_a_channel_has_one_open_quiz(database: Database) -> None:
    quizzes = QuizRepository(database)
    quiz = NewQuiz(
        guild_id=None,
        channel_id=BIG,
        host_id=1,
        title="Kettles",
        seconds=20,
        questions=[],
        created_at=NOW,
    )
    first = await quizzes.create(quiz, [])
    with pytest.raises(ChannelBusy):
        await quizzes.create(quiz, [])
    await quizzes.close(first.id, NOW)
    await quizzes.create(quiz, [])


async def test_a_server_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(StartupError, match="cannot be reached") as caught:
        await Database.open(database_url(f"postgresql://nobody@/x?host={tmp_path}", tmp_path))
    assert "\n" not in str(caught.value)


async def test_a_database_that_is_not_there_is_one_line(url: str, tmp_path: Path) -> None:
    missing = url.replace("/postgres?", "/nothing?")
    with pytest.raises(StartupError, match=r'"nothing" does not exist') as caught:
        await Database.open(database_url(missing, tmp_path))
    assert "\n" not in str(caught.value)


async def test_leaderboards_add_up(database: Database) -> None:
    attempts = AttemptRepository(database)
    for user, right in ((BIG, True), (BIG + 1, False), (BIG, True)):
        await attempts.add(Attempt(1, user, "q", None, [0], right, NOW, 1, "quiz"))
    boards = LeaderboardRepository(database)
    for _ in range(2):
        await boards.set_shown(1, BIG + 2, shown=False)
    board = await boards.read(1, BIG + 1, (NOW, NOW + timedelta(days=1)), 0, 20)
    assert board.upper == [Place(BIG, 2, 2, 1)]
    assert board.own == Place(BIG + 1, 0, 1, 2)
