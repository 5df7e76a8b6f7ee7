"""What follows a quiz works on those of earlier versions: no rules, no concepts, no order."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.exts.quiz._after import FinishedQuizzes, missed
from bot.exts.quiz._missed import missed_card
from bot.exts.quiz._report import sheet
from bot.exts.quiz._standings import standings_card
from bot.store import migrate
from bot.store.database import Database, database_url
from bot.store.leaderboard import LeaderboardRepository
from bot.store.quizzes import QuizRepository
from tests.bot.quiz.test_views import texts

if TYPE_CHECKING:
    from pathlib import Path

BEFORE = "0004"
"""The schema of the last release without attempts."""

AT = "2026-01-01 10:00:{:02}.000000"
CARD = {
    "id": "demo/01#q-1",
    "stem": "Which?",
    "choices": [{"text": "a", "reason": "No."}, {"text": "b", "reason": "Yes."}],
    "correct": [1],
    "explanation": None,
}
EVENTS = [
    ("joined", {"user": 1}),
    ("joined", {"user": 2}),
    ("posed", {"question": 0}),
    ("shown", {"question": 0, "message": 101}),
    ("opened", {"question": 0, "deadline": "2026-01-01T10:00:25+00:00"}),
    ("answered", {"user": 1, "question": 0, "options": [1]}),
    ("answered", {"user": 2, "question": 0, "options": [0]}),
    ("revealed", {"question": 0}),
    ("shown", {"question": 0, "message": 101}),
]


async def older(folder: Path, *, last: list[tuple[str, dict[str, str]]]) -> Database:
    """Return a database in which an earlier version played a quiz."""
    url = database_url(None, folder)
    engine = sa.create_engine(f"sqlite:///{url.database}", poolclass=sa.NullPool)
    with engine.begin() as connection:
        migrate.migrate(connection, BEFORE)
        quiz = "INSERT INTO quizzes VALUES (1, 7, 8, 1, 'Tea', 20, :questions, :at, :at)"
        given = {"questions": json.dumps([CARD]), "at": AT.format(0)}
        connection.execute(sa.text(quiz), given)
        connection.execute(
            sa.text("INSERT INTO quiz_events VALUES (1, :number, :kind, :at, :payload)"),
            [
                {"number": n, "kind": kind, "at": AT.format(n), "payload": json.dumps(payload)}
                for n, (kind, payload) in enumerate([*EVENTS, *last])
            ],
        )
    return await Database.open(url)


async def test_an_older_quiz_has_standings_a_report_and_what_was_missed(tmp_path: Path) -> None:
    database = await older(tmp_path, last=[("ended", {"reason": "finished"})])
    quiz = await FinishedQuizzes(QuizRepository(database)).get(1, 8)
    board = await LeaderboardRepository(database).read(7, 1, None, 0, 20)
    await database.close()
    assert "🥇 **1.** <@1>: 1 of 1 right" in texts(standings_card(1, quiz.session))
    assert "**1.** 50 % right · Which?" in texts(standings_card(1, quiz.session))
    assert missed(quiz.session, 1) == []
    walked = texts(missed_card(quiz, 2, missed(quiz.session, 2), 0))
    assert "❌ **A.** a  ·  your answer\n> No." in walked
    assert "✅ **B.** b\n> Yes." in walked
    assert b"demo/01#q-1" in sheet(quiz.session, names=True)
    assert (board.people, board.own) == (0, None), "it kept no attempts"


async def test_a_quiz_whose_end_was_never_stored_is_over(tmp_path: Path) -> None:
    database = await older(tmp_path, last=[])
    quiz = await FinishedQuizzes(QuizRepository(database)).get(1, 8)
    await database.close()
    assert quiz.session.reason == "failed"
