"""The page around the cards in a real browser: its name, links to messages, hints, own shares.

Screenshots go to the folder in SYLLABOT_SCREENSHOTS, or to the test's own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.e2e.browser import Seat
from tests.e2e.local_discord import text_of

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser, Page

    from tests.e2e.local_discord import LocalDiscord

LAB = "Exploring Docker Networking"
HINTS = "New here? Try this"
FIRST = ["/concept", "/quiz start", "/lesson", "/lab start", "/help"]


@pytest.mark.parametrize("width", [390, 1400])
async def test_an_own_share_is_in_sight_and_says_what_it_answers(
    here: LocalDiscord, chromium: Browser, pictures: Path, width: int
) -> None:
    sam = await Seat.take(chromium, here.sam, "general", width=width)
    noor = await Seat.take(chromium, here.noor, "general", width=width)
    await sam.command("concept", query="Network Namespaces")
    asked = sam.card("Only you can see this")
    await expect(asked).to_be_visible()
    for number in range(25):
        await here.playground.send_message(here.noor.id, here.channel("general"), f"line {number}")
    # Further up than what was said since.
    await asked.get_by_role("button", name=re.compile("^Share")).click()
    shared = sam.card("Shared by Sam")
    await expect(shared.locator(".byline")).to_be_in_viewport(ratio=1)
    await expect(sam.page.get_by_role("button", name="New messages")).to_be_hidden()
    await sam.picture(pictures, f"own-share-{width}")
    origin = shared.get_by_role("link", name="Syllabot: Network Namespaces")
    await origin.click()
    await expect(asked.locator(".byline")).to_be_in_viewport(ratio=1)
    await expect(asked).to_be_focused()
    await expect(noor.card("Shared by Sam").locator(".lead")).to_have_text(
        "Reply to a message that only Sam can see"
    )
    assert sam.errors == noor.errors == []


async def test_links_to_messages_open_here(
    here: LocalDiscord, chromium: Browser, pictures: Path
) -> None:
    ines = await Seat.take(chromium, here.ines, "general", width=390)
    left: list[str] = []
    ines.page.context.on("request", lambda request: left.append(request.url))
    await ines.command("announce lab", lab=LAB, channel="#announcements")
    await ines.press(LAB, "Post")
    link = ines.said("Announced in").get_by_role("link", name="#announcements › message")
    await expect(link).to_be_visible()
    for number in range(200):
        await here.playground.send_message(
            here.ines.id, here.channel("announcements"), f"line {number}"
        )
    await link.click()
    posted = ines.page.locator(".message.found")
    await expect(posted).to_contain_text(LAB)
    await expect(posted).to_be_focused()
    await expect(posted.locator(".byline")).to_be_in_viewport()
    await ines.picture(pictures, "link-opened-390")
    # In a tab of its own the address alone leads there.
    message = next(seen for seen in here.ines.sees("announcements") if LAB in text_of(seen))
    await ines.go("general")
    address = await ines.said("Announced in").get_by_role("link").last.get_attribute("href")
    assert address == f"/?as={here.ines.id}&channel={message['channel_id']}#m-{message['id']}"
    await ines.page.goto(f"{here.playground.world.base_url}{address}")
    await expect(posted).to_contain_text(LAB)
    # What is gone, or not for this person, is said.
    guild, staff = here.playground.world.guild_id, here.channel("staff-room")
    gone = f"https://discord.com/channels/{guild}/{message['channel_id']}/1"
    secret = f"https://ptb.discord.com/channels/{guild}/{staff}/1"
    await here.playground.send_message(
        here.ines.id, here.channel("general"), f"{gone} and [there]({secret})"
    )
    sam = await Seat.take(chromium, here.sam, "general")
    await sam.said("there").get_by_role("link", name="there").click()
    await expect(sam.page.get_by_role("alert")).to_contain_text("You do not see this channel")
    await sam.said("there").get_by_role("link", name="#announcements").click()
    await expect(sam.page.get_by_role("alert")).to_contain_text("is not there any more")
    assert all(url.startswith(here.playground.world.base_url) for url in left)
    assert ines.errors == []


async def test_hints_name_the_instructor_and_leave_the_newest_card_alone(
    here: LocalDiscord, chromium: Browser, pictures: Path
) -> None:
    await here.sam.use("general", "concept", query="Network Namespaces")
    seat = await Seat.take(chromium, here.sam, "general")
    hints = seat.page.get_by_role("region", name=HINTS)
    head = seat.card("Only you can see this").locator(".byline")
    await head.scroll_into_view_if_needed()
    await expect(head).to_be_in_viewport(ratio=1)
    await expect(hints.get_by_role("link", name="open a tab as Ines")).to_be_visible()
    assert await _apart(seat.page)
    await seat.picture(pictures, "hints-beside-1400")
    async with seat.page.context.expect_page() as opened:
        await hints.get_by_role("link", name="open a tab as Ines").click()
    ines = await opened.value
    await expect(ines.get_by_text("You are: Ines")).to_be_visible()
    for page in (ines, seat.page):
        await expect(page.get_by_role("region", name=HINTS)).to_be_hidden()
    await ines.get_by_role("button", name="What to try").click()
    shown = ines.get_by_role("region", name=HINTS)
    await expect(shown.get_by_role("button", name="/announce lab")).to_be_visible()
    assert await _apart(ines)
    await here.playground.send_message(here.noor.id, here.channel("general"), "news")
    await expect(shown).to_be_hidden()
    assert seat.errors == []


async def _apart(page: Page) -> bool:
    """Return whether the hints cover no part of a card."""
    return bool(
        await page.evaluate(
            """() => {
              const hints = document.querySelector("#hints").getBoundingClientRect();
              const cards = [...document.querySelectorAll(".container")];
              return cards.every((card) => card.getBoundingClientRect().right <= hints.left);
            }"""
        )
    )


async def test_people_stay_in_the_header_of_a_phone_while_the_server_is_down(
    here: LocalDiscord, chromium: Browser, pictures: Path
) -> None:
    sam = await Seat.take(chromium, here.sam, "general", width=390)
    await sam.page.context.route(re.compile("/events|/page/"), lambda route: route.abort())
    here.playground.hub.close()
    await expect(sam.page.get_by_text("Connection lost")).to_be_visible()
    who = sam.page.locator("#who summary")
    await expect(who).to_be_in_viewport(ratio=1)
    status = await sam.page.locator("#bot-status").bounding_box()
    box = await who.bounding_box()
    assert status
    assert box
    assert status["x"] + status["width"] <= box["x"]
    await who.click()
    noor = sam.page.get_by_role("link", name="Noor (student)", exact=True)
    await expect(noor).to_be_in_viewport(ratio=1)
    await sam.picture(pictures, "server-down-390")
    await noor.click()
    await expect(sam.page.get_by_role("alert")).to_contain_text("does not answer now")
    await sam.page.context.unroute_all()
    await expect(sam.page.get_by_text("Bot online")).to_be_attached()
    await sam.page.wait_for_selector("body[data-live]")
    await noor.click()
    await expect(sam.page.locator("#who summary")).to_contain_text("Noor")


async def test_the_picker_begins_with_what_everybody_uses(
    here: LocalDiscord, chromium: Browser, pictures: Path
) -> None:
    sam = await Seat.take(chromium, here.sam, "general", width=390)
    await sam.page.locator("#composer").press_sequentially("/")
    labels = sam.page.locator("#picker-list .option-label")
    await expect(labels.first).to_have_text(FIRST[0])
    listed = await labels.all_inner_texts()
    assert listed[:5] == FIRST
    instructors = [name for name in listed if name.startswith(("/announce", "/course"))]
    menus = ["Explain terms"]
    assert listed[-len(instructors + menus) :] == instructors + menus
    # The last entry by keyboard: what stands in the menu of messages.
    await sam.page.keyboard.press("ArrowUp")
    await sam.page.keyboard.press("Enter")
    await expect(sam.page.get_by_role("alert")).to_contain_text("Write one")
    await sam.page.locator("#composer").fill("What is a service mesh?")
    await sam.page.locator("#composer").press("Enter")
    await expect(sam.said("service mesh")).to_be_visible()
    await sam.page.locator("#composer").press_sequentially("/explain")
    await expect(labels.first).to_have_text("Explain terms")
    await sam.page.keyboard.press("Enter")
    await sam.picture(pictures, "picker-menu-390")
    await sam.page.get_by_role("menuitem", name="Explain terms").press("Enter")
    await expect(sam.card("Service Mesh")).to_be_visible()
    assert sam.errors == []
