"""The questions of all lessons that a quiz can ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.errors import UserError
from bot.exts.quiz._snapshot import askable, fits
from bot.pages import lesson_label
from bot.subjects import ALL_LESSONS
from bot.ui.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.subjects import Subject
    from content.library import Library
    from content.models import Question

log = structlog.stdlib.get_logger(__name__)


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

    def pool(
        self, subjects: Sequence[Subject], courses: Collection[str] | None
    ) -> tuple[str, list[Question]]:
        """Return a title and the questions about some subjects, or about all without any.

        Raises UserError when there are none.
        """
        offered = {
            key: questions
            for key, questions in self._questions.items()
            if courses is None or self._lessons[key].course in courses
        }
        if not offered:
            raise UserError("No lesson has practice questions yet.")
        wanted = {lesson.id: None for subject in subjects for lesson in subject.lessons}
        asked = [key for key in wanted or offered if key in offered]
        title = ", ".join(subject.title for subject in subjects)
        if not asked:
            raise UserError(
                f"**{escape(title)}** has no practice questions. Choose one of the suggestions, or "
                "`All lessons`."
            )
        if len(asked) == 1:
            title = lesson_label(self._lessons[asked[0]])
        return title or ALL_LESSONS, [one for key in asked for one in offered[key]]
