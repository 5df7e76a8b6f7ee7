"""Which words of a card are underlined, and which marks are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.highlight import count_terms, highlight

TERMS = frozenset({"boil", "kettl", "cni"})


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Water boils in kettles.", "Water __boils__ in __kettles__."),
        ("**Kettle** and *boil*", "**__Kettle__** and *__boil__*"),
        ("see `kettle --on` and ```sh\nkettle\n```", "see `kettle --on` and ```sh\nkettle\n```"),
        ("[the kettle](https://kettle.example)", "[the kettle](https://kettle.example)"),
        ("https://kettle.example/boil", "https://kettle.example/boil"),
        ("boiler, boiling", "boiler, __boiling__"),
        ("the (CNI)", "the (__CNI__)"),
        ("a_kettle", "a_kettle"),
        ("__kettle__", "__kettle__"),
        ("- kettle\n> boil", "- __kettle__\n> __boil__"),
        ("nothing", "nothing"),
        ("", ""),
    ],
)
def test_words_are_underlined_outside_of_other_marks(text: str, shown: str) -> None:
    assert highlight(text, TERMS) == shown


def test_a_card_does_not_become_restless() -> None:
    assert highlight("kettle " * 100, TERMS).count("__kettle__") == 30


def test_terms_are_counted_once_each() -> None:
    assert count_terms("kettle kettles boil", TERMS) == 2


@given(st.text(st.sampled_from(list("kettle boil`*_[]()<>~\n #>-\\")), max_size=80))
def test_nothing_but_marks_is_added(text: str) -> None:
    assert highlight(text, TERMS).replace("__", "") == text.replace("__", "")
