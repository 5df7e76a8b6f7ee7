"""What a process does that was forked to be the command line; it loads nothing of the tests.

Whatever this module loads, each of those processes would load anew: `tests.conftest` alone takes a
second of the processor.
"""

from __future__ import annotations

import os
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Given = Path | Connection
"""What stdin reads: a file, or the end of a pipe."""


def be_command_line(
    command: Sequence[str],
    cwd: Path,
    variables: Mapping[str, str],
    streams: tuple[Given, Path, Path],
    before: Callable[[], object] | None,
) -> None:
    """Be ``command`` in this process, once ``before`` was called; what it writes is added."""
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(variables)
    given, *written = streams
    os.dup2(os.open(given, os.O_RDONLY) if isinstance(given, Path) else given.fileno(), 0)
    for number, path in enumerate(written, 1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), number)
    encoding = variables.get("PYTHONIOENCODING", "utf-8")
    sys.stdin = os.fdopen(0, encoding=encoding, closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding=encoding, closefd=False)
    sys.stderr = os.fdopen(2, "w", 1, encoding, "backslashreplace", closefd=False)
    sys.argv[:] = command
    if before is not None:
        before()
    main()
