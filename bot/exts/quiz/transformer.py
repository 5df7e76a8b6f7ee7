"""What a quiz is about as a command's parameter: a lesson, a whole course, or a tag."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from discord import app_commands

from bot.exts.lessons.transformer import named_lesson, nearest_id
from bot.subjects import Subject, subject_of
from bot.ui.names import NameTransformer, choices

if TYPE_CHECKING:
    from collections.abc import Collection

    import discord

    from bot.catalogue import Catalogue
    from bot.client import StudyBot
    from index.suggest import Suggester


class SubjectTransformer(NameTransformer):
    """Takes what has practice questions in the server's courses."""

    def names(self, catalogue: Catalogue) -> Suggester:
        """Return what is offered."""
        return catalogue.subject_names

    async def autocomplete(  # type: ignore[override]
        self, interaction: discord.Interaction[StudyBot], value: str, /
    ) -> list[app_commands.Choice[str]]:
        """Return what fits what was typed so far."""
        bot = interaction.client
        courses = bot.courses_of(interaction.guild_id)
        limits = _limits(bot.catalogue, courses)
        found = choices(bot.catalogue, self.names(bot.catalogue), value, courses=limits)
        return [app_commands.Choice(name=text, value=identity) for identity, text in found]

    async def transform(  # type: ignore[override]
        self, interaction: discord.Interaction[StudyBot], value: str, /
    ) -> Subject:
        """Return what is meant; raise UserError when that is nothing."""
        bot = interaction.client
        return find_subject(bot.catalogue, value, bot.courses_of(interaction.guild_id))


SubjectParameter: TypeAlias = app_commands.Transform[Subject, SubjectTransformer]
"""The annotation of a command's parameter that takes what a quiz is about."""


def known_subject(
    catalogue: Catalogue, identity: str, courses: Collection[str] | None
) -> Subject | None:
    """Return what has this id, even a former one, if it is in these courses."""
    course, lesson = catalogue.library.course(identity), catalogue.library.lesson(identity)
    there = catalogue.subjects.get(course.id if course else identity)
    found = subject_of(lesson) if lesson else there
    return found if found is not None and found.within(courses) else None


def find_subject(catalogue: Catalogue, typed: str, courses: Collection[str] | None) -> Subject:
    """Return what is called so, or else the nearest; raise UserError without any."""
    wanted = typed.strip().casefold()
    if (known := known_subject(catalogue, wanted, courses)) is not None:
        return known
    if (lesson := named_lesson(catalogue, typed, courses)) is not None:
        return subject_of(lesson)
    offered = [one for one in catalogue.subjects.values() if one.within(courses)]
    for one in offered:
        if wanted in (one.label.casefold(), one.title.casefold()):
            return one
    limits = _limits(catalogue, courses)
    return catalogue.subjects[nearest_id(catalogue, typed, limits, catalogue.subject_names)]


def _limits(catalogue: Catalogue, courses: Collection[str] | None) -> Collection[str] | None:
    """Return by which parts of their ids what is in these courses is found."""
    if courses is None:
        return None
    return {*courses, *(one.key for one in catalogue.subjects.values() if one.within(courses))}
