"""What a quiz's task does when clocks are wrong, when it fails, and how often it takes its turn."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import discord
import pytest
from structlog.testing import capture_logs

from bot.errors import DatabaseAway
from bot.exts.quiz import _cards, _runner
from bot.exts.quiz._service import QuizService
from bot.store.quizzes import QuizRepository, StoredEvent
from tests.bot.clocks import TickingClock
from tests.bot.conftest import Study
from tests.bot.quiz.table import GRACE, LOBBY, PAUSE, PAUSE_UNANSWERED, SETTLE, Table, reply

if TYPE_CHECKING:
    from collections.abc import Callable

HOUR = timedelta(hours=1)


@pytest.fixture
def table(study: Study) -> Table:
    return Table(study)


def clock_of(study: Study) -> TickingClock:
    assert isinstance(study.bot.clock, TickingClock)
    return study.bot.clock


async def turns_of(study: Study, table: Table, questions: int, seconds: int) -> int:
    """Hold a quiz in which nobody answers; return how many turns its task took."""
    with capture_logs() as lines:
        await table.begin(questions=questions, seconds=seconds)
        for _ in range(questions):
            await table.wait(seconds + GRACE)
            await table.wait(PAUSE_UNANSWERED)
    assert "### Standings" in table.wire()
    (turns,) = [line["turns"] for line in lines if line["event"] == "quiz.done"]
    return int(turns)


async def test_turns_grow_with_the_questions_and_never_with_time(
    study: Study, table: Table
) -> None:
    one = await turns_of(study, table, 1, 5)
    two = await turns_of(study, table, 2, 5)
    three = await turns_of(study, table, 3, 5)
    assert three - two <= two - one + 1
    assert three <= 30
    assert await turns_of(study, table, 2, 120) == two


async def test_answers_take_turns_only_for_what_they_change(study: Study, table: Table) -> None:
    with capture_logs() as lines:
        await table.begin(study.ben, study.cleo, questions=1)
        for right, who in itertools.product((True, False) * 5, (study.dana, study.ben)):
            await table.press(who, right=right)
        await table.press(study.cleo, right=True)
        await table.wait(SETTLE + PAUSE)
    assert "### Standings" in table.wire()
    (turns,) = [line["turns"] for line in lines if line["event"] == "quiz.done"]
    assert turns < 30, "21 presses in a moment are shown together"


@pytest.mark.parametrize("jump", [HOUR, -HOUR])
async def test_the_machines_clock_may_be_set_in_mid_quiz(
    study: Study, table: Table, jump: timedelta
) -> None:
    await table.begin(study.ben, questions=2, seconds=10)
    await table.press(study.dana, right=True)
    await table.wait(2)
    clock_of(study).wrong_by = jump
    await table.wait(3)
    assert "✅" not in table.wire()
    await table.press(study.ben, right=True)
    await table.wait(SETTLE)
    assert f"**Right:** <@{study.dana.id}>, <@{study.ben.id}>" in table.wire()
    clock_of(study).wrong_by = timedelta()
    await table.wait(PAUSE)
    assert "### Question 2" in table.wire()
    await table.wait(10 + GRACE)
    assert "Nobody answered." in table.wire()
    await table.wait(PAUSE_UNANSWERED)
    assert "### Standings" in table.wire()


@pytest.mark.parametrize("jump", [HOUR, -HOUR])
async def test_a_quiz_comes_back_on_a_machine_whose_clock_is_wrong(
    study: Study, table: Table, jump: timedelta, monkeypatch: pytest.MonkeyPatch
) -> None:
    await table.open(questions=1)
    monkeypatch.setattr(TickingClock, "wrong_by", jump, raising=False)
    original = TickingClock.__init__

    def wrong(self: TickingClock) -> None:
        original(self)
        self.wrong_by = jump

    monkeypatch.setattr(TickingClock, "__init__", wrong)
    await study.restart()
    assert "Joined (1)" in table.wire()
    await table.wait(LOBBY - 2)
    assert "Joined (1)" in table.wire(), "the lobby waits as long as it always does"
    await table.wait(3)
    assert "### Question 1" in table.wire()
    await table.wait(20 + GRACE - 2)
    assert "✅" not in table.wire()
    await table.wait(2)
    assert "✅" in table.wire()


def broken(*_: object, **__: object) -> Any:
    raise RuntimeError("a fault of ours")


@pytest.mark.parametrize("part", ["reveal_card", "question_card"])
async def test_a_task_that_dies_tells_the_channel_and_frees_it(
    study: Study, table: Table, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    await table.open(questions=2)
    await study.ben.click(table.message(), label="Join")
    with monkeypatch.context() as patch, capture_logs() as lines:
        patch.setattr(_cards, part, broken)
        await study.dana.click(table.message(), label="Start now")
        await table.wait(20 + GRACE)
    assert "Something went wrong on my side" in table.wire()
    assert "### Standings" in table.wire()
    (failure,) = [line for line in lines if line["event"] == "failure"]
    assert failure["error_id"]
    assert await QuizRepository(study.bot.database).open_quizzes() == []
    await table.open(questions=1)
    assert "### Quiz" in table.wire()


async def test_a_task_that_cannot_even_say_so_frees_its_channel(
    study: Study, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    await table.begin(study.ben, questions=1)
    with monkeypatch.context() as patch:
        patch.setattr(_cards, "reveal_card", broken)
        patch.setattr(_runner, "standings_card", broken)
        await table.wait(20 + GRACE)
    assert await QuizRepository(study.bot.database).open_quizzes() == []
    await table.open(questions=1)


@pytest.mark.parametrize("command", ["quiz start", "quiz stop"])
async def test_a_quiz_that_nothing_runs_is_found_again(
    study: Study, table: Table, command: str
) -> None:
    """So it is when the database took a new quiz, but its answer was lost."""
    await table.open(questions=1)
    service = study.bot.service(QuizService)
    quiz = service.in_channel(study.channel.id)
    for task in study.bot._tasks:
        if task.get_name() == f"quiz {quiz.id}":
            task.cancel()
    await table.wait(0)
    said = await reply(study.dana.slash(study.channel, command))
    if command == "quiz start":
        assert "quiz has just been opened" in said
        await table.wait(LOBBY + 1)
        assert "### Question 1" in table.wire()
    else:
        assert "stopped" in said


async def test_an_unreadable_quiz_does_not_keep_the_others_out(study: Study, table: Table) -> None:
    await table.open(questions=1)
    quizzes = QuizRepository(study.bot.database)
    (stored,) = await quizzes.open_quizzes()
    unknown = StoredEvent("danced", study.env.now(), {})
    await quizzes.append(stored.id, len(stored.events), [unknown])
    await study.ben.slash(study.board, "quiz start", questions=1)
    await study.restart()
    (left,) = await QuizRepository(study.bot.database).open_quizzes()
    assert left.new.channel_id == study.board.id
    await table.open(questions=1)


async def test_a_write_in_doubt_is_read_again(
    study: Study, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database stored an answer and went away before it could say so."""
    await table.begin(study.ben, questions=1)
    original: Callable[..., Any] = QuizRepository.append

    async def stored_in_silence(self: QuizRepository, *arguments: Any) -> None:
        await original(self, *arguments)
        raise DatabaseAway("the connection is gone")

    with monkeypatch.context() as patch:
        patch.setattr(QuizRepository, "append", stored_in_silence)
        assert "cannot reach my notes" in await table.press(study.ben, right=True)
    assert "You chose" in await table.press(study.ben, right=True)
    assert "You chose" in await table.press(study.dana, right=False)
    await table.wait(SETTLE)
    assert f'**Right:** <@{study.ben.id}>"' in table.wire()
    (stored,) = await QuizRepository(study.bot.database).open_quizzes()
    kinds = [event.kind for event in stored.events]
    assert kinds.count("answered") == 2


async def test_a_person_who_cannot_write_here_opens_no_quiz(study: Study) -> None:
    me = study.bot.user
    assert me is not None
    quiet = study.guild.create_text_channel(
        "quiet",
        overwrites={
            study.guild.default_role: discord.PermissionOverwrite(send_messages=False),
            me: discord.PermissionOverwrite(send_messages=True),
        },
    )
    said = await reply(study.ben.slash(quiet, "quiz start"))
    assert "You cannot send messages here yourself" in said
    assert quiet.history() == []


async def test_a_database_that_is_broken_for_good_ends_a_quiz_aloud(
    study: Study, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    await table.begin(study.ben, questions=2)

    async def broken_for_good(*_: object) -> None:
        raise RuntimeError("no such table")

    with monkeypatch.context() as patch:
        patch.setattr(QuizRepository, "append", broken_for_good)
        patch.setattr(QuizRepository, "close", broken_for_good)
        await table.wait(20 + GRACE)
    assert "Something went wrong on my side" in table.wire()
    assert "custom_id" not in table.wire(2), "nothing is left to press"
    assert "is stopped" in await reply(study.dana.slash(study.channel, "quiz stop"))
    await table.wait(1)
    await table.open(questions=1)
