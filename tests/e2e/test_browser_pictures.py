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


SHIPS = ["Sloop", "Ketch", "Brig", "Schooner", "Barque"]
SIZES = [(640, 240), (240, 640), (300, 300), (1200, 200), (90, 60)]


@pytest.mark.parametrize("width", [390, 1400])
async def test_pictures_of_all_sizes_stand_in_even_rows(
    chromium: Browser, tmp_path: Path, pictures: Path, width: int
) -> None:
    content = tmp_path / "ships"
    content.mkdir()
    text = "# Lesson 1: Ships\n\n### 1.1 Sails\n"
    for count, name in enumerate(SHIPS, 1):
        shown = " ".join(f"![View {number}]({number}.png)" for number in range(count))
        text += f"\n#### {name}\n\nIt sails.\n\n{shown}\n"
    (content / "01-ships.md").write_text(text, encoding="utf-8")
    for number, size in enumerate(SIZES):
        (content / f"{number}.png").write_bytes(png(60 + 40 * number, *size))
    async with open_local_discord(tmp_path / "data", content=content) as here:
        sam = await Seat.take(chromium, here.sam, "general", width=width)
        rows = []
        for count, name in enumerate(SHIPS, 1):
            await sam.command("concept", query=name)
            views = sam.page.get_by_role("article").last.get_by_role("img", name="View")
            await expect(views).to_have_count(count)
            await views.last.scroll_into_view_if_needed()
            boxes = [await one.bounding_box() for one in await views.all()]
            rows.append([(box["width"], box["height"], box["y"]) for box in boxes if box])
            await sam.picture(pictures, f"gallery-{count}-{width}")
        ((wide, high, _),) = rows[0]
        assert wide / high == pytest.approx(640 / 240, rel=0.02)
        one, other = rows[1]
        assert one == pytest.approx(other, abs=1)
        assert len({round(y) for _, _, y in rows[2]}) == 2
        assert len({round(y) for _, _, y in rows[3]}) == 2
        assert len({(round(w), round(h)) for w, h, _ in rows[3]}) == 1
        assert [round(y - rows[4][0][2]) > 1 for _, _, y in rows[4]] == [False] * 2 + [True] * 3
        assert sam.errors == []
