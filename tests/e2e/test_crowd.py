"""Twenty groups hold a quiz each at the same time: every channel sees every answer."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from bot.playground.interactions import ANSWER_SECONDS
from tests.e2e.crowd import Evening, people_of, turns
from tests.e2e.local_discord import open_local_discord

if TYPE_CHECKING:
    from pathlib import Path

    from bot.playground.world import World

GROUPS = 20
PLAYERS = 25
QUESTIONS = 2
MOST_TURNS = 100


async def test_every_answer_is_shown_and_every_count_is_right(tmp_path: Path) -> None:
    crowd: dict[str, list[int]] = {}

    def prepare(world: World) -> None:
        crowd.update(people_of(world, GROUPS, PLAYERS))

    tmp_path.joinpath("data").mkdir()
    async with open_local_discord(
        tmp_path / "data",
        prepare=prepare,
        settings={"SYLLABOT_LOG_FORMAT": "json"},
        answer_within=ANSWER_SECONDS,  # who is not answered by then presses again
    ) as here:
        evening = Evening(here, crowd, QUESTIONS, seconds=15, rng=random.Random(9))
        assert await evening.hold() == []
        assert len(turns(here)) == GROUPS
        assert max(turns(here)) < MOST_TURNS
