"""The one ceiling of all waits: what a test waits for is an event, and only a hang takes longer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

CEILING = 180.0
"""Seconds after which a wait is a hang, however busy the machine is."""
CEILING_MS = CEILING * 1000
_PAUSE = 0.05


async def until(condition: Callable[[], object]) -> None:
    """Return once something is so that another process does without telling anybody."""
    async with asyncio.timeout(CEILING):
        while not condition():  # noqa: ASYNC110  (no event comes from another process)
            await asyncio.sleep(_PAUSE)
