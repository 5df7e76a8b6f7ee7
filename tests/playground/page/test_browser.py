"""People using the page in a real browser, against the real server and a real bot."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.playground.page.conftest import PHONE, WIDE
from tests.waiting import CEILING

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

    from tests.playground.conftest import Stage
    from tests.playground.page.conftest import Tabs


def last(page: Page) -> Locator:
    return page.locator(".message").last


async def run(page: Page, command: str) -> None:
    """Enter a command at once, with what belongs to its first option, and send it by keyboard."""
    await page.fill("#composer", command + " ")
    await page.wait_for_selector("#command-form:not([hidden])")
    await page.keyboard.press("Enter")


async def test_two_people_talk_and_only_one_reads_a_private_answer(
    stage: Stage, tabs: Tabs
) -> None:
    sam, noor = await tabs.open(stage.sam), await tabs.open(stage.noor)
    await sam.fill("#composer", "**hello** <img src=x onerror=alert(1)>")
    await sam.press("#composer", "Enter")
    await expect(last(noor).locator("strong")).to_have_text("hello")
    await expect(last(noor)).to_contain_text("<img src=x onerror=alert(1)>")
    await expect(sam.locator("#composer")).to_have_value("")
    await run(sam, "/whisper psst")
    await expect(last(sam)).to_contain_text("psst")
    await expect(last(sam)).to_contain_text("Only you can see this")
    await run(sam, "/say to all")
    await expect(last(noor)).to_contain_text("to all")
    await expect(last(noor).locator(".lead")).to_have_text("Sam used /say")
    assert "psst" not in await noor.inner_text("#log")
    await expect(noor.locator("#announcer")).to_contain_text("to all")


async def test_the_picker_by_keyboard_with_the_bots_choices(stage: Stage, tabs: Tabs) -> None:
    page = await tabs.open(stage.sam)
    await page.focus("#composer")
    await page.keyboard.type("/fru")
    picker = page.get_by_role("combobox", name="Command")
    await expect(picker).to_be_focused()
    await expect(page.get_by_role("option")).to_have_text(["/fruitPick a fruit"])
    await page.keyboard.press("Enter")
    name = page.get_by_role("combobox", name="name")
    await expect(name).to_be_focused()
    await page.keyboard.type("ap")
    await expect(page.get_by_role("option")).to_have_text(["apple", "apricot"])
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    chosen = await name.get_attribute("aria-activedescendant")
    await expect(page.locator(f"#{chosen}")).to_have_text("apricot")
    await page.keyboard.press("Enter")
    await expect(name).to_have_value("apricot")
    await page.get_by_role("button", name="+ count").click()
    count = page.get_by_label("count")
    await page.keyboard.type("two")
    await page.keyboard.press("Enter")
    await expect(count).to_have_attribute("aria-invalid", "true")
    await expect(count).to_be_focused()
    await count.fill("2")
    await page.keyboard.press("Enter")
    await expect(last(page)).to_contain_text("2 apricot")
    await expect(page.locator("#composer")).to_be_focused()


async def test_subcommands_required_options_and_escape(stage: Stage, tabs: Tabs) -> None:
    page = await tabs.open(stage.sam)
    await run(page, "/lab start")
    await expect(page.locator(".field-error")).to_have_text("This is required.")
    await page.keyboard.type("networks")
    await page.keyboard.press("Enter")
    await expect(last(page)).to_contain_text("lab start networks")
    await page.keyboard.type("/la")
    await page.wait_for_selector("#picker-list [role=option]")
    await page.keyboard.press("Escape")
    await expect(page.locator("#composer")).to_have_value("/la")
    await page.keyboard.type("la")
    await page.keyboard.press("Enter")
    await expect(last(page)).to_contain_text("/lala")


async def test_options_that_name_people_and_roles(stage: Stage, tabs: Tabs) -> None:
    page = await tabs.open(stage.sam)
    await page.fill("#composer", "/about No")
    await expect(page.get_by_role("option")).to_have_text(["Noorstudent"])
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("combobox", name="role")).to_be_focused()
    await page.keyboard.type("stud")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await expect(last(page)).to_contain_text("@Noor @Student Noor")


async def test_long_choices_are_read_whole_on_a_phone(stage: Stage, tabs: Tabs) -> None:
    name = "Port Publishing · Containers and Cloud Native › 4.2 Networks for Containers"
    stage.world.users[stage.noor]["global_name"] = name
    page = await tabs.open(stage.sam, size=PHONE)
    await page.fill("#composer", "/about Port")
    option = page.get_by_role("option", name=name)
    await expect(option).to_be_visible()
    text = option.locator(".option-label")
    assert await text.evaluate("e => e.scrollWidth - e.clientWidth") <= 0
    await expect(option).to_be_in_viewport(ratio=1)
    await page.keyboard.press("Enter")
    await expect(page.get_by_text(f"Chosen: {name}")).to_be_visible()
    await page.get_by_role("combobox", name="who").press("Backspace")
    await expect(page.get_by_text("Chosen:")).to_have_count(0)


async def test_buttons_and_selects_answer_in_place(stage: Stage, tabs: Tabs) -> None:
    page = await tabs.open(stage.sam)
    await run(page, "/parts")
    await page.get_by_role("button", name="Step 1").focus()
    await page.keyboard.press("Enter")
    second = page.get_by_role("button", name="Step 2")
    await expect(second).to_be_visible()
    await expect(page.locator(".message")).to_have_count(1)
    await run(page, "/parts")
    await last(page).get_by_role("button", name="Make a selection").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("option", name="Red")).to_be_focused()
    await page.keyboard.press("b")
    await page.keyboard.press("Enter")
    await expect(last(page)).to_contain_text("chose blue")


async def test_a_form_keeps_focus_inside_and_sends_its_fields(stage: Stage, tabs: Tabs) -> None:
    page, other = await tabs.open(stage.sam), await tabs.open(stage.sam)
    await run(page, "/form")
    dialog = page.get_by_role("dialog", name="Feedback")
    await expect(dialog).to_be_visible()
    name = dialog.get_by_label("Name")
    await expect(name).to_be_focused()
    await expect(other.get_by_role("dialog")).to_have_count(0)
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await expect(page.locator("#composer")).to_be_focused()
    await run(page, "/form")
    await name.fill("Sam")
    await dialog.get_by_label("Level").select_option("Hard")
    await dialog.get_by_role("button", name="Submit").click()
    await expect(dialog).to_be_hidden()
    await expect(last(page)).to_contain_text("Sam: Hard")


@pytest.mark.parametrize("answer_within", [0.3])
async def test_a_bot_that_does_not_answer_is_said_so(stage: Stage, tabs: Tabs) -> None:
    page = await tabs.open(stage.sam)
    await run(page, "/late")
    await expect(page.get_by_role("alert")).to_contain_text("The application did not respond")
    stage.bot.release.set()
    await asyncio.wait_for(stage.bot.errors.get(), CEILING)


async def test_the_bot_thinks_goes_and_is_missed(stage: Stage, tabs: Tabs) -> None:
    page = await tabs.open(stage.sam)
    await run(page, "/slow")
    await expect(last(page)).to_contain_text("is thinking")
    stage.bot.release.set()
    await expect(page.locator(".message").first).to_contain_text("done, truly")
    await stage.bot.close()
    await expect(page.locator("#bot-status")).to_have_text("Bot offline")
    await run(page, "/parts")
    await expect(page.get_by_role("alert")).to_contain_text("offline")


async def test_unread_channels_and_mentions_are_counted(stage: Stage, tabs: Tabs) -> None:
    page = await tabs.open(stage.sam)
    await stage.playground.send_message(stage.ines, stage.channel("labs"), "news")
    await stage.playground.send_message(stage.ines, stage.channel("quiz"), f"<@{stage.sam}>?")
    await expect(page.locator("a.channel", has_text="labs")).to_have_class("channel unread")
    quiz = page.get_by_role("link", name="quiz 1 mention")
    await expect(quiz).to_be_visible()
    await expect(page).to_have_title("(1) #general · Study Server as Sam")
    await quiz.click()
    await expect(page.get_by_role("heading", name="quiz")).to_be_visible()
    await expect(last(page)).to_contain_text("@Sam?")
    assert f"channel={stage.channel('quiz')}" in page.url
    await expect(page.get_by_role("link", name="quiz", exact=True)).to_be_visible()
    await page.go_back()
    await expect(page.get_by_role("heading", name="general")).to_be_visible()


async def test_a_broken_stream_catches_up(stage: Stage, tabs: Tabs) -> None:
    page = await tabs.open(stage.sam)
    general = stage.channel("general")
    await stage.playground.send_message(stage.ines, general, "first")
    await expect(last(page)).to_contain_text("first")
    kept = stage.world.message(general, int(await last(page).get_attribute("data-id") or 0))
    stage.playground.hub.close()
    stage.playground.messages_service.edit(kept, {"content": "first, changed"})
    await stage.playground.send_message(stage.ines, general, "second")
    await expect(page.locator(".message")).to_have_count(2)
    await expect(page.locator(".message").first).to_contain_text("first, changed")
    await page.wait_for_selector("body[data-live]")
    await stage.playground.send_message(stage.ines, general, "third")
    await expect(last(page)).to_contain_text("third")


async def test_a_server_set_up_afresh_is_found_again(stage: Stage, tabs: Tabs) -> None:
    page = await tabs.open(stage.sam)
    del stage.world.people[stage.sam]
    stage.playground.hub.close()
    await expect(page.get_by_text("You are: Noor")).to_be_visible()
    await page.wait_for_selector("body[data-live]")


async def test_a_reader_further_up_is_left_there(stage: Stage, tabs: Tabs) -> None:
    general = stage.channel("general")
    for number in range(40):
        await stage.playground.send_message(stage.ines, general, f"line {number}")
    page = await tabs.open(stage.sam)
    await expect(last(page)).to_be_in_viewport()
    await page.locator("#log").evaluate("log => { log.scrollTop = 0; }")
    await expect(page.locator(".message").first).to_be_in_viewport()
    await stage.playground.send_message(stage.ines, general, "newest")
    button = page.get_by_role("button", name="New messages")
    await expect(button).to_be_visible()
    await expect(last(page)).not_to_be_in_viewport()
    await button.click()
    await expect(last(page)).to_be_in_viewport()
    await expect(button).to_be_hidden()


async def test_a_long_private_answer_starts_at_its_first_line(stage: Stage, tabs: Tabs) -> None:
    page = await tabs.open(stage.sam, size=PHONE)
    await page.fill("#composer", "/whisper " + "many words " * 170)
    await page.keyboard.press("Enter")
    await expect(last(page).locator(".author")).to_be_in_viewport()
    await expect(last(page).locator(".private")).not_to_be_in_viewport()


async def test_spoilers_times_and_copying(stage: Stage, tabs: Tabs) -> None:
    page = await tabs.open(stage.sam)
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    text = "||hidden|| <t:4000000000:R>\n```sh\nls -l\n```"
    await stage.playground.send_message(stage.ines, stage.channel("general"), text)
    spoiler = page.get_by_role("button", name="Spoiler, activate to show")
    await spoiler.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("hidden")).to_be_visible()
    await expect(last(page).locator("time[data-style=R]")).to_contain_text("year")
    await page.get_by_role("button", name="Copy").click()
    await expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert await page.evaluate("navigator.clipboard.readText()") == "ls -l"


async def test_being_someone_else(stage: Stage, tabs: Tabs) -> None:
    page = await tabs.open(stage.sam)
    await page.get_by_text("You are: Sam").click()
    await page.get_by_role("link", name="Ines (instructor)", exact=True).click()
    await expect(page.get_by_text("You are: Ines")).to_be_visible()
    assert f"as={stage.ines}" in page.url
    await expect(page.get_by_role("link", name="staff-room")).to_be_visible()


async def test_a_channel_where_one_may_not_write(stage: Stage, tabs: Tabs) -> None:
    page = await tabs.open(stage.sam, "announcements")
    box = page.get_by_label("Message #announcements")
    await expect(box).to_be_disabled()
    await expect(box).to_have_attribute("placeholder", "You cannot write in #announcements")


async def test_hints_offer_what_there_is(stage: Stage, tabs: Tabs) -> None:
    page = await tabs.open(stage.sam)
    await page.get_by_role("button", name="What to try").click()
    hints = page.get_by_role("region", name="New here? Try this")
    await expect(hints.get_by_role("button", name="/concept")).to_be_hidden()
    await hints.get_by_role("button", name="/lab start").click()
    await expect(page.get_by_role("form", name="Command lab start")).to_be_visible()
    await expect(hints).to_be_hidden()
    await page.keyboard.press("Escape")
    await page.reload()
    await expect(hints).to_be_hidden()
    await page.get_by_role("button", name="What to try").click()
    await expect(hints.get_by_role("link", name="open a tab as Ines")).to_be_visible()
    await page.get_by_role("button", name="Close these hints").click()
    await expect(hints).to_be_hidden()


@pytest.mark.parametrize("size", [WIDE, PHONE])
async def test_nothing_is_wider_than_the_screen(
    stage: Stage, tabs: Tabs, size: tuple[int, int]
) -> None:
    long = "x" * 300
    await stage.playground.send_message(
        stage.ines, stage.channel("general"), f"{long} https://a.example/{long}\n```\n{long}\n```"
    )
    page = await tabs.open(stage.sam, size=size)
    await run(page, "/parts")
    await page.wait_for_selector("[data-click]")
    for selector in ("html", "#log", ".message"):
        wider = await page.locator(selector).first.evaluate("e => e.scrollWidth - e.clientWidth")
        assert wider <= 0, selector


async def test_the_drawer_of_a_phone(stage: Stage, tabs: Tabs) -> None:
    page = await tabs.open(stage.sam, size=PHONE)
    quiz = page.get_by_role("link", name="quiz")
    await expect(quiz).to_be_hidden()
    button = page.get_by_role("button", name="Channels")
    await button.click()
    await expect(button).to_have_attribute("aria-expanded", "true")
    await expect(page.get_by_role("link", name="general")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(quiz).to_be_hidden()
    await expect(button).to_be_focused()
    await button.click()
    await quiz.click()
    await expect(quiz).to_be_hidden()
    await expect(page.get_by_role("heading", name="quiz")).to_be_visible()
