"""Answers what puts things side by side: "etcd vs Consul", "etcd, ZooKeeper"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from .frames import COMPARING, bare, is_frame
from .words import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from .models import SearchResult

_LONGEST_SIDE, _LONGEST_PART = 4, 10
"""Words of a side without and with the frame around it."""
_MOST_SIDES, _MOST_CARDS = 6, 3
_ONE_OF = re.compile(r" (?:vs\.?|versus|or|oder) ", re.IGNORECASE)
_BOTH = re.compile(r" ?[,;/&](?: and)? ?| (?:and|und|et|y) ", re.IGNORECASE)
_COMPARED = re.compile(
    r" (?:and|or|vs\.?|versus|than|from|to|with|against|und|oder|et|ou|y|o) |, ", re.IGNORECASE
)


def side_by_side(
    query: str,
    search: Callable[[str], SearchResult | None],
    has_name: Callable[[str], bool],
) -> SearchResult | None:
    """Return the cards of the things that a query puts side by side; ``search`` finds each.

    What a comparison names that has no card is told, but it may not have the name of one within.
    """
    parts, is_comparison = _sides(query)
    if len(parts) == 1 or not parts:
        return None
    found = [(part, search(part)) for part in parts]
    lacking = tuple(part for part, result in found if result is None)
    known = {result.hits[0].id: result for _, result in found if result is not None}
    if not known or (lacking and (not is_comparison or any(map(has_name, lacking)))):
        return None
    first, *others = [*known.values()][:_MOST_CARDS]
    cards = (first.hits[0], *(result.hits[0] for result in others))
    return replace(
        first,
        corrected=None if others else first.corrected,
        hits=(*cards, *(hit for hit in first.hits if hit not in cards)),
        compared=cards if others else (),
        lacking=lacking,
    )


def _sides(text: str) -> tuple[list[str], bool]:
    """Return what a query puts side by side, and whether it compares or only joins that."""
    text = " ".join(text.split())
    is_comparison = not COMPARING.isdisjoint(text.lower().split())
    joint = _COMPARED if is_comparison else _ONE_OF if _ONE_OF.search(text) else _BOTH
    parts = joint.split(text)
    if len(parts) == 1 or any(part.count(" ") > _LONGEST_PART for part in parts):
        return [], False
    named = [(part, bare(list(words(part)), is_frame)) for part in parts]
    if len(parts) > _MOST_SIDES or any(len(kept) > _LONGEST_SIDE for _, kept in named):
        return [], False
    spans = [part[kept[0].start : kept[-1].end] for part, kept in named if kept]
    return spans, joint is not _BOTH
