"""Functions run in processes of their own, two at a time: none can hold up or alter the others."""

from __future__ import annotations

import multiprocessing
import resource
import signal
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.context import ForkProcess

Key = TypeVar("Key")
Result = TypeVar("Result")

PROCESSES = 2
CPU_SECONDS = 120
SECONDS = 900
MEMORY = 2 * 2**30
_FORK = multiprocessing.get_context("fork")


class Ended(NamedTuple):
    """What stands for the result of a process that ended without one."""

    code: int | None


def results(
    jobs: Iterable[tuple[Key, Callable[[], Result]]],
) -> Iterator[tuple[Key, Result | Ended]]:
    """Yield what each function returns in a copy of this process, in the order of their ends."""
    waiting = iter(jobs)
    running: dict[Connection, tuple[Key, ForkProcess]] = {}
    while True:
        while len(running) < PROCESSES and (job := next(waiting, None)):
            end, process = _started(job[1])
            running[end] = (job[0], process)
        if not running:
            return
        ready = wait(running)
        for end in [one for one in running if one in ready]:
            key, process = running.pop(end)
            try:
                result = end.recv()
            except EOFError:
                process.join()
                result = Ended(process.exitcode)
            process.join()
            end.close()
            yield key, result


def _started(function: Callable[[], Result]) -> tuple[Connection, ForkProcess]:
    end, other = _FORK.Pipe(duplex=False)
    process = _FORK.Process(target=_run, args=(function, other), daemon=True)
    process.start()
    # Only the other process has it now, so that its end is seen.
    other.close()
    return end, process


def _run(function: Callable[[], Result], other: Connection) -> None:
    # The system ends what never does, and what grows does not take the machine with it.
    signal.alarm(SECONDS)
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    other.send(function())
