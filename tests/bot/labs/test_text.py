"""The pure text work of labs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.exts.labs._text import clean_value, describe_duration, substitute, unfilled


def test_each_place_of_a_placeholder_is_filled() -> None:
    command = "kettle pour <KETTLE ID> <CUP>; kettle off <KETTLE ID>"
    assert substitute(command, {"KETTLE ID": "k1"}) == "kettle pour k1 <CUP>; kettle off k1"


def test_a_value_is_taken_literally() -> None:
    answers = {"KETTLE ID": r"<CUP> \1", "CUP": "blue"}
    assert substitute("pour <KETTLE ID> <CUP>", answers) == r"pour <CUP> \1 blue"


def test_what_has_no_value_stays_visible() -> None:
    assert substitute("sort < <FILE>", {"FILE": "", "OTHER": "x"}) == "sort < <FILE>"
    assert unfilled(("A", "B", "A"), {"B": "x"}) == ("A",)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("  k1 \n", "k1"), ("a\nb\tc", "a b c"), ("", ""), ("\x00\x1b", ""), ("x" * 300, "x" * 200)],
)
def test_a_value_is_one_trimmed_line(typed: str, kept: str) -> None:
    assert clean_value(typed) == kept


@pytest.mark.parametrize(
    ("duration", "said"),
    [
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(seconds=-5), "less than a minute"),
        (timedelta(minutes=12, seconds=40), "12 min"),
        (timedelta(hours=2, minutes=5), "2 h 5 min"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=3, minutes=9), "3 days 9 min"),
    ],
)
def test_durations_are_said_shortly(duration: timedelta, said: str) -> None:
    assert describe_duration(duration) == said
