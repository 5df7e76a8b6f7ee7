"""Decides what a lookup shows: the answer, the closest there is, or the nearest titles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from bot.pages import PageLink
from bot.ui.markdown import escape, paginate
from index.words import stems

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from bot.pages import Page, Pages
    from content.models import Lesson
    from index.models import Hit, SearchResult

_LESSON = re.compile(r"/?lesson\s+#?(\d+)\W*", re.IGNORECASE)
_NEAREST = 5
_SHORT = 600
CHOICES = 3
"""How many of the closest are shown when none of them is surely the answer."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a page is about: where it is, and its first sentence; empty when it has none."""

    link: PageLink
    sentence: str


@dataclass(frozen=True, slots=True)
class Found:
    """The best page, all matches (the best first), and the query as corrected, if it was.

    ``terms`` are the stems to underline: what the title does not say already. ``is_taught`` says
    that the server's instructors chose the page, ``lacking`` with what the query compares it of
    which there is none.
    """

    page: Page
    matches: tuple[PageLink, ...] = ()
    corrected: str | None = None
    terms: frozenset[str] = frozenset()
    is_taught: bool = False
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Closest:
    """None of these is surely meant by ``query``; perhaps they only mention it ``in_passing``."""

    query: str
    choices: tuple[Meaning, ...]
    corrected: str | None = None
    in_passing: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """Two or three pages that a query puts side by side, each with the beginning of its text."""

    pages: tuple[Meaning, ...]
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing fits ``query``; ``nearest`` are the items with the most similar titles."""

    query: str
    nearest: tuple[PageLink, ...]


Outcome: TypeAlias = Found | Compared | Closest | Nothing


def decide(result: SearchResult, pages: Pages, taught: Page | None = None) -> Outcome:
    """Return what to show for a search; what is no longer in the library is passed over.

    What the server's instructors have ``taught`` comes first.
    """
    matches = tuple(_part(hit, pages) for hit in result.hits if result.fits and pages.has(hit.id))
    if taught is not None:
        others = (link for link in matches if link.id != taught.id)
        return Found(taught, (taught.link, *others), is_taught=True)
    both = [_part(hit, pages) for hit in result.compared if pages.has(hit.id)]
    if len(both) == len(result.compared) > 0:
        return Compared(tuple(_beginning(link, pages) for link in both), result.lacking)
    best = pages.open(matches[0].id) if matches else None
    if best is None:
        nearest = (pages.open(page_id) for page_id, _ in result.nearest)
        return Nothing(result.query, tuple(page.link for page in nearest if page is not None))
    if not result.is_sure:
        passing = [_mention(hit, pages) for hit in result.in_passing if pages.has(hit.id)]
        choices = tuple(passing[:CHOICES]) or meanings(matches[:CHOICES], pages)
        return Closest(result.query, choices, result.corrected, in_passing=bool(passing))
    named = result.terms.issubset(stems(best.title))
    terms = frozenset[str]() if named else result.terms
    return Found(best, matches, result.corrected, terms, lacking=result.lacking)


def numbered_lesson(
    query: str, lessons: Iterable[Lesson], pages: Pages, courses: Collection[str] | None
) -> Found | Closest | Nothing | None:
    """Return what "lesson 4" opens, and None for what is not asked like that."""
    asked = _LESSON.fullmatch(query.strip())
    if asked is None:
        return None
    here = [one for one in lessons if courses is None or one.course in courses]
    meant = [one for one in here if one.number == asked[1]]
    found = [page for one in meant or here[:_NEAREST] if (page := pages.open(one.id))]
    if not meant:
        return Nothing(query, tuple(page.link for page in found))
    if len(found) == 1:
        return Found(found[0])
    return Closest(query, tuple(Meaning(page.link, escape(page.path)) for page in found[:CHOICES]))


def meanings(links: Iterable[PageLink], pages: Pages) -> tuple[Meaning, ...]:
    """Return what each of these is about."""
    opened = ((link, pages.open(link.id)) for link in links)
    return tuple(Meaning(link, page.sentence) for link, page in opened if page)


def _beginning(link: PageLink, pages: Pages) -> Meaning:
    """Return a page with as much of its text as stands well beside another."""
    page = pages.open(link.id)
    first, *more = paginate(page.text if page else "", _SHORT)
    return Meaning(link, f"{first}\n…" if more else first)


def _mention(hit: Hit, pages: Pages) -> Meaning:
    return Meaning(_part(hit, pages), escape(hit.snippet))


def _part(hit: Hit, pages: Pages) -> PageLink:
    path = pages.path_of(hit.id)
    return PageLink(hit.id, hit.title, f"Lab · {path}" if hit.kind == "lab" else path)
