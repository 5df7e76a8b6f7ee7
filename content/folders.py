"""Which files in a folder are lessons."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from content.problems import ProblemSink

COURSE_FILES = ("course.yml", "course.yaml")
"""What a course says about itself stands in the first of these that is there."""

ENDINGS = frozenset({".md", ".markdown", ".txt"})
"""The endings of lessons."""

_LANGUAGE = r"[a-z]{2,3}(?:[-_][a-z]{2,4})?"
_SHIPPED = rf"(?:[-_.](?:{_LANGUAGE}|v?\d[\w.]*|old|apache[-_.\d]*))?"
# What may also be the subject of a lesson is passed over in capitals only, as projects write it.
NO_LESSON = (
    r"[.][^/]*|__[^/]*|node_modules"
    rf"|(?i:(?:readme|licen[cs]e|changelog|contributing|code[-_]of[-_]conduct|copying){_SHIPPED}"
    r"[.][^./]+|(?:requirements(?:[-_.]\w+)?|robots|cmakelists)[.]txt)"
    r"|(?:AUTHORS|CHANGES|NOTICE|SECURITY|SUPPORT|TODO)[.][^./]+"
)
"""A pattern of the names of files and folders that are passed over in a folder of lessons."""
_NO_LESSON = re.compile(NO_LESSON)


def lesson_files(paths: Sequence[Path], problems: ProblemSink) -> Iterator[Path]:
    """Yield each lesson file once; a path that is named stays, whatever it is called or leads to.

    In a folder, links that lead out of all folders that are named are not followed. A course file
    that is named stands for its folder.
    """
    paths = [path.parent if path.name in COURSE_FILES else path for path in paths]
    seen: set[str] = set()
    inside = Inside(paths)
    for path in paths:
        for file in _walk(path, inside, problems) if _is_folder(path) else (path,):
            # A link that leads to itself is a fault of this one file.
            real = os.path.realpath(file)
            if real not in seen:
                seen.add(real)
                yield file


class Inside:
    """The folders that are named, or have a file that is named in them, as they really are."""

    def __init__(self, paths: Iterable[Path]) -> None:
        folders = (path if _is_folder(path) else path.parent for path in paths)
        self._folders = frozenset(Path(os.path.realpath(folder)) for folder in folders)

    def holds(self, path: Path, problems: ProblemSink) -> bool:
        """Return whether a path stays in one of the folders; note a link that leaves."""
        if not path.is_symlink():
            return True
        real = Path(os.path.realpath(path))
        if any(real.is_relative_to(folder) for folder in self._folders):
            return True
        message = (
            "this link leads out of the folder, so it is not followed: put a copy in its place"
        )
        problems.file(shown(path)).warning(1, "outside-link", message)
        return False

    def places(self, folder: Path, name: str) -> Iterator[Path]:
        """Yield where a path that a lesson in ``folder`` names may lead, inside of the folders."""
        for start in self._folders if name.startswith("/") else (folder,):
            place = Path(os.path.realpath(Path(start, name.lstrip("/"))))
            if any(place.is_relative_to(one) for one in self._folders):
                yield place


def is_lesson(path: Path) -> bool:
    """Return whether a file below a folder of lessons is one, by its name and its folders'."""
    passed_over = any(map(_NO_LESSON.fullmatch, path.parts))
    return path.suffix.lower() in ENDINGS and not passed_over


def shown(path: Path) -> str:
    """Return a path as text that can be stored and printed; its name need not be UTF-8."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        # Reading it as a file will say why it cannot be read.
        return False


def _walk(folder: Path, inside: Inside, problems: ProblemSink) -> Iterator[Path]:
    def note(error: OSError) -> None:
        place = Path(error.filename or folder)
        reason = (error.strerror or "unknown fault").lower()
        message = f"this folder cannot be listed: {reason}"
        problems.file(shown(place)).error(1, "unreadable", message)

    for place, folders, names in os.walk(folder, onerror=note):
        folders[:] = sorted(
            name
            for name in folders
            if not _NO_LESSON.fullmatch(name) and inside.holds(Path(place, name), problems)
        )
        for name in sorted(names):
            path = Path(place, name)
            if _NO_LESSON.fullmatch(name) or path.suffix.lower() not in ENDINGS:
                continue
            if inside.holds(path, problems):
                yield path
