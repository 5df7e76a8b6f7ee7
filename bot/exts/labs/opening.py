"""How other extensions reach labs: find one by name, offer names, open a walk, a Start button."""

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
    from bot.client import StudyBot
    from bot.ui.components import Interaction
    from content.models import Lab, Lesson

_NAMED_AT_MOST = 5


async def open_walk(interaction: Interaction, lab_id: str) -> None:
    """Start or resume the lab for whoever asked, in a private message.

    Raises UserError when the course no longer has the lab.
    """
    service = interaction.client.service(LabService)
    place = await service.start(interaction.user.id, lab_id)
    await interaction.response.send_message(view=place_card(place), ephemeral=True)


def lab_by_id(bot: StudyBot, lab_id: str) -> tuple[Lesson, Lab]:
    """Return a lab with its lesson; raise UserError when the course no longer has it."""
    found = bot.library.lab(lab_id)
    if found is None:
        raise UserError(LAB_GONE)
    return found


def lab_by_name(bot: StudyBot, text: str) -> tuple[Lesson, Lab]:
    """Return the lab that a chosen suggestion or free text means; raise UserError without one."""
    wanted = text.strip()
    found = bot.library.lab(wanted)
    if found is not None:
        return found
    nearest = bot.lookup.labs.complete(wanted) if wanted else []
    exact = [entry for entry in nearest if entry[1].casefold() == wanted.casefold()]
    for lab_id, _ in exact or nearest:
        return lab_by_id(bot, lab_id)
    raise UserError(_unknown(bot, wanted))


def lab_choices(bot: StudyBot, prefix: str) -> list[app_commands.Choice[str]]:
    """Return what autocomplete offers for a lab's name."""
    return [
        app_commands.Choice(name=clip(title, 100), value=lab_id)
        for lab_id, title in bot.lookup.labs.complete(prefix)
    ]


def _unknown(bot: StudyBot, wanted: str) -> str:
    titles = [title for _, title in bot.lookup.labs.complete("", _NAMED_AT_MOST)]
    if not titles:
        return "This course has no labs yet."
    listed = ", ".join(f"**{escape(title)}**" for title in titles)
    return f"I know no lab called “{escape(clip(wanted, 100))}”. There are: {listed}."


class StartLab(StudyButton, route="lab:start:{lab}"):
    """Opens a lab for whoever presses it, on any message and for as long as the lab exists."""

    async def used(self, interaction: Interaction) -> None:
        """Start or resume in private."""
        await open_walk(interaction, self.values["lab"])
