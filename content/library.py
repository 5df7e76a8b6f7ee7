"""Walks folders of lessons and returns every course, with every problem at once."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from content.course_file import CourseFolder, read_folder
from content.errors import NoLessons, UnreadableLesson
from content.folders import Inside, lesson_files, shown
from content.id_checks import Member, check_courses, check_lessons
from content.ids.names import slug
from content.ids.resolution import Item_co, Renamings, Table, question_ids, title_ids
from content.lesson import read_lesson
from content.links import check_files
from content.models import Concept, Course, Frozen, Lab, Lesson, Problem, Question, Section
from content.outline.numbers import name_title, strip_number
from content.problems import ProblemSink
from content.readings import FileReading
from content.source import from_bytes, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from content.readings import Readings
    from content.source import Source


@dataclass(frozen=True, slots=True)
class ConceptPlace:
    """A concept and where it stands."""

    course: Course
    lesson: Lesson
    section: Section
    concept: Concept


@dataclass(frozen=True, slots=True)
class SectionPlace:
    """A section and where it stands."""

    course: Course
    lesson: Lesson
    section: Section


class Library(Frozen):
    """All courses that were loaded; lookups by id take the same time in any library.

    ``fingerprint`` changes whenever the parsed content of any lesson does; ``read_anew`` counts the
    files whose reading was not kept from an earlier time.
    """

    courses: tuple[Course, ...]
    problems: tuple[Problem, ...]
    fingerprint: str
    read_anew: int = 0

    @cached_property
    def lessons(self) -> tuple[Lesson, ...]:
        """Return the lessons of all courses in teaching order."""
        return tuple(lesson for course in self.courses for lesson in course.lessons)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Return the problems that are more than a warning: what they are about is left out."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    def course(self, identity: str) -> Course | None:
        """Return the course with this id; it may be one from before a change."""
        return self._courses.get(identity)

    def lesson(self, identity: str) -> Lesson | None:
        """Return the lesson with this id; here and below it may be one from before a change."""
        return self._find(identity, self._lessons)

    def concept(self, identity: str) -> ConceptPlace | None:
        """Return the concept with this id and where it stands."""
        return self._find(identity, self._concepts)

    def section(self, identity: str) -> SectionPlace | None:
        """Return the section with this id and where it stands."""
        return self._find(identity, self._sections)

    def lab(self, identity: str) -> tuple[Lesson, Lab] | None:
        """Return the lab with this id and its lesson."""
        return self._find(identity, self._labs)

    def question(self, identity: str) -> tuple[Lesson, Question] | None:
        """Return the question with this id and its lesson."""
        return self._find(identity, self._questions)

    def anything(
        self, identity: str
    ) -> ConceptPlace | tuple[Lesson, Lab] | SectionPlace | Lesson | None:
        """Return what can be read and has this id; what has it now comes before what had it."""
        tables: list[Table[ConceptPlace | tuple[Lesson, Lab] | SectionPlace | Lesson]]
        tables = [self._concepts, self._labs, self._sections, self._lessons]
        return self._find(identity, *tables)

    def _find(self, identity: str, *tables: Table[Item_co]) -> Item_co | None:
        """Look an id up with all that it became, and only then what its title stands for."""
        # Nearly always it has just this id.
        for table in tables:
            if (item := table.get(identity)) is not None:
                return item
        names = self._renamings.names(identity)
        having = (table.get(name) for name in names for table in tables)
        meant = (table.by_title(name) for name in names for table in tables)
        return next((found for found in chain(having, meant) if found is not None), None)

    @cached_property
    def _renamings(self) -> Renamings:
        return Renamings(alias for lesson in self.lessons for alias in lesson.aliases)

    @cached_property
    def _courses(self) -> dict[str, Course]:
        found = {course.id: course for course in self.courses}
        for course in self.courses:
            for alias in course.aliases:
                found.setdefault(alias, course)
        return found

    @cached_property
    def _lessons(self) -> Table[Lesson]:
        return Table(((lesson.id, lesson) for lesson in self.lessons), lambda _: ())

    @cached_property
    def _sections(self) -> Table[SectionPlace]:
        return Table(
            ((place.section.id, place) for place in self._places),
            lambda place: _ids(place.lesson, place.section.title, "section"),
        )

    @cached_property
    def _concepts(self) -> Table[ConceptPlace]:
        return Table(
            (
                (concept.id, ConceptPlace(place.course, place.lesson, place.section, concept))
                for place in self._places
                for concept in place.section.concepts
            ),
            lambda place: _ids(place.lesson, place.concept.title, place.section.title),
        )

    @cached_property
    def _places(self) -> list[SectionPlace]:
        lessons = ((course, lesson) for course in self.courses for lesson in course.lessons)
        return [SectionPlace(*above, section) for above in lessons for section in above[1].sections]

    @cached_property
    def _labs(self) -> Table[tuple[Lesson, Lab]]:
        labs = ((lab.id, (lesson, lab)) for lesson in self.lessons for lab in lesson.labs)
        return Table(labs, lambda found: _ids(found[0], found[1].title, "lab"))

    @cached_property
    def _questions(self) -> Table[tuple[Lesson, Question]]:
        asked = ((one.id, (lesson, one)) for lesson in self.lessons for one in lesson.questions)
        return Table(asked, lambda found: question_ids(found[0].id, found[1]))


def _ids(lesson: Lesson, title: str, qualifier: str) -> Iterator[str]:
    """Yield what may be the id of an item, also when the number before its title did count."""
    return title_ids(lesson.id, {title, strip_number(title)[1]}, qualifier)


def shipped_courses() -> Path:
    """Return the folder of the lessons that come with Syllabot."""
    # Wheels are installed as plain files, so the traversable is a real path.
    return Path(str(resources.files("content"))) / "courses"


def load(paths: Sequence[Path], readings: Readings | None = None) -> Library:
    """Read all lessons in ``paths`` (files or folders); raises NoLessons when there is no file.

    A file that cannot be read is an error among the problems, so the library may hold no lesson.
    What ``readings`` has is not read again.
    """
    problems = ProblemSink("")
    files = list(lesson_files(paths, problems))
    if not files and not problems.in_order():
        raise NoLessons(paths)
    inside = Inside(paths)
    folders: dict[Path, CourseFolder] = {}
    members: dict[str, Member] = {}
    anew = 0
    for path in files:
        if path.parent not in folders:
            folders[path.parent] = read_folder(path.parent, inside, problems)
        taken, was_kept = _read(path, folders[path.parent], readings, problems)
        anew += not was_kept
        if taken is None:
            continue
        lesson = taken.lesson
        if lesson.id in members:
            other = members[lesson.id].lesson.path
            message = (
                f"the lesson id {lesson.id} is taken by {other}: give this one another `id` or name"
            )
            problems.file(shown(path)).error(1, "duplicate-id", message)
        else:
            members[lesson.id] = Member(path, folders[path.parent], taken)
    if readings is not None:
        readings.prune()
    found = list(members.values())
    claimed = check_courses(found, problems)
    check_lessons(found, claimed, problems)
    real = {Path(os.path.realpath(member.path)): member.lesson for member in found}
    courses = tuple(_courses(found, check_files(real, inside, problems)))
    return Library(
        courses=courses,
        problems=problems.in_order(),
        fingerprint=_fingerprint(courses),
        read_anew=anew,
    )


def _read(
    path: Path, folder: CourseFolder, readings: Readings | None, problems: ProblemSink
) -> tuple[FileReading | None, bool]:
    """Return the reading of a file, None where there is no text, and whether it was kept."""
    reading, key = None, ""
    try:
        data = read_bytes(path)
        if readings is not None:
            key = readings.key(data, shown(path), folder.identity, *folder.aliases)
            reading = readings.get(key)
        was_kept = reading is not None
        if reading is None:
            reading = _read_anew(from_bytes(shown(path), data), folder)
            if readings is not None:
                readings.keep(key, reading)
    except UnreadableLesson as error:
        problems.file(shown(path)).error(error.line, "unreadable", error.reason)
        return None, False
    problems.take(reading.problems)
    return reading, was_kept


def _read_anew(source: Source, folder: CourseFolder) -> FileReading:
    course = slug(source.front.course or folder.identity)
    lesson, found = read_lesson(source, course, folder.aliases)
    return FileReading(
        lesson=lesson,
        problems=found,
        aliases_line=source.line_of("aliases"),
        names_course=source.front.course is not None,
    )


def _courses(members: Iterable[Member], changed: Mapping[str, Lesson]) -> Iterator[Course]:
    by_course: dict[str, list[Member]] = {}
    for member in members:
        by_course.setdefault(member.lesson.course, []).append(member)
    for identity, found in by_course.items():
        ordered = sorted(found, key=lambda member: _order(member.path, member.lesson))
        folders = list({member.folder.path: member.folder for member in ordered}.values())
        title = next((one.title for one in folders if one.title), None) or name_title(identity)
        aliases = dict.fromkeys(alias for folder in folders for alias in folder.aliases)
        lessons = tuple(
            # What is kept of a reading depends on nothing but the lesson's own file.
            changed.get(member.lesson.id, member.lesson).model_copy(
                update={"url": member.folder.address(member.path)}
            )
            for member in ordered
        )
        yield Course(id=identity, title=title, lessons=lessons, aliases=tuple(aliases))


def _order(path: Path, lesson: Lesson) -> tuple[tuple[int, ...], str]:
    """Sort by number (4.10 after 4.9), lessons without one last, then by file name."""
    number = tuple(int(part) for part in (lesson.number or "1000000").split(".") if part)
    return number, path.name


def _fingerprint(courses: Iterable[Course]) -> str:
    digest = hashlib.sha256()
    for course in courses:
        digest.update(course.model_dump_json().encode())
    return digest.hexdigest()
