"""Messages to the bot in a real browser: "@" in the box, the answer, an edit, and what is too long.

Screenshots go to the folder in SYLLABOT_SCREENSHOTS, or to the test's own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.e2e.browser import Seat

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser

    from tests.e2e.local_discord import LocalDiscord


async def own_menu(seat: Seat, text: str, name: str) -> None:
    """Choose in the menu of a message that says a text."""
    message = seat.page.locator(f"article[data-raw*='{text}']").last
    await message.hover()
    await message.get_by_role("button", name="More", exact=True).click()
    await seat.page.get_by_role("menuitem", name=name, exact=True).click()


@pytest.mark.parametrize("width", [390, 1400])
async def test_a_person_mentions_the_bot_and_edits_the_message(
    here: LocalDiscord, chromium: Browser, pictures: Path, width: int
) -> None:
    sam = await Seat.take(chromium, here.sam, "general", width=width)
    noor = await Seat.take(chromium, here.noor, "general")
    box = sam.page.locator("#composer")
    await box.press_sequentially("@syl")
    await expect(sam.page.get_by_role("option", name="@Syllabot")).to_have_text(
        [re.compile("app"), re.compile("role")]
    )
    await sam.picture(pictures, f"mention-list-{width}")
    await box.press("Enter")
    await expect(box).to_have_value("@Syllabot ")
    await box.press_sequentially("what is etcd?")
    await box.press("Enter")
    await expect(sam.card("the distributed key-value store")).to_be_visible()
    await expect(noor.card("the distributed key-value store")).to_be_visible()
    await expect(noor.said("Only you can see this")).to_have_count(0)
    await sam.picture(pictures, f"mention-answer-{width}")
    await box.press("ArrowUp")
    await expect(box).to_have_value("@Syllabot what is etcd?")
    await expect(sam.page.get_by_text("Editing your message")).to_be_visible()
    await sam.picture(pictures, f"mention-edit-{width}")
    await box.fill("@Syllabot what is a network namespace?")
    await box.press("Enter")
    await expect(noor.card("is a private copy of the Linux network stack")).to_be_visible()
    await expect(noor.card("the distributed key-value store")).to_have_count(0)
    await sam.picture(pictures, f"mention-edited-{width}")
    await noor.press("is a private copy", "Open for me")
    await expect(noor.card("Only you can see this")).to_be_visible()
    await own_menu(sam, "namespace", "Delete message")
    await expect(sam.page.locator(".container")).to_have_count(0)
    assert sam.errors == noor.errors == []


@pytest.mark.parametrize("width", [390, 1400])
async def test_a_direct_message_is_answered_and_its_card_changes(
    here: LocalDiscord, chromium: Browser, pictures: Path, width: int
) -> None:
    here.playground.world.dm_with(here.sam.id)["name"] = "sam and syllabot"
    sam = await Seat.take(chromium, here.sam, "sam and syllabot", width=width)
    box = sam.page.locator("#composer")
    await box.fill("etcd")
    await box.press("Enter")
    await expect(sam.card("the distributed key-value store")).to_be_visible()
    await sam.picture(pictures, f"direct-answer-{width}")
    await box.fill("what keeps my data when a container dies")
    await box.press("Enter")
    await expect(sam.card("The closest I have")).to_be_visible()
    await sam.picture(pictures, f"direct-closest-{width}")
    choice = sam.card("The closest I have").get_by_role("button", name="Open", exact=True).first
    await choice.click()
    await box.fill("CNI vs service mesh")
    await box.press("Enter")
    for name in ("Container Network Interface (CNI)", "Service Mesh"):
        button = sam.page.get_by_role("button", name=name, exact=True)
        await expect(button.last).to_be_visible()
    await sam.picture(pictures, f"direct-compared-{width}")
    await expect(sam.card("The closest I have")).to_have_count(0)
    assert sam.errors == []


async def test_what_is_too_long_is_said_and_stays(
    here: LocalDiscord, chromium: Browser, pictures: Path
) -> None:
    sam = await Seat.take(chromium, here.sam, "general")
    box, left = sam.page.locator("#composer"), sam.page.locator("#composer-left")
    await box.fill("x" * 1799)
    await expect(left).to_be_hidden()
    await box.fill("x" * 1990)
    await expect(left).to_contain_text("10")
    await box.fill("x" * 2001)
    await expect(left).to_contain_text("-1")
    await sam.picture(pictures, "too-long")
    await box.press("Enter")
    await expect(sam.page.get_by_role("alert")).to_contain_text("1 characters too long")
    await expect(box).to_have_value("x" * 2001)
    await box.fill("x" * 2000)
    await box.press("Enter")
    await expect(sam.said("xxx")).to_be_visible()
    assert len(here.sam.sees("general")[-1]["content"]) == 2000
    assert sam.errors == []


@pytest.mark.parametrize("width", [390, 1400])
async def test_terms_are_explained_in_a_sentence_each(
    here: LocalDiscord, chromium: Browser, pictures: Path, width: int
) -> None:
    text = "Does a service mesh need etcd in its contol plane?"
    await here.noor.says("general", text)
    sam = await Seat.take(chromium, here.sam, "general", width=width)
    await sam.menu(text, "Explain terms")
    terms = sam.card("terms in this message")
    await expect(terms).to_contain_text("is the distributed key-value store")
    await sam.picture(pictures, f"terms-{width}")
    await terms.get_by_role("button", name="Open", exact=True).last.click()
    await expect(sam.card("terms in this message")).to_have_count(0)
    assert sam.errors == []
