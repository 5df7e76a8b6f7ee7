"""Pictures of a lesson in a real browser: private, shared, taken back, and in an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.e2e.browser import Seat
from tests.e2e.local_discord import open_local_discord, text_of
from tests.pictures import png

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser, Locator

LESSON = """\
# Lesson 1: Ships

### 1.1 Sails

#### Sloop

A **sloop** has one mast.

![A sloop before the wind](sloop.png)
"""


async def drawn(card: Locator) -> None:
    """Wait until the picture of a card has come."""
    picture = card.get_by_role("img", name="A sloop before the wind")
    await picture.scroll_into_view_if_needed()
    await expect(picture).to_be_visible()
    await expect(picture).to_have_js_property("naturalWidth", 1)


@pytest.mark.parametrize("width", [390, 1400])
async def test_a_picture_is_seen_by_all_until_it_is_taken_back(
    chromium: Browser, tmp_path: Path, pictures: Path, width: int
) -> None:
    content = tmp_path / "ships"
    content.mkdir()
    (content / "01-ships.md").write_text(LESSON, encoding="utf-8")
    (content / "sloop.png").write_bytes(png(1))
    async with open_local_discord(tmp_path / "data", content=content) as here:
        sam = await Seat.take(chromium, here.sam, "general", width=width)
        noor = await Seat.take(chromium, here.noor, "general", width=width)
        await sam.command("concept", query="sloop")
        await drawn(sam.card("Only you can see this"))
        await sam.press("Only you can see this", "Share")
        await drawn(noor.card("Shared by Sam"))
        await noor.picture(pictures, f"picture-shared-{width}")
        await sam.press("Shared by Sam", "Take it back")
        shared = noor.page.get_by_role("article").filter(has_text="Shared by Sam")
        await expect(shared).to_have_count(0)
        asked = await here.kai.says("general", f"<@{here.playground.world.bot_id}> sloop")
        answer = await here.kai.reads_answer("general", asked)
        assert "one mast" in text_of(answer)
        await drawn(noor.card("Open for me"))
        assert sam.errors == noor.errors == []
