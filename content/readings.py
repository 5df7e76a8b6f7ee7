"""Keeps what was read of each lesson in a folder, so that a lesson that stays is read once.

A reading depends on nothing but its key: the bytes of the file, its name and course, and the code
that reads. What is kept is JSON beside its checksum, so a damaged, half-written or foreign file is
a reading that is not there; a file that somebody else owns, or may write, is not even opened.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
import sys
import tempfile
import time
import unicodedata
from contextlib import suppress
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from content.models import Frozen, Lesson, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

_LIBRARIES = ("markdown-it-py", "pydantic", "pyyaml", "rapidfuzz")
"""What lessons are read with, beside the code of this package and Python's own tables."""

_WRITING = ".writing-"
_ABANDONED_AFTER = 3600.0
_KEPT = 1000
"""Readings that are kept beside those in use, or three times these if that is more.

A bot and a search with other lessons may share the folder, and lessons change back.
"""
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


class FileReading(Frozen):
    """A lesson, what is wrong in its file, and what its front matter says about ids."""

    lesson: Lesson
    problems: tuple[Problem, ...]
    aliases_line: int
    names_course: bool


class Readings:
    """Readings in ``folder``, which any number of processes may use at once.

    Whatever goes wrong with a file of it costs one more reading and nothing else.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._used: set[str] = set()

    def key(self, data: bytes, *names: str) -> str:
        """Return the key of a file that holds ``data``; ``names`` are what it is called."""
        digest = hashlib.sha256(parser_version().encode())
        for part in (*names, ""):
            digest.update(part.encode("utf-8", "surrogatepass") + b"\0")
        digest.update(data)
        return digest.hexdigest()

    def get(self, key: str) -> FileReading | None:
        """Return the reading that was kept, if it is whole and nobody else's."""
        self._used.add(key)
        path = self._folder / key
        try:
            data = _own_bytes(path)
            checksum, _, body = data.partition(b"\n")
            if checksum.decode("ascii") != hashlib.sha256(body).hexdigest():
                return None
            reading = FileReading.model_validate_json(body)
        except (OSError, ValidationError, UnicodeDecodeError):
            return None
        with suppress(OSError):  # a folder that is read-only is fine for reading
            os.utime(path)
        return reading

    def keep(self, key: str, reading: FileReading) -> None:
        """Keep a reading if the folder can be written; it appears there whole or not at all."""
        body = reading.model_dump_json().encode()
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=_WRITING, dir=self._folder)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
                Path(name).replace(self._folder / key)
            finally:
                Path(name).unlink(missing_ok=True)

    def prune(self) -> None:
        """Remove the readings used longest ago, and what processes that were killed left behind."""
        with suppress(OSError):
            old, others = [], []
            for entry in os.scandir(self._folder):
                with suppress(OSError):
                    age = time.time() - entry.stat(follow_symlinks=False).st_mtime
                    if entry.name.startswith(_WRITING):
                        old += [entry.path] if age > _ABANDONED_AFTER else []
                    elif entry.name not in self._used:
                        others.append((age, entry.path))
            others.sort()
            old += [path for _, path in others[max(_KEPT, 3 * len(self._used)) :]]
            for path in old:
                with suppress(OSError):
                    Path(path).unlink()


@cache
def parser_version() -> str:
    """Return a hash of all that decides how a lesson is read: this code and its libraries."""
    folder = Path(__file__).parent
    told = [sys.version, unicodedata.unidata_version]
    try:
        told += [f"{name} {metadata.version(name)}" for name in _LIBRARIES]
    except metadata.PackageNotFoundError:
        # A bundle without metadata: nothing that this process keeps is of use to another one.
        told.append(secrets.token_hex())
    return code_version(folder, told)


def code_version(folder: Path, more: Iterable[str] = ()) -> str:
    """Return a hash of a package's files, without its compiled ones and the lessons that ship."""
    digest = hashlib.sha256("\0".join(more).encode())
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if not {"__pycache__", "courses"}.intersection(parts) and path.is_file():
            digest.update(f"{'/'.join(parts)}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _own_bytes(path: Path) -> bytes:
    """Return what is in a file of ours; raise OSError for one that others own or may write."""
    flags = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
    with os.fdopen(os.open(path, os.O_RDONLY | flags), "rb") as file:
        state = os.fstat(file.fileno())
        if os.name == "posix" and (
            state.st_uid != os.geteuid() or state.st_mode & _OTHERS_MAY_WRITE
        ):
            raise PermissionError(f"{path} is not ours alone")
        if not stat.S_ISREG(state.st_mode):
            raise IsADirectoryError(f"{path} is no file")
        return file.read()
