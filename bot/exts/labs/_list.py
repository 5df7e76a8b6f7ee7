"""The list of labs with a person's progress, and the controls on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.exts.labs._service import LabService
from bot.exts.labs.opening import open_lab
from bot.exts.labs.transformer import NO_LABS, lab_by_id
from bot.pages import lesson_label
from bot.ui.cards import Accent, card, clip, row
from bot.ui.components import StudyButton, StudySelect
from bot.ui.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.exts.labs._service import Progress
    from bot.ui.components import Interaction, StudyView

LABS_PER_PAGE = 10


def list_card(labs: Sequence[Progress], page: int = 0) -> StudyView:
    """Return one page of the labs; ``page`` counts from 0 and is clamped."""
    if not labs:
        return card(f"## Labs\n{NO_LABS}", accent=Accent.LAB)
    pages = -(-len(labs) // LABS_PER_PAGE)
    page = max(0, min(page, pages - 1))
    shown = labs[page * LABS_PER_PAGE : (page + 1) * LABS_PER_PAGE]
    options = [
        discord.SelectOption(
            label=clip(item.lab.title, 100),
            value=item.lab.id,
            description=clip(f"{lesson_label(item.lesson)} · {_state(item)}", 100),
        )
        for item in shown
    ]
    return card(
        f"## Labs\n-# Page {page + 1} of {pages}" if pages > 1 else "## Labs",
        "\n".join(_line(item) for item in shown),
        row(PickLab.make(options, placeholder="Start or resume a lab")),
        row(
            LabPage.make("Previous", page=page - 1) if page else None,
            LabPage.make("More", page=page + 1) if page + 1 < pages else None,
        ),
        accent=Accent.LAB,
    )


def _line(item: Progress) -> str:
    mark = "⬜" if item.attempt is None else "✅" if item.attempt.finished_at else "▶️"
    title = escape(clip(item.lab.title, 150))
    lesson = escape(clip(lesson_label(item.lesson), 100))
    return f"{mark} **{title}**\n-# {lesson} · {_state(item)}"


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


class LabPage(StudyButton, route="lab:page:{page:int}"):
    """Turns the list's page."""

    async def used(self, interaction: Interaction) -> None:
        """Show the page with the presser's own progress."""
        bot = interaction.client
        courses = bot.courses_of(interaction.guild_id)
        labs = await bot.service(LabService).progress(interaction.user.id, courses)
        await interaction.response.edit_message(view=list_card(labs, self.values["page"]))
