"""What ``syllabot check`` says of a library: JSON, problems in order, annotations for forges."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from content.rules import harm

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from content.library import Library
    from content.models import Lesson, Problem, Severity

# What a file's name or a lesson's words must not do to the terminal that shows them.
_MOVING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")

_CONCEPT = {"id", "title", "line"}
_QUESTION = {"id", "line", "stem", "options", "correct", "explanation"}
_STEP = {"line", "instruction", "command", "expected", "hint", "placeholders", "content", "dialog"}
_KEYS: Any = {
    **dict.fromkeys(("path", "course", "number", "title"), True),
    "sections": {
        "__all__": {"number": True, "title": True, "kind": True, "concepts": {"__all__": _CONCEPT}}
    },
    "questions": {"__all__": _QUESTION},
    "labs": {
        "__all__": {"id": True, "title": True, "line": True, "task": True}
        | {"steps": {"__all__": _STEP}}
    },
}
"""What the document has of each lesson."""

_GITLAB: dict[Severity, str] = {"error": "major", "warning": "minor"}
_LINE = re.compile(r"\bline \d+")


def as_json(library: Library) -> dict[str, Any]:
    """Return the document of ``check --format json``; its keys are an interface."""
    return {
        "lessons": [_lesson(lesson) for lesson in library.lessons],
        "problems": [problem.model_dump() for problem in in_order(library)],
    }


def in_order(library: Library) -> list[Problem]:
    """Return the problems by path, line and code: the same lessons always give the same report."""
    return sorted(library.problems, key=lambda one: (one.path, one.line, one.code, one.message))


def by_harm(library: Library) -> list[Problem]:
    """Return the problems that do most harm first, and else in their order."""
    return sorted(in_order(library), key=harm)


def visible(text: str) -> str:
    """Write the characters that move a cursor or turn a text round as their escapes."""
    return _MOVING.sub(lambda found: ascii(found[0])[1:-1], text)


def summary(library: Library) -> str:
    """Count what was read and what is wrong, in one line."""
    lessons = library.lessons
    errors = sum(problem.severity == "error" for problem in library.problems)
    sections = [section for lesson in lessons for section in lesson.sections]
    counts = (
        (len(lessons), "lesson"),
        (sum(len(section.concepts) for section in sections), "concept"),
        (len(sections), "section"),
        (sum(len(lesson.questions) for lesson in lessons), "question"),
        (sum(len(lesson.labs) for lesson in lessons), "lab"),
        (errors, "error"),
        (len(library.problems) - errors, "warning"),
    )
    return ", ".join(f"{count} {noun}{'' if count == 1 else 's'}" for count, noun in counts)


def as_github(problems: Iterable[Problem]) -> Iterator[str]:
    """Yield a GitHub workflow command for each problem; a runner makes annotations of them."""
    for problem in problems:
        properties = {
            "file": _forward(problem.path),
            "line": str(problem.line),
            "title": problem.code,
        }
        named = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
        yield f"::{problem.severity} {named}::{_data(problem.message)}"


def as_gitlab(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Return GitLab's Code Quality report.

    A fingerprint stays when lines move, so that GitLab knows which problems are new. Equal problems
    of a file are told apart by their order, because GitLab shows one for each fingerprint.
    """
    seen: Counter[str] = Counter()
    report = []
    for problem in problems:
        path = _forward(problem.path)
        what = "\0".join([path, problem.code, _LINE.sub("line", problem.message)])
        seen[what] += 1
        report.append(
            {
                "description": problem.message,
                "check_name": problem.code,
                "fingerprint": _digest(f"{what}\0{seen[what]}"),
                "severity": _GITLAB[problem.severity],
                "location": {"path": path, "lines": {"begin": problem.line}},
            }
        )
    return report


def _lesson(lesson: Lesson) -> dict[str, Any]:
    shown = lesson.model_dump(mode="json", include=_KEYS)
    for question in shown["questions"]:
        question["options"] = [option["text"] for option in question["options"]]
    for step in (step for lab in shown["labs"] for step in lab["steps"]):
        # Few steps have content, so the key is there only for those.
        for key in ("content", "dialog"):
            if not step[key]:
                del step[key]
    return shown


def _forward(path: str) -> str:
    return PurePath(path).as_posix()


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
