"""People who act in the same moment: nothing is lost and nothing happens twice."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing

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
    standings = text_of(await here.kai.waits_for("quiz", "### Standings"))
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


async def test_two_presets_at_once_open_one_quiz_with_the_rules_of_one(here: LocalDiscord) -> None:
    for name, pace in (("calm", "when the host goes on"), ("quick", "by itself")):
        await here.ines.use("quiz", "quiz start", lesson=LESSON, questions=1, pace=pace)
        await here.kai.waits_for("quiz", "Joined (1)")
        await here.ines.use("quiz", "quiz stop")
        await here.ines.use("quiz", "quiz preset save", name=name)
        closed = await here.kai.waits_for("quiz", "was stopped before it began")
    after = int(closed["id"])
    await asyncio.gather(
        here.sam.use("quiz", "quiz start", preset="calm", questions=2),
        here.noor.use("quiz", "quiz start", preset="quick", questions=2),
    )
    lobby = await here.kai.waits_for("quiz", "Joined (1)", after=after)
    lobbies = [seen for seen in here.kai.sees("quiz") if "### Quiz" in text_of(seen)]
    assert [int(seen["id"]) for seen in lobbies if int(seen["id"]) > after] == [int(lobby["id"])]
    opened_by_sam = f"Opened by <@{here.sam.id}>" in text_of(lobby)
    assert ("goes on to each next question" in text_of(lobby)) == opened_by_sam
    winner, other = (here.sam, here.noor) if opened_by_sam else (here.noor, here.sam)
    told = await winner.waits_for("quiz", "Your quiz is open", after=after)
    assert "2 questions, " in text_of(told)
    await other.waits_for("quiz", "in this channel", after=after)


async def test_a_double_press_in_practice_is_one_answer(here: LocalDiscord) -> None:
    await here.sam.use("general", "concept", query="etcd")
    await here.sam.press(here.sam.sees("general")[-1], "Quiz me on this")
    question = await here.sam.waits_for("general", "### Practice")
    await asyncio.gather(here.sam.press(question, "A"), here.sam.press(question, "B"))
    await here.sam.waits_for("general", "your answer")
    with closing(sqlite3.connect(here.data / "syllabot.db")) as database:
        (kept,) = database.execute("SELECT source, user_id FROM attempts").fetchall()
    assert kept == ("practice", here.sam.id)
