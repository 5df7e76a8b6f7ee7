"""Ids that an older edition of lessons has and nothing leads to any more, with what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from content.problems import ProblemSink

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from content.library import Library
    from content.models import Lesson, Problem

_SHOWN = 5
_HARM = {
    "lab": "places in it are lost",
    "concept": "links to its card lead nowhere",
    "question": "its answers no longer count for it",
}


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
