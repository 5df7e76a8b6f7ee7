"""Stops a process for good before a call of a kind; a forked process loads no more than this."""

from __future__ import annotations

import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Pause:
    """Called in a process, makes it say "waiting" and wait before the given call of a kind."""

    event: str
    number: int

    def __call__(self) -> None:
        """Watch what this process does from now on."""
        left = self.number

        def wait(event: str, _arguments: object) -> None:
            nonlocal left
            left -= event == self.event
            if event == self.event and left == 0:
                print("waiting", flush=True)  # noqa: T201  (that is how it tells)
                sys.stdin.read()

        sys.addaudithook(wait)
