"""Runs the command line in a process of its own, forked from one that has loaded it already.

To start Python and to load all modules takes a second of the processor each time, and hundreds of
tests run a command. What a process sees is the same: its folder, its environment, its streams and
its exit code. `python -m bot` itself is started by `tests/e2e/test_run.py`, among others.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bot.client import EXTENSIONS
from tests.conftest import ROOT
from tests.forked import Given, be_command_line
from tests.processes import clean_environment
from tests.waiting import CEILING, until

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(
    [
        *("tests.forked", "bot.log", "bot.startup", "bot.private"),
        "sqlalchemy.dialects.sqlite.aiosqlite",
        *(f"bot.cli._{one}" for one in ("check", "convert", "db", "search")),
        *EXTENSIONS,
    ]
)


class CommandLine:
    """A process of the command line, with what tests use of those that asyncio starts.

    Without a file for stdin that is a pipe, which ends with ``hang_up`` or with this process.
    ``before`` is called in the new process first; its module should load little.
    """

    def __init__(
        self,
        *arguments: str | Path,
        env: Mapping[str, str],
        stdout: Path,
        stderr: Path,
        stdin: Path | None = None,
        cwd: Path = ROOT,
        before: Callable[[], object] | None = None,
    ) -> None:
        command = ["syllabot", *map(str, arguments)]
        end, self._pipe = _FORKS.Pipe(duplex=False)
        with end:
            streams: tuple[Given, Path, Path] = (stdin or end, stdout, stderr)
            self._process = _FORKS.Process(
                target=be_command_line, args=(command, cwd, dict(env), streams, before)
            )
            self._process.start()
        assert self._process.pid is not None
        self.pid = self._process.pid

    @property
    def returncode(self) -> int | None:
        """The exit code, or the negative number of the signal that ended it; None while it runs."""
        return self._process.exitcode

    def send_signal(self, number: signal.Signals) -> None:
        """Send a signal, unless it has ended."""
        if self.returncode is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to stop."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.send_signal(signal.SIGKILL)

    def hang_up(self) -> None:
        """End its stdin."""
        self._pipe.close()

    async def wait(self) -> int:
        """Return its exit code once it has ended."""
        await until(lambda: self.returncode is not None)
        assert self.returncode is not None
        return self.returncode

    def join(self) -> int:
        """Return its exit code once it has ended, or raise TimeoutError."""
        self._process.join(CEILING)
        if self.returncode is None:
            self.kill()
            self._process.join()
            raise TimeoutError("the command line did not end")
        return self.returncode


def syllabot(
    *arguments: str | Path,
    data: Path,
    cwd: Path = ROOT,
    given: str | None = None,
    **environment: str,
) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, with none of this machine's settings."""
    variables = clean_environment(SYLLABOT_DATA=str(data), **environment)
    with TemporaryDirectory() as folder:
        stdin, stdout, stderr = (Path(folder, name) for name in ("in", "out", "err"))
        stdin.write_text(given or "", encoding="utf-8")
        process = CommandLine(
            *arguments, cwd=cwd, env=variables, stdin=stdin, stdout=stdout, stderr=stderr
        )
        try:
            code = process.join()
        finally:
            process.hang_up()
        return subprocess.CompletedProcess(
            ["syllabot", *map(str, arguments)],
            code,
            stdout.read_text(encoding="utf-8"),
            stderr.read_text(encoding="utf-8"),
        )
