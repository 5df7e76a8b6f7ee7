"""How other extensions open a lab: for whoever asks, or with a Start button on a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.exts.labs._service import LabService
from bot.exts.labs._views import place_card
from bot.ui.components import StudyButton

if TYPE_CHECKING:
    from bot.ui.components import Interaction


async def open_lab(interaction: Interaction, lab_id: str) -> None:
    """Start or resume the lab for the person who asked, in a private message.

    Raises UserError when the course no longer has the lab.
    """
    service = interaction.client.service(LabService)
    place = await service.start(interaction.user.id, lab_id)
    await interaction.response.send_message(view=place_card(place), ephemeral=True)


class StartLab(StudyButton, route="lab:start:{lab}"):
    """Opens a lab for each person who presses it, for as long as the lab exists.

    What was announced in a server stays open there, whichever courses it chooses later.
    """

    async def used(self, interaction: Interaction) -> None:
        """Start or resume in private."""
        await open_lab(interaction, self.values["lab"])
