"""The one clock: every moment and every wait goes through it, so that tests can move time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

import discord

if TYPE_CHECKING:
    from datetime import datetime


class Clock(Protocol):
    """What the bot needs to know of time."""

    def now(self) -> datetime:
        """Return the present moment as an aware UTC datetime."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never go back, for measuring durations."""
        ...

    async def sleep_until(self, moment: datetime) -> None:
        """Return once ``now()`` has reached ``moment``; at once when it has passed."""
        ...


class SystemClock:
    """The real clock. It asks discord.py and the event loop, which simulations move together."""

    def now(self) -> datetime:
        """Return the present moment as an aware UTC datetime."""
        return discord.utils.utcnow()

    def monotonic(self) -> float:
        """Return the event loop's own time in seconds."""
        return asyncio.get_running_loop().time()

    async def sleep_until(self, moment: datetime) -> None:
        """Sleep on the event loop until ``moment``."""
        # The wall clock may be set back while we sleep, so look again.
        while (left := (moment - self.now()).total_seconds()) > 0:  # noqa: ASYNC110
            await asyncio.sleep(left)
