"""Headless Chromium on the local Discord's page: who looks, and the keys that people press."""

from __future__ import annotations

import os
import re
import shutil
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import async_playwright, expect

from tests.waiting import CEILING_MS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from playwright.async_api import Browser, Locator, Page

    from tests.e2e.local_discord import Person

expect.set_options(timeout=CEILING_MS)
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@asynccontextmanager
async def started_chromium() -> AsyncIterator[Browser]:
    """Start Debian's Chromium; skip without it, save in CI, where it must be there."""
    path = shutil.which("chromium")
    if path is None:
        assert not os.environ.get("CI"), "CI installs Chromium, so it must be here"
        pytest.skip("needs Chromium (Debian: apt-get install chromium)")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
        try:
            yield browser
        finally:
            await browser.close()


class Seat:
    """One person before one window; what the window logs as an error fails the test."""

    def __init__(self, page: Page, person: Person) -> None:
        self.page = page
        self.person = person
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on(
            "console",
            lambda line: self.errors.append(line.text) if line.type == "error" else None,
        )

    @classmethod
    async def take(cls, browser: Browser, person: Person, place: str, *, width: int = 1400) -> Seat:
        """Open the page as ``person`` in the channel ``place``."""
        page = await browser.new_page(viewport={"width": width, "height": 900})
        page.set_default_timeout(CEILING_MS)
        seat = cls(page, person)
        await seat.go(place)
        return seat

    async def go(self, place: str) -> None:
        """Go to another channel by the address."""
        here = self.person.discord
        base = here.playground.world.base_url
        await self.page.goto(f"{base}/?as={self.person.id}&channel={here.channel(place)}")
        await expect(self.page.get_by_text("Bot online")).to_be_visible()

    async def command(self, name: str, **options: str) -> None:
        """Type a command with the keyboard, fill its options and run it."""
        await self.page.locator("#composer").press_sequentially("/")
        picker = self.page.get_by_role("combobox", name="Command")
        await picker.press_sequentially(name)
        entry = self.page.get_by_role("option", name=f"/{name}")
        await expect(entry.first).to_be_visible()
        await picker.press("Enter")
        form = self.page.get_by_role("form", name=f"Command {name}")
        for option, value in options.items():
            extra = form.get_by_role("button", name=f"+ {option}", exact=True)
            if await extra.count():
                await extra.click()
            field = form.get_by_label(re.compile(rf"^{option}\b")).first
            await field.fill(value)
            choice = form.get_by_role("option", name=value, exact=True)
            if option in {"channel", "role"}:
                await choice.click()
        await form.get_by_role("button", name=f"Run /{name}").click()

    def said(self, text: str) -> Locator:
        """Return the newest message with this text."""
        return self.page.get_by_role("article").filter(has_text=text).last

    def card(self, text: str) -> Locator:
        """Return the newest card with this text, and not a reply that quotes it."""
        cards = self.page.get_by_role("article").filter(has=self.page.locator(".container"))
        return cards.filter(has_text=text).last

    async def press(self, text: str, label: str) -> None:
        """Press a button on the newest card with this text."""
        await self.card(text).get_by_role("button", name=re.compile(rf"^{label}")).click()

    async def answer(self, text: str, letter: str) -> None:
        """Give one option as the answer on the newest card with this text."""
        card = self.card(text)
        button = card.get_by_role("button", name=letter, exact=True)
        several = card.get_by_role("button", name="Choose all that apply")
        await expect(button.or_(several)).to_be_visible()
        if await button.count():
            await button.click()
            return
        await several.click()
        await card.get_by_role("option", name=re.compile(rf"^{letter}\.")).click()
        await card.get_by_role("button", name="Apply", exact=True).click()

    async def menu(self, text: str, name: str) -> None:
        """Choose a command in the menu of the newest message that says (not quotes) a text."""
        said = self.page.locator(".content").filter(has_text=text)
        message = self.page.get_by_role("article").filter(has=said).last
        await message.hover()
        await message.get_by_role("button", name="More", exact=True).click()
        await self.page.get_by_role("menuitem", name=name, exact=True).click()

    async def picture(self, folder: Path, name: str) -> None:
        """Keep a screenshot."""
        await self.page.screenshot(path=folder / f"{name}.png")
