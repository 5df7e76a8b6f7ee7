"""What surrounds a page on a card, from who uses the card and from what it says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import UserError
from bot.pages import HOME
from bot.pictures import may_attach, read_pictures
from bot.ui.card_state import back_in, matches_in, quote_in
from bot.ui.page_layout import CardContext
from bot.ui.sharing import can_be_shared

if TYPE_CHECKING:
    from collections.abc import Sequence

    import discord

    from bot.pages import Page, PageLink
    from bot.ui.components import Interaction


async def context_of(
    interaction: Interaction, page: Page, *, shared: bool = False, back: str = ""
) -> CardContext:
    """Return what a card shows beside a page; what it is a part of is kept by the message."""
    bot = interaction.client
    related: Sequence[PageLink] = ()
    if page.kind == "concept":
        related = await bot.catalogue.related(page.id, bot.courses_of(interaction.guild_id))
    asked: int = 0
    others: Sequence[discord.SelectOption] = ()
    quote = ""
    if interaction.message is not None and is_private(interaction):
        asked, others = matches_in(interaction.message, bot.catalogue.pages)
        quote = quote_in(interaction.message)
        back = back or back_in(interaction.message)
    return CardContext(
        quote=quote,
        back=back,
        others=others,
        related=related,
        asked=asked,
        pictures=await read_pictures(page.pictures) if may_attach(interaction) else (),
        share=can_be_shared(interaction),
        shared=shared,
    )


def is_private(interaction: Interaction) -> bool:
    """Return whether only the person who pressed sees the card: then it may change in place."""
    message = interaction.message
    alone = interaction.context.dm_channel and message is not None
    return alone or (message is not None and message.flags.ephemeral)


async def find_page(interaction: Interaction, page_id: str) -> Page:
    """Return the page with this id; raise UserError when it is gone from the lessons."""
    bot = interaction.client
    if page_id == HOME:
        return bot.catalogue.pages.home(bot.courses_of(interaction.guild_id))
    page = bot.catalogue.pages.open(page_id)
    if page is None:
        raise UserError(
            "This is no longer in the lessons: they have changed. "
            "Look it up again with `/concept`, or browse with `/lesson`."
        )
    return page
