"""The one sink for what is wrong in a file: every stage of reading notes its problems here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from content.models import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from content.models import ProblemCode, Severity


class ProblemSink:
    """Collects the problems of one file; ``path`` is as the caller named the file."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._found: list[Problem] = []

    def error(self, line: int, code: ProblemCode, message: str) -> None:
        """Note what makes something unusable until it is mended; ``line`` counts from 1."""
        self._note(line, "error", code, message)

    def warning(self, line: int, code: ProblemCode, message: str) -> None:
        """Note what was read in spite of a fault; ``line`` counts from 1."""
        self._note(line, "warning", code, message)

    def take(self, problems: Iterable[Problem]) -> None:
        """Note problems that were found elsewhere."""
        self._found += problems

    def file(self, path: str) -> ProblemSink:
        """Return a sink for another file, whose problems come to this one too."""
        other = ProblemSink(path)
        other._found = self._found
        return other

    def in_order(self) -> tuple[Problem, ...]:
        """Return all problems by path and line; those of one line stay as they were noted."""
        return tuple(sorted(self._found, key=lambda problem: (problem.path, problem.line)))

    def _note(self, line: int, severity: Severity, code: ProblemCode, message: str) -> None:
        self._found.append(
            Problem(path=self._path, line=line, severity=severity, code=code, message=message)
        )
