"""What people can look up at one time: the lessons, their index, and the names for autocomplete."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.pages import Pages, lesson_label, section_label
from bot.ui.cards import clip
from index.suggest import Suggester

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from bot.pages import PageLink
    from content.library import Library
    from content.models import Course
    from index.models import SearchResult
    from index.searcher import Searcher

_RELATED = 5
MENTIONED = 25
"""How many concepts are looked for in a text at most."""
_CHOICE = 100
"""Characters of a suggestion that Discord shows."""
_TITLE = 60
"""How many of them the title has at least, before it is cut for the place."""


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

    Searching blocks, so it runs in a thread; all else is in memory.
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
        )
        self.lessons = Suggester(((one.id, lesson_label(one)) for one in lessons), places)
        self.practice_lessons = Suggester(
            ((one.id, lesson_label(one)) for one in lessons if one.questions), places
        )
        self.labs = Suggester(
            ((lab.id, lab.title) for lesson in lessons for lab in lesson.labs),
            # "lab 5" is one of lesson 5.
            {identity: f"lab {place}" for identity, place in places.items()},
        )
        self._searcher = searcher

    def choices(
        self,
        names: Suggester,
        typed: str,
        *,
        courses: Collection[str] | None,
        popular: Mapping[str, int] | None = None,
    ) -> list[tuple[str, str]]:
        """Return what fits ``typed`` as (id, text); no two texts are alike where places differ.

        The place is said where people see several courses, and where titles are the same.
        """
        found = names.complete(typed, popular=popular, courses=courses)
        in_sight = [one for one in self.library.courses if courses is None or one.id in courses]
        several = len(in_sight) > 1
        alike = Counter(label.casefold() for _, label in found)
        return [
            (identity, _joined(label, self.locations[identity].shown(with_course=several)))
            if several or alike[label.casefold()] > 1
            else (identity, clip(label, _CHOICE))
            for identity, label in found
        ]

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


def _joined(label: str, place: str) -> str:
    """Return a title with its place behind it, both cut to what a suggestion holds."""
    title = clip(label, max(_TITLE, _CHOICE - len(place) - 3))
    return clip(f"{title} · {place}", _CHOICE)
