"""The questions of all lessons that a quiz can ask, and the lesson that somebody means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.errors import UserError
from bot.exts.quiz._snapshot import askable, fits
from bot.pages import lesson_label
from bot.ui.cards import clip
from bot.ui.markdown import escape
from index.suggest import Suggester

if TYPE_CHECKING:
    from collections.abc import Collection

    from content.library import Library
    from content.models import Question

log = structlog.stdlib.get_logger(__name__)

ALL_LESSONS = "All lessons"
_ECHO = 100
_NEAREST = 5


class QuestionBank:
    """What a quiz can choose from in one library; ``courses`` limit it, None are all."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._lessons = {lesson.id: lesson for lesson in library.lessons}
        self._questions = {
            lesson.id: questions
            for lesson in library.lessons
            if (questions := askable(lesson.questions))
        }
        self._names = Suggester((key, lesson_label(self._lessons[key])) for key in self._questions)
        for lesson in library.lessons:
            for question in lesson.questions:
                if not fits(question):
                    log.warning("quiz.question_too_long", path=lesson.path, line=question.line)

    def complete(self, typed: str, courses: Collection[str] | None) -> list[tuple[str, str]]:
        """Return (id, label) of the lessons that fit what was typed."""
        return self._names.complete(typed, courses=courses)

    def choose(
        self, typed: str | None, courses: Collection[str] | None
    ) -> tuple[str, list[Question]]:
        """Return a title and the questions of a lesson, or of all; UserError without any."""
        offered = {
            key: questions
            for key, questions in self._questions.items()
            if self._is_in(key, courses)
        }
        if not offered:
            raise UserError("No lesson has practice questions yet.")
        if typed is not None:
            key = self._resolve(typed, courses)
            return lesson_label(self._lessons[key]), offered[key]
        label = (
            lesson_label(self._lessons[next(iter(offered))]) if len(offered) == 1 else ALL_LESSONS
        )
        return label, [question for questions in offered.values() for question in questions]

    def _is_in(self, key: str, courses: Collection[str] | None) -> bool:
        return courses is None or self._lessons[key].course in courses

    def _resolve(self, typed: str, courses: Collection[str] | None) -> str:
        """Return the id of the lesson that somebody chose or typed."""
        folded = typed.strip().casefold()
        if (known := self.library.lesson(folded)) is not None:
            folded = known.id.casefold()
        for key, lesson in self._lessons.items():
            names = (key, lesson.title, lesson_label(lesson))
            if self._is_in(key, courses) and folded in {name.casefold() for name in names}:
                if key in self._questions:
                    return key
                title = escape(lesson.title)
                offer = self._offer("", courses)
                raise UserError(f"**{title}** has no practice questions. {offer}")
        says = any(map(str.isalnum, folded))
        if says and (near := self._names.complete(typed, 1, courses=courses)):
            return near[0][0]
        shown = escape(clip(typed, _ECHO))
        raise UserError(f"I know no lesson called “{shown}”. {self._offer(typed, courses)}")

    def _offer(self, typed: str, courses: Collection[str] | None) -> str:
        near = self._names.complete(typed, _NEAREST, courses=courses)
        near = near or self._names.complete("", _NEAREST, courses=courses)
        return "Try " + ", ".join(f"**{escape(label)}**" for _, label in near) + "."
