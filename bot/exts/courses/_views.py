"""The cards of ``/course``: what came of a reload, what is left out, the choice of courses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.errors import NotAllowed, UserError
from bot.operators import require_operator
from bot.ui.cards import Accent, card, clip, row, within
from bot.ui.code import code_span
from bot.ui.components import StudyButton, StudySelect
from bot.ui.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.reload import Reloaded
    from bot.ui.components import Interaction, StudyView
    from content.library import Library
    from content.models import Course, Problem

OPTIONS = 25
"""Options of one select."""

_PROBLEMS = 10
_ROOM = 2500
"""Characters of problems on a card, beside its courses."""

_LABEL = 100
_MESSAGE = 300


class Choose(StudySelect, route="course:choose"):
    """Chooses the courses of a server; none of them means all."""

    async def used(self, interaction: Interaction) -> None:
        """Keep the choice, if the person may make it."""
        bot = interaction.client
        if interaction.guild_id is None:
            raise UserError("This works in a server only.")
        if not interaction.permissions.manage_guild:
            raise NotAllowed("Only members with **Manage Server** can choose the courses.")
        chosen = self.picked()
        if not {course.id for course in bot.library.courses}.issuperset(chosen):
            raise UserError("The courses have changed since. Use `/course choose` again.")
        await bot.guild_choices.set_courses(interaction.guild_id, chosen)
        view = choice_card(bot.library.courses, bot.courses_of(interaction.guild_id))
        await interaction.response.edit_message(view=view)


def choice_card(courses: Sequence[Course], chosen: Collection[str] | None) -> StudyView:
    """Return the card on which the courses of a server are chosen; None are all."""
    named = [escape(course.title) for course in courses if chosen is None or course.id in chosen]
    options = [
        discord.SelectOption(
            label=clip(course.title, _LABEL),
            value=course.id,
            description=clip(_lessons(course), _LABEL),
            default=chosen is not None and course.id in chosen,
        )
        for course in courses[:OPTIONS]
    ]
    more = f"-# Only the first {OPTIONS} courses can be chosen." if len(courses) > OPTIONS else ""
    return card(
        "## Courses of this server",
        f"Lookups, lessons and quizzes here are about: **{', '.join(named)}**."
        if chosen is not None
        else "Lookups, lessons and quizzes here are about **all courses**. Choose to limit them.",
        row(Choose.make_several(options, placeholder="All courses", least=0)) if options else None,
        more,
        accent=Accent.NEUTRAL,
    )


class ServeWithout(StudyButton, route="course:serve:{offer}"):
    """Serves the lessons that a reload has offered, without what has errors."""

    async def used(self, interaction: Interaction) -> None:
        """Read them again, since they may have changed, and serve them."""
        bot = interaction.client
        await interaction.response.defer()
        await require_operator(interaction, bot.operators)
        done = await bot.reloader.accept(self.values["offer"])
        await interaction.edit_original_response(view=reload_card(done, bot.library))


class KeepOld(StudyButton, route="course:keep:{offer}"):
    """Leaves the lessons that are served as they are."""

    async def used(self, interaction: Interaction) -> None:
        """Say which lessons stay."""
        bot = interaction.client
        await interaction.response.defer()
        await require_operator(interaction, bot.operators)
        if bot.reloader.serves(self.values["offer"]):
            view = card(
                "## It is too late to keep the old lessons",
                "These are served already: the bot has started anew since, or somebody accepted "
                "them. Put the old files back, then use `/course reload`.",
                accent=Accent.NEUTRAL,
            )
        else:
            view = card(
                "## The old lessons stay",
                "Until `/course reload`, or until the bot starts anew or sees a change: then it "
                "serves all that is sound.",
                accent=Accent.NEUTRAL,
            )
        await interaction.edit_original_response(view=view)


def reload_card(done: Reloaded, library: Library) -> StudyView:
    """Return what came of reading the lessons again."""
    errors = _problems(done.errors, library)
    if done.refused is not None:
        return card(
            "## The lessons have errors",
            "I go on with the ones I have. Correct these, then reload:",
            errors or escape(clip(done.refused, _MESSAGE)),
            accent=Accent.ANNOUNCEMENT,
        )
    if done.offer is not None:
        return card(
            "## The lessons have errors",
            f"{_left_out(done.errors)} to be left out. I still serve the old lessons. Correct "
            "these and reload, or choose:",
            errors,
            row(
                ServeWithout.make(
                    "Serve without them", style=discord.ButtonStyle.primary, offer=done.offer
                ),
                KeepOld.make("Keep the old", offer=done.offer),
            ),
            accent=Accent.ANNOUNCEMENT,
        )
    title = "## The lessons are new" if done.changed else "## Nothing has changed"
    courses = library.courses[:OPTIONS]
    lines = [f"- **{escape(course.title)}**: {_lessons(course)}" for course in courses]
    return card(
        title,
        "\n".join(lines),
        f"{_left_out(done.errors)} left out:\n{errors}" if errors else "",
        accent=Accent.GOOD if done.changed else Accent.NEUTRAL,
    )


def problems_card(
    errors: Sequence[Problem], library: Library, *more: str | discord.ui.Item[Any] | None
) -> StudyView:
    """Return the card of what is left out of the lessons because it has errors, and of ``more``."""
    if not errors:
        return card(
            "## Nothing is left out",
            "Every lesson, question and lab of the courses is served.",
            *more,
            accent=Accent.ANNOUNCEMENT if more else Accent.GOOD,
        )
    return card(
        "## What is left out",
        f"{_left_out(errors)} left out until somebody corrects the lesson. All else is served.",
        _problems(errors, library),
        *more,
        accent=Accent.ANNOUNCEMENT,
    )


def place_of(path: str, line: int) -> str:
    """Return a file's name and a line: readers need not know where it is on the machine."""
    return clip(f"{path.rpartition('/')[2]}:{line}", _LABEL)


def _left_out(errors: Sequence[Problem]) -> str:
    count = len(errors)
    return "1 item has an error and is" if count == 1 else f"{count} items have errors and are"


def _problems(problems: Sequence[Problem], library: Library) -> str:
    """Return as many problems as have room on a card, one in each line."""
    lines = within((_problem(one, library) for one in problems), _ROOM, _PROBLEMS)
    if more := len(problems) - len(lines):
        lines.append(f"-# and {more} more: `syllabot check` lists every problem")
    return "\n".join(lines)


def _problem(problem: Problem, library: Library) -> str:
    # Nor need they know it from a message.
    message = problem.message
    for folder in {lesson.path.rpartition("/")[0] for lesson in library.lessons}:
        message = message.replace(f"{folder}/", "") if folder else message
    place = place_of(problem.path, problem.line)
    return f"- {code_span(place)} {escape(clip(message, _MESSAGE))}"


def _lessons(course: Course) -> str:
    count = len(course.lessons)
    return "1 lesson" if count == 1 else f"{count} lessons"
