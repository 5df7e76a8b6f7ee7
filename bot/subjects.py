"""What a quiz can be about: a lesson, a whole course, or all lessons with a tag."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.pages import lesson_label
from content.ids.names import ID_LIMIT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from content.library import Library
    from content.models import Lesson

ALL = "*"
"""The id of all lessons; no course, lesson or tag has it."""

ALL_LESSONS = "All lessons"


@dataclass(frozen=True, slots=True)
class Subject:
    """Some lessons under one name; ``label`` says what kind it is, and ``title`` only its name."""

    id: str
    label: str
    title: str
    lessons: tuple[Lesson, ...]

    @property
    def key(self) -> str:
        """Return the part of the id by which suggestions are limited."""
        return self.id.partition("/")[0]

    def within(self, courses: Collection[str] | None) -> bool:
        """Return whether any of the lessons is of these courses; None are all."""
        return courses is None or any(lesson.course in courses for lesson in self.lessons)


def subject_of(lesson: Lesson) -> Subject:
    """Return one lesson as a subject."""
    label = lesson_label(lesson)
    return Subject(lesson.id, f"Lesson{' ' if lesson.number else ': '}{label}", label, (lesson,))


def subjects(library: Library) -> Iterator[Subject]:
    """Yield what questions can be asked about, in the order in which it is offered."""
    lessons = [lesson for lesson in library.lessons if lesson.questions]
    if len(lessons) > 1:
        yield Subject(ALL, ALL_LESSONS, ALL_LESSONS, tuple(lessons))
    for course in library.courses:
        if asked := tuple(lesson for lesson in course.lessons if lesson.questions):
            yield Subject(course.id, f"Course: {course.title}", course.title, asked)
    yield from map(subject_of, lessons)
    tagged: dict[str, list[Lesson]] = {}
    names: dict[str, str] = {}
    for lesson in lessons:
        for tag in lesson.tags:
            identity = f"tag:{' '.join(tag.replace('/', ' ').split())}".casefold()[:ID_LIMIT]
            names.setdefault(identity, tag)
            if lesson not in tagged.setdefault(identity, []):
                tagged[identity].append(lesson)
    for identity, found in tagged.items():
        yield Subject(identity, f"Tag: {names[identity]}", names[identity], tuple(found))
