"""The lab attempt as a pure state machine over the library, the store and the clock."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from bot.errors import NotAllowed, UserError
from bot.exts.labs._text import VALUE_LIMIT, clean_value
from bot.labels import lesson_place

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from bot.clock import Clock
    from bot.store.labs import LabAttempt, LabAttemptRepository
    from content.library import Library
    from content.models import Course, Lab, LabStep, Lesson

LAB_GONE = "This lab is no longer part of the course. `/lab list` shows the labs there are."


class Notice(Enum):
    """What a person should know beside the card they asked for."""

    RESUMED = "resumed"
    SHORTER = "shorter"
    LONGER = "longer"
    RESTARTED = "restarted"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an attempt is, with everything that a card about it shows.

    ``where`` names the lesson, ``number`` is that of a step from 1, or 0 for the first card;
    ``closed`` means that the closing card is due instead.
    """

    attempt: LabAttempt
    where: str
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
    """One lab of the course and the person's attempt at it, if there is one."""

    course: Course
    lesson: Lesson
    lab: Lab
    attempt: LabAttempt | None


class LabService:
    """Starts, resumes, moves, fills and finishes attempts. Each change is stored before it returns.

    Raises UserError when a lab or attempt is gone, NotAllowed when the attempt is someone else's.
    """

    def __init__(
        self, library: Callable[[], Library], attempts: LabAttemptRepository, clock: Clock
    ) -> None:
        """Take what returns the lessons as they are now: they may change while the bot runs."""
        self._library = library
        self._attempts = attempts
        self._clock = clock

    async def start(self, user_id: int, lab_id: str) -> Place:
        """Begin the lab, or resume it where the person was; a finished one shows its end."""
        where, lab = self._lab(lab_id)
        attempt = await self._attempts.find(user_id, lab.id) or (await self._by_lab(user_id)).get(
            lab.id
        )
        if attempt is None:
            attempt, is_new = await self._attempts.add(user_id, lab.id, self._clock.now())
            if is_new:
                return Place(attempt, where, lab, 0)
        if attempt.finished_at is not None:
            return Place(attempt, where, lab, len(lab.steps), closed=True, notice=Notice.RESUMED)
        return await self._go(attempt, attempt.step, Notice.RESUMED if attempt.step else None)

    async def look(self, attempt_id: int, user_id: int, number: int) -> Place:
        """Return step ``number`` of the attempt without moving it there; 0 without steps."""
        attempt = await self._owned(attempt_id, user_id)
        where, lab = self._lab(attempt.lab_id)
        has_step = number or lab.steps
        return Place(attempt, where, lab, _step_of(attempt, lab, number) if has_step else 0)

    async def go(self, attempt_id: int, user_id: int, number: int) -> Place:
        """Move the attempt to step ``number``, or to the first card with 0.

        That the number is named makes a double click harmless.
        """
        attempt = await self._owned(attempt_id, user_id)
        _, lab = self._lab(attempt.lab_id)
        if number:
            _step_of(attempt, lab, number)
        return await self._go(attempt, number)

    async def fill(
        self, attempt_id: int, user_id: int, number: int, values: Mapping[str, str]
    ) -> Place:
        """Keep the values that a person typed for placeholders and return step ``number``."""
        attempt = await self._owned(attempt_id, user_id)
        where, lab = self._lab(attempt.lab_id)
        number = _step_of(attempt, lab, number)
        if any(len(value) > VALUE_LIMIT for value in values.values()):
            raise UserError(f"A value may have at most {VALUE_LIMIT} characters. Shorten it.")
        cleaned = {name: clean_value(value) for name, value in values.items()}
        filled = _existing(await self._attempts.fill(attempt_id, cleaned, self._clock.now()))
        return Place(filled, where, lab, number)

    async def finish(self, attempt_id: int, user_id: int, number: int) -> Place:
        """End the attempt after step ``number``, the last one or 0 in a lab without steps.

        A lab that has got more steps goes on with the next one, and an attempt that was begun anew
        on another card stays at its beginning.
        """
        attempt = await self._owned(attempt_id, user_id)
        where, lab = self._lab(attempt.lab_id)
        last = len(lab.steps)
        if number:
            _step_of(attempt, lab, number)
            if attempt.step == 0:
                return Place(attempt, where, lab, 0, notice=Notice.RESTARTED)
        if number < last:
            return await self._go(attempt, number + 1, Notice.LONGER)
        ended = _existing(await self._attempts.finish(attempt_id, last, self._clock.now()))
        return Place(ended, where, lab, last, closed=True)

    async def restart(self, attempt_id: int, user_id: int) -> Place:
        """Begin the lab anew with nothing filled."""
        attempt = await self._owned(attempt_id, user_id)
        where, lab = self._lab(attempt.lab_id)
        fresh = _existing(await self._attempts.restart(attempt_id, self._clock.now()))
        return Place(fresh, where, lab, 0)

    async def progress(
        self, user_id: int, courses: Collection[str] | None = None
    ) -> list[Progress]:
        """Return the labs of ``courses`` (None for all) in teaching order, with the attempts."""
        attempts = await self._by_lab(user_id)
        return [
            Progress(course, lesson, lab, attempts.get(lab.id))
            for course in self._library().courses
            if courses is None or course.id in courses
            for lesson in course.lessons
            for lab in lesson.labs
        ]

    async def _by_lab(self, user_id: int) -> dict[str, LabAttempt]:
        """Return the person's attempts by the ids that their labs have now."""
        attempts: dict[str, LabAttempt] = {}
        for attempt in await self._attempts.of_user(user_id):
            if found := self._library().lab(attempt.lab_id):
                attempts.setdefault(found[1].id, attempt)
        return attempts

    async def _go(self, attempt: LabAttempt, number: int, notice: Notice | None = None) -> Place:
        """Store and return the place at ``number``, or at the end of a lab that got shorter."""
        where, lab = self._lab(attempt.lab_id)
        last = len(lab.steps)
        moved = _existing(
            await self._attempts.move(attempt.id, min(number, last), self._clock.now())
        )
        return Place(
            moved, where, lab, moved.step, notice=Notice.SHORTER if number > last else notice
        )

    async def _owned(self, attempt_id: int, user_id: int) -> LabAttempt:
        attempt = _existing(await self._attempts.get(attempt_id))
        if attempt.user_id != user_id:
            raise NotAllowed("This is someone else’s lab. Use `/lab start` to do it yourself.")
        return attempt

    def _lab(self, lab_id: str) -> tuple[str, Lab]:
        """Return a lab and how its lesson is called."""
        library = self._library()
        found = library.lab(lab_id)
        if found is None:
            raise UserError(LAB_GONE)
        lesson, lab = found
        return lesson_place(library, lesson), lab


def _existing(attempt: LabAttempt | None) -> LabAttempt:
    if attempt is None:
        raise UserError("I no longer know this attempt. Use `/lab start` to begin the lab again.")
    return attempt


def _step_of(attempt: LabAttempt, lab: Lab, number: int) -> int:
    """Return the step that a button of the attempt means by ``number``: its own, or the last one.

    Raises UserError for a step that the lab does not have; a number beyond the end is
    taken as the last step only while the attempt is beyond it too: the lab has got shorter since.
    """
    last = len(lab.steps)
    if 1 <= number <= last:
        return number
    if last < number <= attempt.step + 1 and attempt.step > last:
        return last
    raise UserError("This lab has no such step. Use `/lab start` to go on where you are.")
