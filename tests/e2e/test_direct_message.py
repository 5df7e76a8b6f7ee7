"""A quiz alone in a direct message: every answer is shown, the last one too."""

from __future__ import annotations

import asyncio

from tests.e2e.crowd import Group
from tests.e2e.local_discord import LocalDiscord

QUESTIONS = 2


async def test_every_answer_is_shown(here: LocalDiscord) -> None:
    dm = here.playground.world.dm_with(here.sam.id)
    dm["name"] = "sam and syllabot"  # the seam of tests finds channels by name
    group = Group(dm["name"], has_bars=False)

    async with here.playground.subscribe(here.sam.id) as events:

        async def watch() -> None:
            async for event in events:
                if event["t"] in {"MESSAGE_CREATE", "MESSAGE_UPDATE"}:
                    await group.saw(event["d"])

        watching = asyncio.create_task(watch())
        try:
            await here.sam.use(dm["name"], "quiz start", questions=QUESTIONS, seconds=60)
            for number in range(1, QUESTIONS + 1):
                question = await here.sam.waits_for(dm["name"], f"### Question {number} of")
                assert (await here.sam.press(question, "A")).kind == "message"
                await here.sam.waits_for(dm["name"], "✅", after=int(question["id"]) - 1)
                group.chosen[number] = {here.sam.id: "A"}
            await here.sam.waits_for(dm["name"], "### Standings")
        finally:
            watching.cancel()
    assert group.faults(group.chosen) == []
