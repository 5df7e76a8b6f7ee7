"""The help's card, in pages when there are many commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.instructors import is_instructor
from bot.ui.cards import Accent, card, row
from bot.ui.components import StudyButton
from bot.ui.markdown import paginate

from ._command_tree import describe, describe_menus
from ._ids import CommandIds
from ._service import overview, usable

if TYPE_CHECKING:
    from bot.ui.components import Interaction, StudyView

_PAGE = 3500
_INTRO = "Answers are private until you share them. Square brackets mark what you may leave out."


class HelpPage(StudyButton, route="help:page:{page:int}"):
    """Turns to a page of the overview."""

    async def used(self, interaction: Interaction) -> None:
        """Show the page in place of the one before."""
        view = overview_card(await overview_for(interaction), self.values["page"])
        await interaction.response.edit_message(view=view)


async def overview_for(interaction: Interaction) -> str:
    """Return what there is for the person who asks, where they ask."""
    bot = interaction.client
    ids = await bot.service(CommandIds).get()
    commands = usable(
        describe(bot.tree),
        in_server=interaction.guild_id is not None,
        is_instructor=await is_instructor(interaction, bot.guild_choices),
    )
    return overview(commands, ids, describe_menus(bot.tree))


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
