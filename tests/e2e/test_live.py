"""Lessons that change while people look things up, over real sockets."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tests.e2e.local_discord import LocalDiscord, Person, open_local_discord, text_of
from tests.waiting import CEILING, until

if TYPE_CHECKING:
    from pathlib import Path

KETTLES = 40
LOOKUPS = 100


def write(folder: Path, edition: int) -> None:
    """Write a course in which each concept says which edition it is in.

    As good editors do, it is moved to its place whole: nobody may read the half of it.
    """
    concepts = "\n".join(
        f"#### Kettle {number}\n\nKettle {number} is of edition {edition}.\n"
        for number in range(KETTLES)
    )
    lesson = folder / "kettles" / "01-kettles.md"
    lesson.parent.mkdir(exist_ok=True)
    draft = lesson.with_suffix(".draft")
    draft.write_text(f"# Lesson 1: Kettles\n\n### 1.1 All\n\n{concepts}", encoding="utf-8")
    draft.replace(lesson)


def message_of(here: LocalDiscord, person: Person, message_id: int | None) -> str:
    seen = here.playground.messages(person.id, here.channel("general"))
    return next(text_of(one) for one in seen if int(one["id"]) == message_id)


async def look_up(here: LocalDiscord, person: Person, number: int) -> int:
    """Look a concept up by words; return the edition of the one card that was shown."""
    outcome = await person.use("general", "concept", query=f"what is kettle {number}?")
    assert outcome.kind == "message", outcome
    text = message_of(here, person, outcome.message_id)
    assert f"## Kettle {number}\n" in text, text
    return int(text.split(" of edition ")[1].split(".")[0].replace("__", ""))


async def test_every_lookup_is_answered_from_a_whole_index(tmp_path: Path) -> None:
    folder = tmp_path / "lessons"
    folder.mkdir()
    write(folder, 1)
    async with open_local_discord(tmp_path / "data", content=folder) as here:
        people = [here.sam, here.noor, here.kai]

        async def change(edition: int) -> str:
            write(folder, edition)
            outcome = await here.ines.use("general", "course reload")
            assert outcome.kind in {"message", "deferred"}, outcome
            waited = await here.ines.waits_for("general", "The lessons are new")
            return text_of(waited)

        async def both_changes() -> None:
            await change(2)
            await change(3)

        changing = asyncio.create_task(both_changes())
        editions = await asyncio.gather(
            *(look_up(here, people[n % 3], n % KETTLES) for n in range(LOOKUPS))
        )
        await changing
        assert len(editions) == LOOKUPS
        assert set(editions) <= {1, 2, 3}
        assert await look_up(here, here.sam, 7) == 3


async def test_a_changed_lesson_is_served_without_a_command(tmp_path: Path) -> None:
    folder = tmp_path / "lessons"
    folder.mkdir()
    write(folder, 1)
    async with open_local_discord(tmp_path / "data", content=folder, watch=True) as here:
        assert await look_up(here, here.sam, 3) == 1
        write(folder, 2)
        async with asyncio.timeout(CEILING):
            while await look_up(here, here.sam, 3) != 2:
                pass


async def test_lessons_are_reloaded_by_the_applications_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "lessons"
    folder.mkdir()
    write(folder, 1)
    async with open_local_discord(tmp_path / "data", content=folder) as here:
        await here.sam.use("general", "course reload")
        refused = await here.sam.waits_for("general", "Only an operator of this bot")
        assert f"<@{here.ines.id}>" in refused["content"]
        await here.ines.use("general", "course reload")
        await here.ines.waits_for("general", "Nothing has changed")


BROKEN = "\n### 1.2 Practice Questions\n\n**Question 1:** Why?\n\n1. a\n2. b [correct]\n3. a\n"


def spoil(folder: Path, edition: int) -> Path:
    """Write an edition with a question that cannot be asked."""
    write(folder, edition)
    lesson = folder / "kettles" / "01-kettles.md"
    draft = lesson.with_suffix(".draft")
    draft.write_text(lesson.read_text(encoding="utf-8") + BROKEN, encoding="utf-8")
    return draft.replace(lesson)


def logged(here: LocalDiscord, event: str) -> list[str]:
    return [one for one in here.log.read_text(encoding="utf-8").splitlines() if event in one]


async def test_a_broken_question_stops_neither_the_start_nor_a_reload(tmp_path: Path) -> None:
    folder = tmp_path / "lessons"
    folder.mkdir()
    lesson = spoil(folder, 1)
    async with open_local_discord(tmp_path / "data", content=folder) as here:
        assert await look_up(here, here.sam, 3) == 1
        (line,) = logged(here, "lessons.left_out")
        assert f"{lesson}:" in line
        assert "options 1 and 3 are equal" in line
        await here.ines.use("general", "course problems")
        shown = await here.ines.waits_for("general", "What is left out")
        assert "01-kettles.md:" in text_of(shown)

        write(folder, 2)
        await here.ines.use("general", "course reload")
        await here.ines.waits_for("general", "The lessons are new")
        assert len(logged(here, "lessons.mended")) == 1

        spoil(folder, 3)
        await here.ines.use("general", "course reload")
        first = await here.ines.waits_for("general", "I still serve the old")
        await here.ines.press(first, "Keep the old")
        kept = await here.ines.waits_for("general", "The old lessons stay")
        assert await look_up(here, here.sam, 3) == 2
        await here.ines.use("general", "course reload")
        second = await here.ines.waits_for(
            "general", "I still serve the old", after=int(kept["id"])
        )
        await here.ines.press(second, "Serve without them")
        await here.ines.waits_for("general", "The lessons are new", after=int(kept["id"]))
        assert await look_up(here, here.sam, 3) == 3

        write(folder, 4)
        spoil(folder, 5)
        (folder / "kettles" / "02-empty.md").write_bytes(b"\xff")
        await here.ines.use("general", "course reload")
        third = await here.ines.waits_for(
            "general", "I still serve the old", after=int(second["id"])
        )
        await here.kill_bot()
        await here.start_bot()
        assert await look_up(here, here.sam, 3) == 5
        await here.ines.press(third, "Keep the old")
        await here.ines.waits_for("general", "It is too late to keep the old lessons")


async def test_a_watch_serves_what_is_sound_and_says_what_was_mended(tmp_path: Path) -> None:
    folder = tmp_path / "lessons"
    folder.mkdir()
    write(folder, 1)
    async with open_local_discord(tmp_path / "data", content=folder, watch=True) as here:
        spoil(folder, 2)
        await until(lambda: logged(here, "lessons.left_out"))
        await until(lambda: logged(here, "lessons.changed"))
        assert await look_up(here, here.sam, 3) == 2
        folder.rename(tmp_path / "away")
        await until(lambda: logged(here, "lessons.refused"))
        assert await look_up(here, here.sam, 3) == 2
        (tmp_path / "away").rename(folder)
        await until(lambda: logged(here, "lessons.served_again"))
        write(folder, 3)
        await until(lambda: logged(here, "lessons.mended"))
        await until(lambda: len(logged(here, "lessons.changed")) == 2)
        assert await look_up(here, here.sam, 3) == 3
