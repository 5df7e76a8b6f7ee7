"""What people can look up at one time: the lessons, their index, and the names for autocomplete."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.pages import Pages, lesson_label, section_label
from bot.recent import Recent
from bot.subjects import subjects
from index.suggest import Suggester

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.pages import PageLink
    from content.library import Library
    from content.models import Course
    from index.models import SearchResult
    from index.searcher import Searcher

_RELATED = 5
_KEPT = 1000
MENTIONED = 25
"""How many concepts are looked for in a text at most."""


@dataclass(frozen=True, slots=True)
class Location:
    """Where something is: the course, and the lesson and the section in it, "" for none."""

    course: Course
    lesson: str = ""
    section: str = ""

    @property
    def words(self) -> str:
        """What is searched for: the course by its title and its id."""
        place = (self.course.title, self.course.id, "lesson", self.lesson, self.section)
        return " ".join(place)

    def shown(self, *, with_course: bool) -> str:
        """Return the place as people read it; the course is left out where there is no other."""
        course = self.course.title if with_course else ""
        return " › ".join(filter(None, (course, self.lesson, self.section)))


class Catalogue:
    """Lessons with all that is made from them; newer lessons get a catalogue of their own.

    Searching blocks, so it runs in a thread; all else is in memory. Nothing in here ever changes:
    what was found stays right for as long as the catalogue is used.
    """

    def __init__(self, library: Library, searcher: Searcher) -> None:
        self.library = library
        self.pages = Pages(library)
        self.locations = dict(_locations(library))
        places = {identity: place.words for identity, place in self.locations.items()}
        lessons = library.lessons
        self.concepts = Suggester(
            (
                (concept.id, concept.title)
                for lesson in lessons
                for section in lesson.sections
                for concept in section.concepts
            ),
            places,
            searcher.names,
        )
        self.lessons = Suggester(((one.id, lesson_label(one)) for one in lessons), places)
        self.subjects = {one.id: one for one in subjects(library)}
        self.subject_names = Suggester(
            ((one.id, one.label) for one in self.subjects.values()),
            {
                one.id: " ".join(
                    {places[lesson.id] for lesson in one.lessons}
                    | set(one.lessons[0].tags if len(one.lessons) == 1 else ())
                )
                for one in self.subjects.values()
            },
        )
        self.labs = Suggester(
            ((lab.id, lab.title) for lesson in lessons for lab in lesson.labs),
            # "lab 5" is one of lesson 5.
            {identity: f"lab {place}" for identity, place in places.items()},
            searcher.names,
        )
        self._searcher = searcher
        self.cards: Recent[Any] = Recent(_KEPT)
        """What was shown for queries: study servers ask the same things again and again."""
        self._related: Recent[tuple[PageLink, ...]] = Recent(_KEPT)

    async def search(
        self, query: str, limit: int = 10, courses: frozenset[str] | None = None
    ) -> SearchResult:
        """Return the best ``limit`` hits; the search itself never runs on the event loop."""
        return await asyncio.to_thread(self._searcher.search, query, limit, courses)

    async def related(
        self, page_id: str, courses: frozenset[str] | None = None
    ) -> tuple[PageLink, ...]:
        """Return the concepts that have most in common with an item."""
        if (known := self._related.get((page_id, courses))) is not None:
            return known
        found = await asyncio.to_thread(self._searcher.related, page_id, _RELATED, courses)
        return self._related.put((page_id, courses), self._links(found))

    async def mentioned(
        self, text: str, courses: frozenset[str] | None = None
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


def _locations(library: Library) -> Iterator[tuple[str, Location]]:
    """Yield by id where each lesson, concept and lab is."""
    for course in library.courses:
        for lesson in course.lessons:
            yield lesson.id, Location(course)
            label = lesson_label(lesson)
            for section in lesson.sections:
                place = Location(course, label, section_label(section))
                yield from ((concept.id, place) for concept in section.concepts)
            yield from ((lab.id, Location(course, label)) for lab in lesson.labs)
