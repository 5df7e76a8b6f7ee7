"""A revealed question in a real browser: bars, the stem's picture, and each person's verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.e2e.browser import Seat
from tests.e2e.local_discord import open_local_discord, text_of
from tests.pictures import png

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser

LESSON = """\
# Lesson 1: Ships

### 1.1 Sails

#### Sloop

A **sloop** has one mast and usually one sail before it.

### 1.2 Practice Questions

**Question 1:** Which ship is this?

![A sloop before the wind](sloop.png)

  1. **A sloop [correct]**
     - It has one mast, and one sail before it.
  2. A ketch
     - A ketch has a second, smaller mast behind the first.
  3. A raft
     - A raft has neither a mast nor a keel.

> Concept: [Sloop](#sloop)
"""


@pytest.mark.parametrize("width", [390, 1400])
async def test_two_people_see_the_bars_and_each_their_own_verdict(
    chromium: Browser, tmp_path: Path, pictures: Path, width: int
) -> None:
    content = tmp_path / "ships"
    content.mkdir()
    (content / "01-ships.md").write_text(LESSON, encoding="utf-8")
    (content / "sloop.png").write_bytes(png(1))
    async with open_local_discord(tmp_path / "data", content=content) as here:
        sam = await Seat.take(chromium, here.sam, "quiz", width=width)
        noor = await Seat.take(chromium, here.noor, "quiz", width=width)
        await here.ines.use("quiz", "quiz start", questions=1, seconds=60)
        lobby = await here.sam.waits_for("quiz", "Starts")
        for person in (here.sam, here.noor):
            await person.press(lobby, "Join")
        await here.ines.press(lobby, "Start now")
        question = await here.sam.waits_for("quiz", "### Question 1")
        text = text_of(question)
        letters = {
            ship: text[text.index(f" {ship}") - 4] for ship in ("A sloop", "A ketch", "A raft")
        }
        stem = sam.card("Question 1").get_by_role("img", name="A sloop before the wind")
        await expect(stem).to_have_js_property("naturalWidth", 1)
        await sam.press("Question 1", letters["A ketch"])
        await expect(sam.said("You chose")).to_contain_text(letters["A ketch"])
        await noor.press("Question 1", letters["A raft"])
        await noor.press("Question 1", letters["A sloop"])
        await here.ines.press(question, letters["A sloop"])
        await expect(sam.said("not quite")).to_contain_text("a second, smaller mast")
        await expect(noor.said("– right.")).to_contain_text("one sail before it")
        for seat in (sam, noor):
            bars = seat.card("Question 1").get_by_role("img", name="who chose what")
            await bars.scroll_into_view_if_needed()
            await expect(bars).to_have_js_property("naturalWidth", 640)
            await expect(seat.said("You chose")).to_have_count(0)
        await expect(sam.said("– right.")).to_have_count(0)
        await sam.picture(pictures, f"quiz-verdict-{width}")
        await sam.press("Question 1", "Read about it")
        await expect(sam.card("Only you can see this")).to_contain_text("usually one sail")
        assert sam.errors == noor.errors == []
