"""Ids that two courses or two lessons have, or had: only one of them can be meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from content.folders import shown

if TYPE_CHECKING:
    from collections.abc import Container, Sequence
    from pathlib import Path

    from content.course_file import CourseFolder
    from content.models import Lesson
    from content.problems import ProblemSink
    from content.readings import FileReading


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
