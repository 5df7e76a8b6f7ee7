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


def test_other_topics_stay_apart_the_most_wanted_first() -> None:
    found = gaps([asked("helm charts"), asked("gitops", 3), asked("?!", 2), asked("kubectl top")])
    assert [(gap.label, gap.count) for gap in found] == [
        ("gitops", 3),
        ("?!", 2),
        ("helm charts", 1),
        ("kubectl top", 1),
    ]


def test_nothing_asked_is_no_gap() -> None:
    assert gaps([]) == []
