"""How queries in vain become topics."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.exts.courses._gaps import gaps
from bot.store.lookups import Asked

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def asked(query: str, count: int = 1, hours: int = 0) -> Asked:
    return Asked(query, count, NOON + timedelta(hours=hours))


def test_wordings_of_one_topic_are_joined() -> None:
    (gap,) = gaps(
        [
            asked("service meshes", 2),
            asked("what is a service mesh?", 5),
            asked("mesh service", hours=3),
            asked("servce mesh"),
        ]
    )
    assert gap.label == "what is a service mesh?"
    assert (gap.count, gap.last) == (9, NOON + timedelta(hours=3))
    assert gap.wordings == ("service meshes", "mesh service", "servce mesh")


def test_other_topics_stay_apart_the_newest_first() -> None:
    found = gaps([asked("helm charts", 2), asked("gitops", 3, hours=1), asked("c#", 2, hours=2)])
    assert [(gap.label, gap.count) for gap in found] == [
        ("c#", 2),
        ("gitops", 3),
        ("helm charts", 2),
    ]


def test_what_was_asked_once_is_no_topic_yet() -> None:
    assert gaps([asked("helm charts"), asked("kubectl top")]) == []
    (gap,) = gaps([asked("helm chart"), asked("helm charts")])
    assert gap.count == 2


def test_a_dismissed_topic_stays_away_in_other_words_too() -> None:
    (gap,) = gaps([asked("pizza place", 2)])
    again = [asked("pizza places", 9), asked("the pizza place", 3), asked("gitops", 2)]
    assert [gap.label for gap in gaps(again, {gap.topic})] == ["gitops"]


def test_small_talk_that_an_earlier_version_kept_is_no_topic() -> None:
    talk = ("?!", "**", "thanks!", "hi", "help", "good morning")
    assert gaps([asked(words, 3) for words in talk]) == []


def test_nothing_asked_is_no_gap() -> None:
    assert gaps([]) == []
