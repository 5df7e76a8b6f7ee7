"""A file that is fresh while the bot is connected, for container health checks."""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from pathlib import Path

    from bot.client import StudyBot
    from bot.clock import Clock

log = structlog.stdlib.get_logger(__name__)

INTERVAL = 15.0
"""Seconds between two marks."""

_STALE = 4 * INTERVAL


def mark_path(data: Path) -> Path:
    """Return where the mark of the bot with this data folder is."""
    return data / "health"


async def keep_marking(bot: StudyBot, data: Path) -> None:
    """Touch the mark for as long as the gateway answers heartbeats; never returns."""
    await bot.wait_until_ready()
    could = True
    while True:
        if math.isfinite(bot.latency):
            could = await asyncio.to_thread(_touch, mark_path(data), warn=could)
        await asyncio.sleep(INTERVAL)


def _touch(mark: Path, *, warn: bool) -> bool:
    """Return whether the mark could be made; a full disk is no reason to stop marking."""
    try:
        mark.touch()
    except OSError as exc:
        if warn:
            log.warning("health.unmarked", path=str(mark), reason=exc.strerror)
        return False
    return True


def remove_mark(data: Path) -> None:
    """Forget that a bot was connected: it has ended, or it has only just started."""
    try:
        mark_path(data).unlink(missing_ok=True)
    except OSError as exc:
        log.warning("health.unremoved", path=str(mark_path(data)), reason=exc.strerror)


def is_healthy(data: Path, clock: Clock) -> bool:
    """Return whether a bot with this data folder was connected within the last minute."""
    try:
        marked = mark_path(data).stat().st_mtime
    except OSError:
        return False
    # A mark from the future was made before the clock was set back; a bot that still runs makes a
    # new one.
    return abs(clock.now().timestamp() - marked) < _STALE
