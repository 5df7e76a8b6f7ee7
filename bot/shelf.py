"""Lessons and index from the paths that the operator named, with errors that say what to do."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from bot.errors import StartupError
from content.errors import ContentError
from content.library import Library, load, shipped_courses
from index.errors import IndexProblem
from index.searcher import open_searcher

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from index.searcher import Searcher


def prepare_folder(data: Path) -> None:
    """Make the data folder and see that it can be written."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        probe = data / f".writable-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as exc:
        raise StartupError(
            f"cannot write to the data folder {data} ({exc.strerror}): "
            "check its permissions, or set SYLLABOT_DATA to another folder"
        ) from exc


def read_library(paths: Sequence[Path]) -> Library:
    """Return the lessons at ``paths``, or the shipped ones, with whatever is wrong in them."""
    try:
        return load(tuple(paths) or (shipped_courses(),))
    except ContentError as exc:
        raise StartupError(str(exc)) from exc


def load_library(paths: Sequence[Path]) -> Library:
    """Return the lessons at ``paths``, or the shipped ones; refuse a library with errors."""
    library = read_library(paths)
    errors = [problem for problem in library.problems if problem.severity == "error"]
    if errors:
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        raise StartupError(
            f"{errors[0]}{more}: mend the lesson; `syllabot check` lists every problem"
        )
    return library


def open_index(library: Library, data: Path) -> Searcher:
    """Return a searcher over the library's index in the data folder, built anew when it must be."""
    try:
        return open_searcher(library, data / "index")
    except IndexProblem as exc:
        raise StartupError(str(exc)) from exc
