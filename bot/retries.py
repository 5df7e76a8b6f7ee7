"""Tries again what the database or Discord could not do just now, with growing waits."""

from __future__ import annotations

import asyncio
from itertools import chain, repeat
from typing import TYPE_CHECKING, TypeVar

import discord
import structlog

from bot.error_handler import is_discord_away
from bot.errors import DatabaseAway
from bot.stopping import ignore_result

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator

    from bot.clock import Clock

log = structlog.stdlib.get_logger(__name__)

WAITS = (0.5, 1.0, 2.0, 5.0, 10.0)
LONGEST_WAIT = 20.0
"""Seconds between two tries once ``WAITS`` are over."""

ResultT = TypeVar("ResultT")


def growing_waits() -> Iterator[float]:
    """Return the seconds before each further try; they never end."""
    return chain(WAITS, repeat(LONGEST_WAIT))


def is_temporary(error: BaseException) -> bool:
    """Return whether the same request may well succeed a little later.

    discord.py itself tries a request five times; what it raises then is meant here.
    """
    away = (DatabaseAway, TimeoutError, OSError)
    return isinstance(error, away) or is_discord_away(error)


async def with_retries(
    request: Callable[[], Awaitable[ResultT]],
    clock: Clock,
    *,
    what: str,
    waits: Iterable[float] | None = None,
) -> ResultT:
    """Return what ``request`` returns, as soon as nothing temporary hinders it.

    ``what`` names it in the log. When ``waits`` (seconds) are over, the last error is raised;
    without ``waits`` it is tried until the task is cancelled.
    """
    for wait in growing_waits() if waits is None else waits:
        try:
            return await request()
        except Exception as exc:
            if not is_temporary(exc):
                raise
            least = exc.retry_after if isinstance(exc, discord.RateLimited) else 0.0
            log.warning("retry", what=what, wait=max(wait, least), reason=str(exc))
        await clock.sleep(max(wait, least))
    return await request()


async def answered_within(seconds: float, request: Awaitable[ResultT]) -> ResultT:
    """Return what a request to Discord returns; raise TimeoutError when it takes too long.

    It goes on then and nobody looks at it. It must not be cancelled: a discord.py that is cancelled
    while it waits for a global rate limit holds back every later request for ever.
    """
    asking = asyncio.ensure_future(request)
    asking.add_done_callback(ignore_result)
    await asyncio.wait({asking}, timeout=seconds)
    if not asking.done():
        raise TimeoutError(f"no answer in {seconds:.0f} s")
    return asking.result()
