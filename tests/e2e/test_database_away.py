"""A database that is away while people study: told at once, nothing lost, and then it goes on."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.bot.postgres import postgres_server
from tests.e2e.local_discord import LocalDiscord, Person, open_local_discord, text_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

LESSON = "kcna/04-container-orchestration"
DOCKER_LAB = f"{LESSON}#exploring-docker-networking"
AWAY = "I cannot reach my notes just now"
OUTAGE = 4.0
"""Seconds for which a database is away: longer than what counts as a hiccup."""
_LOCK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
"""


class Outage:
    """Something that takes the database away and restores it."""

    def __init__(
        self, discord: LocalDiscord, begin: Callable[[], None], end: Callable[[], None]
    ) -> None:
        self.here, self.begin, self.end = discord, begin, end


@asynccontextmanager
async def with_postgres(folder: Path) -> AsyncIterator[Outage]:
    """Run the bot on a PostgreSQL that is stopped and started."""
    with tempfile.TemporaryDirectory() as place, postgres_server(Path(place)) as server:
        async with open_local_discord(folder, settings={"SYLLABOT_DATABASE": server.url}) as here:
            yield Outage(here, server.stop, server.start)


@asynccontextmanager
async def with_lock(folder: Path) -> AsyncIterator[Outage]:
    """Run the bot on a file of SQLite that another process locks."""
    locking: list[subprocess.Popen[str]] = []

    def lock() -> None:
        process = subprocess.Popen(
            [sys.executable, "-c", _LOCK, str(folder / "syllabot.db")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        locking.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "locked\n"

    def unlock() -> None:
        for process in locking:
            process.communicate()
        locking.clear()

    async with open_local_discord(folder) as here:
        try:
            yield Outage(here, lock, unlock)
        finally:
            unlock()


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """Mount a disk of 4 MB; skip where that is not allowed."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "none", str(folder)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@asynccontextmanager
async def with_full_disk(folder: Path) -> AsyncIterator[Outage]:
    """Run the bot on a database whose disk is full until somebody makes room."""
    with small_disk(folder.with_name("disk")) as disk:
        filler = disk / "filler"

        def fill() -> None:
            with suppress(OSError), filler.open("wb", buffering=0) as file:
                while True:
                    file.write(bytes(4096))

        url = f"sqlite:///{disk / 'syllabot.db'}"
        async with open_local_discord(folder, settings={"SYLLABOT_DATABASE": url}) as here:
            yield Outage(here, fill, filler.unlink)


ALL = [with_postgres, with_lock, with_full_disk]


@pytest.fixture(params=ALL)
async def outage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Outage]:
    folder = tmp_path / "data"
    folder.mkdir()
    async with request.param(folder) as opened:
        yield opened


async def said(here: LocalDiscord, person: Person, message: dict[str, Any], label: str) -> str:
    """Press a button and return what the person was told in private."""
    outcome = await person.press(message, label)
    assert outcome.kind == "message", outcome
    assert outcome.message_id is not None
    return text_of(here.playground.world.message(int(message["channel_id"]), outcome.message_id))


async def again(act: Callable[[], Awaitable[bool]]) -> None:
    """Do something again until it works, as somebody does who is told to."""
    while not await act():  # noqa: ASYNC110  (when the bot is back is decided in its process)
        await asyncio.sleep(0.2)


async def test_a_quiz_goes_on_from_its_events(outage: Outage) -> None:
    here = outage.here
    await here.ines.use("quiz", "quiz start", lesson=LESSON, questions=2, seconds=5)
    lobby = await here.sam.waits_for("quiz", "### Quiz")
    for person in (here.sam, here.noor):
        await said(here, person, lobby, "Join")
    await here.ines.press(lobby, "Start now")
    question = await here.sam.waits_for("quiz", "### Question 1")
    assert "You chose **A**" in await said(here, here.sam, question, "A")

    await asyncio.to_thread(outage.begin)
    told = await asyncio.gather(
        *(said(here, person, question, "B") for person in (here.ines, here.noor))
    )
    assert all(AWAY in one for one in told), told
    await asyncio.sleep(OUTAGE)
    assert "✅" not in text_of(here.sam.sees("quiz")[-1]), "what is not stored is not told"
    await asyncio.to_thread(outage.end)

    await here.noor.waits_for("quiz", "I was away for a moment")

    async def answers() -> bool:
        return "You chose **C**" in await said(here, here.noor, question, "C")

    await again(answers)
    revealed = text_of(await here.kai.waits_for("quiz", "✅"))
    assert revealed.count("▇ 1\n") == 2
    assert "### Question 1" in revealed
    second = await here.sam.waits_for("quiz", "### Question 2")
    for person in (here.ines, here.sam, here.noor):
        assert "You chose" in await said(here, person, second, "A")
    standings = text_of(await here.kai.waits_for("quiz", "### Standings"))
    for person in (here.ines, here.sam, here.noor):
        assert f"<@{person.id}>" in standings
    assert sum("### Question" in text_of(seen) for seen in here.kai.sees("quiz")) == 2
    assert (await here.sam.use("quiz", "quiz start", questions=1)).kind != "failed"
    await here.kai.waits_for("quiz", "### Quiz", after=int(second["id"]))


@pytest.mark.parametrize("outage", [with_full_disk], indirect=True)
async def test_a_stop_and_a_start_while_it_is_away_are_answered(outage: Outage) -> None:
    here = outage.here
    await here.ines.use("quiz", "quiz start", lesson=LESSON, questions=2, seconds=120)
    lobby = await here.sam.waits_for("quiz", "### Quiz")
    await here.ines.press(lobby, "Start now")
    question = await here.sam.waits_for("quiz", "### Question 1")
    await asyncio.to_thread(outage.begin)
    for person, command in ((here.ines, "quiz stop"), (here.sam, "quiz start")):
        place = "quiz" if command == "quiz stop" else "general"
        assert (await person.use(place, command)).kind == "message"
        assert AWAY in text_of(person.sees(place)[-1])
    await asyncio.to_thread(outage.end)

    async def stops() -> bool:
        assert (await here.ines.use("quiz", "quiz stop")).kind == "message"
        return "is stopped" in text_of(here.ines.sees("quiz")[-1])

    await again(stops)
    await here.kai.waits_for("quiz", "### Standings", after=int(question["id"]))


@pytest.mark.parametrize("outage", [with_postgres], indirect=True)
async def test_a_lab_stays_where_it_is_and_then_goes_on(outage: Outage) -> None:
    here = outage.here
    await here.sam.use("labs", "lab start", lab=DOCKER_LAB)
    await here.sam.press(here.sam.sees("labs")[-1], "Start")
    step = here.sam.sees("labs")[-1]
    assert "Step 1 of" in text_of(step)
    await asyncio.to_thread(outage.begin)
    assert AWAY in await said(here, here.sam, step, "Next")
    assert (await here.noor.use("labs", "concept", query="etcd")).kind == "message"
    assert "etcd" in text_of(here.noor.sees("labs")[-1]), "a lookup needs no notes"
    await asyncio.to_thread(outage.end)

    async def moves() -> bool:
        return (await here.sam.press(step, "Next")).kind == "update"

    await again(moves)
    step = next(seen for seen in here.sam.sees("labs") if seen["id"] == step["id"])
    assert "Step 2 of" in text_of(step)


@pytest.mark.parametrize("outage", [with_lock], indirect=True)
async def test_an_announcement_is_posted_once(outage: Outage) -> None:
    here = outage.here
    await here.ines.use("announcements", "announce lab", lab=DOCKER_LAB)
    preview = here.ines.sees("announcements")[-1]
    await asyncio.to_thread(outage.begin)
    assert AWAY in await said(here, here.ines, preview, "Post")
    await asyncio.to_thread(outage.end)

    async def posts() -> bool:
        return (await here.ines.press(preview, "Post")).kind != "message"

    await again(posts)
    await here.ines.waits_for("announcements", "✅ Announced")
    found = [seen for seen in here.kai.sees("announcements") if "Start opens" in text_of(seen)]
    assert len(found) == 1
