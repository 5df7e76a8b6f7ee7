"""A quiz is over and the bot is killed: what its last card offers still works, for each person."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from tests.e2e.local_discord import LocalDiscord, text_of

if TYPE_CHECKING:
    from tests.e2e.local_discord import Person

LESSON = "kcna/04-container-orchestration"


async def play(here: LocalDiscord, questions: int = 1) -> None:
    """Let Sam and Noor finish a quiz; one of them is wrong, whichever that is."""
    sam, noor = here.sam, here.noor
    await sam.use("quiz", "quiz start", lesson=LESSON, questions=questions, seconds=120)
    lobby = await noor.waits_for("quiz", "Starts")
    await noor.press(lobby, "Join")
    await sam.press(lobby, "Start now")
    for number in range(1, questions + 1):
        asked = await sam.waits_for("quiz", f"### Question {number} of")
        assert (await sam.press(asked, "A")).kind == "message"
        assert (await noor.press(asked, "B")).kind == "message"
        told = await sam.waits_for("quiz", "✅", after=int(asked["id"]) - 1)
        await sam.press(told, "Next")


async def told(person: Person, label: str) -> str:
    """Press a button of the standings and return what the person alone is then shown."""
    standings = await person.waits_for("quiz", "### Standings")
    await person.press(standings, label)
    newest = person.sees("quiz")[-1]
    assert newest["ephemeral"], text_of(newest)
    return text_of(newest)


async def test_the_buttons_under_the_standings_outlive_a_kill(here: LocalDiscord) -> None:
    sam, noor = here.sam, here.noor
    await play(here)
    standings = await here.kai.waits_for("quiz", "### Standings")
    assert "% right" in text_of(standings)

    await here.kill_bot()
    await here.start_bot()

    walks = [await told(person, "What I missed") for person in (sam, noor)]
    wrong = [walk for walk in walks if "What you missed: 1 of 1" in walk]
    assert wrong
    assert all("your answer" in walk for walk in wrong)
    assert "did not play" in await told(here.kai, "What I missed")
    loser = (sam, noor)[walks.index(wrong[0])]
    assert "### Practice: " in await told(loser, "Practise")

    assert "The report is for" in await told(noor, "Report")
    await sam.press(standings, "Report")
    report = await sam.waits_for("quiz", "### Report")
    assert report["ephemeral"]
    assert report["attachments"], "its picture"
    await sam.press(report, "Next")
    await sam.waits_for("quiz", "**Not answered:** 0")
    await sam.press(report, "As a spreadsheet")
    (file,) = sam.sees("quiz")[-1]["attachments"]
    sent = here.playground.world.files[int(file["id"])]
    rows = list(csv.DictReader(io.StringIO(sent.decode("utf-8-sig"), newline="")))
    assert [(row["People"], row["Answered"]) for row in rows] == [("2", "2")]
    await here.ines.press(standings, "Report")
    assert (await here.ines.waits_for("quiz", "### Report"))["ephemeral"]

    await noor.press(standings, "Again")
    lobby = await here.kai.waits_for("quiz", "Starts", after=int(standings["id"]))
    assert f"Opened by <@{noor.id}>" in text_of(lobby)
    assert "already running" in await told(here.kai, "Again")
