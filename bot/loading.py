"""Lessons and index from the paths that the operator named, with errors that say what to do."""

from __future__ import annotations

import errno
import os
import re
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import StartupError
from content.errors import ContentError
from content.library import Library, load, shipped_courses
from content.readings import Readings
from index.errors import IndexProblem, IndexUnwritable
from index.searcher import open_searcher

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.models import Problem
    from index.searcher import Searcher

READINGS = "readings"
"""The folder, below the data folder, for what was read of each lesson."""

_PROBE = 4096
"""Bytes that must fit into the data folder: one block of most file systems."""


def prepare_folder(data: Path) -> None:
    """Make the data folder, for the operator alone, and see that something can be written there."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = data / f".writable-{os.getpid()}"
        try:
            # An empty file needs no space, so it would fit on a disk that is full.
            probe.write_bytes(b"\0" * _PROBE)
        finally:
            probe.unlink(missing_ok=True)
    except OSError as exc:
        reason = exc.strerror or str(exc)
        raise StartupError(
            f"cannot write to the data folder {data} ({reason}): {_folder_remedy(data, exc)}"
        ) from exc


def _folder_remedy(data: Path, exc: OSError) -> str:
    """Say what to do about a data folder that cannot be made or written."""
    if exc.errno in {errno.EEXIST, errno.ENOTDIR}:
        return "there is a file in its place: move that away, or set SYLLABOT_DATA to a folder"
    if exc.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "free some space there, or set SYLLABOT_DATA to another folder"
    if exc.errno == errno.EROFS:
        return "mount it so that it can be written, or set SYLLABOT_DATA to another folder"
    return "check its permissions, or set SYLLABOT_DATA to another folder"


def load_library(
    paths: Sequence[Path], data: Path | None = None, *, strict: bool = False
) -> Library:
    """Return the lessons at ``paths``, or the shipped ones, without what has errors.

    What was read before is taken from the data folder. Raises StartupError where there is no lesson
    at all; with ``strict``, where any has an error.
    """
    for path in paths:
        _require_something(path)
    readings = Readings(data / READINGS) if data else None
    try:
        library = load(tuple(paths) or (shipped_courses(),), readings)
    except ContentError as exc:
        raise StartupError(str(exc)) from exc
    if strict and library.errors:
        raise StartupError(
            f"{named_first(library.errors)}: correct the lesson, or serve the rest without "
            "--strict; `syllabot check` lists every problem"
        )
    if not library.lessons:
        raise StartupError(f"no lesson can be read: {library.problems[0]}")
    return library


def named_first(errors: Sequence[Problem]) -> str:
    """Name the first of some errors in one line, and count the others."""
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    return f"{errors[0]}{more}"


def _require_something(path: Path) -> None:
    """Raise StartupError where nothing is, with the usual reasons for that."""
    try:
        path.lstat()
    except FileNotFoundError as exc:
        parts = [part.strip() for part in re.split("[,;]", str(path))]
        if len(parts) > 1 and any(part and Path(part).exists() for part in parts):
            right = os.pathsep.join(parts)
            raise StartupError(
                f"there is nothing at {path}: separate paths with {os.pathsep}, as in "
                f"SYLLABOT_CONTENT={right}, and repeat --content for each"
            ) from exc
        raise StartupError(
            f"there are no lessons at {path.absolute()}, as nothing is there: correct --content "
            "or SYLLABOT_CONTENT"
        ) from exc
    except OSError:
        return  # Reading it says why it cannot be read.


def open_index(library: Library, data: Path) -> Searcher:
    """Return a searcher over the library's index in the data folder, built anew when it must be."""
    try:
        return open_searcher(library, data / "index")
    except IndexProblem as exc:
        raise StartupError(str(exc)) from exc


@contextmanager
def borrow_index(library: Library, data: Path) -> Iterator[tuple[Searcher, str | None]]:
    """Give a searcher over the index in the data folder, which need not be writable.

    Where the index is missing or out of date and cannot be written, it is built for this once, and
    the second value is the reason.
    """
    try:
        searcher, reason = open_searcher(library, data / "index"), None
    except IndexUnwritable as exc:
        reason = str(exc)
    except IndexProblem as exc:
        raise StartupError(str(exc)) from exc
    if reason is None:
        with searcher:
            yield searcher, None
        return
    with (
        tempfile.TemporaryDirectory(prefix="syllabot-") as folder,
        open_index(library, Path(folder)) as searcher,
    ):
        yield searcher, reason
