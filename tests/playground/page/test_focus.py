"""Where the keyboard is after what it did has changed the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from playwright.async_api import expect

from tests.playground.bots import Feedback
from tests.playground.page.conftest import PHONE

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.playground.conftest import Stage
    from tests.playground.page.conftest import Tabs


class Card(discord.ui.View):
    """Buttons whose custom_ids hold a step, as those of a lab do; Next adds one, Write asks."""

    def __init__(self, step: int) -> None:
        super().__init__(timeout=None)
        self.step = step
        for label in ("Back", "Next", f"Write {step}"):
            button: discord.ui.Button[Card] = discord.ui.Button(
                label=label, custom_id=f"{label}:{step}"
            )
            button.callback = self.write if "Write" in label else self.turn  # type: ignore[method-assign]
            self.add_item(button)

    async def turn(self, interaction: discord.Interaction) -> None:
        await interaction.response.edit_message(content=f"at {self.step + 1}", view=self.after())

    async def write(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Feedback())

    def after(self) -> Card:
        return Card(self.step + 1)


async def show_card(stage: Stage) -> discord.Message:
    place = stage.bot.get_partial_messageable(stage.channel("general"))
    return await place.send("at 1", view=Card(1))


async def press_by_keyboard(page: Page, label: str) -> None:
    await page.get_by_role("button", name=label).focus()
    await page.keyboard.press("Enter")


async def test_a_button_that_changes_its_message_keeps_the_focus(stage: Stage, tabs: Tabs) -> None:
    page = await tabs.open(stage.sam)
    await show_card(stage)
    await press_by_keyboard(page, "Next")
    for step in (2, 3):
        await expect(page.locator("#log")).to_contain_text(f"at {step}")
        await expect(page.get_by_role("button", name="Next")).to_be_focused()
        await page.keyboard.press("Enter")


async def test_a_button_that_is_gone_leaves_the_focus_on_its_message(
    stage: Stage, tabs: Tabs
) -> None:
    page = await tabs.open(stage.sam)
    await stage.use("parts")
    await press_by_keyboard(page, "Step 1")
    await expect(page.locator(".message")).to_contain_text("at 2")
    await expect(page.locator(".message")).to_be_focused()


async def test_a_closed_form_returns_to_its_button_though_the_message_changed(
    stage: Stage, tabs: Tabs
) -> None:
    page = await tabs.open(stage.sam)
    card = await show_card(stage)
    await press_by_keyboard(page, "Write 1")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await card.edit(content="at 2", view=Card(2))
    await expect(page.locator("#log")).to_contain_text("at 2")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await expect(page.get_by_role("button", name="Write 2")).to_be_focused()


async def test_a_refused_command_leaves_the_focus_on_its_button(stage: Stage, tabs: Tabs) -> None:
    page = await tabs.open(stage.sam)
    await page.fill("#composer", "/slow ")
    button = page.get_by_role("button", name="Run /slow")
    await expect(button).to_be_focused()
    await stage.bot.close()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("offline")
    await expect(button).to_be_focused()


async def test_a_channel_chosen_on_a_phone_is_read_from_its_title(stage: Stage, tabs: Tabs) -> None:
    page = await tabs.open(stage.sam, size=PHONE)
    await page.get_by_role("button", name="Channels").click()
    await page.get_by_role("link", name="quiz").press("Enter")
    await expect(page.get_by_role("heading", name="quiz")).to_be_focused()


async def test_what_a_finger_presses_is_big_enough_on_a_phone(stage: Stage, tabs: Tabs) -> None:
    page = await tabs.open(stage.sam, size=PHONE)
    await stage.use("parts")
    await show_card(stage)
    await page.fill("#composer", "/slow ")
    await page.get_by_role("button", name="Run /slow").wait_for()
    buttons = page.locator("button:visible, summary")
    small = [
        await button.inner_text()
        for button in await buttons.all()
        if (box := await button.bounding_box()) and min(box["height"], box["width"]) < 44
    ]
    assert small == []
