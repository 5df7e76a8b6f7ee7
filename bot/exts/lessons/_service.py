"""Finds the lesson that someone means, whether they chose it or typed its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import UserError
from bot.pages import lesson_label
from bot.ui.cards import clip
from bot.ui.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Collection

    from content.library import Library
    from index.suggest import Suggester

_ECHO = 100
_NAMED = 3


def resolve_lesson(
    typed: str, library: Library, suggester: Suggester, courses: Collection[str] | None = None
) -> str:
    """Return the id of the lesson: by id, even a former one, by title, or the nearest one.

    ``courses`` limit what is meant; None are all. Raises UserError.
    """
    wanted = typed.strip().casefold()
    for lesson in library.lessons:
        if courses is not None and lesson.course not in courses:
            continue
        names = (lesson.id, lesson.title, lesson_label(lesson))
        if wanted in {name.casefold() for name in names}:
            return lesson.id
    if (renamed := library.lesson(wanted)) is not None:
        return renamed.id
    says = any(map(str.isalnum, wanted))
    near = suggester.complete(wanted, 1, courses=courses) if says else []
    if near:
        return near[0][0]
    named = ", ".join(
        f"**{escape(clip(label, _ECHO))}**"
        for _, label in suggester.complete("", _NAMED, courses=courses)
    )
    raise UserError(
        f"No lesson fits “{escape(clip(typed, _ECHO))}”. Choose one of the suggestions"
        + (f", such as {named}." if named else ".")
    )
