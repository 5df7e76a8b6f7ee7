"""Groups lookups that found nothing into topics, so that an author sees what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from index.query import Query
from index.words import stem

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from bot.store.lookups import Asked

_ALIKE = 80.0


@dataclass(frozen=True, slots=True)
class Gap:
    """A topic that the lessons lack: its commonest wording, how often it was asked for, and when.

    ``wordings`` are the others, the commonest first.
    """

    label: str
    count: int
    last: datetime
    wordings: tuple[str, ...]


def gaps(asked: Iterable[Asked]) -> list[Gap]:
    """Return the topics of queries that come with their counts, the most wanted first.

    Two wordings are one topic when they differ by question words, inflection, order or a typo.
    """
    topics: dict[str, list[Asked]] = {}
    for one in sorted(asked, key=lambda one: (-one.count, one.query)):
        core = _core(one.query)
        near = process.extractOne(
            core, list(topics), scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE
        )
        topics.setdefault(near[0] if near else core, []).append(one)
    found = [
        Gap(
            label=members[0].query,
            count=sum(one.count for one in members),
            last=max(one.last for one in members),
            wordings=tuple(one.query for one in members[1:]),
        )
        for members in topics.values()
    ]
    return sorted(found, key=lambda gap: (-gap.count, gap.label))


def _core(query: str) -> str:
    words = Query(query).core.split()
    return " ".join(stem(word) for word in words) or query
