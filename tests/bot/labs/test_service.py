"""The lab walk without Discord, on a real database."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from bot.errors import NotAllowed, UserError
from bot.exts.labs._service import LabService, Notice
from bot.store.database import Database, database_url
from bot.store.labs import LabWalkRepository
from content.library import Library, load
from tests.bot.clocks import MovingClock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

BEN, CLEO = 11, 12

LESSON = """# Lesson 1: Pots

### Lesson 1 Lab: Brewing

Brew a pot.

### Lesson 1 Lab Solution: Brewing

{steps}
"""


def brewing(folder: Path, steps: int) -> Library:
    """Return a library whose one lab has so many steps; none leave the lab out."""
    folder.mkdir(exist_ok=True)
    fences = "\n\n".join(f"Step.\n\n```bash\npot {number} <POT>\n```" for number in range(steps))
    text = (
        LESSON.format(steps=fences) if steps else "# Lesson 1: Pots\n\n### 1.1 A\n\n#### B\n\nC.\n"
    )
    (folder / "01-pots.md").write_text(text)
    return load([folder])


@pytest_asyncio.fixture
async def walks(tmp_path: Path) -> AsyncIterator[LabWalkRepository]:
    database = await Database.open(database_url(None, tmp_path))
    yield LabWalkRepository(database)
    await database.close()


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture
def lessons_folder(tmp_path: Path) -> Path:
    return tmp_path / "pots"


@pytest.fixture
def service(walks: LabWalkRepository, clock: MovingClock, lessons_folder: Path) -> LabService:
    return LabService(always(brewing(lessons_folder, 3)), walks, clock)


def always(library: Library) -> Callable[[], Library]:
    return lambda: library


def lab_id(service: LabService) -> str:
    return service._library().lessons[0].labs[0].id


async def test_a_walk_goes_from_the_first_card_to_the_end(
    service: LabService, clock: MovingClock
) -> None:
    place = await service.start(BEN, lab_id(service))
    assert (place.number, place.step, place.notice) == (0, None, None)
    for number in (1, 2, 3):
        place = await service.go(place.walk.id, BEN, number)
        assert place.step is not None
        assert place.number == number
        assert place.is_last == (number == 3)
    clock.moment += timedelta(minutes=9)
    ended = await service.finish(place.walk.id, BEN, 3)
    assert ended.closed
    assert ended.walk.finished_at == clock.moment
    clock.moment += timedelta(minutes=9)
    again = await service.finish(place.walk.id, BEN, 3)
    assert again.walk.finished_at == ended.walk.finished_at


async def test_a_walk_is_resumed_and_a_finished_one_shows_its_end(service: LabService) -> None:
    first = await service.start(BEN, lab_id(service))
    assert (await service.start(BEN, lab_id(service))).notice is None
    await service.go(first.walk.id, BEN, 2)
    resumed = await service.start(BEN, lab_id(service))
    assert (resumed.walk.id, resumed.number, resumed.notice) == (first.walk.id, 2, Notice.RESUMED)
    await service.finish(first.walk.id, BEN, 3)
    ended = await service.start(BEN, lab_id(service))
    assert (ended.closed, ended.notice) == (True, Notice.RESUMED)


async def test_two_starts_at_once_share_one_walk(service: LabService) -> None:
    places = await asyncio.gather(*(service.start(BEN, lab_id(service)) for _ in range(8)))
    assert len({place.walk.id for place in places}) == 1


async def test_values_are_kept_once_and_taken_away_when_empty(service: LabService) -> None:
    walk = (await service.start(BEN, lab_id(service))).walk.id
    await service.fill(walk, BEN, 1, {"POT": " blue\n", "LID": "round"})
    place = await service.fill(walk, BEN, 1, {"LID": " "})
    assert place.walk.answers == {"POT": "blue"}
    assert (await service.restart(walk, BEN)).walk.answers == {}


async def test_values_typed_at_once_are_all_kept(service: LabService) -> None:
    walk = (await service.start(BEN, lab_id(service))).walk.id
    names = [f"NAME {number}" for number in range(12)]
    await asyncio.gather(*(service.fill(walk, BEN, 1, {name: "x"}) for name in names))
    assert set((await service.look(walk, BEN, 1)).walk.answers) == set(names)


async def test_a_walk_belongs_to_one_person(service: LabService) -> None:
    walk = (await service.start(BEN, lab_id(service))).walk.id
    for attempt in (
        service.go(walk, CLEO, 1),
        service.look(walk, CLEO, 1),
        service.fill(walk, CLEO, 1, {"POT": "x"}),
        service.finish(walk, CLEO, 3),
        service.restart(walk, CLEO),
    ):
        with pytest.raises(NotAllowed):
            await attempt
    assert (await service.start(CLEO, lab_id(service))).walk.id != walk


async def test_a_shorter_lab_clamps_the_place(
    service: LabService, walks: LabWalkRepository, clock: MovingClock, lessons_folder: Path
) -> None:
    walk = (await service.start(BEN, lab_id(service))).walk.id
    await service.go(walk, BEN, 3)
    shorter = LabService(always(brewing(lessons_folder, 1)), walks, clock)
    assert (await shorter.look(walk, BEN, 3)).number == 1
    with pytest.raises(UserError, match="no such step"):
        await shorter.go(walk, BEN, 5)
    place = await shorter.go(walk, BEN, 4)
    assert (place.number, place.walk.step, place.notice) == (1, 1, Notice.SHORTER)
    with pytest.raises(UserError, match="no such step"):
        await shorter.go(walk, BEN, 2)


async def test_a_shorter_lab_is_resumed_at_its_end(
    service: LabService, walks: LabWalkRepository, clock: MovingClock, lessons_folder: Path
) -> None:
    walk = (await service.start(BEN, lab_id(service))).walk.id
    await service.go(walk, BEN, 3)
    shorter = LabService(always(brewing(lessons_folder, 1)), walks, clock)
    place = await shorter.start(BEN, lab_id(service))
    assert (place.number, place.notice) == (1, Notice.SHORTER)


@pytest.mark.parametrize("number", [-1, 4, 5, 2**63 - 1])
async def test_a_step_that_the_lab_does_not_have_is_refused(
    service: LabService, number: int
) -> None:
    walk = (await service.start(BEN, lab_id(service))).walk.id
    await service.go(walk, BEN, 3)
    for attempt in (
        service.go(walk, BEN, number),
        service.look(walk, BEN, number),
        service.fill(walk, BEN, number, {"POT": "x"}),
        service.finish(walk, BEN, number),
    ):
        with pytest.raises(UserError, match="no such step"):
            await attempt
    place = await service.look(walk, BEN, 3)
    assert (place.walk.step, place.walk.finished_at, place.walk.answers) == (3, None, {})


async def test_the_first_card_is_number_zero_for_going_back_only(service: LabService) -> None:
    walk = (await service.start(BEN, lab_id(service))).walk.id
    await service.go(walk, BEN, 1)
    assert (await service.go(walk, BEN, 0)).step is None
    for attempt in (service.look(walk, BEN, 0), service.fill(walk, BEN, 0, {"POT": "x"})):
        with pytest.raises(UserError, match="no such step"):
            await attempt


async def test_finish_on_an_old_card_does_not_end_a_walk_that_was_begun_anew(
    service: LabService,
) -> None:
    walk = (await service.start(BEN, lab_id(service))).walk.id
    await service.go(walk, BEN, 3)
    await service.restart(walk, BEN)
    place = await service.finish(walk, BEN, 3)
    assert (place.number, place.closed, place.notice) == (0, False, Notice.RESTARTED)
    assert place.walk.finished_at is None


async def test_a_value_that_no_form_lets_pass_is_refused(service: LabService) -> None:
    walk = (await service.start(BEN, lab_id(service))).walk.id
    with pytest.raises(UserError, match="at most 200"):
        await service.fill(walk, BEN, 1, {"POT": "x" * 201})
    assert (await service.look(walk, BEN, 1)).walk.answers == {}


async def test_progress_keeps_to_the_courses_that_are_asked_for(service: LabService) -> None:
    (lesson,) = service._library().lessons
    assert await service.progress(BEN, {"other"}) == []
    assert len(await service.progress(BEN, {lesson.course, "other"})) == 1


async def test_a_longer_lab_is_not_finished_by_an_old_button(
    service: LabService, walks: LabWalkRepository, clock: MovingClock, lessons_folder: Path
) -> None:
    walk = (await service.start(BEN, lab_id(service))).walk.id
    await service.go(walk, BEN, 3)
    longer = LabService(always(brewing(lessons_folder, 5)), walks, clock)
    place = await longer.finish(walk, BEN, 3)
    assert (place.number, place.closed, place.notice) == (4, False, Notice.LONGER)


async def test_a_lab_that_is_gone_says_so(
    service: LabService, walks: LabWalkRepository, clock: MovingClock, lessons_folder: Path
) -> None:
    walk = (await service.start(BEN, lab_id(service))).walk.id
    emptied = LabService(always(brewing(lessons_folder, 0)), walks, clock)
    for attempt in (
        emptied.start(BEN, lab_id(service)),
        emptied.go(walk, BEN, 1),
        emptied.finish(walk, BEN, 1),
    ):
        with pytest.raises(UserError, match="no longer"):
            await attempt
    assert await emptied.progress(BEN) == []
    with pytest.raises(UserError, match="no longer know"):
        await emptied.go(walk + 99, BEN, 1)


async def test_progress_names_every_lab(service: LabService) -> None:
    (before,) = await service.progress(BEN)
    assert before.walk is None
    await service.go((await service.start(BEN, lab_id(service))).walk.id, BEN, 2)
    (after,) = await service.progress(BEN)
    assert after.walk is not None
    assert after.walk.step == 2


async def test_a_renamed_lab_keeps_its_walks(
    service: LabService, walks: LabWalkRepository, clock: MovingClock, lessons_folder: Path
) -> None:
    before = lab_id(service)
    walk = (await service.start(BEN, before)).walk.id
    await service.go(walk, BEN, 2)
    lesson = lessons_folder / "01-pots.md"
    renamed = lesson.read_text().replace("Lab: Brewing", "Lab: Potting {#potting alias=brewing}", 1)
    lesson.write_text(renamed.replace("Lab Solution: Brewing", "Lab Solution: Potting"))
    after = LabService(always(load([lessons_folder])), walks, clock)
    assert lab_id(after) != before
    place = await after.start(BEN, lab_id(after))
    assert (place.walk.id, place.number, place.notice) == (walk, 2, Notice.RESUMED)
    assert (await after.look(walk, BEN, 3)).lab.title == "Potting"
    (progress,) = await after.progress(BEN)
    assert progress.walk is not None
    assert (await after.start(CLEO, before)).lab.title == "Potting"
