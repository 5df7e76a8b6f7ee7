"""The help's card, in pages when there are many commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ui.cards import Accent, card, row
from bot.ui.components import StudyButton
from bot.ui.markdown import paginate

from ._command_tree import describe
from ._ids import CommandIds
from ._service import overview

if TYPE_CHECKING:
    from bot.ui.components import Interaction, StudyView

_PAGE = 3500
_INTRO = "Answers are private until you share them. Square brackets mark what you may leave out."


class HelpPage(StudyButton, route="help:page:{page:int}"):
    """Turns to a page of the overview."""

    async def used(self, interaction: Interaction) -> None:
        """Show the page in place of the one before."""
        bot = interaction.client
        ids = await bot.service(CommandIds).get()
        text = overview(describe(bot.tree), ids)
        view = overview_card(text, self.values["page"])
        await interaction.response.edit_message(view=view)


def overview_card(text: str, page: int = 0) -> StudyView:
    """Return one page of the overview."""
    pages = paginate(text, _PAGE)
    page = min(page, len(pages) - 1)
    return card(
        "## What I can do",
        _INTRO,
        pages[page],
        row(
            HelpPage.make("Back", page=page - 1) if page > 0 else None,
            HelpPage.make("Next", page=page + 1) if page < len(pages) - 1 else None,
        ),
        accent=Accent.NEUTRAL,
    )


def details_card(text: str) -> StudyView:
    """Return what there is to say of one command."""
    return card("## Help", paginate(text, _PAGE)[0], accent=Accent.NEUTRAL)
