"""What people can look up at one time: the lessons, their index, and the names for autocomplete."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.pages import Pages, lesson_label
from index.suggest import Suggester

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from bot.pages import PageLink
    from content.library import Library
    from index.models import SearchResult
    from index.searcher import Searcher

_RELATED = 5
MENTIONED = 25
"""How many concepts are looked for in a text at most."""


class Catalogue:
    """Lessons with all that is made from them; newer lessons get a catalogue of their own.

    Searching blocks, so it runs in a thread; all else is in memory.
    """

    def __init__(self, library: Library, searcher: Searcher) -> None:
        self.library = library
        self.pages = Pages(library)
        self.concepts = Suggester(
            (concept.id, concept.title)
            for lesson in library.lessons
            for section in lesson.sections
            for concept in section.concepts
        )
        self.lessons = Suggester((lesson.id, lesson_label(lesson)) for lesson in library.lessons)
        self.practice_lessons = Suggester(
            (lesson.id, lesson_label(lesson)) for lesson in library.lessons if lesson.questions
        )
        self.labs = Suggester(
            (lab.id, lab.title) for lesson in library.lessons for lab in lesson.labs
        )
        self._searcher = searcher

    async def search(
        self, query: str, limit: int = 10, courses: Collection[str] | None = None
    ) -> SearchResult:
        """Return the best ``limit`` hits; the search itself never runs on the event loop."""
        return await asyncio.to_thread(self._searcher.search, query, limit, courses)

    async def related(
        self, page_id: str, courses: Collection[str] | None = None
    ) -> tuple[PageLink, ...]:
        """Return the concepts that have most in common with an item."""
        found = await asyncio.to_thread(self._searcher.related, page_id, _RELATED, courses)
        return self._links(found)

    async def mentioned(
        self, text: str, courses: Collection[str] | None = None
    ) -> tuple[PageLink, ...]:
        """Return the concepts that somebody's text names."""
        found = await asyncio.to_thread(self._searcher.mentioned, text, MENTIONED, courses)
        return self._links(found)

    def _links(self, found: Iterable[tuple[str, str]]) -> tuple[PageLink, ...]:
        opened = (self.pages.open(page_id) for page_id, _ in found)
        return tuple(page.link for page in opened if page is not None)

    def close(self) -> None:
        """Close the index; nobody may search in it any more."""
        self._searcher.close()
