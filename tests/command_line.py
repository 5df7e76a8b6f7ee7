"""Runs the command line in a process of its own, forked from one that has loaded it already.

To start Python and to load all modules takes a second of the processor each time, and hundreds of
tests run a command. What a process sees is the same: its folder, its environment, its streams and
its exit code. `python -m bot` itself is started by the tests in `tests/e2e`.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bot.cli import main
from tests.conftest import ROOT
from tests.processes import clean_environment
from tests.waiting import CEILING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(
    ["bot.log", "bot.startup", *(f"bot.cli._{one}" for one in ("check", "convert", "db", "search"))]
)
_STREAMS = (("in", os.O_RDONLY), ("out", os.O_WRONLY), ("err", os.O_WRONLY))


def syllabot(
    *arguments: str | Path,
    data: Path,
    cwd: Path = ROOT,
    given: str | None = None,
    **environment: str,
) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, with none of this machine's settings."""
    command = ["syllabot", *map(str, arguments)]
    variables = clean_environment(SYLLABOT_DATA=str(data), **environment)
    with TemporaryDirectory() as folder:
        files = {name: Path(folder, name) for name, _ in _STREAMS}
        files["in"].write_text(given or "", encoding="utf-8")
        files["out"].touch()
        files["err"].touch()
        process = _FORKS.Process(target=_run, args=(command, cwd, variables, Path(folder)))
        process.start()
        process.join(CEILING)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise TimeoutError(f"{command} did not end")
        return subprocess.CompletedProcess(
            command,
            process.exitcode,
            files["out"].read_text(encoding="utf-8"),
            files["err"].read_text(encoding="utf-8"),
        )


def _run(command: Sequence[str], cwd: Path, variables: Mapping[str, str], folder: Path) -> None:
    """Be ``command``: this is the new process."""
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(variables)
    for number, (name, flags) in enumerate(_STREAMS):
        os.dup2(os.open(folder / name, flags), number)
    encoding = variables.get("PYTHONIOENCODING", "utf-8")
    sys.stdin = os.fdopen(0, encoding=encoding, closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding=encoding, closefd=False)
    sys.stderr = os.fdopen(2, "w", 1, encoding, "backslashreplace", closefd=False)
    sys.argv[:] = command
    main()
