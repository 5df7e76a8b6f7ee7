"""Reading the time of an announcement."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.errors import UserError
from bot.exts.announcements._when import parse_when

# A Thursday.
NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2026-01-05 14:00", "2026-01-05T14:00"),
        ("2026-01-05 14:00 UTC", "2026-01-05T14:00"),
        ("2026-01-05T14:00+02:00", "2026-01-05T12:00"),
        ("2026-01-05t14:00:30Z", "2026-01-05T14:00:30"),
        ("2026-01-05 14:00 -0530", "2026-01-05T19:30"),
        ("2026-01-05 14:00 Europe/Vienna", "2026-01-05T13:00"),
        ("2026-07-05 14:00 europe/vienna", "2026-07-05T12:00"),
        ("2026-07-05 2pm America/New_York", "2026-07-05T18:00"),
        ("tomorrow 14:00", "2026-01-02T14:00"),
        ("Tomorrow at noon", "2026-01-02T12:00"),
        ("tomorrow 9 am", "2026-01-02T09:00"),
        ("tomorrow 12am", "2026-01-02T00:00"),
        ("today 12:01", "2026-01-01T12:01"),
        ("14:00", "2026-01-01T14:00"),
        ("11:00", "2026-01-02T11:00"),
        ("friday 14:00", "2026-01-02T14:00"),
        ("on Mon at 9:30", "2026-01-05T09:30"),
        ("thursday 13:00", "2026-01-01T13:00"),
        ("thursday 11:00", "2026-01-08T11:00"),
        ("next thursday 13:00", "2026-01-08T13:00"),
        ("12 March 18:00", "2026-03-12T18:00"),
        ("March 12th, 2027 at 6:30 pm", "2027-03-12T18:30"),
        ("in 2 hours", "2026-01-01T14:00"),
        ("90m", "2026-01-01T13:30"),
        ("in 1 day, 2 hours and 5 min", "2026-01-02T14:05"),
        ("in 2 weeks", "2026-01-15T12:00"),
        ("<t:1767600000:F>", "2026-01-05T08:00"),
    ],
)
def test_a_time_is_understood(typed: str, moment: str) -> None:
    assert parse_when(typed, NOW) == datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "typed",
    [
        "rubbish", "may", "9", "now", "tomorrow", "friday", "2026-01-05", "2026-13-05 10:00",
        "2026-02-30 10:00", "2026-01-05 25:00", "13pm 0", "tomorrow 13pm", "05/06/2026 10:00",
        "in 2 parsecs", "5 and", "<@1>", "2026-01-05 10:00 Nowhere/Town", "2026-01-05 10:00 CET",
        "1767600000", "1a" * 50, "in 99999999999 weeks", "tomorrow 10:00 +99:00", "30 zap 10:00",
    ],
)  # fmt: skip
def test_what_is_not_clear_is_refused_with_two_examples(typed: str) -> None:
    with pytest.raises(UserError, match="cannot read that time") as caught:
        parse_when(typed, NOW)
    assert str(caught.value).count("`") == 4


@pytest.mark.parametrize("typed", ["2025-12-01 10:00", "today 12:00", "in 0 minutes", "<t:5>"])
def test_the_past_is_refused(typed: str) -> None:
    with pytest.raises(UserError, match="is over: <t:"):
        parse_when(typed, NOW)


def test_a_slip_in_the_year_is_refused() -> None:
    with pytest.raises(UserError, match="two years"):
        parse_when("2206-01-05 14:00", NOW)


def test_the_examples_in_a_refusal_can_be_used() -> None:
    with pytest.raises(UserError) as caught:
        parse_when("rubbish", NOW)
    for example in str(caught.value).split("`")[1::2]:
        assert parse_when(example, NOW) > NOW
