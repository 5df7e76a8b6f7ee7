"""Searching from the event loop: Whoosh in a thread, autocomplete from memory."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from index.suggest import Suggester

if TYPE_CHECKING:
    from content.library import Library
    from content.models import Lesson
    from index.models import SearchResult
    from index.searcher import Searcher


class Lookup:
    """What people can look up, by query or by the first letters of a name."""

    def __init__(self, library: Library, searcher: Searcher) -> None:
        self._searcher = searcher
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

    async def search(self, query: str, limit: int = 10) -> SearchResult:
        """Return the best ``limit`` hits; the search itself never runs on the event loop."""
        return await asyncio.to_thread(self._searcher.search, query, limit)

    def close(self) -> None:
        """Close the index."""
        self._searcher.close()


def lesson_label(lesson: Lesson) -> str:
    """Return how a lesson is called in lists: its number, when it has one, and its title."""
    return f"{lesson.number}. {lesson.title}" if lesson.number else lesson.title
