"""The stored quizzes: one open at a time in a channel, and events that cannot collide."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from sqlalchemy.exc import IntegrityError

from bot.errors import UserError
from bot.exts.quiz._events import LOBBY_CARD
from bot.exts.quiz._service import Press, Quiz, QuizService
from bot.exts.quiz._snapshot import Card, ShownOption, to_json
from bot.store import quizzes as quizzes_module
from bot.store.database import Database, database_url
from bot.store.extra_time import ExtraTimeRepository
from bot.store.quizzes import ChannelBusy, NewQuiz, QuizRepository, StoredEvent
from tests.bot.clocks import MovingClock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

AT = datetime(2026, 1, 1, tzinfo=UTC)
CARDS = (Card("q", "Which?", (ShownOption("a", None), ShownOption("b", None)), (0,), None),)


@pytest_asyncio.fixture
async def quizzes(tmp_path: Path) -> AsyncIterator[QuizRepository]:
    database = await Database.open(database_url(None, tmp_path))
    yield QuizRepository(database)
    await database.close()


async def start(service: QuizService, *, host: int) -> Quiz:
    return await service.start(NewQuiz(1, 5, host, "Tea", 20, to_json(CARDS), AT))


def new(channel: int = 5) -> NewQuiz:
    return NewQuiz(None, channel, 1, "Tea", 20, [{"id": "q"}], AT)


def event(kind: str) -> StoredEvent:
    return StoredEvent(kind, AT, {"user": 7})


async def test_what_is_stored_comes_back_in_order(quizzes: QuizRepository) -> None:
    made = await quizzes.create(new(), [event("joined")])
    await quizzes.append(made.id, 1, [event("left"), event("joined")])
    found = await quizzes.get(made.id)
    assert found is not None
    assert found.new == new()
    assert [item.kind for item in found.events] == ["joined", "left", "joined"]
    assert found.events[0] == event("joined")
    assert await quizzes.get(made.id + 1) is None


@pytest.mark.parametrize("count", [0, 3, 4, 5, 8])
async def test_a_quiz_that_is_read_in_parts_is_whole(
    quizzes: QuizRepository, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quizzes_module, "PART", 4)
    events = [StoredEvent("joined", AT, {"user": user}) for user in range(count)]
    made = await quizzes.create(new(), events)
    found = await quizzes.get(made.id)
    assert found is not None
    assert list(found.events) == events


def service_of(quizzes: QuizRepository) -> QuizService:
    return QuizService(quizzes, ExtraTimeRepository(quizzes._database), MovingClock())


async def test_of_two_quizzes_at_once_in_a_channel_one_is_refused(
    quizzes: QuizRepository,
) -> None:
    results = await asyncio.gather(
        *(quizzes.create(new(), [event("joined")]) for _ in range(4)), return_exceptions=True
    )
    assert sum(isinstance(result, ChannelBusy) for result in results) == 3
    (opened,) = await quizzes.open_quizzes()
    await quizzes.create(new(channel=6), [])
    await quizzes.close(opened.id, AT)
    await quizzes.create(new(), [])


async def test_a_closed_quiz_keeps_its_first_end(quizzes: QuizRepository) -> None:
    made = await quizzes.create(new(), [])
    await quizzes.close(made.id, AT)
    await quizzes.close(made.id, AT.replace(year=2027))
    found = await quizzes.get(made.id)
    assert found is not None
    assert found.ended_at == AT


async def test_a_number_is_given_once(quizzes: QuizRepository) -> None:
    made = await quizzes.create(new(), [event("joined")])
    with pytest.raises(IntegrityError):
        await quizzes.append(made.id, 0, [event("left")])


async def test_many_answers_at_once_are_all_stored(quizzes: QuizRepository) -> None:
    service = service_of(quizzes)
    quiz = await start(service, host=1)
    await service.control(Press(quiz.id, 5, 1, AT), "begin", LOBBY_CARD)
    await service.tick(quiz, AT)
    await service.sent(quiz, 9, AT, AT)
    await asyncio.gather(
        *(service.answer(Press(quiz.id, 5, user, AT), 0, (user % 2,)) for user in range(1, 31))
    )
    again = service_of(quizzes)
    (loaded,) = await again.load()
    assert loaded.session.answers == quiz.session.answers
    assert len(loaded.session.answers[0]) == 30


async def test_two_who_open_at_once_get_one_quiz(quizzes: QuizRepository) -> None:
    service = service_of(quizzes)
    results = await asyncio.gather(
        *(start(service, host=host) for host in (1, 2)), return_exceptions=True
    )
    (refused,) = [result for result in results if isinstance(result, BaseException)]
    assert isinstance(refused, UserError)
    assert "in this channel" in str(refused)
