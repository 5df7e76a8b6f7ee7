"""What a page's card that was sent says of how it came about: nothing of it is kept elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.pages import BACK, HOME, MISSED
from bot.ui.cards import texts_of
from bot.ui.page_layout import QUOTE, options_for
from bot.ui.routes import Route

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.pages import Pages

MATCHES = "re:{asked:int}:{page}"
"""The route of a lookup's matches; with the longest id there is room for no longer name."""

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


def was_shared(message: discord.Message, page_id: str) -> bool:
    """Return whether the button to share this page has been used."""
    start = f"read:share:{page_id}:"
    return any(one.startswith(start) for one in _custom_ids(message, disabled=True))


def _custom_ids(message: discord.Message, *, disabled: bool = False) -> Iterator[str]:
    for item in _items(message):
        if isinstance(item, discord.ui.Button) and item.disabled == disabled:
            yield item.custom_id or ""


def _items(message: discord.Message) -> Iterator[discord.ui.Item[Any]]:
    return discord.ui.LayoutView.from_message(message).walk_children()
