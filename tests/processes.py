"""What processes of tests begin with, and what ends those that a test has left behind."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path

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
    """Return the processes that this one has started and that have not been waited for.

    Those that the fork server has made for it are among them.
    """
    own = _children("self")
    return own.union(*(_children(one) for one in own if b".forkserver" in _command(one)))


def end(process: int) -> str | None:
    """Kill a process; return its command line, or None if it had ended or is to stay."""
    command = _command(process)
    # A process that has ended has no command line; one that was forked has that of its server.
    kept = any(one in command for one in _KEPT) and process in _children("self")
    if not command or kept:
        return None
    with suppress(OSError):
        os.kill(process, signal.SIGKILL)
    return command.replace(b"\0", b" ").decode(errors="replace").strip()


def _children(process: int | str) -> set[int]:
    found: set[int] = set()
    for listed in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):
            found.update(map(int, listed.read_text().split()))
    return found


def _command(process: int) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_bytes()
    return b""
