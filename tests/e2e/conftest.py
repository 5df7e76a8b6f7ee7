"""For each test: a local Discord on a free loopback port, and the bot in it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from tests.e2e.local_discord import LocalDiscord, open_local_discord

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest_asyncio.fixture
async def here(tmp_path: Path) -> AsyncIterator[LocalDiscord]:
    """Return a local Discord with the shipped course."""
    async with open_local_discord(tmp_path) as opened:
        yield opened


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Return the folder for screenshots: a person's own, or the test's."""
    folder = Path(os.environ.get("SYLLABOT_SCREENSHOTS") or tmp_path / "screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
