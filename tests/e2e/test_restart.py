"""kill -9 of the bot at the worst moments: the buttons that people see still work afterwards."""

from __future__ import annotations

import asyncio
import signal

from bot.playground.component_tree import Component, nested
from tests.e2e.local_discord import LocalDiscord, text_of
from tests.waiting import until

DOCKER_LAB = "kcna/04-container-orchestration#exploring-docker-networking"
LESSON = "kcna/04-container-orchestration"
STANDSTILL = 10.0
"""Seconds that are longer than a question and all that it waits for."""


async def test_a_lab_goes_on_where_it_was(here: LocalDiscord) -> None:
    assert (await here.sam.use("labs", "lab start", lab=DOCKER_LAB)).kind == "message"
    card = here.sam.sees("labs")[-1]
    assert (await here.sam.press(card, "Start")).kind == "update"
    assert "Step 1 of" in text_of(here.sam.sees("labs")[-1])

    await here.kill_bot()
    await here.start_bot()

    assert (await here.sam.press(here.sam.sees("labs")[-1], "Next")).kind == "update"
    assert "Step 2 of" in text_of(here.sam.sees("labs")[-1])
    await here.sam.use("general", "lab start", lab=DOCKER_LAB)
    assert "Step 2 of" in text_of(here.sam.sees("general")[-1])


async def test_a_shared_card_is_taken_back_by_who_shared_it(here: LocalDiscord) -> None:
    await here.sam.use("general", "concept", query="what is a service mesh")
    await here.sam.press(here.sam.sees("general")[-1], "Share")
    post = await here.noor.waits_for("general", "Shared by Sam")
    assert text_of(post).strip().startswith("> what is a service mesh\n")

    await here.kill_bot()
    await here.start_bot()

    assert (await here.noor.press(post, "Take it back")).kind == "message"
    assert "Only who shared this" in text_of(here.noor.sees("general")[-1])
    await here.sam.press(post, "Take it back")
    await until(lambda: post["id"] not in {seen["id"] for seen in here.noor.sees("general")})


async def test_an_announcement_still_starts_its_lab(here: LocalDiscord) -> None:
    channel = str(here.channel("announcements"))
    await here.ines.use(
        "general", "announce lab", lab=DOCKER_LAB, channel=channel, when="in 2 hours"
    )
    await here.ines.press(here.ines.sees("general")[-1], "Post")
    post = await here.kai.waits_for("announcements", "Exploring Docker Networking")
    assert "<t:" in text_of(post)

    await here.kill_bot()
    await here.start_bot()

    assert (await here.kai.press(post, "Start")).kind == "message"
    attempt = here.kai.sees("announcements")[-1]
    assert attempt["ephemeral"]
    assert "Exploring Docker Networking" in text_of(attempt)
    assert not any(message["ephemeral"] for message in here.noor.sees("announcements"))


async def test_a_post_that_was_previewed_before_can_be_posted_after(here: LocalDiscord) -> None:
    await here.ines.use("announcements", "announce lab", lab=DOCKER_LAB)
    preview = here.ines.sees("announcements")[-1]
    await here.kill_bot()
    await here.start_bot()
    await here.ines.press(preview, "Post")
    await here.sam.waits_for("announcements", "Exploring Docker Networking")


async def test_a_quiz_goes_on_with_the_answers_it_had(here: LocalDiscord) -> None:
    await here.sam.use("quiz", "quiz start", lesson=LESSON, questions=1, seconds=120)
    lobby = await here.noor.waits_for("quiz", "Starts")
    await here.noor.press(lobby, "Join")
    await here.sam.press(lobby, "Start now")
    question = await here.sam.waits_for("quiz", "Answered: 0 of 2")
    assert (await here.sam.press(question, "A")).kind == "message"

    await here.kill_bot()
    await here.start_bot()

    question = await here.noor.waits_for("quiz", "Answered: 1 of 2")
    assert (await here.noor.press(question, "B")).kind == "message"
    standings = await here.kai.waits_for("quiz", "### Standings")
    assert "/1" in text_of(standings).replace(" of ", "/")


