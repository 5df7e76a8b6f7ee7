"""Which questions are asked, in which order their options are, and how a quiz is stored."""

from __future__ import annotations

import json
import random
from typing import get_args

import pytest

from bot.exts.quiz._events import KINDS, Event
from bot.exts.quiz._snapshot import askable, deal, from_json, to_json
from content.models import QUESTION_CHARACTERS, Option, Question
from content.option_order import keeps_order


def question(*options: str, correct: tuple[int, ...] = (0,), stem: str = "Which?") -> Question:
    return Question(
        id=f"q-{stem[:8]}",
        line=1,
        stem=stem,
        options=tuple(Option(text=text, reason=f"because {text}") for text in options),
        correct=correct,
        explanation="So it is.",
    )


def test_options_are_shuffled_and_stay_right() -> None:
    orders = set()
    for seed in range(40):
        (card,) = deal([question("a", "b", "c", "d", correct=(1, 3))], random.Random(seed))
        orders.add(tuple(option.text for option in card.options))
        assert {card.options[place].text for place in card.correct} == {"b", "d"}
        assert list(card.correct) == sorted(card.correct)
        assert all(option.reason == f"because {option.text}" for option in card.options)
        assert ["abcd".index(option.text) for option in card.options] == list(card.order)
        assert card.in_lesson(card.correct) == [1, 3]
    assert len(orders) > 10, "the lesson's order must not be the rule"


@pytest.mark.parametrize(
    "option",
    [
        "All of the above",
        "**None of the above**",
        "Both of these",
        "A and C",
        "Both A and B",
        "Options 1 and 2",
        "none of the other options",
        "1, 2 and 3",
        "Alle oben genannten",
        "Ninguna de las anteriores",
        "Aucune des réponses ci-dessus",
        "以上都是",
        "Wszystkie powyższe",
    ],
)
def test_options_that_refer_to_others_keep_their_order(option: str) -> None:
    assert keeps_order(["first", "second", option])
    for seed in range(5):
        (card,) = deal([question("first", "second", option)], random.Random(seed))
        assert [option.text for option in card.options] == ["first", "second", option]


@pytest.mark.parametrize("options", [("A", "B", "C"), ("`A.`", "B.", "C."), ("(A)", "(B)")])
def test_letters_of_a_picture_keep_their_order(options: tuple[str, ...]) -> None:
    assert keeps_order(options)
    assert not keeps_order(options[::-1])
    assert not keeps_order([option.lower() for option in options])


@pytest.mark.parametrize(
    "option",
    ["A bridge and a veth pair", "The API server and etcd", "Vitamin C", "Command-line options"],
)
def test_other_options_are_free_to_move(option: str) -> None:
    assert not keeps_order(["first", "second", option])


def test_questions_that_no_message_can_hold_are_left_out() -> None:
    fine = question("a", "b")
    assert askable([fine, question("a", "b", stem="x" * QUESTION_CHARACTERS)]) == [fine]
    assert askable([question(*(str(number) for number in range(30)))]) == []


def test_a_stored_deck_comes_back_the_same() -> None:
    cards = deal([question("a", "b", "c", correct=(0, 2))], random.Random(3))
    assert from_json(json.loads(json.dumps(to_json(cards)))) == cards


def test_a_deck_that_was_stored_by_an_older_version_is_read() -> None:
    stored = {
        "id": "q",
        "stem": "Which?",
        "choices": [{"text": "a", "reason": "yes"}, {"text": "b", "reason": None}],
        "correct": [0],
        "explanation": None,
    }
    (card,) = from_json([stored])
    assert [(option.text, option.reason) for option in card.options] == [("a", "yes"), ("b", None)]
    assert (card.concept, card.in_lesson([1, 0])) == (None, [0, 1])
    assert from_json(json.loads(json.dumps(to_json([card])))) == (card,)


def test_events_keep_the_names_under_which_they_are_stored() -> None:
    assert {name: kind.__name__ for name, kind in KINDS.items()} == {
        "joined": "Joined",
        "left": "Left",
        "begun": "Begun",
        "posed": "QuestionChosen",
        "shown": "Shown",
        "opened": "Opened",
        "answered": "Answered",
        "time": "TimeGiven",
        "paused": "Paused",
        "continued": "Continued",
        "extended": "Extended",
        "closed": "Closed",
        "skipped": "Skipped",
        "advanced": "Advanced",
        "revealed": "Revealed",
        "resumed": "Resumed",
        "ended": "Ended",
    }
    assert set(KINDS.values()) == set(get_args(Event))
