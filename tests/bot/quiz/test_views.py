"""The cards: they fit into a message whatever a lesson holds, and keep the answer to themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from simcord.components import walk_components

from bot.exts.quiz._beside import Beside
from bot.exts.quiz._events import Answered, Joined, Opened, QuestionChosen, Revealed
from bot.exts.quiz._plan import Plan
from bot.exts.quiz._service import QuizService
from bot.exts.quiz._session import Session
from bot.exts.quiz._snapshot import Card, ShownOption, to_json
from bot.exts.quiz._standings import standings_card
from bot.exts.quiz._views import (
    lobby_card,
    question_card,
    reveal_card,
    told_card,
    void_card,
)
from bot.store.quizzes import NewQuiz
from bot.ui.cards import TEXT_LIMIT
from content.models import QUESTION_CHARACTERS, QUESTION_OPTIONS
from tests.bot.quiz.table import SETTLE, Table, reply

if TYPE_CHECKING:
    from bot.ui.components import StudyView
    from tests.bot.conftest import Study


AT = datetime(2026, 1, 1, tzinfo=UTC)
FENCE = "```bash\nip a\n```"
SEVERAL = Card(
    "q",
    "Which are fruit?",
    tuple(ShownOption(t, None) for t in ("Pear", "Nail", "Fig")),
    (0, 2),
    None,
)
WIDEST = Card(
    "q",
    "x * " * (QUESTION_CHARACTERS // 8),
    tuple(
        ShownOption("_y_ " * (QUESTION_CHARACTERS // 8 // QUESTION_OPTIONS), "why " * 80)
        for _ in range(QUESTION_OPTIONS)
    ),
    (3,),
    "because " * 400,
)


def asked(card: Card, *, answers: int = 0, revealed: bool = False) -> Session:
    session = Session(Plan(1, "T" * 250, 20, (card,), AT))
    session.apply(Joined(AT, 1))
    session.apply(QuestionChosen(AT, 0))
    session.apply(Opened(AT, 0, AT + timedelta(seconds=20)))
    for number in range(answers):
        user = 10**18 + number
        session.apply(Joined(AT, user))
        session.apply(Answered(AT, user, 0, card.correct))
    if revealed:
        session.apply(Revealed(AT, 0))
    return session


def parts(view: StudyView) -> list[dict[str, Any]]:
    sent = view.to_components()  # type: ignore[no-untyped-call]
    return list(walk_components(sent))


def texts(view: StudyView) -> str:
    return "\n".join(part["content"] for part in parts(view) if part["type"] == 10)


@pytest.mark.parametrize("card", [WIDEST, SEVERAL])
def test_every_card_fits_into_a_message(card: Card) -> None:
    session = asked(card, answers=90, revealed=True)
    for view in (
        lobby_card(10**9, session, AT),
        question_card(10**9, session, AT),
        reveal_card(10**9, session, AT),
        told_card(10**9, session, 0),
        void_card(session),
        standings_card(10**9, session),
    ):
        assert len(texts(view)) <= TEXT_LIMIT
        assert len(parts(view)) <= 40


def test_the_card_of_an_answer_fits_whatever_the_title_and_however_many_answered() -> None:
    session = asked(WIDEST, answers=999, revealed=True)
    session.plan = replace(session.plan, title="*" * 250)
    view = reveal_card(10**9, session, AT, Beside(concept="a" * 60))
    assert len(texts(view)) <= TEXT_LIMIT
    assert len(parts(view)) <= 40
    assert "✓ D ▇▇▇▇▇▇▇▇▇▇▇▇ 999" in texts(view)


def test_the_right_option_is_seen_even_when_there_is_no_room_for_reasons() -> None:
    assert "✅ **D.**" in texts(reveal_card(10**9, asked(WIDEST, answers=1, revealed=True), AT))


def test_names_are_cut_and_counted() -> None:
    assert "and 5 more" in texts(reveal_card(10**9, asked(SEVERAL, answers=25, revealed=True), AT))


def test_code_stays_code() -> None:
    card = Card(
        "q",
        f"What shows this?\n\n{FENCE}",
        (ShownOption(FENCE, "r"), ShownOption("`b`", None)),
        (0,),
        None,
    )
    shown = texts(question_card(1, asked(card), AT))
    assert shown.count(FENCE) == 2
    assert "**A.**\n```bash" in shown
    assert "**B.** `b`" in shown


def test_several_right_options_are_asked_for_without_telling_them() -> None:
    view = question_card(1, asked(SEVERAL), AT)
    assert "Choose all that apply" in texts(view)
    (select,) = [part for part in parts(view) if part["type"] == 3]
    assert (select["min_values"], select["max_values"]) == (1, 3)
    assert [option["value"] for option in select["options"]] == ["0", "1", "2"]


async def test_several_options_are_chosen_and_only_all_of_them_score(study: Study) -> None:
    table = Table(study)
    place = study.guild.id, study.channel.id, study.dana.id
    new = NewQuiz(*place, "Fruit", 20, to_json([SEVERAL]), study.env.now())
    await study.bot.service(QuizService).start(new)
    await study.restart()
    await study.ben.click(table.message(), label="Join")
    await study.dana.click(table.message(), label="Start now")
    assert "**A, C**" in await reply(study.dana.select(table.message(), ["2", "0"]))
    assert "**A**" in await reply(study.ben.select(table.message(), ["0"]))
    await table.wait(SETTLE)
    assert f'**Right:** <@{study.dana.id}>"' in table.wire()
