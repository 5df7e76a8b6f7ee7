"""A town for each test: the local Discord on a free loopback port, and the bot in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest_asyncio

from tests.e2e.town import Town, town

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest_asyncio.fixture
async def here(tmp_path: Path) -> AsyncIterator[Town]:
    """Return a town with the shipped course."""
    async with town(tmp_path) as opened:
        yield opened
