"""A headless Chromium with one tab per person, on the running local Discord."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Page

from tests.waiting import CEILING_MS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.playground.conftest import Stage

WIDE, PHONE = (1400, 900), (390, 844)


class Tabs:
    """Opens tabs as people and gathers what their consoles complain about."""

    def __init__(self, browser: Browser, stage: Stage) -> None:
        self.browser = browser
        self.stage = stage
        self.complaints: list[str] = []

    async def open(
        self, person: int, channel: str = "general", size: tuple[int, int] = WIDE
    ) -> Page:
        """Open the page as a person and wait until it is live."""
        context = await self.browser.new_context(
            viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce"
        )
        await context.add_init_script(
            "localStorage.getItem('hints') ?? localStorage.setItem('hints', 'off')"
        )
        context.set_default_timeout(CEILING_MS)
        page = await context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        base = self.stage.world.base_url
        await page.goto(f"{base}/?as={person}&channel={self.stage.channel(channel)}")
        await page.wait_for_selector("body[data-live]")
        return page

    def _heard(self, message: ConsoleMessage) -> None:
        # The browser notes every refusal, which the page itself shows to the person.
        refusal = "status of 409" in message.text
        if message.type in {"error", "warning"} and not refusal:
            self.complaints.append(message.text)


@pytest_asyncio.fixture
async def tabs(chromium: Browser, stage: Stage) -> AsyncIterator[Tabs]:
    """Yield the tabs; afterwards no script may have failed and nothing may have been blocked."""
    opened = Tabs(chromium, stage)
    yield opened
    assert opened.complaints == []