async def test_a_process_that_stood_still_gives_the_question_its_time_again(
    here: LocalDiscord,
) -> None:
    await here.sam.use("quiz", "quiz start", lesson=LESSON, questions=1, seconds=5)
    lobby = await here.noor.waits_for("quiz", "Starts")
    await here.noor.press(lobby, "Join")
    await here.sam.press(lobby, "Start now")
    question = await here.sam.waits_for("quiz", "### Question 1")
    assert (await here.sam.press(question, "A")).kind == "message"
    assert here.process is not None
    here.process.send_signal(signal.SIGSTOP)
    await asyncio.sleep(STANDSTILL)
    here.process.send_signal(signal.SIGCONT)
    question = await here.noor.waits_for("quiz", "I was away for a moment")
    assert (await here.noor.press(question, "B")).kind == "message"
    revealed = text_of(await here.kai.waits_for("quiz", "✅"))
    assert revealed.count("▇ 1\n") == 2


async def test_a_quiz_goes_on_from_the_lobby_and_from_the_pause(here: LocalDiscord) -> None:
    await here.sam.use("quiz", "quiz start", lesson=LESSON, questions=2, seconds=120)
    lobby = await here.sam.waits_for("quiz", "Starts")
    await here.noor.press(lobby, "Join")

    await here.kill_bot()
    await here.start_bot()

    assert (await here.sam.press(lobby, "Start now")).kind == "deferred"
    first = await here.sam.waits_for("quiz", "Question 1 of 2")
    for person in (here.sam, here.noor):
        await person.press(first, "A")
    await here.sam.waits_for("quiz", "✅")

    await here.kill_bot()
    await here.start_bot()

    second = await here.sam.waits_for("quiz", "Question 2 of 2")
    for person in (here.sam, here.noor):
        assert (await person.press(second, "A")).kind == "message"
    standings = text_of(await here.sam.waits_for("quiz", "### Standings"))
    assert "of 2 right" in standings
    assert sum("Question 1 of 2" in text_of(m) for m in here.kai.sees("quiz")) == 1


async def test_a_lobby_keeps_its_rules_and_its_hosts_settings(here: LocalDiscord) -> None:
    rules = {"time": "until all have answered", "pace": "when the host goes on"}
    rules |= {"scoring": "accuracy with speed"}
    await here.ines.use(
        "quiz", "quiz start", lesson="kcna", questions=2, **rules, **{"host-plays": False}
    )
    lobby = await here.sam.waits_for("quiz", "Starts")
    wanted = text_of(lobby)
    await here.sam.press(lobby, "Join")

    await here.kill_bot()
    await here.start_bot()

    lobby = await here.sam.waits_for("quiz", "Joined (1)")
    assert text_of(lobby).split("\n")[1:3] == wanted.split("\n")[1:3]
    assert "who does not play" in text_of(lobby)
    await here.ines.press(lobby, "Start now")
    question = await here.sam.waits_for("quiz", "open until all have answered")
    await here.ines.press(question, "Show answer")
    await here.sam.waits_for("quiz", f"when <@{here.ines.id}> goes on")
    await here.ines.use("quiz", "quiz stop")
    await here.sam.waits_for("quiz", "for each right answer, half of them for speed")
    await here.ines.use("quiz", "quiz start")
    told = await here.ines.waits_for("quiz", "as in your last quiz here")
    assert "you go on to each next question · accuracy with speed · you do not play" in text_of(
        told
    )


async def test_a_form_that_was_open_is_answered(here: LocalDiscord) -> None:
    await here.sam.use("labs", "lab start", lab=DOCKER_LAB)
    await here.sam.press(here.sam.sees("labs")[-1], "Start")
    while "<CONTAINER ID>" not in text_of(here.sam.sees("labs")[-1]):
        await here.sam.press(here.sam.sees("labs")[-1], "Next")
    message = here.sam.sees("labs")[-1]
    fill = here.button(message, "Fill in")["custom_id"]
    opened = await here.playground.click(here.sam.id, int(message["id"]), fill)
    assert (await here.playground.settled(opened)).kind == "modal"

    await here.kill_bot()
    await here.start_bot()

    modal = here.playground.world.interactions[opened].modal
    assert modal is not None
    field = next(c for c in nested(modal["components"]) if c["type"] == Component.TEXT_INPUT)
    values = [
        {"type": 18, "component": {"type": 4, "custom_id": field["custom_id"], "value": "web1"}}
    ]
    submitted = await here.playground.submit_modal(here.sam.id, opened, values)
    outcome = await here.playground.settled(submitted)
    assert outcome.kind == "message"
    assert "has expired" in text_of(here.sam.sees("labs")[-1])
