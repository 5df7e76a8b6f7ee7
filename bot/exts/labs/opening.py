"""How other extensions reach labs: find one, offer names, open one, a Start button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands

from bot.errors import UserError
from bot.exts.labs._service import LAB_GONE, LabService
from bot.exts.labs._views import place_card
from bot.ui.cards import clip
from bot.ui.components import StudyButton
from bot.ui.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.client import StudyBot
    from bot.ui.components import Interaction
    from content.models import Lab, Lesson

NO_LABS = "This course has no labs yet."
NOT_CHOSEN = (
    "This lab is not part of the courses that this server has chosen. "
    "`/lab list` shows the labs there are; in our direct messages you find all of them."
)

_NAMED_AT_MOST = 5


async def open_lab(interaction: Interaction, lab_id: str) -> None:
    """Start or resume the lab for whoever asked, in a private message.

    Raises UserError when the course no longer has the lab.
    """
    service = interaction.client.service(LabService)
    place = await service.start(interaction.user.id, lab_id)
    await interaction.response.send_message(view=place_card(place), ephemeral=True)


def lab_by_id(
    bot: StudyBot, lab_id: str, courses: Collection[str] | None = None
) -> tuple[Lesson, Lab]:
    """Return a lab of ``courses`` (None for all) with its lesson; raise UserError without one."""
    found = bot.library.lab(lab_id)
    if found is None:
        raise UserError(LAB_GONE)
    if courses is not None and found[0].course not in courses:
        raise UserError(NOT_CHOSEN)
    return found


def lab_by_name(
    bot: StudyBot, text: str, courses: Collection[str] | None = None
) -> tuple[Lesson, Lab]:
    """Return the lab of ``courses`` that a chosen suggestion or free text means.

    Raises UserError without one.
    """
    wanted = text.strip()
    if bot.library.lab(wanted) is not None:
        return lab_by_id(bot, wanted, courses)
    says = any(map(str.isalnum, wanted))
    nearest = bot.catalogue.labs.complete(wanted, courses=courses) if says else []
    exact = [entry for entry in nearest if entry[1].casefold() == wanted.casefold()]
    for lab_id, _ in exact or nearest:
        return lab_by_id(bot, lab_id, courses)
    raise UserError(_unknown(bot, wanted, courses))


def lab_choices(
    bot: StudyBot, prefix: str, courses: Collection[str] | None = None
) -> list[app_commands.Choice[str]]:
    """Return what autocomplete offers for the name of a lab of ``courses``."""
    return [
        app_commands.Choice(name=clip(title, 100), value=lab_id)
        for lab_id, title in bot.catalogue.labs.complete(prefix, courses=courses)
    ]


def _unknown(bot: StudyBot, wanted: str, courses: Collection[str] | None) -> str:
    titles = [
        title for _, title in bot.catalogue.labs.complete("", _NAMED_AT_MOST, courses=courses)
    ]
    if not titles:
        return NO_LABS
    listed = ", ".join(f"**{escape(clip(title, 100))}**" for title in titles)
    return f"I know no lab called “{escape(clip(wanted, 100))}”. There are: {listed}."


class StartLab(StudyButton, route="lab:start:{lab}"):
    """Opens a lab for whoever presses it, on any message and for as long as the lab exists.

    What was announced in a server stays open there, whichever courses it chooses later.
    """

    async def used(self, interaction: Interaction) -> None:
        """Start or resume in private."""
        await open_lab(interaction, self.values["lab"])
