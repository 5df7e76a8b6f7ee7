"""Everything that can go wrong while lessons are read, as one hierarchy.

    ContentError
    ├── UnreadableLesson    one file cannot be turned into text
    └── NoLessons           nothing in the given places is a lesson

What is wrong *inside* a lesson is a ``content.models.Problem`` and never an exception, so that one
run reports all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class ContentError(Exception):
    """Base of the package; its text is one line that says what to do."""


class UnreadableLesson(ContentError):
    """A file that cannot be read as text; ``reason`` says why and what to do, ``line`` where."""

    def __init__(self, path: Path, reason: str, line: int = 1) -> None:
        self.path = path
        self.reason = reason
        self.line = line
        super().__init__(f"{path} cannot be read: {reason}")


class NoLessons(ContentError):
    """No file in ``paths`` looks like a lesson."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = tuple(paths)
        places = ", ".join(str(path) for path in paths) or "an empty list of places"
        super().__init__(
            f"no lessons in {places}: name a folder with .md or .txt files, or such a file"
        )
