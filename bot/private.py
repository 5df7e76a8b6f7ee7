"""Keeps what is in the data folder for the operator alone, also what an older version made."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from collections.abc import Iterator

log = structlog.stdlib.get_logger(__name__)

_FOLDERS = ("index", "playground", "readings")
_FILES = ("syllabot.db*", "health", "discord.json*")
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def keep_private(data: Path, database: Path | None = None) -> None:
    """Take group and others off our own files in the data folder, and off an SQLite database.

    The folder itself keeps its mode: whoever made it, or mounted it, may have had a reason. What
    cannot be changed is one warning in the log.
    """
    refused = []
    for path in _ours(data, database):
        try:
            mode = path.lstat().st_mode
            if mode & _OTHERS and not stat.S_ISLNK(mode):
                path.chmod(stat.S_IMODE(mode) & ~_OTHERS)
        except (FileNotFoundError, NotADirectoryError):
            continue  # Not made yet, or removed by another process, as SQLite does with its log.
        except OSError as exc:
            refused.append((path, exc.strerror or str(exc)))
    if refused:
        path, reason = refused[0]
        log.warning("data.not_private", path=str(path), paths=len(refused), reason=reason)


def _ours(data: Path, database: Path | None) -> Iterator[Path]:
    """Yield every file and folder that Syllabot makes; some are beside the database."""
    if database is not None:
        yield from (Path(f"{database}{suffix}") for suffix in ("", "-wal", "-shm", "-lock"))
    for pattern in _FILES:
        yield from data.glob(pattern)
    for name in _FOLDERS:
        for place, _, files in os.walk(data / name):
            yield Path(place)
            yield from (Path(place, file) for file in files)
