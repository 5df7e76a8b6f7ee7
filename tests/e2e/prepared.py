"""A data folder as a bot leaves it that has read the shipped course: most starts need no more.

A bot with an empty folder is started by `test_run.py` and `test_wheel.py`.
"""

from __future__ import annotations

import atexit
import functools
import shutil
from pathlib import Path
from tempfile import mkdtemp

from bot.loading import load_library, open_index


def fill(data: Path) -> None:
    """Put the shipped course's readings and index into a data folder that has none."""
    if not (data / "index").exists():
        shutil.copytree(_made(), data, dirs_exist_ok=True)


@functools.cache
def _made() -> Path:
    folder = Path(mkdtemp(prefix="syllabot-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    open_index(load_library((), folder), folder).close()
    return folder
