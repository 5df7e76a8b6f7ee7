"""Walks folders of lessons and returns every course, with every problem at once."""

from __future__ import annotations

import hashlib
import os
from functools import cached_property
from importlib import resources
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from content.errors import NoLessons, UnreadableLesson
from content.folders import Inside, course_title, lesson_files, shown, title_of
from content.ids.names import slug
from content.ids.resolution import Item_co, Renamings, Table, question_ids, title_ids
from content.lesson import read_lesson
from content.links import check_files
from content.models import Concept, Course, Frozen, Lab, Lesson, Problem, Question, Section
from content.problems import ProblemSink
from content.source import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


class ConceptPlace(Frozen):
    """A concept and where it stands."""

    course: Course
    lesson: Lesson
    section: Section
    concept: Concept


class SectionPlace(Frozen):
    """A section and where it stands."""

    course: Course
    lesson: Lesson
    section: Section


class Library(Frozen):
    """All courses that were loaded; lookups by id take the same time in any library.

    ``fingerprint`` changes whenever the parsed content of any lesson does.
    """

    courses: tuple[Course, ...]
    problems: tuple[Problem, ...]
    fingerprint: str

    @cached_property
    def lessons(self) -> tuple[Lesson, ...]:
        """Return the lessons of all courses in teaching order."""
        return tuple(lesson for course in self.courses for lesson in course.lessons)

    @property
    def has_errors(self) -> bool:
        """Return whether any problem is more than a warning."""
        return any(problem.severity == "error" for problem in self.problems)

    def course(self, identity: str) -> Course | None:
        """Return the course with this id."""
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
        names = self._renamings.names(identity)
        having = (table.get(name) for name in names for table in tables)
        meant = (table.by_title(name) for name in names for table in tables)
        return next((found for found in chain(having, meant) if found is not None), None)

    @cached_property
    def _renamings(self) -> Renamings:
        return Renamings(alias for lesson in self.lessons for alias in lesson.aliases)

    @cached_property
    def _courses(self) -> dict[str, Course]:
        return {course.id: course for course in self.courses}

    @cached_property
    def _lessons(self) -> Table[Lesson]:
        return Table(((lesson.id, lesson) for lesson in self.lessons), lambda _: ())

    # The places are views of objects that were validated before: no need to do it again.
    @cached_property
    def _sections(self) -> Table[SectionPlace]:
        places = (
            SectionPlace.model_construct(course=course, lesson=lesson, section=section)
            for course in self.courses
            for lesson in course.lessons
            for section in lesson.sections
        )
        return Table(
            ((place.section.id, place) for place in places),
            lambda place: title_ids(place.lesson.id, place.section.title, "section"),
        )

    @cached_property
    def _concepts(self) -> Table[ConceptPlace]:
        places = (
            ConceptPlace.model_construct(
                course=course, lesson=lesson, section=section, concept=concept
            )
            for course in self.courses
            for lesson in course.lessons
            for section in lesson.sections
            for concept in section.concepts
        )
        return Table(
            ((place.concept.id, place) for place in places),
            lambda place: title_ids(place.lesson.id, place.concept.title, place.section.title),
        )

    @cached_property
    def _labs(self) -> Table[tuple[Lesson, Lab]]:
        labs = ((lab.id, (lesson, lab)) for lesson in self.lessons for lab in lesson.labs)
        return Table(labs, lambda found: title_ids(found[0].id, found[1].title, "lab"))

    @cached_property
    def _questions(self) -> Table[tuple[Lesson, Question]]:
        asked = ((one.id, (lesson, one)) for lesson in self.lessons for one in lesson.questions)
        return Table(asked, lambda found: question_ids(found[0].id, found[1]))


def shipped_courses() -> Path:
    """Return the folder of the lessons that come with Syllabot."""
    # Wheels are installed as plain files, so the traversable is a real path.
    return Path(str(resources.files("content"))) / "courses"


def load(paths: Sequence[Path]) -> Library:
    """Read all lessons in ``paths`` (files or folders); raises NoLessons when there is no file.

    A file that cannot be read is an error among the problems, so the library may hold no lesson.
    """
    problems = ProblemSink("")
    files = list(lesson_files(paths, problems))
    if not files and not problems.in_order():
        raise NoLessons(paths)
    lessons: dict[str, tuple[Path, Lesson]] = {}
    lines: dict[str, int] = {}
    for path in files:
        taken = _read(path, problems)
        if taken is None:
            continue
        lesson, line = taken
        if lesson.id in lessons:
            other = lessons[lesson.id][1].path
            message = (
                f"the lesson id {lesson.id} is taken by {other}: give this one another `id` or name"
            )
            problems.file(shown(path)).error(1, "duplicate-id", message)
        else:
            lessons[lesson.id] = (path, lesson)
            lines[lesson.id] = line
    _check_aliases([lesson for _, lesson in lessons.values()], lines, problems)
    inside = Inside(paths)
    real = {Path(os.path.realpath(path)): lesson for path, lesson in lessons.values()}
    changed = check_files(real, inside, problems)
    whole = [(path, changed.get(lesson.id, lesson)) for path, lesson in lessons.values()]
    courses = tuple(_courses(whole, inside, problems))
    found = problems.in_order()
    return Library(courses=courses, problems=found, fingerprint=_fingerprint(courses))


def _read(path: Path, problems: ProblemSink) -> tuple[Lesson, int] | None:
    """Return the lesson in a file and the line of its aliases; None where there is no text."""
    try:
        source = read(path)
    except UnreadableLesson as error:
        problems.file(shown(path)).error(error.line, "unreadable", error.reason)
        return None
    folder = Path(os.path.realpath(path)).parent.name
    reading = read_lesson(source, slug(source.front.course or folder or "lessons"))
    problems.take(reading.problems)
    return reading.lesson, source.front_lines.get("aliases", 1)


def _check_aliases(
    lessons: Sequence[Lesson], lines: Mapping[str, int], problems: ProblemSink
) -> None:
    """Note each former id of a lesson that another one has or had too."""
    holders = {lesson.id: lesson for lesson in lessons}
    for lesson in lessons:
        for alias in lesson.aliases:
            if alias.new != lesson.id:
                continue
            other = holders.setdefault(alias.old, lesson)
            if other is not lesson:
                message = f"the alias {alias.old} is an id of {other.id}: only one of them had it"
                problems.file(lesson.path).error(lines[lesson.id], "duplicate-id", message)


def _courses(
    lessons: Iterable[tuple[Path, Lesson]], inside: Inside, problems: ProblemSink
) -> Iterator[Course]:
    by_course: dict[str, list[tuple[Path, Lesson]]] = {}
    for path, lesson in lessons:
        by_course.setdefault(lesson.course, []).append((path, lesson))
    for identity, members in by_course.items():
        ordered = sorted(members, key=lambda member: _order(*member))
        folders = dict.fromkeys(path.parent for path, _ in ordered)
        titles = [course_title(folder, inside, problems) for folder in folders]
        title = next(filter(None, titles), None) or title_of(identity)
        yield Course(id=identity, title=title, lessons=tuple(lesson for _, lesson in ordered))


def _order(path: Path, lesson: Lesson) -> tuple[tuple[int, ...], str]:
    """Sort by number (4.10 after 4.9), lessons without one last, then by file name."""
    number = tuple(int(part) for part in (lesson.number or "1000000").split(".") if part)
    return number, path.name


def _fingerprint(courses: Iterable[Course]) -> str:
    digest = hashlib.sha256()
    for course in courses:
        digest.update(course.model_dump_json().encode())
    return digest.hexdigest()
