"""Lookup in a real browser: the card and what leads on from it, a practice question, terms, gaps.

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


@pytest.mark.parametrize("width", [390, 1400])
async def test_a_card_leads_on(
    here: LocalDiscord, chromium: Browser, pictures: Path, width: int
) -> None:
    sam = await Seat.take(chromium, here.sam, "general", width=width)
    await sam.command("concept", query="VXLAN")
    card = sam.card("Only you can see this")
    await expect(card.locator("u").first).to_be_visible()
    await sam.picture(pictures, f"concept-highlight-{width}")
    await sam.command("concept", query="Service Mesh")
    await sam.press("Service Mesh", "Quiz me on this")
    question = sam.card("Practice: Service Mesh")
    await expect(question).to_contain_text("Only you see this, and nothing is scored")
    await sam.picture(pictures, f"practice-question-{width}")
    await sam.answer("Practice: Service Mesh", "A")
    await expect(question).to_contain_text("✅")
    await expect(question).to_contain_text("your answer")
    await sam.picture(pictures, f"practice-answer-{width}")
    await sam.press("Practice: Service Mesh", "Another question")
    await expect(question).not_to_contain_text("your answer")
    await expect(question).to_contain_text("One of 70 questions")
    assert sam.errors == []


async def test_what_fits_nothing_leads_to_the_nearest(
    here: LocalDiscord, chromium: Browser, pictures: Path
) -> None:
    sam = await Seat.take(chromium, here.sam, "general")
    await sam.command("concept", query="ovrlaynetwrksz")
    await expect(sam.card("Nothing fits")).to_be_visible()
    await sam.picture(pictures, "concept-nothing")
    await sam.press("Nothing fits", "Did you mean")
    await expect(sam.card("Overlay Networks")).to_be_visible()
    for query in ("zither lessons", "zither lesson"):
        await sam.command("concept", query=query)
        await expect(sam.card(f"“{query}”")).to_be_visible()
    ines = await Seat.take(chromium, here.ines, "general")
    await ines.command("course gaps")
    gaps = ines.card("What the lessons lack")
    await expect(gaps).to_contain_text("zither lessons")
    await expect(gaps).not_to_contain_text("Sam")
    await ines.picture(pictures, "course-gaps")
    await ines.command("course reload")
    await expect(ines.card("Nothing has changed")).to_be_visible()
    assert sam.errors == ines.errors == []


async def test_terms_of_a_message_are_explained(
    here: LocalDiscord, chromium: Browser, pictures: Path
) -> None:
    noor = await Seat.take(chromium, here.noor, "general")
    sam = await Seat.take(chromium, here.sam, "general", width=390)
    text = "Does a service mesh need sidecar proxies, or is etcd enough?"
    await noor.page.locator("#composer").fill(text)
    await noor.page.locator("#composer").press("Enter")
    await expect(sam.said(text)).to_be_visible()
    await sam.menu(text, "Explain terms")
    card = sam.card("terms in this message")
    for term in ("Service Mesh", "Sidecar Proxies", "etcd"):
        await expect(card).to_contain_text(term)
    await sam.picture(pictures, "explain-terms-390")
    await expect(noor.page.get_by_text(re.compile("terms in this message"))).to_have_count(0)
    assert noor.errors == sam.errors == []


@pytest.mark.parametrize("width", [390, 1400])
async def test_an_instructor_answers_what_was_asked_in_vain(
    here: LocalDiscord, chromium: Browser, pictures: Path, width: int
) -> None:
    sam = await Seat.take(chromium, here.sam, "general", width=width)
    for query in ("restart stuff that died", "restart stuff that dies"):
        await sam.command("concept", query=query)
        await expect(sam.card(query)).to_be_visible()
    ines = await Seat.take(chromium, here.ines, "general", width=width)
    await ines.command("course gaps")
    gaps = ines.card("What the lessons lack")
    await gaps.get_by_role("button", name="Answer a topic with a card").click()
    await gaps.get_by_role("option", name="restart stuff").click()
    form = ines.page.get_by_role("dialog")
    await form.get_by_label("Or the name of another card").fill("VXLAN")
    await ines.picture(pictures, f"gaps-form-{width}")
    await form.get_by_role("button", name="Submit").click()
    await expect(ines.card("Answered by instructors")).to_contain_text("Overlay Networks")
    await ines.picture(pictures, f"gaps-answered-{width}")
    await sam.command("concept", query="stuff that died restart")
    answer = sam.card("An instructor of this server chose this answer")
    await expect(answer).to_contain_text("VXLAN")
    await sam.picture(pictures, f"gaps-taught-{width}")
    assert sam.errors == ines.errors == []
