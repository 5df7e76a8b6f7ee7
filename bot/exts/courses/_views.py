"""The cards of ``/course``: gaps, what came of a reload, and the choice of courses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.errors import NotAllowed, UserError
from bot.ui.cards import Accent, card, clip, row
from bot.ui.code import code_span
from bot.ui.components import StudySelect
from bot.ui.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.exts.courses._gaps import Gap
    from bot.reload import Reloaded
    from bot.ui.components import Interaction, StudyView
    from content.models import Course, Problem

OPTIONS = 25
"""Options of one select."""

_GAPS = 12
_PROBLEMS = 10
_LABEL = 100
_MESSAGE = 300
_WORDINGS = 3


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


def gaps_card(gaps: Sequence[Gap], days: int) -> StudyView:
    """Return the card of what people looked for without success."""
    period = "the last day" if days == 1 else f"the last {days} days"
    if not gaps:
        return card(
            "## No gaps",
            f"Everything that people looked up in {period} was in the lessons.",
            accent=Accent.GOOD,
        )
    more = len(gaps) - _GAPS
    return card(
        f"## What the lessons lack\nLooked for in vain in {period}, the most wanted first:",
        "\n".join(map(_gap, gaps[:_GAPS])),
        f"-# and {more} more" if more > 0 else "",
        "-# Nobody's name is kept with what they look up.",
        accent=Accent.LOOKUP,
    )


def reload_card(done: Reloaded, courses: Sequence[Course]) -> StudyView:
    """Return what came of reading the lessons again."""
    if done.refused is not None:
        problems = [_problem(one) for one in done.errors[:_PROBLEMS]] or [escape(done.refused)]
        more = len(done.errors) - _PROBLEMS
        return card(
            "## The lessons have errors",
            "I go on with the ones I have. Correct these, then reload:",
            "\n".join(problems),
            f"-# and {more} more: `syllabot check` lists every problem" if more > 0 else "",
            accent=Accent.ANNOUNCEMENT,
        )
    title = "## The lessons are new" if done.changed else "## Nothing has changed"
    lines = [f"- **{escape(course.title)}**: {_lessons(course)}" for course in courses[:OPTIONS]]
    return card(title, "\n".join(lines), accent=Accent.GOOD if done.changed else Accent.NEUTRAL)


def _gap(gap: Gap) -> str:
    times = "once" if gap.count == 1 else f"{gap.count} times"
    last = f"<t:{gap.last.timestamp():.0f}:R>"
    line = f"- **{escape(clip(gap.label, _LABEL))}** · {times} · {last}"
    if gap.wordings:
        shown = ", ".join(escape(clip(one, _LABEL)) for one in gap.wordings[:_WORDINGS])
        line += f"\n  -# also: {shown}"
    return line


def _problem(problem: Problem) -> str:
    # Readers need not know where the lessons are on the machine: the file's name is enough.
    place = f"{problem.path.rpartition('/')[2]}:{problem.line}"
    return f"- {code_span(clip(place, _LABEL))} {escape(clip(problem.message, _MESSAGE))}"


def _lessons(course: Course) -> str:
    count = len(course.lessons)
    return "1 lesson" if count == 1 else f"{count} lessons"
