"""Finished indexes on disk, each in a folder named by its stamp, with a manifest written last.

A generation never changes once it has its name, so readers in other processes need no lock: they
hold the one that they opened, and a newer one appears beside it in a single rename.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from pydantic import ValidationError

from content.models import Frozen

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST = "manifest.json"
BUILDING = ".building-"
_KEPT = 4
_ABANDONED_AFTER = 3600.0


class FileSum(Frozen):
    """The size in bytes and the SHA-256 of one file of a generation."""

    size: int
    sha256: str


class Manifest(Frozen):
    """What a generation was made from and which files it consists of."""

    stamp: str
    content: str
    schema_version: int
    whoosh: str
    documents: int
    files: dict[str, FileSum]


def is_whole(generation: Path) -> bool:
    """Return whether every file of ``generation`` is there, byte for byte as it was written.

    Whoosh fails in many ways on a damaged file, some of them late; checksums find all at once.
    """
    try:
        manifest = Manifest.model_validate_json((generation / MANIFEST).read_bytes())
        sums = checksums(generation)
    except (OSError, ValidationError):
        return False
    return manifest.stamp == generation.name and manifest.files == sums


def checksums(folder: Path) -> dict[str, FileSum]:
    """Return size and hash of every file of an index except its manifest and Whoosh's lock."""
    found = {}
    for path in sorted(folder.iterdir()):
        if path.name == MANIFEST or path.name.endswith("LOCK"):
            continue
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        found[path.name] = FileSum(size=path.stat().st_size, sha256=digest)
    return found


def publish(built: Path, generation: Path) -> None:
    """Give the finished folder ``built`` its name, in place of a damaged one if need be.

    When another process has published the same generation first, its result is as good and stays.
    Raises OSError when the folders cannot be moved.
    """
    try:
        built.rename(generation)
    except OSError:
        if not is_whole(generation):
            _replace(generation, built)
    shutil.rmtree(built, ignore_errors=True)


def _replace(damaged: Path, built: Path) -> None:
    """Move ``damaged`` away and ``built`` into its place, while others may do the same."""
    aside = built.with_name(f"{built.name}-damaged")
    with suppress(FileNotFoundError):
        damaged.rename(aside)
    try:
        built.rename(damaged)
    except OSError:
        if not is_whole(damaged):
            raise
    shutil.rmtree(aside, ignore_errors=True)


def mark_used(generation: Path) -> None:
    """Note that ``generation`` is in use, so that pruning takes others first."""
    with suppress(OSError):  # a read-only folder is fine for reading
        os.utime(generation)


def prune(folder: Path) -> None:
    """Remove all but the generations used last, and what builds that were killed left behind.

    Several are kept because another process may be about to open the one that it was just given,
    and because two bots with different lessons may share a data folder.
    """
    generations, abandoned = [], []
    for path in folder.iterdir():
        with suppress(OSError):
            used = path.stat().st_mtime
            if path.name.startswith(BUILDING):
                if time.time() - used > _ABANDONED_AFTER:
                    abandoned.append(path)
            elif (path / MANIFEST).exists():
                generations.append((used, path))
    generations.sort(reverse=True)
    for path in [*abandoned, *(path for _, path in generations[_KEPT:])]:
        shutil.rmtree(path, ignore_errors=True)
