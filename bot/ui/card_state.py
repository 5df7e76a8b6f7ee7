"""What surrounds a page on a card: one that was sent says it, nothing of it is kept elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.errors import UserError
from bot.pages import BACK, HOME, MISSED
from bot.pictures import may_attach, read_pictures
from bot.ui.cards import texts_of
from bot.ui.page_layout import QUOTE, CardContext, options_for
from bot.ui.routes import Route
from bot.ui.sharing import can_be_shared

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.pages import Page, PageLink, Pages
    from bot.ui.components import Interaction

MATCHES = "re:{asked:int}:{page}"
"""The route of a lookup's matches; with the longest id there is room for no longer name."""

SHARE = "read:share:{page}:{part:int}"
"""The route of the button that shares a page, which is disabled once it was used."""

MATCHES_BEFORE = "read:open:others-{asked:int}"


def matches_in(
    message: discord.Message, pages: Pages
) -> tuple[int, Sequence[discord.SelectOption]]:
    """Return the lookup that a card came from, and all of its matches, the shown one too."""
    for item in _items(message):
        if isinstance(item, discord.ui.Select):
            values = Route(MATCHES).read(item.custom_id)
            values = values or Route(MATCHES_BEFORE).read(item.custom_id)
            if values is not None:
                shown = pages.open(values["page"]) if values.get("page", HOME) != HOME else None
                first = options_for([shown.link]) if shown else []
                return values["asked"], [*first, *item.options]
    return 0, ()


def quote_in(message: discord.Message) -> str:
    """Return the quote of what was asked, above all else on a card, or nothing."""
    first = next(texts_of(message), "")
    return first if first.startswith(QUOTE) else ""


def back_in(message: discord.Message) -> str:
    """Return the custom_id of the button that leads back to a question, or nothing."""
    routes = Route(BACK), Route(MISSED)
    found = (one for one in _custom_ids(message) if any(route.fits(one) for route in routes))
    return next(found, "")


def shared_part(message: discord.Message, page_id: str) -> int | None:
    """Return the part of a page that a card shows with its used button to share, if it does."""
    used = map(Route(SHARE).read, _custom_ids(message, disabled=True))
    return next((one["part"] for one in used if one and one["page"] == page_id), None)


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


def _custom_ids(message: discord.Message, *, disabled: bool = False) -> Iterator[str]:
    for item in _items(message):
        if isinstance(item, discord.ui.Button) and item.disabled == disabled:
            yield item.custom_id or ""


def _items(message: discord.Message) -> Iterator[discord.ui.Item[Any]]:
    return discord.ui.LayoutView.from_message(message).walk_children()
