"""The lab walk as a pure state machine over the library, the store and the clock."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from bot.errors import NotAllowed, UserError
from bot.exts.labs._text import VALUE_LIMIT, clean_value

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from bot.clock import Clock
    from bot.store.labs import LabWalkRepository, Walk
    from content.library import Library
    from content.models import Lab, LabStep, Lesson

LAB_GONE = "This lab is no longer part of the course. `/lab list` shows the labs there are."


class Notice(Enum):
    """What a person should know beside the card they asked for."""

    RESUMED = "resumed"
    SHORTER = "shorter"
    LONGER = "longer"
    RESTARTED = "restarted"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a walk is, with everything that a card about it shows.

    ``number`` is that of a step from 1, or 0 for the first card; ``closed`` means that the closing
    card is due instead.
    """

    walk: Walk
    lesson: Lesson
    lab: Lab
    number: int
    closed: bool = False
    notice: Notice | None = None

    @property
    def step(self) -> LabStep | None:
        """The step to show, or None on the first card."""
        return self.lab.steps[self.number - 1] if self.number else None

    @property
    def is_last(self) -> bool:
        """Whether nothing but the end comes next."""
        return self.number >= len(self.lab.steps)


@dataclass(frozen=True, slots=True)
class Progress:
    """One lab of the course and the person's walk through it, if there is one."""

    lesson: Lesson
    lab: Lab
    walk: Walk | None


class LabService:
    """Starts, resumes, moves, fills and finishes walks. Each change is stored before it returns.

    Raises UserError when a lab or walk is gone, NotAllowed when the walk is someone else's.
    """

    def __init__(
        self, library: Callable[[], Library], walks: LabWalkRepository, clock: Clock
    ) -> None:
        """Take what returns the lessons as they are now: they may change while the bot runs."""
        self._library = library
        self._walks = walks
        self._clock = clock

    async def start(self, user_id: int, lab_id: str) -> Place:
        """Begin the lab, or resume it where the person was; a finished one shows its end."""
        lesson, lab = self._lab(lab_id)
        walk = await self._walks.find(user_id, lab.id) or (await self._by_lab(user_id)).get(lab.id)
        if walk is None:
            walk, is_new = await self._walks.add(user_id, lab.id, self._clock.now())
            if is_new:
                return Place(walk, lesson, lab, 0)
        if walk.finished_at is not None:
            return Place(walk, lesson, lab, len(lab.steps), closed=True, notice=Notice.RESUMED)
        return await self._go(walk, walk.step, Notice.RESUMED if walk.step else None)

    async def look(self, walk_id: int, user_id: int, number: int) -> Place:
        """Return step ``number`` of the walk without moving it there."""
        walk = await self._owned(walk_id, user_id)
        lesson, lab = self._lab(walk.lab_id)
        return Place(walk, lesson, lab, _step_of(walk, lab, number))

    async def go(self, walk_id: int, user_id: int, number: int) -> Place:
        """Move the walk to step ``number``, or to the first card with 0.

        That the number is named makes a double click harmless.
        """
        walk = await self._owned(walk_id, user_id)
        _, lab = self._lab(walk.lab_id)
        if number:
            _step_of(walk, lab, number)
        return await self._go(walk, number)

    async def fill(
        self, walk_id: int, user_id: int, number: int, values: Mapping[str, str]
    ) -> Place:
        """Keep the values that a person typed for placeholders and return step ``number``."""
        walk = await self._owned(walk_id, user_id)
        lesson, lab = self._lab(walk.lab_id)
        number = _step_of(walk, lab, number)
        if any(len(value) > VALUE_LIMIT for value in values.values()):
            raise UserError(f"A value may have at most {VALUE_LIMIT} characters. Shorten it.")
        cleaned = {name: clean_value(value) for name, value in values.items()}
        filled = _there(await self._walks.fill(walk_id, cleaned, self._clock.now()))
        return Place(filled, lesson, lab, number)

    async def finish(self, walk_id: int, user_id: int, number: int) -> Place:
        """End the walk after step ``number``, the last one or 0 in a lab without steps.

        A lab that has got more steps goes on with the next one, and a walk that was begun anew on
        another card stays at its beginning.
        """
        walk = await self._owned(walk_id, user_id)
        lesson, lab = self._lab(walk.lab_id)
        last = len(lab.steps)
        if number:
            _step_of(walk, lab, number)
            if walk.step == 0:
                return Place(walk, lesson, lab, 0, notice=Notice.RESTARTED)
        if number < last:
            return await self._go(walk, number + 1, Notice.LONGER)
        ended = _there(await self._walks.finish(walk_id, last, self._clock.now()))
        return Place(ended, lesson, lab, last, closed=True)

    async def restart(self, walk_id: int, user_id: int) -> Place:
        """Begin the lab anew with nothing filled."""
        walk = await self._owned(walk_id, user_id)
        lesson, lab = self._lab(walk.lab_id)
        fresh = _there(await self._walks.restart(walk_id, self._clock.now()))
        return Place(fresh, lesson, lab, 0)

    async def progress(
        self, user_id: int, courses: Collection[str] | None = None
    ) -> list[Progress]:
        """Return the labs of ``courses`` (None for all) in teaching order, with the walks."""
        walks = await self._by_lab(user_id)
        return [
            Progress(lesson, lab, walks.get(lab.id))
            for lesson in self._library().lessons
            if courses is None or lesson.course in courses
            for lab in lesson.labs
        ]

    async def _by_lab(self, user_id: int) -> dict[str, Walk]:
        """Return the person's walks by the ids that their labs have now."""
        walks: dict[str, Walk] = {}
        for walk in await self._walks.of_user(user_id):
            if found := self._library().lab(walk.lab_id):
                walks.setdefault(found[1].id, walk)
        return walks

    async def _go(self, walk: Walk, number: int, notice: Notice | None = None) -> Place:
        """Store and return the place at ``number``, or at the end of a lab that got shorter."""
        lesson, lab = self._lab(walk.lab_id)
        last = len(lab.steps)
        moved = _there(await self._walks.move(walk.id, min(number, last), self._clock.now()))
        return Place(
            moved, lesson, lab, moved.step, notice=Notice.SHORTER if number > last else notice
        )

    async def _owned(self, walk_id: int, user_id: int) -> Walk:
        walk = _there(await self._walks.get(walk_id))
        if walk.user_id != user_id:
            raise NotAllowed("This is someone else’s lab. Use `/lab start` to walk it yourself.")
        return walk

    def _lab(self, lab_id: str) -> tuple[Lesson, Lab]:
        found = self._library().lab(lab_id)
        if found is None:
            raise UserError(LAB_GONE)
        return found


def _there(walk: Walk | None) -> Walk:
    if walk is None:
        raise UserError("I no longer know this walk. Use `/lab start` to begin the lab again.")
    return walk


def _step_of(walk: Walk, lab: Lab, number: int) -> int:
    """Return the step that a button of the walk means by ``number``, which is its own or the last.

    Raises UserError for a step that the lab does not have; a number beyond the end is meant well
    only while the walk itself stands there, because the lab has got shorter since.
    """
    last = len(lab.steps)
    if 1 <= number <= last:
        return number
    if last < number <= walk.step + 1 and walk.step > last:
        return last
    raise UserError("This lab has no such step. Use `/lab start` to go on where you are.")
