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

    async def sleep(self, seconds: float) -> None:
        """Return once ``monotonic()`` has moved on by ``seconds``; at once if negative."""
        ...


class SystemClock:
    """The real clock. It asks discord.py and the event loop, which simulations move together."""

    def now(self) -> datetime:
        """Return the present moment as an aware UTC datetime."""
        return discord.utils.utcnow()

    def monotonic(self) -> float:
        """Return the event loop's own time in seconds."""
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        """Sleep on the event loop."""
        await asyncio.sleep(max(0.0, seconds))
