"""People who act in the same moment: nothing is lost and nothing happens twice."""

from __future__ import annotations

import asyncio

from tests.e2e.local_discord import LocalDiscord, text_of

DOCKER_LAB = "kcna/04-container-orchestration#exploring-docker-networking"
LESSON = "kcna/04-container-orchestration"


async def test_two_students_answer_at_once_and_finish(here: LocalDiscord) -> None:
    await here.ines.use("quiz", "quiz start", lesson=LESSON, questions=2, seconds=120)
    lobby = await here.sam.waits_for("quiz", "Starts")
    await asyncio.gather(here.sam.press(lobby, "Join"), here.noor.press(lobby, "Join"))
    await here.ines.press(lobby, "Start now")
    after = 0
    for _ in range(2):
        question = await here.sam.waits_for("quiz", "Answered: 0 of 3", after=after)
        after = int(question["id"])
        outcomes = await asyncio.gather(
            *(person.press(question, "A") for person in (here.ines, here.sam, here.noor))
        )
        assert [outcome.kind for outcome in outcomes] == ["message"] * 3
    standings = text_of(await here.kai.waits_for("quiz", "Standings"))
    for person in (here.ines, here.sam, here.noor):
        assert f"<@{person.id}>" in standings


async def test_two_quizzes_at_once_become_one(here: LocalDiscord) -> None:
    outcomes = await asyncio.gather(
        here.sam.use("quiz", "quiz start", lesson=LESSON, questions=1),
        here.noor.use("quiz", "quiz start", lesson=LESSON, questions=1),
    )
    assert all(outcome.kind in {"message", "deferred"} for outcome in outcomes), outcomes
    await here.kai.waits_for("quiz", "Starts")
    lobbies = [message for message in here.kai.sees("quiz") if "Starts" in text_of(message)]
    assert len(lobbies) == 1
    await here.ines.use("quiz", "quiz stop")


async def test_a_double_click_posts_once(here: LocalDiscord) -> None:
    await here.ines.use("announcements", "announce lab", lab=DOCKER_LAB)
    preview = here.ines.sees("announcements")[-1]
    outcomes = await asyncio.gather(*(here.ines.press(preview, "Post") for _ in range(2)))
    assert sum(outcome.kind == "deferred" for outcome in outcomes) == 1, outcomes
    await here.kai.waits_for("announcements", "Docker")
    posts = [m for m in here.kai.sees("announcements") if "Docker" in text_of(m)]
    assert len(posts) == 1


async def test_a_double_click_goes_one_step(here: LocalDiscord) -> None:
    await here.sam.use("labs", "lab start", lab=DOCKER_LAB)
    await here.sam.press(here.sam.sees("labs")[-1], "Start")
    card = here.sam.sees("labs")[-1]
    await asyncio.gather(here.sam.press(card, "Next"), here.sam.press(card, "Next"))
    assert "Step 2 of" in text_of(here.sam.sees("labs")[-1])


async def test_forty_lookups_at_once_are_all_answered(here: LocalDiscord) -> None:
    people = (here.ines, here.sam, here.noor, here.kai)
    queries = ("etcd", "what is a sidecar proxy", "kuberentes", "xylophone", "*" * 100)
    outcomes = await asyncio.gather(
        *(p.use("general", "concept", query=q) for p in people for q in queries * 2)
    )
    assert {outcome.kind for outcome in outcomes} == {"message"}
    mine = [text_of(m) for m in here.sam.sees("general") if m["ephemeral"]]
    assert len(mine) == 10
    assert sum("etcd" in text.strip().splitlines()[0] for text in mine) == 2
