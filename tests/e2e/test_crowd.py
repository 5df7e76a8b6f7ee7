"""Twenty groups hold a quiz each at the same time: every channel sees every answer."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

from bot.playground.interactions import ANSWER_SECONDS
from tests.e2e.crowd import Evening, people_of
from tests.e2e.town import Town, town

if TYPE_CHECKING:
    from pathlib import Path

    from bot.playground.world import World

GROUPS = 20
PLAYERS = 25
QUESTIONS = 2
MOST_TURNS = 100


def turns(here: Town) -> list[int]:
    """Return how many turns the task of each quiz took, by the bot's log."""
    lines = map(json.loads, here.log.read_text(encoding="utf-8").splitlines())
    return [line["turns"] for line in lines if line["event"] == "quiz.done"]


async def test_every_answer_is_shown_and_every_count_is_right(tmp_path: Path) -> None:
    crowd: dict[str, list[int]] = {}

    def prepare(world: World) -> None:
        crowd.update(people_of(world, GROUPS, PLAYERS))

    tmp_path.joinpath("data").mkdir()
    async with town(
        tmp_path / "data",
        prepare=prepare,
        settings={"SYLLABOT_LOG_FORMAT": "json"},
        answer_within=ANSWER_SECONDS,  # who is not answered by then presses again
    ) as here:
        evening = Evening(here, crowd, QUESTIONS, seconds=15, rng=random.Random(9))
        assert await evening.hold() == []
        assert len(turns(here)) == GROUPS
        assert max(turns(here)) < MOST_TURNS
