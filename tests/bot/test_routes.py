"""Routes: what fits, what does not, and that the custom_ids of messages from before still do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.ui.routes import LARGEST, Route, number_of

if TYPE_CHECKING:
    from tests.bot.conftest import Study

LESSON = "demo/01-kettles"
BEFORE: dict[str, dict[str, object]] = {
    "read:open:here": {"slot": "here"},
    "read:open:related": {"slot": "related"},
    "read:open:nearest": {"slot": "nearest"},
    "read:open:terms": {"slot": "terms"},
    "read:open:others-0": {"asked": 0},
    "read:open:others-9007199254740991": {"asked": 2**53 - 1},
    "re:9007199254740991:/": {"asked": 2**53 - 1, "page": "/"},
    f"re:7:{LESSON}#kettle": {"asked": 7, "page": f"{LESSON}#kettle"},
    "read:back:80351110224678912": {"person": 80351110224678912},
    "read:at:/:0:1": {"page": "/", "part": 0, "block": 1},
    f"read:at:{LESSON}#kettle:2:0": {"page": f"{LESSON}#kettle", "part": 2, "block": 0},
    f"read:share:{LESSON}:0": {"page": LESSON, "part": 0},
    "help:page:1": {"page": 1},
    f"lab:start:{LESSON}#making-tea": {"lab": f"{LESSON}#making-tea"},
    "lab:go:12:0": {"attempt": 12, "step": 0},
    "lab:finish:12:3": {"attempt": 12, "step": 3},
    "lab:over:12": {"attempt": 12},
    "lab:show:12:3:0": {"attempt": 12, "step": 3, "part": 0},
    "lab:fill:12:3": {"attempt": 12, "step": 3},
    "lab:pick": {},
    "lab:jump": {},
    "lab:page:1": {"page": 1},
    "announce:post:7": {"draft": 7},
    "announce:cancel:7": {"draft": 7},
    "course:choose": {},
    "course:serve:0123456789abcdef": {"offer": "0123456789abcdef"},
    "course:keep:0123456789abcdef": {"offer": "0123456789abcdef"},
    "course:dismiss:30": {"days": 30},
    "course:restore:30": {"days": 30},
    "course:close": {},
    "quiz:flag:5:0": {"quiz": 5, "question": 0},
    "course:answer:30": {"days": 30},
    "course:unteach:30": {"days": 30},
    "quiz:join:5": {"quiz": 5},
    "quiz:leave:5": {"quiz": 5},
    "quiz:begin:5": {"quiz": 5},
    "quiz:mine:5:0": {"quiz": 5, "question": 0},
    "quiz:read:demo/01-kettles#kettle": {"concept": "demo/01-kettles#kettle"},
    "quiz:host:5:0:begin": {"quiz": 5, "card": 0, "what": "begin"},
    "quiz:answer:5:0:3": {"quiz": 5, "question": 0, "option": 3},
    "quiz:several:5:0": {"quiz": 5, "question": 0},
    "quiz:places:5:1": {"quiz": 5, "page": 1},
    "quiz:missed:5:0": {"quiz": 5, "number": 0},
    "quiz:read:5:0": {"quiz": 5, "number": 0},
    "quiz:practise:5": {"quiz": 5},
    "quiz:again:5": {"quiz": 5},
    "quiz:report:5:0": {"quiz": 5, "page": 0},
    "quiz:sheet:5": {"quiz": 5},
    "quiz:board:202601:1": {"season": 202601, "page": 1},
    "quiz:listed:0:1": {"season": 0, "shown": 1},
    "quiz:share:202601:0": {"season": 202601, "page": 0},
    f"ask:open:{LESSON}#kettle:0": {"concept": f"{LESSON}#kettle", "number": 0},
    f"ask:read:{LESSON}#kettle:2": {"concept": f"{LESSON}#kettle", "number": 2},
    f"ask:back:{LESSON}#kettle:2": {"concept": f"{LESSON}#kettle", "number": 2},
    f"ask:one:{LESSON}#kettle:0:3f2a:1": {
        "concept": f"{LESSON}#kettle",
        "number": 0,
        "check": "3f2a",
        "option": 1,
    },
    f"ask:all:{LESSON}#kettle:0:3f2a": {
        "concept": f"{LESSON}#kettle",
        "number": 0,
        "check": "3f2a",
    },
}
"""A custom_id of each kind as messages have them that were sent before, and what it says."""


async def test_messages_from_before_go_on_working(study: Study) -> None:
    kinds = study.bot._components
    for custom_id, values in BEFORE.items():
        (kind,) = (one for one in kinds if one.route.fits(custom_id))
        assert kind.route.read(custom_id) == values
        assert kind.custom_id_for(**values) == custom_id
    used = {one.route.text for one in kinds if any(map(one.route.fits, BEFORE))}
    assert used == {one.route.text for one in kinds}


@given(st.integers(min_value=0, max_value=2**66))
@example(LARGEST)
@example(LARGEST + 1)
@settings(max_examples=100)
def test_numbers_have_64_bits(number: int) -> None:
    assert number_of(str(number)) == (number if number <= LARGEST else None)


@given(st.text(alphabet="0123456789-+ _\n.\uff11\u00b2\u0661", max_size=4))
@settings(max_examples=100)
def test_numbers_are_written_in_one_way(text: str) -> None:
    usual = text.isascii() and text.isdigit() and str(int(text)) == text
    assert (number_of(text) is not None) == usual


@pytest.mark.parametrize(
    "fields",
    [
        {"attempt": -1, "item": "x"},
        {"attempt": 2**63, "item": "x"},
        {"attempt": "1:1", "item": "x"},
        {"attempt": 1, "item": ""},
        {"attempt": 1, "item": "a:b"},
        {"attempt": 1, "item": "x" * 100},
    ],
)
def test_what_a_route_does_not_take_is_not_sent(fields: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"does not take|custom_id of"):
        Route("lab:{attempt:int}:{item}").fill(**fields)


def test_a_type_that_there_is_not_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        Route("lab:{attempt:float}")
