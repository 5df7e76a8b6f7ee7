"""Quizzes that an earlier version stored are migrated, and replay to what they were."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.exts.quiz._plan import Phase, Rules
from bot.exts.quiz._score import standings
from bot.exts.quiz._service import Quiz
from bot.store import migrate
from bot.store.address import default_url
from bot.store.database import Database
from bot.store.quizzes import QuizRepository

if TYPE_CHECKING:
    from pathlib import Path

RELEASED = "0004"
"""The schema of the last release without attempts, whose rows stand below as it wrote them."""

CARD = {
    "id": "demo/01#q-1",
    "stem": "Which?",
    "choices": [{"text": "a", "reason": None}, {"text": "b", "reason": "Yes."}],
    "correct": [1],
    "explanation": None,
}
AT = "2026-01-01 10:00:{:02}.000000"
EVENTS = [
    ("joined", 0, {"user": 1}),
    ("shown", 1, {"question": -1, "message": 100}),
    ("joined", 2, {"user": 2}),
    ("begun", 3, {}),
    ("posed", 4, {"question": 0}),
    ("shown", 5, {"question": 0, "message": 101}),
    ("opened", 5, {"question": 0, "deadline": "2026-01-01T10:00:25+00:00"}),
    ("answered", 7, {"user": 1, "question": 0, "options": [1]}),
    ("answered", 9, {"user": 2, "question": 0, "options": [0]}),
    ("revealed", 11, {"question": 0}),
    ("shown", 12, {"question": 0, "message": 101}),
    ("resumed", 30, {}),
]


async def test_a_quiz_of_an_earlier_version_replays(tmp_path: Path) -> None:
    path = default_url(tmp_path).database
    engine = sa.create_engine(f"sqlite:///{path}", poolclass=sa.NullPool)
    with engine.connect() as connection:
        migrate.migrate(connection, RELEASED)
        connection.execute(
            sa.text("INSERT INTO quizzes VALUES (1, 7, 8, 1, 'Tea', 20, :questions, :at, NULL)"),
            {"questions": json.dumps([CARD, CARD]), "at": AT.format(0)},
        )
        connection.execute(
            sa.text("INSERT INTO quiz_events VALUES (1, :number, :kind, :at, :payload)"),
            [
                {"number": n, "kind": kind, "at": AT.format(second), "payload": json.dumps(payload)}
                for n, (kind, second, payload) in enumerate(EVENTS)
            ],
        )
        connection.commit()
    database = await Database.open(default_url(tmp_path))
    (stored,) = await QuizRepository(database).open_quizzes()
    await database.close()
    session = Quiz(stored).session
    assert session.plan.rules == Rules()
    assert session.phase is Phase.REVEALED
    assert session.interrupted
    assert [(one.user, one.right, one.asked) for one in standings(session)] == [
        (1, 1, 1),
        (2, 0, 1),
    ]
