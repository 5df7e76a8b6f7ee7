"""What people can look up at one time: the lessons, their index, and the names for autocomplete."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from bot.reading import Reader, lesson_label
from index.suggest import Suggester

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from bot.reading import Part
    from content.library import Library
    from index.models import SearchResult
    from index.searcher import Searcher

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

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
        self._running = 0
        self._retired = False

    async def search(
        self, query: str, limit: int = 10, courses: Collection[str] | None = None
    ) -> SearchResult:
        """Return the best ``limit`` hits; the search itself never runs on the event loop."""
        return await self._ask(self._searcher.search, query, limit, courses)

    async def related(
        self, item_id: str, courses: Collection[str] | None = None
    ) -> tuple[Part, ...]:
        """Return the concepts that have most in common with an item."""
        found = await self._ask(self._searcher.related, item_id, _RELATED, courses)
        return self._parts(found)

    async def mentioned(
        self, text: str, courses: Collection[str] | None = None
    ) -> tuple[Part, ...]:
        """Return the concepts whose names stand in somebody's text."""
        return self._parts(await self._ask(self._searcher.mentioned, text, _MENTIONED, courses))

    def _parts(self, found: Iterable[tuple[str, str]]) -> tuple[Part, ...]:
        items = (self.reader.open(item_id) for item_id, _ in found)
        return tuple(item.itself for item in items if item is not None)

    async def _ask(
        self, question: Callable[Given, Answer], *args: Given.args, **kwargs: Given.kwargs
    ) -> Answer:
        """Ask the searcher in a thread; it stays open until it has answered."""
        self._running += 1
        try:
            return await asyncio.to_thread(question, *args, **kwargs)
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
