"""Leaderboards: who is listed, who never is, and what a person sees of themselves."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from bot.errors import UserError
from bot.exts.quiz._leaderboard import ALL_TIME, bounds, season_of
from bot.store.attempts import Attempt, AttemptRepository
from bot.store.database import Database, database_url
from bot.store.leaderboard import Leaderboard, LeaderboardRepository
from tests.bot.page_kit import labels_of, message_of, only_for_one, posts, text_of
from tests.bot.quiz.table import reply

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.bot.conftest import Study

JANUARY, FEBRUARY = datetime(2026, 1, 31, 23, 59, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
GUILD = 7


class Boards:
    """The answers and leaderboards of one database."""

    def __init__(self, database: Database) -> None:
        self.attempts = AttemptRepository(database)
        self.repository = LeaderboardRepository(database)
        self._number = 0

    async def answer(
        self,
        user: int,
        right: int,
        wrong: int = 0,
        *,
        at: datetime = FEBRUARY,
        guild: int | None = GUILD,
        practice: bool = False,
    ) -> None:
        for number in range(right + wrong):
            self._number += 1
            quiz = (None, None) if practice else (self._number, 0)
            source = "practice" if practice else "quiz"
            await self.attempts.add(
                Attempt(guild, user, "q", None, [0], number < right, at, 1, source, *quiz)  # type: ignore[arg-type]
            )

    async def read(
        self, user: int = 0, season: int = ALL_TIME, start: int = 0, count: int = 20
    ) -> Leaderboard:
        return await self.repository.read(GUILD, user, bounds(season), start, count)

    async def listed(self, **options: int) -> list[tuple[int, int, int, int]]:
        upper = (await self.read(**options)).upper
        return [(one.rank, one.user_id, one.right, one.answered) for one in upper]


@pytest_asyncio.fixture
async def boards(tmp_path: Path) -> AsyncIterator[Boards]:
    database = await Database.open(database_url(None, tmp_path))
    yield Boards(database)
    await database.close()


async def test_only_the_upper_half_is_listed_and_ties_are_ties(boards: Boards) -> None:
    for user, right, wrong in ((1, 5, 0), (2, 4, 2), (3, 4, 0), (4, 1, 0), (5, 0, 3)):
        await boards.answer(user, right, wrong)
    assert await boards.listed() == [(1, 1, 5, 5), (2, 3, 4, 4), (2, 2, 4, 6)]
    low = await boards.read(user=4)
    assert low.own is not None
    assert (low.own.rank, low.people) == (4, 5)
    assert (await boards.read(user=9)).own is None
    assert await boards.listed(start=1, count=1) == [(2, 3, 4, 4)]
    assert (await boards.read(count=2)).more
    assert not (await boards.read(start=2, count=2)).more


async def test_only_quizzes_of_the_server_in_the_season_count(boards: Boards) -> None:
    await boards.answer(1, 3, at=JANUARY)
    await boards.answer(2, 2, at=FEBRUARY)
    await boards.answer(3, 9, guild=8)
    await boards.answer(4, 9, guild=None)
    await boards.answer(5, 9, practice=True)
    assert await boards.listed() == [(1, 1, 3, 3)]
    assert await boards.listed(season=202601) == [(1, 1, 3, 3)]
    assert await boards.listed(season=202602) == [(1, 2, 2, 2)]
    assert await boards.listed(season=202603) == []


async def test_nobody_is_listed_for_nothing(boards: Boards) -> None:
    await boards.answer(1, 0, 3)
    assert await boards.listed() == []


async def test_who_opted_out_is_nowhere_and_keeps_their_own_numbers(boards: Boards) -> None:
    await boards.answer(1, 5)
    await boards.answer(2, 3)
    await boards.answer(3, 2)
    for _ in range(2):
        await boards.repository.set_shown(GUILD, 1, shown=False)
    await boards.repository.set_shown(8, 2, shown=False)
    assert await boards.listed() == [(1, 2, 3, 3)]
    mine = await boards.read(user=1)
    assert mine.left_out
    assert mine.own is not None
    assert (mine.own.right, mine.own.rank, mine.people) == (5, 0, 2)
    await boards.repository.set_shown(GUILD, 1, shown=True)
    assert (await boards.listed())[0] == (1, 1, 5, 5)


def test_seasons_are_months_of_utc() -> None:
    assert season_of(datetime.fromisoformat("2026-02-01T00:30+01:00")) == 202601
    assert bounds(202612) == (datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    for wrong in (1, 202600, 202613, 999912, 2**63 - 1):
        with pytest.raises(UserError):
            bounds(wrong)


async def test_the_leaderboard_is_private_and_shared_without_ones_own_place(study: Study) -> None:
    boards = Boards(study.bot.database)
    now = study.env.now()
    for who, right in ((study.dana, 3), (study.ben, 2), (study.cleo, 1)):
        await boards.answer(who.id, right, 1, at=now, guild=study.guild.id)
    board = only_for_one(await study.cleo.slash(study.channel, "quiz leaderboard"))
    assert "Leaderboard: January 2026" in text_of(board)
    assert f"**2.** <@{study.ben.id}>: 2 of 3 right" in text_of(board)
    assert f"<@{study.cleo.id}>" not in text_of(board)
    assert "You: **3.** of 3, 1 of 2 right" in text_of(board)
    await study.restart()
    await study.cleo.click(board, label="Share")
    (post,) = posts(study.channel)
    assert f"**1.** <@{study.dana.id}>" in text_of(post)
    assert "You:" not in text_of(post)
    assert "already" in await reply(study.cleo.click(board, label="Share"))
    out = message_of(await study.ben.slash(study.channel, "quiz leaderboard", season="all time"))
    out = message_of(await study.ben.click(out, label="Leave me out"))
    assert "You: 2 of 3 right. You are left out" in text_of(out)
    seen = only_for_one(await study.dana.slash(study.channel, "quiz leaderboard"))
    assert f"<@{study.ben.id}>" not in text_of(seen)
    assert "of 2, " in text_of(seen)
    back = message_of(await study.ben.click(out, label="Count me again"))
    assert "You: **2.** of 3" in text_of(back)
    assert labels_of(back) == ["Share", "Leave me out"]


async def test_a_leaderboard_is_that_of_a_server(study: Study) -> None:
    assert "those of servers" in await reply(study.ben.user.slash("quiz leaderboard"))
    empty = only_for_one(await study.ben.slash(study.channel, "quiz leaderboard"))
    assert "Nobody is listed here" in text_of(empty)
    assert labels_of(empty) == ["Leave me out"]
