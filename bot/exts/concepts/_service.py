"""Decides what a lookup shows: the best match with the others, or the nearest titles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.pages import PageLink
from index.words import stems

if TYPE_CHECKING:
    from bot.pages import Page, Pages
    from index.models import Hit, SearchResult


@dataclass(frozen=True, slots=True)
class Found:
    """The best page, all matches (the best first), and the query as corrected, if it was.

    ``terms`` are the stems to underline: what the title does not say already.
    """

    page: Page
    matches: tuple[PageLink, ...] = ()
    corrected: str | None = None
    terms: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing fits ``query``; ``nearest`` are the items with the most similar titles."""

    query: str
    nearest: tuple[PageLink, ...]


def answer(result: SearchResult, pages: Pages) -> Found | Nothing:
    """Return what to show for a search; what is no longer in the library is passed over."""
    matches = tuple(_part(hit, pages) for hit in result.hits if result.fits and pages.has(hit.id))
    best = pages.open(matches[0].id) if matches else None
    if best is not None:
        named = result.terms.issubset(stems(best.title))
        return Found(best, matches, result.corrected, frozenset() if named else result.terms)
    nearest = (pages.open(page_id) for page_id, _ in result.nearest)
    return Nothing(result.query, tuple(page.link for page in nearest if page is not None))


def _part(hit: Hit, pages: Pages) -> PageLink:
    mark = pages.mark(hit.course, hit.language)
    path = " › ".join(filter(None, (mark, hit.lesson, hit.section)))
    return PageLink(hit.id, hit.title, f"Lab · {path}" if hit.kind == "lab" else path)
