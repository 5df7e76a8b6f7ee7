"""Groups lookups that found nothing into topics, so that an author sees what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.topics import nearest_topic, topic_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from bot.store.lookups import Asked

_LEAST = 2
"""How often a topic is asked for before it is shown: once may be a slip."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A topic that the lessons lack: its commonest wording, how often it was asked for, and when.

    ``topic`` is what tells it from others, ``wordings`` are the others, the commonest first.
    """

    topic: str
    label: str
    count: int
    last: datetime
    wordings: tuple[str, ...]


def gaps(asked: Iterable[Asked], dismissed: Collection[str] = ()) -> list[Gap]:
    """Return the topics of queries that come with their counts, those asked for last first.

    Two wordings are one topic when they differ by question words, inflection, order or a typo.
    What was asked for once, and what is like a ``dismissed`` topic, is left out.
    """
    topics: dict[str, list[Asked]] = {topic: [] for topic in dismissed}
    for one in sorted(asked, key=lambda one: (-one.count, one.query)):
        topic = topic_of(one.query)
        topics.setdefault(nearest_topic(topic, topics) or topic, []).append(one)
    found = [
        Gap(
            topic=topic,
            label=members[0].query,
            count=sum(one.count for one in members),
            last=max(one.last for one in members),
            wordings=tuple(one.query for one in members[1:]),
        )
        for topic, members in topics.items()
        if topic not in dismissed
    ]
    wanted = [gap for gap in found if gap.count >= _LEAST]
    return sorted(wanted, key=lambda gap: (-gap.last.timestamp(), gap.label))
