"""Which files in a folder are lessons, and what a course says about itself."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from content.models import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from content.models import ProblemCode

COURSE_FILE = "course.yml"

ENDINGS = frozenset({".md", ".markdown", ".txt"})
"""The endings of lessons."""

_NO_LESSON = re.compile(
    r"(?:readme|licen[cs]e|changelog|changes|contributing|code[-_]of[-_]conduct|security|support"
    r"|authors|notice|copying|requirements|robots|cmakelists|todo)(?:[-_.].*)?",
    re.IGNORECASE,
)
_SHORT = 5


def lesson_files(paths: Iterable[Path], problems: list[Problem]) -> Iterator[Path]:
    """Yield each lesson file once; a path that is named stays, whatever it is called."""
    seen: set[Path] = set()
    for path in paths:
        for file in _walk(path, problems) if _is_folder(path) else (path,):
            real = file.resolve()
            if real not in seen:
                seen.add(real)
                yield file


def course_title(folder: Path, problems: list[Problem]) -> str | None:
    """Read ``title:`` of the course file in ``folder``; None where there is no such file."""
    path = folder / COURSE_FILE
    if not path.is_file():
        return None
    try:
        data = yaml.BaseLoader(path.read_text(encoding="utf-8-sig")).get_single_data()
    except (yaml.YAMLError, OSError, UnicodeDecodeError, RecursionError) as exc:
        mark = getattr(exc, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problems.append(_error(path, line, "course-file", "write `title: …` as YAML in UTF-8"))
        return None
    title = data.get("title") if isinstance(data, dict) else None
    if isinstance(title, str) and title.strip():
        return title.strip()
    problems.append(_error(path, 1, "course-file", "a course file needs a line `title: …`"))
    return None


def shown(path: Path) -> str:
    """Return a path as text that can be stored and printed; its name need not be UTF-8."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def title_of(identity: str) -> str:
    """Make a title of a course's id: short ones are abbreviations."""
    return identity.upper() if len(identity) <= _SHORT else identity.replace("-", " ").title()


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        # Reading it as a file will say why it cannot be read.
        return False


def _walk(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    def note(error: OSError) -> None:
        place = Path(error.filename or folder)
        reason = (error.strerror or "unknown fault").lower()
        problems.append(_error(place, 1, "unreadable", f"this folder cannot be listed: {reason}"))

    for place, folders, names in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if _is_wanted(name))
        for name in sorted(names):
            path = Path(place, name)
            if _is_wanted(name) and path.suffix.lower() in ENDINGS:
                yield path


def _is_wanted(name: str) -> bool:
    hidden = name.startswith((".", "__")) or name == "node_modules"
    return not hidden and not (Path(name).suffix and _NO_LESSON.fullmatch(Path(name).stem))


def _error(path: Path, line: int, code: ProblemCode, message: str) -> Problem:
    return Problem(path=shown(path), line=line, severity="error", code=code, message=message)
