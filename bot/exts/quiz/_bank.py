"""The questions of all lessons that a quiz can ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.errors import UserError
from bot.exts.quiz._snapshot import askable, fits
from bot.labels import lesson_label
from bot.ui.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Collection

    from content.library import Library
    from content.models import Lesson, Question

log = structlog.stdlib.get_logger(__name__)

ALL_LESSONS = "All lessons"


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
        for lesson in library.lessons:
            for question in lesson.questions:
                if not fits(question):
                    log.warning("quiz.question_too_long", path=lesson.path, line=question.line)

    def choose(
        self, lesson: Lesson | None, courses: Collection[str] | None
    ) -> tuple[str, list[Question]]:
        """Return a title and the questions of a lesson, or of all; UserError without any."""
        offered = {
            key: questions
            for key, questions in self._questions.items()
            if courses is None or self._lessons[key].course in courses
        }
        if not offered:
            raise UserError("No lesson has practice questions yet.")
        if lesson is not None:
            if lesson.id not in offered:
                title = escape(lesson.title)
                raise UserError(
                    f"**{title}** has no practice questions. Choose one of the suggestions, or "
                    "leave the lesson out for questions of all."
                )
            return lesson_label(lesson), offered[lesson.id]
        label = (
            lesson_label(self._lessons[next(iter(offered))]) if len(offered) == 1 else ALL_LESSONS
        )
        return label, [question for questions in offered.values() for question in questions]
