"""Labs as a command's parameter: suggested by title, found by what was chosen or typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from discord import app_commands

from bot.errors import UserError
from bot.exts.labs._service import LAB_GONE
from bot.ui.cards import clip
from bot.ui.markdown import escape
from bot.ui.names import LABEL_LIMIT, NAMED_AT_MOST, NameTransformer, choices, require_one
from content.models import Lab, Lesson

if TYPE_CHECKING:
    from collections.abc import Collection

    import discord

    from bot.catalogue import Catalogue
    from bot.client import StudyBot
    from index.suggest import Suggester

NO_LABS = "This course has no labs yet."
NOT_CHOSEN = (
    "This lab is not part of the courses that this server has chosen. "
    "`/lab list` shows the labs there are; in our direct messages you find all of them."
)


class LabTransformer(NameTransformer):
    """Takes the name of a lab of the server's courses."""

    def names(self, catalogue: Catalogue) -> Suggester:
        """Return the labs that are offered."""
        return catalogue.labs

    async def transform(  # type: ignore[override]
        self, interaction: discord.Interaction[StudyBot], value: str, /
    ) -> tuple[Lesson, Lab]:
        """Return the lab that is meant, with its lesson; raise UserError without one."""
        bot = interaction.client
        return find_lab(bot.catalogue, value, bot.courses_of(interaction.guild_id))


LabParameter: TypeAlias = app_commands.Transform[tuple[Lesson, Lab], LabTransformer]
"""The annotation of a command's parameter that takes a lab."""


def lab_by_id(
    catalogue: Catalogue, lab_id: str, courses: Collection[str] | None = None
) -> tuple[Lesson, Lab]:
    """Return a lab of ``courses`` (None for all) with its lesson; raise UserError without one."""
    found = catalogue.library.lab(lab_id)
    if found is None:
        raise UserError(LAB_GONE)
    if courses is not None and found[0].course not in courses:
        raise UserError(NOT_CHOSEN)
    return found


def find_lab(
    catalogue: Catalogue, typed: str, courses: Collection[str] | None
) -> tuple[Lesson, Lab]:
    """Return the lab by id, by title, or the nearest one; raise UserError without one."""
    wanted = typed.strip()
    if catalogue.library.lab(wanted) is not None:
        return lab_by_id(catalogue, wanted, courses)
    has_words = any(map(str.isalnum, wanted))
    nearest = catalogue.labs.complete(wanted, courses=courses) if has_words else []
    same = [identity for identity, title in nearest if title.casefold() == wanted.casefold()]
    require_one("lab", wanted, [catalogue.locations[one].shown(with_course=True) for one in same])
    for lab_id in same or [identity for identity, _ in nearest]:
        return lab_by_id(catalogue, lab_id, courses)
    raise UserError(_unknown(catalogue, wanted, courses))


def _unknown(catalogue: Catalogue, wanted: str, courses: Collection[str] | None) -> str:
    offered = choices(catalogue, catalogue.labs, "", courses=courses)
    if not offered:
        return NO_LABS
    listed = ", ".join(f"**{escape(text)}**" for _, text in offered[:NAMED_AT_MOST])
    return f"I know no lab called “{escape(clip(wanted, LABEL_LIMIT))}”. There are: {listed}."
