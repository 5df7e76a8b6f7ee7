"""Walks folders of lessons and returns every course, with every problem at once."""

from __future__ import annotations

import hashlib
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from content.errors import NoLessons, UnreadableLesson
from content.folders import course_title, lesson_files, shown, title_of
from content.identity import slug
from content.lesson import read_lesson
from content.models import Concept, Course, Frozen, Lab, Lesson, Problem, Question, Section
from content.source import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from content.models import ProblemCode


Found = TypeVar("Found")


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
        """Say whether any problem is more than a warning."""
        return any(problem.severity == "error" for problem in self.problems)

    def course(self, identity: str) -> Course | None:
        """Return the course with this id."""
        return self._courses.get(identity)

    def lesson(self, identity: str) -> Lesson | None:
        """Return the lesson with this id; here and below it may be one from before a renaming."""
        return self._find(self._lessons, identity)

    def concept(self, identity: str) -> ConceptPlace | None:
        """Return the concept with this id and where it stands."""
        return self._find(self._concepts, identity)

    def section(self, identity: str) -> SectionPlace | None:
        """Return the section with this id and where it stands."""
        return self._find(self._sections, identity)

    def lab(self, identity: str) -> tuple[Lesson, Lab] | None:
        """Return the lab with this id and its lesson."""
        return self._find(self._labs, identity)

    def question(self, identity: str) -> tuple[Lesson, Question] | None:
        """Return the question with this id and its lesson."""
        return self._find(self._questions, identity)

    def _find(self, table: Mapping[str, Found], identity: str) -> Found | None:
        """Look an id up, then what it was renamed to; two kinds may have had the same name."""
        asked, waiting = set(), [identity]
        while waiting:
            name = waiting.pop(0)
            if name in table:
                return table[name]
            asked.add(name)
            waiting += (new for new in self._renamed(name) if new not in asked)
        return None

    def _renamed(self, identity: str) -> Iterator[str]:
        yield from self._aliases.get(identity, ())
        lesson, mark, name = identity.partition("#")
        for new in self._aliases.get(lesson, ()) if mark else ():
            yield f"{new}#{name}"

    @cached_property
    def _aliases(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for lesson in self.lessons:
            for alias in lesson.aliases:
                found.setdefault(alias.old, []).append(alias.new)
        return found

    @cached_property
    def _courses(self) -> dict[str, Course]:
        return {course.id: course for course in self.courses}

    @cached_property
    def _lessons(self) -> dict[str, Lesson]:
        return {lesson.id: lesson for lesson in self.lessons}

    # The places are views of objects that were validated before: no need to do it again.
    @cached_property
    def _sections(self) -> dict[str, SectionPlace]:
        return {
            section.id: SectionPlace.model_construct(course=course, lesson=lesson, section=section)
            for course in self.courses
            for lesson in course.lessons
            for section in lesson.sections
        }

    @cached_property
    def _concepts(self) -> dict[str, ConceptPlace]:
        return {
            concept.id: ConceptPlace.model_construct(
                course=place.course, lesson=place.lesson, section=place.section, concept=concept
            )
            for place in self._sections.values()
            for concept in place.section.concepts
        }

    @cached_property
    def _labs(self) -> dict[str, tuple[Lesson, Lab]]:
        return {lab.id: (lesson, lab) for lesson in self.lessons for lab in lesson.labs}

    @cached_property
    def _questions(self) -> dict[str, tuple[Lesson, Question]]:
        return {item.id: (lesson, item) for lesson in self.lessons for item in lesson.questions}


def shipped_courses() -> Path:
    """Return the folder of the lessons that come with Syllabot."""
    # Wheels are installed as plain files, so the traversable is a real path.
    return Path(str(resources.files("content"))) / "courses"


def load(paths: Sequence[Path]) -> Library:
    """Read all lessons in ``paths`` (files or folders); raises NoLessons when there is no file.

    A file that cannot be read is an error among the problems, so the library may hold no lesson.
    """
    problems: list[Problem] = []
    files = list(lesson_files(paths, problems))
    if not files and not problems:
        raise NoLessons(paths)
    lessons: dict[str, tuple[Path, Lesson]] = {}
    for path in files:
        lesson = _read(path, problems)
        if lesson is None:
            continue
        if lesson.id in lessons:
            other = lessons[lesson.id][1].path
            message = (
                f"the lesson id {lesson.id} is taken by {other}: give this one another `id` or name"
            )
            problems.append(_error(shown(path), "duplicate-id", message))
        else:
            lessons[lesson.id] = (path, lesson)
    courses = tuple(_courses(lessons.values(), problems))
    problems.sort(key=lambda problem: (problem.path, problem.line))
    return Library(courses=courses, problems=tuple(problems), fingerprint=_fingerprint(courses))


def _read(path: Path, problems: list[Problem]) -> Lesson | None:
    try:
        source = read(path)
    except UnreadableLesson as error:
        problems.append(_error(shown(path), "unreadable", error.reason))
        return None
    folder = path.resolve().parent.name
    reading = read_lesson(source, slug(source.front.course or folder or "lessons"))
    problems += reading.problems
    return reading.lesson


def _courses(lessons: Iterable[tuple[Path, Lesson]], problems: list[Problem]) -> Iterator[Course]:
    by_course: dict[str, list[tuple[Path, Lesson]]] = {}
    for path, lesson in lessons:
        by_course.setdefault(lesson.course, []).append((path, lesson))
    for identity, members in by_course.items():
        ordered = sorted(members, key=lambda member: _order(*member))
        folders = dict.fromkeys(path.parent for path, _ in ordered)
        titles = [course_title(folder, problems) for folder in folders]
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


def _error(path: str, code: ProblemCode, message: str, line: int = 1) -> Problem:
    return Problem(path=path, line=line, severity="error", code=code, message=message)
