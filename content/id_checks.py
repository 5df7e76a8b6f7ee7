"""Ids that two courses or lessons have, or had, and ids of an older edition that are lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from content.folders import shown
from content.problems import ProblemSink

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence
    from pathlib import Path

    from content.course_file import CourseFolder
    from content.library import Library
    from content.models import Lesson, Problem
    from content.readings import FileReading

_SHOWN = 5
_HARM = {
    "lab": "places in it are lost",
    "concept": "links to its card lead nowhere",
    "question": "its answers no longer count for it",
}


class Member(NamedTuple):
    """A file that is a lesson, the folder that it is in, and what was read of it."""

    path: Path
    folder: CourseFolder
    reading: FileReading

    @property
    def lesson(self) -> Lesson:
        """Return the lesson."""
        return self.reading.lesson


def check_courses(members: Sequence[Member], problems: ProblemSink) -> frozenset[str]:
    """Note folders that are one course by chance, and former ids that are not theirs alone.

    Returns these ids.
    """
    named: dict[str, Path] = {}
    noted: set[Path] = set()
    for path, folder, reading in members:
        if folder.named or reading.names_course or folder.path in noted:
            continue
        other = named.setdefault(folder.identity, folder.path)
        if other != folder.path:
            noted.add(folder.path)
            message = (
                f"the folder {shown(other)} is a course {folder.identity} too, so both are one: "
                "rename a folder, or write an `id: …` into the course.yml of each, the same one if "
                "they belong together"
            )
            problems.file(shown(path)).error(1, "duplicate-id", message)
    present = {member.lesson.course for member in members}
    taken: set[str] = set()
    holders: dict[str, str] = dict(zip(present, present, strict=True))
    for folder in {member.folder.path: member.folder for member in members}.values():
        sink = problems.file(shown(folder.file))
        for alias, line in folder.lines.items():
            holder = holders.setdefault(alias, folder.identity)
            if holder != folder.identity:
                taken.add(alias)
                message = f"the alias {alias} is an id of {holder}: only one course had it"
                sink.error(line, "duplicate-id", message)
    return frozenset(taken)


def check_lessons(
    members: Sequence[Member], claimed: Container[str], problems: ProblemSink
) -> None:
    """Note each former id of a lesson that another one has or had too.

    Those in courses that are ``claimed`` twice were noted with their courses.
    """
    holders = {member.lesson.id: member.lesson for member in members}
    for member in members:
        lesson = member.lesson
        for alias in lesson.aliases:
            if alias.new != lesson.id or alias.old.partition("/")[0] in claimed:
                continue
            other = holders.setdefault(alias.old, lesson)
            if other is not lesson:
                message = f"the alias {alias.old} is an id of {other.id}: only one of them had it"
                line = member.reading.aliases_line
                problems.file(lesson.path).error(line, "duplicate-id", message)


def lost_ids(
    old: Library, new: Library, since: str, paths: Mapping[str, str]
) -> tuple[Problem, ...]:
    """Return a warning for each course, lesson and kind of item whose ids nothing has or had.

    ``since`` names the older edition; ``paths`` says, for the path of each of its lessons, which
    path it has now, or had if it is gone.
    """
    sink = ProblemSink("")
    by_path = {lesson.path: lesson for lesson in new.lessons}
    noted: set[str] = set()
    for lesson in old.lessons:
        path = paths[lesson.path]
        if new.lesson(lesson.id) is not None:
            for message in _items(lesson, new, since):
                sink.file(path).warning(1, "lost-id", message)
            continue
        now = by_path.get(path)
        if now is None or now.course == lesson.course:
            sink.file(path).warning(1, "lost-id", _of_lesson(lesson, now, since))
        elif lesson.course not in noted:
            noted.add(lesson.course)
            message = (
                f"the course {lesson.course} of {since} is {now.course} now, so places in its labs "
                f"are lost: write `aliases: [{lesson.course}]` into its course.yml"
            )
            sink.file(path).warning(1, "lost-id", message)
    return sink.in_order()


def _of_lesson(lesson: Lesson, now: Lesson | None, since: str) -> str:
    what = f"the lesson {lesson.id} of {since}"
    if now is None:
        return f"{what} is gone, and places in its labs with it: if it was renamed, say so there"
    former = lesson.id.partition("/")[2]
    return f"{what} is {now.id} now: write `aliases: [{former}]` at its top"


def _items(lesson: Lesson, new: Library, since: str) -> Iterator[str]:
    concepts = [one.id for section in lesson.sections for one in section.concepts]
    lost = {
        "lab": [one.id for one in lesson.labs if new.lab(one.id) is None],
        "concept": [one for one in concepts if new.anything(one) is None],
        "question": [one.id for one in lesson.questions if new.question(one.id) is None],
    }
    for kind, identities in lost.items():
        names = [identity.partition("#")[2] for identity in identities]
        if names:
            more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
            yield (
                f"no {kind} has the id {', '.join(names[:_SHOWN])}{more} of {since} any more, so "
                f"{_HARM[kind]}: where it was renamed, write {{#such-as-this alias={names[0]}}}"
            )
