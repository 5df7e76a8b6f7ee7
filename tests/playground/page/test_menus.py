"""The menus of messages and people in a real browser: by keyboard, by mouse and on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
import pytest
from playwright.async_api import expect

from tests.playground.page.conftest import PHONE, WIDE

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

    from tests.playground.conftest import Stage
    from tests.playground.page.conftest import Tabs

COMMANDS = ["Comment on This", "Count Words", "Keep for Later", "Wave"]


def last(page: Page) -> Locator:
    return page.locator(".message").last


def more(page: Page, text: str) -> Locator:
    """Return the button of a message."""
    message = page.locator(".message").filter(has_text=text).first
    return message.get_by_role("button", name="More", exact=True)


async def test_a_message_command_by_keyboard(stage: Stage, tabs: Tabs) -> None:
    page = await tabs.open(stage.sam)
    await stage.say("three small words")
    await expect(last(page)).to_contain_text("three small words")
    await page.focus("#log")
    await page.keyboard.press("Tab")
    button, menu = more(page, "three small"), page.get_by_role("menu", name="More")
    await expect(button).to_be_focused()
    await expect(button).to_have_css("opacity", "1")
    await page.keyboard.press("Enter")
    await expect(button).to_have_attribute("aria-expanded", "true")
    items = menu.get_by_role("group", name="Apps").get_by_role("menuitem")
    await expect(items).to_have_text(COMMANDS)
    await expect(items.first).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await expect(items.nth(2)).to_be_focused()
    await page.keyboard.press("ArrowUp")
    await expect(items.nth(1)).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(menu).to_be_hidden()
    await expect(button).to_be_focused()
    await expect(button).to_have_attribute("aria-expanded", "false")
    await page.keyboard.press("Space")
    await page.keyboard.press("End")
    await expect(menu.get_by_role("menuitem", name="Reply")).to_be_focused()
    await page.keyboard.press("c")
    await page.keyboard.press("c")
    await expect(page.get_by_role("menuitem", name="Count Words")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(last(page)).to_contain_text("3 words by Ines")
    await expect(last(page).locator(".lead")).to_contain_text(
        "Sam used Count Words on Ines: three small words"
    )
    await expect(menu).to_be_hidden()
    await expect(button).to_be_focused()


async def test_tab_leaves_a_menu_and_an_arrow_opens_it(stage: Stage, tabs: Tabs) -> None:
    page = await tabs.open(stage.sam)
    for text in ("first", "second"):
        await stage.say(text)
    await more(page, "first").focus()
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("menuitem").first).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("menu")).to_be_hidden()
    await expect(more(page, "second")).to_be_focused()


async def test_a_message_command_by_mouse(stage: Stage, tabs: Tabs) -> None:
    page = await tabs.open(stage.sam)
    await stage.say("two words")
    button, menu = more(page, "two words"), page.get_by_role("menu")
    await expect(button).to_have_css("opacity", "0")
    await last(page).hover()
    await expect(button).to_have_css("opacity", "1")
    for elsewhere in (button, page.get_by_role("heading", name="general")):
        await button.click()
        await expect(menu).to_be_visible()
        await elsewhere.click()
        await expect(menu).to_be_hidden()
    await button.click()
    await page.get_by_role("menuitem", name="Count Words").click()
    await expect(last(page)).to_contain_text("2 words by Ines")


async def test_commands_for_people(stage: Stage, tabs: Tabs) -> None:
    page = await tabs.open(stage.sam)
    await stage.say("hello")
    await last(page).hover()
    await more(page, "hello").click()
    await page.get_by_role("group", name="Apps for Ines").get_by_role("menuitem").click()
    await expect(last(page)).to_contain_text("@Ines is waved at, staff=True")
    await expect(last(page).locator(".lead")).to_have_text("Sam used Wave on Ines")
    await page.get_by_role("button", name="More for Noor").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menuitem")).to_have_text(["Wave"])
    await page.keyboard.press("Enter")
    await expect(last(page)).to_contain_text("@Noor is waved at, staff=False")
    await expect(page.get_by_role("button", name="More for Noor")).to_be_focused()


@pytest.mark.parametrize("size", [WIDE, PHONE])
async def test_an_answer_to_an_old_message_is_scrolled_to(
    stage: Stage, tabs: Tabs, size: tuple[int, int]
) -> None:
    for number in range(40):
        await stage.say(f"line {number}")
    page = await tabs.open(stage.sam, size=size)
    await page.locator("#log").evaluate("log => { log.scrollTop = 0; }")
    button = more(page, "line 0")
    await button.click()
    await page.get_by_role("menuitem", name="Count Words").click()
    await expect(last(page)).to_contain_text("2 words by Ines")
    await expect(last(page)).to_be_in_viewport()
    await expect(button).to_be_focused()


async def test_the_menus_on_a_phone(stage: Stage, tabs: Tabs) -> None:
    page = await tabs.open(stage.sam, size=PHONE)
    for number in range(30):
        await stage.say(f"line {number}")
    await expect(last(page)).to_contain_text("line 29")
    button = last(page).get_by_role("button", name="More")
    await expect(button).to_have_css("opacity", "1")
    await button.click()
    for shown in [button, page.get_by_role("menu"), *await page.get_by_role("menuitem").all()]:
        box = await shown.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE[0]
        assert box["y"] + box["height"] <= PHONE[1]
    wider = await page.locator("html").evaluate("e => e.scrollWidth - e.clientWidth")
    assert wider <= 0


async def test_where_nothing_can_be_used_there_are_no_buttons(stage: Stage, tabs: Tabs) -> None:
    await stage.say("news", channel="announcements")
    page = await tabs.open(stage.sam, "announcements")
    await expect(last(page)).to_contain_text("news")
    await expect(page.get_by_role("button", name="More")).to_have_count(0)
    await stage.say("hello")
    await page.get_by_role("link", name="general").click()
    await expect(more(page, "hello")).to_be_visible()
    for name, kind in (("Wave", "user"), *((name, "message") for name in COMMANDS[:3])):
        stage.bot.tree.remove_command(name, type=discord.AppCommandType[kind])
    stage.bot.tree.remove_command("Remove as Staff", type=discord.AppCommandType.message)
    await stage.bot.tree.sync()
    await expect(page.get_by_role("button", name="More")).to_have_count(0)


async def test_a_message_that_changes_below_its_menu(stage: Stage, tabs: Tabs) -> None:
    page = await tabs.open(stage.sam)
    place = stage.bot.get_partial_messageable(stage.channel("general"))
    card = await place.send("before")
    await more(page, "before").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menuitem").first).to_be_focused()
    await card.edit(content="after")
    await expect(last(page)).to_contain_text("after")
    await expect(page.get_by_role("menuitem").first).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(more(page, "after")).to_be_focused()
    await page.keyboard.press("Enter")
    await card.delete()
    await expect(page.locator(".message")).to_have_count(0)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("This message is gone")
    await expect(page.locator("#composer")).to_be_focused()


async def test_a_form_from_a_menu_returns_to_its_button(stage: Stage, tabs: Tabs) -> None:
    page = await tabs.open(stage.sam)
    await stage.say("what do you think?")
    await more(page, "what do you think").focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog", name="Feedback")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(more(page, "what do you think")).to_be_focused()


@pytest.mark.parametrize("answer_within", [0.3])
async def test_a_bot_that_is_silent_or_away_is_said_so(stage: Stage, tabs: Tabs) -> None:
    page = await tabs.open(stage.sam)
    await stage.say("hello")
    stage.bot.tree.remove_command("Count Words", type=discord.AppCommandType.message)
    toasts = page.get_by_role("alert")
    for reason in ("The application did not respond", "offline"):
        await more(page, "hello").focus()
        await page.keyboard.press("Enter")
        await page.get_by_role("menuitem", name="Count Words").press("Enter")
        await expect(toasts).to_contain_text(reason)
        await stage.bot.close()
