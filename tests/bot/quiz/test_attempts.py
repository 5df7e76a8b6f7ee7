"""What is kept of answers when their question ends, and whether it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.exts.quiz._attempts import attempts_ended_by
from bot.exts.quiz._events import Ended, Joined, Revealed, Skipped
from tests.bot.quiz.game import BEN, HOST, START, Game
from tests.bot.quiz.table import Table

if TYPE_CHECKING:
    from bot.exts.quiz._events import Event
    from tests.bot.conftest import Study


@pytest.mark.parametrize(
    ("end", "source"),
    [
        (Revealed(START, 0), "quiz"),
        (Skipped(START, 0), "void"),
        (Ended(START, "stopped"), "void"),
    ],
)
def test_every_answer_is_kept_and_only_those_that_count_as_such(end: Event, source: str) -> None:
    game = Game()
    game.advance()
    game.answer(HOST, 1, seconds=2)
    game.answer(BEN, 0, seconds=3)
    kept = attempts_ended_by([end], game.session, 7, 8)
    assert [(one.user_id, one.is_right, one.took_ms, one.source) for one in kept] == [
        (HOST, True, 2000, source),
        (BEN, False, 3000, source),
    ]
    assert {(one.quiz_id, one.number, one.guild_id) for one in kept} == {(7, 0, 8)}
    assert attempts_ended_by([Joined(START, 5)], game.session, 7, 8) == []


async def test_a_host_is_not_asked_for_another_right(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = Table(study)
    await study.ben.slash(study.channel, "quiz start", questions=1)
    asked: list[int] = []
    real = study.bot.guild_choices.instructor_role

    async def counting(guild_id: int) -> int | None:
        asked.append(guild_id)
        return await real(guild_id)

    monkeypatch.setattr(study.bot.guild_choices, "instructor_role", counting)
    await study.ben.click(table.message(), label="Pause")
    await table.wait(2)
    assert "Continue" in table.wire()
    assert asked == []
    await study.cleo.click(table.message(), label="Continue")
    assert len(asked) == 1
    await table.wait(2)
    assert "Continue" in table.wire(), "who is no host and no instructor cannot"
