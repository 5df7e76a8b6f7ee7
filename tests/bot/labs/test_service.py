"""The lab attempt without Discord, on a real database."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from bot.errors import NotAllowed, UserError
from bot.exts.labs._service import LabService, Notice
from bot.store.database import Database, database_url
from bot.store.labs import LabAttemptRepository
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
async def attempts(tmp_path: Path) -> AsyncIterator[LabAttemptRepository]:
    database = await Database.open(database_url(None, tmp_path))
    yield LabAttemptRepository(database)
    await database.close()


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture
def lessons_folder(tmp_path: Path) -> Path:
    return tmp_path / "pots"


@pytest.fixture
def service(attempts: LabAttemptRepository, clock: MovingClock, lessons_folder: Path) -> LabService:
    return LabService(always(brewing(lessons_folder, 3)), attempts, clock)


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
        place = await service.go(place.attempt.id, BEN, number)
        assert place.step is not None
        assert place.number == number
        assert place.is_last == (number == 3)
    clock.moment += timedelta(minutes=9)
    ended = await service.finish(place.attempt.id, BEN, 3)
    assert ended.closed
    assert ended.attempt.finished_at == clock.moment
    clock.moment += timedelta(minutes=9)
    again = await service.finish(place.attempt.id, BEN, 3)
    assert again.attempt.finished_at == ended.attempt.finished_at


async def test_a_walk_is_resumed_and_a_finished_one_shows_its_end(service: LabService) -> None:
    first = await service.start(BEN, lab_id(service))
    assert (await service.start(BEN, lab_id(service))).notice is None
    await service.go(first.attempt.id, BEN, 2)
    resumed = await service.start(BEN, lab_id(service))
    assert (resumed.attempt.id, resumed.number, resumed.notice) == (
        first.attempt.id,
        2,
        Notice.RESUMED,
    )
    await service.finish(first.attempt.id, BEN, 3)
    ended = await service.start(BEN, lab_id(service))
    assert (ended.closed, ended.notice) == (True, Notice.RESUMED)


async def test_two_starts_at_once_share_one_walk(service: LabService) -> None:
    places = await asyncio.gather(*(service.start(BEN, lab_id(service)) for _ in range(8)))
    assert len({place.attempt.id for place in places}) == 1


async def test_values_are_kept_once_and_taken_away_when_empty(service: LabService) -> None:
    attempt = (await service.start(BEN, lab_id(service))).attempt.id
    await service.fill(attempt, BEN, 1, {"POT": " blue\n", "LID": "round"})
    place = await service.fill(attempt, BEN, 1, {"LID": " "})
    assert place.attempt.answers == {"POT": "blue"}
    assert (await service.restart(attempt, BEN)).attempt.answers == {}


async def test_values_typed_at_once_are_all_kept(service: LabService) -> None:
    attempt = (await service.start(BEN, lab_id(service))).attempt.id
    names = [f"NAME {number}" for number in range(12)]
    await asyncio.gather(*(service.fill(attempt, BEN, 1, {name: "x"}) for name in names))
    assert set((await service.look(attempt, BEN, 1)).attempt.answers) == set(names)


async def test_a_walk_belongs_to_one_person(service: LabService) -> None:
    attempt = (await service.start(BEN, lab_id(service))).attempt.id
    for tried in (
        service.go(attempt, CLEO, 1),
        service.look(attempt, CLEO, 1),
        service.fill(attempt, CLEO, 1, {"POT": "x"}),
        service.finish(attempt, CLEO, 3),
        service.restart(attempt, CLEO),
    ):
        with pytest.raises(NotAllowed):
            await tried
    assert (await service.start(CLEO, lab_id(service))).attempt.id != attempt


async def test_a_shorter_lab_clamps_the_place(
    service: LabService, attempts: LabAttemptRepository, clock: MovingClock, lessons_folder: Path
) -> None:
    attempt = (await service.start(BEN, lab_id(service))).attempt.id
    await service.go(attempt, BEN, 3)
    shorter = LabService(always(brewing(lessons_folder, 1)), attempts, clock)
    assert (await shorter.look(attempt, BEN, 3)).number == 1
    with pytest.raises(UserError, match="no such step"):
        await shorter.go(attempt, BEN, 5)
    place = await shorter.go(attempt, BEN, 4)
    assert (place.number, place.attempt.step, place.notice) == (1, 1, Notice.SHORTER)
    with pytest.raises(UserError, match="no such step"):
        await shorter.go(attempt, BEN, 2)


async def test_a_shorter_lab_is_resumed_at_its_end(
    service: LabService, attempts: LabAttemptRepository, clock: MovingClock, lessons_folder: Path
) -> None:
    attempt = (await service.start(BEN, lab_id(service))).attempt.id
    await service.go(attempt, BEN, 3)
    shorter = LabService(always(brewing(lessons_folder, 1)), attempts, clock)
    place = await shorter.start(BEN, lab_id(service))
    assert (place.number, place.notice) == (1, Notice.SHORTER)


@pytest.mark.parametrize("number", [-1, 4, 5, 2**63 - 1])
async def test_a_step_that_the_lab_does_not_have_is_refused(
    service: LabService, number: int
) -> None:
    attempt = (await service.start(BEN, lab_id(service))).attempt.id
    await service.go(attempt, BEN, 3)
    for tried in (
        service.go(attempt, BEN, number),
        service.look(attempt, BEN, number),
        service.fill(attempt, BEN, number, {"POT": "x"}),
        service.finish(attempt, BEN, number),
    ):
        with pytest.raises(UserError, match="no such step"):
            await tried
    place = await service.look(attempt, BEN, 3)
    assert (place.attempt.step, place.attempt.finished_at, place.attempt.answers) == (3, None, {})


async def test_the_first_card_is_number_zero_for_going_back_only(service: LabService) -> None:
    attempt = (await service.start(BEN, lab_id(service))).attempt.id
    await service.go(attempt, BEN, 1)
    assert (await service.go(attempt, BEN, 0)).step is None
    for tried in (service.look(attempt, BEN, 0), service.fill(attempt, BEN, 0, {"POT": "x"})):
        with pytest.raises(UserError, match="no such step"):
            await tried


async def test_finish_on_an_old_card_does_not_end_a_walk_that_was_begun_anew(
    service: LabService,
) -> None:
    attempt = (await service.start(BEN, lab_id(service))).attempt.id
    await service.go(attempt, BEN, 3)
    await service.restart(attempt, BEN)
    place = await service.finish(attempt, BEN, 3)
    assert (place.number, place.closed, place.notice) == (0, False, Notice.RESTARTED)
    assert place.attempt.finished_at is None


async def test_a_value_that_no_form_lets_pass_is_refused(service: LabService) -> None:
    attempt = (await service.start(BEN, lab_id(service))).attempt.id
    with pytest.raises(UserError, match="at most 200"):
        await service.fill(attempt, BEN, 1, {"POT": "x" * 201})
    assert (await service.look(attempt, BEN, 1)).attempt.answers == {}


async def test_progress_keeps_to_the_courses_that_are_asked_for(service: LabService) -> None:
    (lesson,) = service._library().lessons
    assert await service.progress(BEN, {"other"}) == []
    assert len(await service.progress(BEN, {lesson.course, "other"})) == 1


async def test_a_longer_lab_is_not_finished_by_an_old_button(
    service: LabService, attempts: LabAttemptRepository, clock: MovingClock, lessons_folder: Path
) -> None:
    attempt = (await service.start(BEN, lab_id(service))).attempt.id
    await service.go(attempt, BEN, 3)
    longer = LabService(always(brewing(lessons_folder, 5)), attempts, clock)
    place = await longer.finish(attempt, BEN, 3)
    assert (place.number, place.closed, place.notice) == (4, False, Notice.LONGER)


async def test_a_lab_that_is_gone_says_so(
    service: LabService, attempts: LabAttemptRepository, clock: MovingClock, lessons_folder: Path
) -> None:
    attempt = (await service.start(BEN, lab_id(service))).attempt.id
    emptied = LabService(always(brewing(lessons_folder, 0)), attempts, clock)
    for tried in (
        emptied.start(BEN, lab_id(service)),
        emptied.go(attempt, BEN, 1),
        emptied.finish(attempt, BEN, 1),
    ):
        with pytest.raises(UserError, match="no longer"):
            await tried
    assert await emptied.progress(BEN) == []
    with pytest.raises(UserError, match="no longer know"):
        await emptied.go(attempt + 99, BEN, 1)


async def test_progress_names_every_lab(service: LabService) -> None:
    (before,) = await service.progress(BEN)
    assert before.attempt is None
    await service.go((await service.start(BEN, lab_id(service))).attempt.id, BEN, 2)
    (after,) = await service.progress(BEN)
    assert after.attempt is not None
    assert after.attempt.step == 2


async def test_a_renamed_lab_keeps_its_walks(
    service: LabService, attempts: LabAttemptRepository, clock: MovingClock, lessons_folder: Path
) -> None:
    before = lab_id(service)
    attempt = (await service.start(BEN, before)).attempt.id
    await service.go(attempt, BEN, 2)
    lesson = lessons_folder / "01-pots.md"
    renamed = lesson.read_text().replace("Lab: Brewing", "Lab: Potting {#potting alias=brewing}", 1)
    lesson.write_text(renamed.replace("Lab Solution: Brewing", "Lab Solution: Potting"))
    after = LabService(always(load([lessons_folder])), attempts, clock)
    assert lab_id(after) != before
    place = await after.start(BEN, lab_id(after))
    assert (place.attempt.id, place.number, place.notice) == (attempt, 2, Notice.RESUMED)
    assert (await after.look(attempt, BEN, 3)).lab.title == "Potting"
    (progress,) = await after.progress(BEN)
    assert progress.attempt is not None
    assert (await after.start(CLEO, before)).lab.title == "Potting"
