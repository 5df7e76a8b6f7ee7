"""What people can look up at one time: the lessons, their index, and the names for autocomplete."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.reading import Reader, lesson_label
from index.suggest import Suggester

if TYPE_CHECKING:
    from collections.abc import Collection

    from content.library import Library
    from index.models import SearchResult
    from index.searcher import Searcher


class Lookup:
    """Lessons with all that is made from them; newer lessons get a lookup of their own.

    Searching blocks, so it runs in a thread; all else is in memory.
    """

    def __init__(self, library: Library, searcher: Searcher) -> None:
        self.library = library
        self.reader = Reader(library)
        self.concepts = Suggester(
            (concept.id, concept.title)
            for lesson in library.lessons
            for section in lesson.sections
            for concept in section.concepts
        )
        self.lessons = Suggester((lesson.id, lesson_label(lesson)) for lesson in library.lessons)
        self.labs = Suggester(
            (lab.id, lab.title) for lesson in library.lessons for lab in lesson.labs
        )
        self._searcher = searcher
        self._running = 0
        self._retired = False

    async def search(
        self, query: str, limit: int = 10, courses: Collection[str] | None = None
    ) -> SearchResult:
        """Return the best ``limit`` hits; the search itself never runs on the event loop."""
        self._running += 1
        try:
            return await asyncio.to_thread(self._searcher.search, query, limit, courses)
        finally:
            self._running -= 1
            self._close_if_done()

    def close(self) -> None:
        """Close the index as soon as the searches that run in it have ended."""
        self._retired = True
        self._close_if_done()

    def _close_if_done(self) -> None:
        if self._retired and not self._running:
            self._searcher.close()
