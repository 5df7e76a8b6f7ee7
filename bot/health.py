"""A file that is fresh while the bot is connected, for container health checks."""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from bot.client import StudyBot
    from bot.clock import Clock

INTERVAL = 15.0
"""Seconds between two marks."""

_STALE = 4 * INTERVAL


def mark_path(data: Path) -> Path:
    """Return where the mark of the bot with this data folder is."""
    return data / "health"


async def keep_marking(bot: StudyBot, data: Path) -> None:
    """Touch the mark for as long as the gateway answers heartbeats; never returns."""
    await bot.wait_until_ready()
    while True:
        if math.isfinite(bot.latency):
            await asyncio.to_thread(mark_path(data).touch)
        await asyncio.sleep(INTERVAL)


def is_healthy(data: Path, clock: Clock) -> bool:
    """Return whether a bot with this data folder was connected within the last minute."""
    try:
        marked = mark_path(data).stat().st_mtime
    except FileNotFoundError:
        return False
    return clock.now().timestamp() - marked < _STALE
