"""What processes of tests begin with, and what ends those that a test has left behind."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path

_TASKS = Path("/proc/self/task")
# One for all processes that Python starts by `spawn`; it lives as long as this process.
_KEPT = (b"multiprocessing.resource_tracker", b"multiprocessing.forkserver")


_OF_THIS_MACHINE = ("SYLLABOT_", "DISCORD_TOKEN", "PYTHONDONTWRITEBYTECODE")


def clean_environment(**own: str) -> dict[str, str]:
    """Return the environment of a bot as people run it: with none of this machine's settings.

    Python may keep what it compiles, as it does for them. A bot that compiles itself at each start
    needs a megabyte more.
    """
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(_OF_THIS_MACHINE)
    }
    return {**inherited, **own}


def children() -> set[int]:
    """Return the processes that this one has started and that have not been waited for."""
    found: set[int] = set()
    for listed in _TASKS.glob("*/children"):
        with suppress(OSError):
            found.update(map(int, listed.read_text().split()))
    return found


def end(process: int) -> str | None:
    """Kill a process; return its command line, or None if it had ended or is to stay."""
    with suppress(OSError):
        command = Path(f"/proc/{process}/cmdline").read_bytes()
        # A process that has ended has no command line.
        if command and not any(kept in command for kept in _KEPT):
            os.kill(process, signal.SIGKILL)
            return command.replace(b"\0", b" ").decode(errors="replace").strip()
    return None
