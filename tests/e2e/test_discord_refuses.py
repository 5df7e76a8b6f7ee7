"""Discord refuses, limits and forgets to answer while quizzes run: each goes on to its end."""

from __future__ import annotations

import asyncio
import random
import re
from datetime import datetime
from typing import TYPE_CHECKING

from bot.playground.faults import CUT, Reply, proxy_error, rate_limit, refusal
from bot.playground.interactions import ANSWER_SECONDS
from tests.e2e.crowd import LESSON, Evening, people_of
from tests.e2e.local_discord import LocalDiscord, open_local_discord, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from bot.playground.world import World

# discord.py tries a request five times when it is limited; only then it is for the bot to try.
REFUSALS: list[tuple[str, Reply, int]] = [
    ("limited", rate_limit(0.2), 12),
    ("down", proxy_error(503), 5),
    ("cut", CUT, 5),
]

OLD_SECONDS = 6.0
"""How old a message is that a nonce brings back: much older than its request."""


async def test_every_quiz_goes_on_whatever_is_refused(tmp_path: Path) -> None:
    crowd: dict[str, list[int]] = {}
    (tmp_path / "data").mkdir()

    def prepare(world: World) -> None:
        crowd.update(people_of(world, 2 * len(REFUSALS) + 1, 3))

    async with open_local_discord(
        tmp_path / "data", prepare=prepare, answer_within=ANSWER_SECONDS
    ) as here:
        faults = here.playground.faults
        places = [here.channel(name) for name in crowd]
        added = []
        for number, (_, reply, times) in enumerate(REFUSALS):
            sends, edits = places[2 * number], places[2 * number + 1]
            added += [
                faults.add("POST", f"/channels/{sends}/messages", reply, times=times),
                faults.add("PATCH", f"/channels/{edits}/messages/*", reply, times=times),
            ]
        # In the last channel everything happens, but the answers that say so are lost.
        added += [
            faults.add("POST", f"/channels/{places[-1]}/messages", CUT, takes_effect=True, times=3),
            faults.add(
                "PATCH", f"/channels/{places[-1]}/messages/*", CUT, takes_effect=True, times=3
            ),
        ]
        evening = Evening(here, crowd, questions=2, seconds=10, rng=random.Random(4))
        assert await evening.hold() == []
        assert all(fault.times == 0 for fault in added), "each fault has happened to the end"
        for group in evening.groups.values():
            assert len(group.cards) == 4, "a lobby, two questions and the standings, each once"


async def test_a_kill_before_the_lobby_is_noted_leaves_one_lobby(here: LocalDiscord) -> None:
    quiz = here.channel("quiz")
    held = asyncio.Event()
    fault = here.playground.faults.add("POST", f"/channels/{quiz}/messages", after=held)
    starting = asyncio.create_task(here.ines.use("quiz", "quiz start", lesson=LESSON, questions=1))
    lobby = await here.sam.waits_for("quiz", "### Quiz")
    await fault.was_hit()
    await here.kill_bot()
    here.playground.faults.remove(fault)
    held.set()
    await starting
    await here.start_bot()
    assert (await here.sam.press(lobby, "Join")).kind == "message"
    await here.sam.waits_for("quiz", "Joined (2)")
    assert sum("### Quiz" in text_of(seen) for seen in here.kai.sees("quiz")) == 1
    assert (await here.ines.press(lobby, "Start now")).kind == "deferred"
    await here.sam.waits_for("quiz", "### Question 1")


async def test_a_kill_before_a_question_is_noted_leaves_one_with_its_whole_time(
    here: LocalDiscord,
) -> None:
    quiz = here.channel("quiz")
    await here.ines.use("quiz", "quiz start", lesson=LESSON, questions=1, seconds=60)
    lobby = await here.sam.waits_for("quiz", "### Quiz")
    held = asyncio.Event()
    fault = here.playground.faults.add("POST", f"/channels/{quiz}/messages", after=held)
    await here.ines.press(lobby, "Start now")
    await here.sam.waits_for("quiz", "### Question 1")
    await asyncio.sleep(OLD_SECONDS)
    await here.kill_bot()
    here.playground.faults.remove(fault)
    held.set()
    await here.start_bot()
    question = await here.sam.waits_for("quiz", "I was away for a moment")
    assert sum("### Question" in text_of(seen) for seen in here.kai.sees("quiz")) == 1
    assert (ends := re.search(r"ends <t:(\d+):R>", text_of(question)))
    edited = datetime.fromisoformat(question["edited_timestamp"])
    assert int(ends[1]) - edited.timestamp() > 60 - OLD_SECONDS / 2, "an old message is no clock"
    assert (await here.ines.press(question, "A")).kind == "message"


async def test_a_quiz_outlasts_the_loss_of_the_gateway(here: LocalDiscord) -> None:
    await here.ines.use("quiz", "quiz start", lesson=LESSON, questions=1, seconds=60)
    lobby = await here.sam.waits_for("quiz", "### Quiz")
    await here.sam.press(lobby, "Join")
    await here.ines.press(lobby, "Start now")
    question = await here.sam.waits_for("quiz", "### Question 1")
    assert (await here.sam.press(question, "A")).kind == "message"
    await here.lose_gateway()
    assert (await here.ines.press(question, "B")).kind == "message"
    card = await here.kai.waits_for("quiz", "✅")
    assert text_of(card).count("▇ 1\n") == 2
    await here.ines.press(card, "Next")
    await here.kai.waits_for("quiz", "### Standings")


async def test_a_channel_that_forbids_is_told_to_the_host_and_free_again(
    here: LocalDiscord,
) -> None:
    quiz = here.channel("quiz")
    forbidden = here.playground.faults.add(
        "POST", f"/channels/{quiz}/messages", refusal(403, 50013, "Missing Permissions")
    )
    await here.ines.use("quiz", "quiz start", lesson=LESSON, questions=1)
    await here.ines.waits_for("quiz", "does not let me send messages")
    here.playground.faults.remove(forbidden)
    await here.ines.use("quiz", "quiz start", lesson=LESSON, questions=1)
    await here.kai.waits_for("quiz", "### Quiz")
