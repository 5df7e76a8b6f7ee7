"""The main job in a real browser: look up, quiz together, walk a lab, announce one.

Screenshots go to the folder in SYLLABOT_SCREENSHOTS, or to the test's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.e2e.browser import Seat

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser

    from tests.e2e.local_discord import LocalDiscord

LAB = "Exploring Docker Networking"
LESSON = "Container Orchestration"


@pytest.mark.parametrize("width", [390, 1400])
async def test_a_student_looks_things_up(
    here: LocalDiscord, chromium: Browser, pictures: Path, width: int
) -> None:
    sam = await Seat.take(chromium, here.sam, "general", width=width)
    noor = await Seat.take(chromium, here.noor, "general")
    for query, title in (
        ("etcd", "etcd is the distributed key-value store"),
        ("what is a sidecar proxy", "Sidecar Proxies"),
        ("kuberentes", "Showing results for kubernetes"),
    ):
        await sam.command("concept", query=query)
        # The first time the hints for newcomers had the room above.
        await expect(sam.card(title).get_by_role("heading").first).to_be_in_viewport(ratio=1)
        await expect(sam.page.get_by_text("New here? Try this")).to_be_hidden()
        await expect(sam.card(title).get_by_text("Only you can see this")).to_be_visible()
        await sam.picture(pictures, f"concept-{query.split()[-1]}-{width}")
    assert await noor.page.get_by_role("article").count() == 0
    await sam.press("Showing results", "Share")
    await expect(noor.said("Kubernetes")).to_be_visible()
    await noor.picture(pictures, f"shared-{width}")
    assert sam.errors == noor.errors == []


async def test_two_students_finish_a_quiz(
    here: LocalDiscord, chromium: Browser, pictures: Path
) -> None:
    sam = await Seat.take(chromium, here.sam, "quiz")
    noor = await Seat.take(chromium, here.noor, "quiz", width=390)
    await sam.command("quiz start", lesson=LESSON, questions="2", seconds="120")
    await noor.press("Starts", "Join")
    await expect(noor.said("You are in")).to_be_visible()
    await noor.picture(pictures, "quiz-lobby-390")
    await sam.press("Starts", "Start now")
    for number in (1, 2):
        question = f"Question {number} of 2"
        await expect(sam.card(question)).to_contain_text("Answered: 0 of 2")
        await sam.answer(question, "A")
        await expect(sam.said("You chose A")).to_be_visible()
        await expect(noor.card(question)).to_contain_text("Answered: 1 of 2")
        await sam.picture(pictures, f"quiz-question-{number}")
        await noor.answer(question, "B")
        await expect(noor.card(question)).to_contain_text("✅")
        await noor.picture(pictures, f"quiz-reveal-{number}-390")
        await sam.press(question, "Next")
    for seat in (sam, noor):
        await expect(seat.card("Standings")).to_contain_text("Noor")
        await expect(seat.card("Standings")).to_contain_text("Sam")
    await sam.picture(pictures, "quiz-standings")
    assert sam.errors == noor.errors == []


async def test_a_student_walks_a_lab_to_the_end(
    here: LocalDiscord, chromium: Browser, pictures: Path
) -> None:
    sam = await Seat.take(chromium, here.sam, "labs")
    await sam.command("lab start", lab=LAB)
    await sam.press(LAB, "Start")
    filled = False
    for step in range(1, 40):
        card = sam.card(LAB)
        await expect(card).to_contain_text(f"Step {step} of")
        fill = card.get_by_role("button", name="Fill in CONTAINER ID")
        if not filled and await fill.count():
            await fill.click()
            await sam.page.get_by_role("dialog").get_by_label("CONTAINER ID").fill("f00d42")
            await sam.picture(pictures, "lab-form")
            await sam.page.get_by_role("dialog").get_by_role("button", name="Submit").click()
            await expect(card.locator("pre").first).to_contain_text("f00d42")
            await card.get_by_role("button", name="Show expected output").click()
            await expect(card.get_by_role("button", name="Hide expected")).to_be_visible()
            await sam.picture(pictures, "lab-step")
            filled = True
        if await card.get_by_role("button", name="Finish").count():
            await card.get_by_role("button", name="Finish").click()
            break
        await card.get_by_role("button", name="Next").click()
    await expect(sam.card(LAB).get_by_role("button", name="Start over")).to_be_visible()
    await sam.picture(pictures, "lab-finished")
    assert filled
    assert sam.errors == []


async def test_an_instructor_announces_and_a_student_starts(
    here: LocalDiscord, chromium: Browser, pictures: Path
) -> None:
    ines = await Seat.take(chromium, here.ines, "general")
    kai = await Seat.take(chromium, here.kai, "announcements", width=390)
    await ines.command(
        "announce lab",
        lab=LAB,
        channel="#announcements",
        when="in 2 hours",
        role="@Student",
        note="Bring a laptop with Docker.",
    )
    await expect(ines.said(LAB)).to_be_visible()
    await ines.picture(pictures, "announce-preview")
    await ines.press(LAB, "Post")
    await expect(kai.said(LAB)).to_contain_text("Bring a laptop")
    await kai.picture(pictures, "announced-390")
    await kai.press("Bring a laptop", "Start")
    await expect(kai.said("Only you can see this")).to_contain_text(LAB)
    await kai.press("Only you can see this", "Start")
    await expect(kai.said("Only you can see this")).to_contain_text("Step 1 of")
    await kai.picture(pictures, "announced-started-390")
    assert ines.errors == kai.errors == []
