"""Lessons as a command's parameter: suggested by title, found by what was chosen or typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from discord import app_commands

from bot.errors import UserError
from bot.pages import lesson_label
from bot.ui.cards import clip
from bot.ui.markdown import escape
from bot.ui.names import LABEL_LIMIT, NAMED_AT_MOST, NameTransformer, choices, require_one
from content.models import Lesson

if TYPE_CHECKING:
    from collections.abc import Collection

    import discord

    from bot.catalogue import Catalogue
    from bot.client import StudyBot
    from index.suggest import Suggester

NOT_CHOSEN = (
    "This lesson is not part of the courses that this server has chosen. "
    "`/lesson` shows the lessons there are; in our direct messages you find all of them."
)


class LessonTransformer(NameTransformer):
    """Takes the name of a lesson of the server's courses."""

    def names(self, catalogue: Catalogue) -> Suggester:
        """Return the lessons that are offered."""
        return catalogue.lessons

    async def transform(  # type: ignore[override]
        self, interaction: discord.Interaction[StudyBot], value: str, /
    ) -> Lesson:
        """Return the lesson that is meant; raise UserError without one."""
        bot = interaction.client
        courses = bot.courses_of(interaction.guild_id)
        return find_lesson(bot.catalogue, value, courses, self.names(bot.catalogue))


LessonParameter: TypeAlias = app_commands.Transform[Lesson, LessonTransformer]
"""The annotation of a command's parameter that takes a lesson."""


def find_lesson(
    catalogue: Catalogue, typed: str, courses: Collection[str] | None, names: Suggester
) -> Lesson:
    """Return the lesson by id, even a former one, by title, or the nearest of ``names``.

    ``courses`` limit what is meant; None are all. Raises UserError.
    """
    if (named := named_lesson(catalogue, typed, courses)) is not None:
        return named
    nearest = catalogue.library.lesson(nearest_id(catalogue, typed, courses, names))
    assert nearest is not None
    return nearest


def named_lesson(
    catalogue: Catalogue, typed: str, courses: Collection[str] | None
) -> Lesson | None:
    """Return the one lesson that is called exactly so; raise UserError when several are."""
    wanted = typed.strip().casefold()
    if (known := catalogue.library.lesson(wanted)) is not None:
        if courses is not None and known.course not in courses:
            raise UserError(NOT_CHOSEN)
        return known
    same = [
        lesson
        for lesson in catalogue.library.lessons
        if wanted in (lesson.title.casefold(), lesson_label(lesson).casefold())
        and (courses is None or lesson.course in courses)
    ]
    require_one("lesson", typed, [catalogue.locations[one.id].course.title for one in same])
    return same[0] if same else None


def nearest_id(
    catalogue: Catalogue, typed: str, courses: Collection[str] | None, names: Suggester
) -> str:
    """Return the id of the name that is nearest to what was typed; raise UserError without any."""
    has_words = any(map(str.isalnum, typed))
    for identity, _ in names.complete(typed.strip(), 1, courses=courses) if has_words else ():
        return identity
    named = ", ".join(
        f"**{escape(label)}**"
        for _, label in choices(catalogue, names, "", courses=courses)[:NAMED_AT_MOST]
    )
    advice = f" Try {named}." if named else ""
    raise UserError(f"I know no lesson called “{escape(clip(typed, LABEL_LIMIT))}”.{advice}")
