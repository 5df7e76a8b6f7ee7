"""What one person is told of their answer: right or not, why, and nothing before the reveal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.exts.quiz._events import Ended, Revealed, Skipped
from bot.exts.quiz._plan import Plan
from bot.exts.quiz._snapshot import Card, ShownOption
from bot.exts.quiz._verdict import is_told, note_text
from tests.bot.quiz.game import BEN, CLEO, START, Game

OPTIONS = (ShownOption("a", "Too *cold*."), ShownOption("b", "It boils."), ShownOption("c", None))
ONE = Card("q", "Which?", OPTIONS, (1,), "Water boils at 100.")
TWO = Card("q", "Which?", OPTIONS, (0, 1), "Both are wet.")
CODE = "```bash\nip a\n```"


def told(card: Card, *chosen: int, skip: bool = False) -> str:
    """Return what Ben is told at the reveal."""
    game = Game(Plan(1, "Tea", 20, (card,), START))
    game.advance()
    if chosen:
        game.answer(BEN, chosen)
    game.do([Skipped(START, 0) if skip else Revealed(START, 0)])
    return note_text(game.session, 0, BEN)


@pytest.mark.parametrize(
    ("card", "chosen", "text"),
    [
        (ONE, (1,), "**B** – right. It boils."),
        (ONE, (0,), "**A** – not quite: Too *cold*.\n**B** is right: It boils."),
        (ONE, (2,), "**C** – not quite.\n**B** is right: It boils."),
        (ONE, (), "You did not answer. **B** is right: It boils."),
        (TWO, (0, 1), "**A, B** – right.\n**A**: Too *cold*.\n**B**: It boils."),
        (
            TWO,
            (0,),
            "**A** – not quite.\n**A, B** are right.\n**A**: Too *cold*.\n**B**: It boils.",
        ),
        (
            replace(TWO, correct=(1,)),
            (0,),
            "**A** – not quite: Too *cold*.\n**B** is right: It boils.",
        ),
        (
            replace(TWO, correct=(1, 2)),
            (0, 1),
            "**A, B** – not quite.\n**A**: Too *cold*.\n**B, C** are right.\n**B**: It boils.",
        ),
    ],
)
def test_the_verdict_has_the_reasons_of_what_was_chosen_and_of_what_is_right(
    card: Card, chosen: tuple[int, ...], text: str
) -> None:
    assert told(card, *chosen) == text


def test_where_the_right_option_has_no_reason_the_explanation_is_told() -> None:
    card = replace(ONE, correct=(2,))
    assert told(card, 2) == "**C** – right. Water boils at 100."
    assert told(card, 0) == "**A** – not quite: Too *cold*.\n**C** is right: Water boils at 100."
    bare = replace(card, explanation=None)
    assert told(bare, 2) == "**C** – right."
    assert told(bare, 1) == "**B** – not quite: It boils.\n**C** is right."


def test_code_keeps_lines_of_its_own() -> None:
    card = replace(ONE, options=(OPTIONS[0], ShownOption("b", CODE)))
    assert told(card, 1) == f"**B** – right.\n{CODE}"


def test_a_skipped_question_is_told_to_be_one() -> None:
    assert told(ONE, 1, skip=True).startswith("This question was skipped, so it does not count.\n")


@pytest.mark.parametrize(
    "reason", ["word " * 900, CODE.replace("ip a", "ip a\n" * 900), "x" * 4000]
)
def test_whatever_the_reasons_are_the_verdict_fits_into_a_message(reason: str) -> None:
    card = replace(ONE, options=(ShownOption("a", reason), ShownOption("b", reason)))
    for text in (told(card, 0), told(card, 1), told(card)):
        assert len(text) <= 2000
        assert text.endswith("…")
        assert text.count("```") % 2 == 0


def test_nothing_is_told_before_the_reveal() -> None:
    game = Game(Plan(1, "Tea", 20, (ONE, ONE), START))
    game.advance()
    game.answer(BEN, 1)
    assert note_text(game.session, 0, BEN) == (
        "You chose **B**. Until the answer is shown, you can choose again."
    )
    assert [is_told(game.session, question) for question in (0, 1)] == [False, False]
    game.do([Revealed(START, 0)])
    assert [is_told(game.session, question) for question in (0, 1)] == [True, False]


def test_a_question_that_was_stopped_is_no_verdict() -> None:
    game = Game(Plan(1, "Tea", 20, (ONE, ONE), START))
    game.advance()
    game.answer(BEN, 1)
    game.do([Ended(START, "stopped")])
    assert note_text(game.session, 0, BEN) == (
        "You chose **B**. The quiz was stopped here, so this question does not count."
    )
    assert note_text(game.session, 0, CLEO).startswith("You did not answer. The quiz was stopped")
    assert [is_told(game.session, question) for question in (0, 1)] == [True, False]
