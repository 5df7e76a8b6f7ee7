"""Lets one program at a time play in a data folder."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.playground.errors import PlaygroundError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def only_here(folder: Path) -> Iterator[None]:
    """Hold the folder, which is made if need be, until the end of the context or of this process.

    The lock is the kernel's and on the folder itself, so nothing is left of it. Windows has no such
    lock; there the bot's own lock on its database has to do. Raises PlaygroundError when another
    program holds it, and OSError when the folder cannot be made.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if sys.platform == "win32":
        yield
        return
    import fcntl  # noqa: PLC0415  (not on Windows)

    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as exc:
            raise PlaygroundError(
                f"`syllabot play` runs already with the data folder {folder.parent}: use the "
                "address that it printed, stop it, or set SYLLABOT_DATA to another folder"
            ) from exc
        yield
    finally:
        os.close(handle)
