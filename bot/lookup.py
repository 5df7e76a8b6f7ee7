"""What people can look up at one time: the lessons, their index, and the names for autocomplete."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.reading import Reader, lesson_label
from index.suggest import Suggester

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from bot.reading import Part
    from content.library import Library
    from index.models import SearchResult
    from index.searcher import Searcher

_RELATED = 5
_MENTIONED = 25


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

    async def search(
        self, query: str, limit: int = 10, courses: Collection[str] | None = None
    ) -> SearchResult:
        """Return the best ``limit`` hits; the search itself never runs on the event loop."""
        return await asyncio.to_thread(self._searcher.search, query, limit, courses)

    async def related(
        self, item_id: str, courses: Collection[str] | None = None
    ) -> tuple[Part, ...]:
        """Return the concepts that have most in common with an item."""
        found = await asyncio.to_thread(self._searcher.related, item_id, _RELATED, courses)
        return self._parts(found)

    async def mentioned(
        self, text: str, courses: Collection[str] | None = None
    ) -> tuple[Part, ...]:
        """Return the concepts whose names stand in somebody's text."""
        found = await asyncio.to_thread(self._searcher.mentioned, text, _MENTIONED, courses)
        return self._parts(found)

    def _parts(self, found: Iterable[tuple[str, str]]) -> tuple[Part, ...]:
        items = (self.reader.open(item_id) for item_id, _ in found)
        return tuple(item.itself for item in items if item is not None)

    def close(self) -> None:
        """Close the index; nobody may search in it any more."""
        self._searcher.close()
