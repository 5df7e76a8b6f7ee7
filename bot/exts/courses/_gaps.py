"""Groups lookups that found nothing into topics, so that an author sees what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from index.query import Query
from index.words import stem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from bot.store.lookups import Asked

TOPIC_LIMIT = 100
"""Characters of a topic, which is the value of an option too."""

_ALIKE = 80.0
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
        core = _core(one.query)
        near = process.extractOne(
            core, list(topics), scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE
        )
        topics.setdefault(near[0] if near else core, []).append(one)
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


def _core(query: str) -> str:
    words = Query(query).core.split()
    return (" ".join(stem(word) for word in words) or query)[:TOPIC_LIMIT]
