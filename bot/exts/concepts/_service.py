"""Decides what a lookup shows: the best match with the others, or the nearest titles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.reading import Part
from index.words import stems

if TYPE_CHECKING:
    from bot.reading import Item, Reader
    from index.models import Hit, SearchResult


@dataclass(frozen=True, slots=True)
class Found:
    """The best item, all matches (the best first), and the query as mended, if it was.

    ``terms`` are the stems to underline: what the title does not say already.
    """

    item: Item
    matches: tuple[Part, ...] = ()
    corrected: str | None = None
    terms: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing fits ``query``; ``nearest`` are the items with the most similar titles."""

    query: str
    nearest: tuple[Part, ...]


def answer(result: SearchResult, reader: Reader) -> Found | Nothing:
    """Return what to show for a search; what is no longer in the library is passed over."""
    matches = tuple(_part(hit, reader) for hit in result.hits if result.fits and reader.has(hit.id))
    best = reader.open(matches[0].id) if matches else None
    if best is not None:
        named = result.terms.issubset(stems(best.title))
        return Found(best, matches, result.corrected, frozenset() if named else result.terms)
    nearest = (reader.open(item_id) for item_id, _ in result.nearest)
    return Nothing(result.query, tuple(item.itself for item in nearest if item is not None))


def _part(hit: Hit, reader: Reader) -> Part:
    mark = reader.mark(hit.course, hit.language)
    path = " › ".join(filter(None, (mark, hit.lesson, hit.section)))
    return Part(hit.id, hit.title, f"Lab · {path}" if hit.kind == "lab" else path)
