"""Tells whether two queries are about one topic, and which card a server answers a topic with."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from index.query import Query
from index.words import stem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from bot.pages import Page, Pages

TOPIC_LIMIT = 100
"""Characters of a topic, which is the value of an option too."""

_ALIKE = 80.0


@lru_cache(1000)
def topic_of(query: str) -> str:
    """Return what a query is about: its words without question words and endings."""
    words = Query(query).core.split()
    return (" ".join(stem(word) for word in words) or query)[:TOPIC_LIMIT]


def nearest_topic(topic: str, topics: Iterable[str]) -> str | None:
    """Return the one of ``topics`` that differs only by order or a typo, if there is one."""
    near = process.extractOne(
        topic, list(topics), scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE
    )
    return near[0] if near else None


def taught_card(
    query: str,
    taught: Mapping[str, str],
    pages: Pages,
    courses: Collection[str] | None,
    *,
    is_sure: bool,
) -> Page | None:
    """Return the card that a server's instructors chose for a query, if there is one.

    Where the lessons are sure of another answer, only the very topic counts.
    """
    if not taught:
        return None
    topics = {topic_of(asked): item_id for asked, item_id in taught.items()}
    topic = topic_of(query)
    near = topic if is_sure or topic in topics else nearest_topic(topic, topics)
    return open_in(topics.get(near or "", ""), pages, courses)


def open_in(item_id: str, pages: Pages, courses: Collection[str] | None) -> Page | None:
    """Return a page, unless it is gone from the ``courses``."""
    page = pages.open(item_id)
    is_here = page and (courses is None or page.id.partition("/")[0] in courses)
    return page if is_here else None
