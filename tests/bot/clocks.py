"""Clocks for tests. Like every real one they move between two readings, if by a microsecond."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from bot.clock import SystemClock

STEP = timedelta(microseconds=1)
MOST_READINGS = 10_000
"""More readings than any test needs."""
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
"""The noon of a Thursday."""


class MovingClock:
    """Shows noon of the first of January 2026 and a little more at every reading.

    A test moves it on by setting ``moment``, and sets the wall clock wrong, as people and daemons
    do, by setting ``wrong_by``.
    """

    def __init__(self) -> None:
        self.moment = NOON
        self.wrong_by = timedelta()

    def now(self) -> datetime:
        self.moment += STEP
        return self.moment + self.wrong_by

    def monotonic(self) -> float:
        self.moment += STEP
        return (self.moment - NOON).total_seconds()

    async def sleep(self, seconds: float) -> None:
        self.moment += timedelta(seconds=max(0.0, seconds))
        await asyncio.sleep(0)


class TickingClock(SystemClock):
    """The simulation's time, which by itself stands still between two steps, and a little more.

    Who asks it again and again does not wait, but spins: that fails at once instead of hanging.
    """

    def __init__(self) -> None:
        self._readings = 0
        self.wrong_by = timedelta()

    def now(self) -> datetime:
        return super().now() + self._ticked() + self.wrong_by

    def monotonic(self) -> float:
        return super().monotonic() + self._ticked().total_seconds()

    def _ticked(self) -> timedelta:
        self._readings += 1
        assert self._readings < MOST_READINGS, "a loop asks for the time instead of waiting"
        return self._readings * STEP
