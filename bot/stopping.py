"""Ends the process when it is asked to: in order if that is quick, and by force if it is not."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
import time
from contextlib import contextmanager
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator

log = structlog.stdlib.get_logger(__name__)

STOP_SECONDS = 4.0
"""Seconds from the request until the process ends by force; a supervisor waits five or more."""


class StopRequest:
    """The wish of a signal, or of a parent that is gone, that this process ends with code 0.

    Outside ``attached`` it ends at once. Inside, ``wait`` returns, and whoever waited has
    ``STOP_SECONDS``: a thread then ends the process, whatever the event loop or a worker thread
    still waits for. Everything that a person was told is stored by then.
    """

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._event = asyncio.Event()
        # Its put() may interrupt itself, so a signal handler can use it; an Event's set() may not.
        self._asked: SimpleQueue[None] = SimpleQueue()

    @classmethod
    def on_signals(cls) -> StopRequest:
        """Return a request that SIGINT and SIGTERM make from now on."""
        request = cls()
        # Started here, because a signal handler must not start a thread.
        threading.Thread(target=request.enforce, name="stop", daemon=True).start()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, request.on_signal)
        return request

    def on_signal(self, *_: object) -> None:
        """Handle a signal."""
        self.ask()
        if self._loop is None:
            raise SystemExit(0)

    def ask(self) -> None:
        """Ask for the end; may be called in a signal handler, and more than once."""
        self._asked.put(None)
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._event.set)

    async def wait(self) -> None:
        """Return once the end was asked for."""
        await self._event.wait()

    @contextmanager
    def attached(self, *, until_eof: bool = False) -> Iterator[None]:
        """Pass the request to the running event loop; with ``until_eof`` the end of stdin is one.

        A parent holds the other end of that pipe, so even its sudden death ends this process.
        """
        self._loop = asyncio.get_running_loop()
        if until_eof:
            self._loop.add_reader(sys.stdin.fileno(), self._read_stdin, self._loop)
        try:
            yield
        finally:
            if until_eof:
                self._loop.remove_reader(sys.stdin.fileno())
            self._loop = None

    def enforce(self) -> None:
        """Wait for the request, then end the process after ``STOP_SECONDS``; runs in a thread."""
        self._asked.get()
        time.sleep(STOP_SECONDS)
        # No log line: whoever holds the logging lock may be what hangs.
        os._exit(0)

    def _read_stdin(self, loop: asyncio.AbstractEventLoop) -> None:
        if not sys.stdin.buffer.read1(1024):  # type: ignore[union-attr]
            loop.remove_reader(sys.stdin.fileno())
            self.ask()


async def within(seconds: float, closing: Coroutine[Any, Any, object], *, part: str) -> bool:
    """Return whether something closed in time; log what did not, and never raise what it raises."""
    task = asyncio.ensure_future(closing)
    task.add_done_callback(ignore_result)
    await asyncio.wait({task}, timeout=seconds)
    if not task.done():
        task.cancel()
        log.warning("stop.left_open", part=part, seconds=seconds)
        return False
    if not task.cancelled() and (error := task.exception()) is not None:
        log.warning("stop.failed", part=part, reason=str(error) or type(error).__name__)
    return True


def ignore_result(task: asyncio.Future[Any]) -> None:
    """Look at a task's error, so that asyncio does not print one that nobody waits for."""
    if not task.cancelled():
        task.exception()
