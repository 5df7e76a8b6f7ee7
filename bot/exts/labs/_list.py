"""The list of labs with a person's progress, and the controls on it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import discord

from bot.exts.labs._service import LabService
from bot.exts.labs.opening import open_lab
from bot.exts.labs.transformer import NO_LABS, lab_by_id
from bot.labels import lesson_label
from bot.ui.cards import Accent, card, clip, row
from bot.ui.components import StudyButton, StudySelect
from bot.ui.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.exts.labs._service import Progress
    from bot.ui.components import Interaction, StudyView

LABS_PER_PAGE = 10
OPTIONS = 25
"""Options of one select."""

_LABEL = 100
_NAME = 100
_SHORT = 35


def list_card(labs: Sequence[Progress], page: int = 0) -> StudyView:
    """Return one page of the labs; ``page`` counts from 0 and is clamped."""
    if not labs:
        return card(f"## Labs\n{NO_LABS}", accent=Accent.LAB)
    pages = _pages(labs)
    page = max(0, min(page, len(pages) - 1))
    shown = pages[page]
    several = labs[0].course is not labs[-1].course
    is_mixed = shown[0].course is not shown[-1].course
    of = f" of {escape(clip(shown[0].course.title, _NAME))}" if several and not is_mixed else ""
    options = [
        discord.SelectOption(
            label=clip(item.lab.title, _LABEL),
            value=item.lab.id,
            description=clip(f"{_where(item, with_course=is_mixed)} · {_state(item)}", _LABEL),
        )
        for item in shown
    ]
    return card(
        f"## Labs{of}\n-# Page {page + 1} of {len(pages)}" if len(pages) > 1 else f"## Labs{of}",
        "\n".join(_line(item, with_course=is_mixed) for item in shown),
        row(PickLab.make(options, placeholder="Start or resume a lab")),
        *(_jump(labs, "course" if several else "lesson") if len(pages) > 1 else ()),
        row(
            LabPage.make("Previous", page=page - 1) if page else None,
            LabPage.make("More", page=page + 1) if page + 1 < len(pages) else None,
        ),
        accent=Accent.LAB,
    )


def _pages(labs: Sequence[Progress]) -> list[list[Progress]]:
    """Return the pages of the list; when there are several, each course begins on its own."""
    if len(labs) <= LABS_PER_PAGE:
        return [list(labs)]
    courses = [list(found) for _, found in groupby(labs, key=lambda item: item.course.id)]
    return [
        found[at : at + LABS_PER_PAGE]
        for found in courses
        for at in range(0, len(found), LABS_PER_PAGE)
    ]


def _jump(labs: Sequence[Progress], noun: str) -> Iterator[discord.ui.ActionRow[Any] | str | None]:
    """Yield the select that leads to a course or a lesson, and what it leaves out."""
    titles = {
        (item.course.id if noun == "course" else item.lesson.id): (
            item.course.title if noun == "course" else lesson_label(item.lesson)
        )
        for item in labs
    }
    options = [
        discord.SelectOption(label=clip(title, _LABEL), value=key)
        for key, title in list(titles.items())[:OPTIONS]
    ]
    yield row(JumpToLabs.make(options, placeholder=f"Go to a {noun}"))
    if len(titles) > OPTIONS:
        yield f"-# Only the first {OPTIONS} {noun}s can be chosen; the pages have all."


def _line(item: Progress, *, with_course: bool) -> str:
    mark = "⬜" if item.attempt is None else "✅" if item.attempt.finished_at else "▶️"
    title = escape(clip(item.lab.title, 150))
    return (
        f"{mark} **{title}**\n-# {escape(_where(item, with_course=with_course))} · {_state(item)}"
    )


def _where(item: Progress, *, with_course: bool) -> str:
    """Return the lesson of a lab, short enough to leave room for how far the person is."""
    course = f"{clip(item.course.title, _SHORT)} › " if with_course else ""
    return course + clip(lesson_label(item.lesson), 2 * _SHORT - len(course))


def _state(item: Progress) -> str:
    count = len(item.lab.steps)
    if not count and (item.attempt is None or item.attempt.finished_at is None):
        return "to read, without steps"
    if item.attempt is None:
        return f"{count} {'step' if count == 1 else 'steps'}, not started"
    if item.attempt.finished_at is not None:
        return f"finished on {item.attempt.finished_at:%Y-%m-%d}"
    return f"at step {min(item.attempt.step, count)} of {count}"


class PickLab(StudySelect, route="lab:pick"):
    """Opens a lab from the list."""

    async def chosen(self, interaction: Interaction, value: str) -> None:
        """Start or resume in a message beside the list, unless the server has left the course."""
        courses = interaction.client.courses_of(interaction.guild_id)
        _, lab = lab_by_id(interaction.client.catalogue, value, courses)
        await open_lab(interaction, lab.id)


class JumpToLabs(StudySelect, route="lab:jump"):
    """Turns the list to the labs of a course, or of a lesson."""

    async def chosen(self, interaction: Interaction, value: str) -> None:
        """Show the first page with one of them; the first of all when they are gone."""
        labs = await _labs(interaction)
        pages = (
            number
            for number, part in enumerate(_pages(labs))
            if any(value in (item.course.id, item.lesson.id) for item in part)
        )
        await interaction.response.edit_message(view=list_card(labs, next(pages, 0)))


class LabPage(StudyButton, route="lab:page:{page:int}"):
    """Turns the list's page."""

    async def used(self, interaction: Interaction) -> None:
        """Show the page with the presser's own progress."""
        labs = await _labs(interaction)
        await interaction.response.edit_message(view=list_card(labs, self.values["page"]))


async def _labs(interaction: Interaction) -> list[Progress]:
    bot = interaction.client
    courses = bot.courses_of(interaction.guild_id)
    return await bot.service(LabService).progress(interaction.user.id, courses)
