"""Shows what can be read as cards: text in pages, selects that lead on, and a way to share.

Every press on a private card changes it in place; on a shared one it opens a private card.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord

from bot.errors import UserError
from bot.ui.cards import Accent, card, clip, row, rule
from bot.ui.components import StudyButton, StudySelect
from bot.ui.markdown import escape, paginate
from bot.ui.sharing import Shares, can_be_shared, require_may_share

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.client import StudyBot
    from bot.reading import Item, Part
    from bot.ui.components import Interaction, StudyView

PAGE = 2800
"""Characters of a lesson on one card; the rest of Discord's 4,000 is for title, path and notes."""

OPTIONS = 25
"""Options of one select."""

_TITLE = 100
_SOURCE = 100
_LABEL = 100
_BUTTON = 80
_HERE = "here"
_OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where someone reads: a page of the text, and a page of the select of parts."""

    page: int = 0
    block: int = 0


def offer_reading(bot: StudyBot) -> None:
    """Make the reading cards of this bot answer; several extensions show some."""
    if not bot.provides(Shares):
        bot.provide(Shares())
        bot.add_components(Open, Turn, Share)


def options_for(parts: Iterable[Part]) -> list[discord.SelectOption]:
    """Return what a select of ``parts`` offers: each once, as many as Discord takes."""
    unique = {part.id: part for part in parts}
    return [
        discord.SelectOption(
            label=clip(part.title, _LABEL),
            value=part.id,
            description=clip(part.detail, _LABEL) or None,
        )
        for part in list(unique.values())[:OPTIONS]
    ]


def reading_card(
    item: Item,
    spot: Spot = Spot(),
    *,
    note: str = "",
    others: Sequence[discord.SelectOption] = (),
    share: bool = True,
    shared: bool = False,
) -> StudyView:
    """Return an item as a private card; ``others`` are further matches, ``note`` stands on top."""
    pages = paginate(item.text, PAGE)
    page = min(spot.page, len(pages) - 1)
    return card(
        *_texts(item, pages, page, note),
        row(*_turns(item, pages, page, spot.block), _share(item, page, share, shared)),
        *_parts(item, page, spot.block),
        row(Open.make(list(others), placeholder="Other matches", slot=_OTHERS)) if others else None,
        row(Turn.to(item.parent.id, f"↑ {item.parent.title}")) if item.parent else None,
        accent=_accent(item),
    )


def shared_card(item: Item, page: int, by: str) -> StudyView:
    """Return an item as a card for a channel; ``by`` is the name of who shares it."""
    pages = paginate(item.text, PAGE)
    page = min(page, len(pages) - 1)
    more = "Read on" if len(pages) > 1 else "Open for me"
    return card(
        *_texts(item, pages, page, ""),
        f"-# Shared by {escape(clip(by, _LABEL))}",
        row(Turn.to(item.id, more, min(page + 1, len(pages) - 1))),
        accent=_accent(item),
    )


class Open(StudySelect, route="read:open:{slot}"):
    """Opens the chosen item."""

    async def chosen(self, interaction: Interaction, value: str) -> None:
        """Show the item in place of the card."""
        await _show(interaction, value, Spot())


class Turn(StudyButton, route="read:at:{item}:{page}:{block}"):
    """Goes to a page of an item, or to a page of its parts."""

    @classmethod
    def to(cls, item: str, label: str, page: int = 0, block: int = 0) -> Turn:
        """Return a button that leads there."""
        return cls.make(clip(label, _BUTTON), item=item, page=page, block=block)

    async def used(self, interaction: Interaction) -> None:
        """Show the page in place of the card."""
        spot = Spot(_number(self.values["page"]), _number(self.values["block"]))
        await _show(interaction, self.values["item"], spot)


class Share(StudyButton, route="read:share:{item}:{page}"):
    """Posts the card in the channel, once."""

    async def used(self, interaction: Interaction) -> None:
        """Post first, and only then say that it was shared."""
        bot, message = interaction.client, interaction.message
        assert message is not None
        item = _find(bot, self.values["item"])
        require_may_share(interaction)
        page = _number(self.values["page"])
        with bot.service(Shares).once(message.id, item.id):
            await interaction.response.defer()
            await interaction.followup.send(
                view=shared_card(item, page, interaction.user.display_name)
            )
        spot = Spot(page)
        await interaction.edit_original_response(
            view=reading_card(item, spot, others=_others(message), shared=True)
        )


async def _show(interaction: Interaction, item_id: str, spot: Spot) -> None:
    """Show an item in place of a private card, or in private beside a shared one."""
    item = _find(interaction.client, item_id)
    message = interaction.message
    share = can_be_shared(interaction)
    if message is None or not message.flags.ephemeral:
        view = reading_card(item, spot, share=share)
        await interaction.response.send_message(view=view, ephemeral=True)
        return
    view = reading_card(
        item, spot, others=_others(message), share=share, shared=_was_shared(message, item.id)
    )
    await interaction.response.edit_message(view=view)


def _find(bot: StudyBot, item_id: str) -> Item:
    item = bot.lookup.reader.open(item_id)
    if item is None:
        raise UserError(
            "This is no longer in the lessons: they have changed. "
            "Look it up again with `/concept`, or browse with `/lesson`."
        )
    return item


def _texts(item: Item, pages: Sequence[str], page: int, note: str) -> Iterator[Any]:
    if note:
        yield note
    yield f"## {escape(clip(item.title, _TITLE))}"
    if item.path:
        yield f"-# {escape(clip(item.path, 2 * _TITLE))}"
    yield rule()
    yield pages[page]
    number = f"Page {page + 1} of {len(pages)}" if len(pages) > 1 else ""
    if below := " · ".join(
        filter(None, (number, item.source and escape(clip(item.source, _SOURCE))))
    ):
        yield f"-# {below}"


def _turns(item: Item, pages: Sequence[str], page: int, block: int) -> Iterator[Turn]:
    if len(pages) == 1:
        return
    if page > 0:
        yield Turn.to(item.id, "Back", page - 1, block)
    if page < len(pages) - 1:
        yield Turn.to(item.id, "Next", page + 1, block)


def _share(item: Item, page: int, share: bool, shared: bool) -> Share | None:
    if not share or item.kind == "home":
        return None
    return Share.make(
        "Shared" if shared else "Share", emoji="📣", disabled=shared, item=item.id, page=page
    )


def _parts(item: Item, page: int, block: int) -> Iterator[discord.ui.ActionRow[Any] | None]:
    """Yield the select of what is inside, and buttons when that is more than one select holds."""
    if not item.parts:
        return
    last = (len(item.parts) - 1) // OPTIONS
    block = min(block, last)
    shown = item.parts[block * OPTIONS : (block + 1) * OPTIONS]
    what = {"home": "a lesson", "lesson": "a section or lab"}.get(item.kind, "a concept")
    count = f" ({block + 1} of {last + 1})" if last else ""
    yield row(Open.make(options_for(shown), placeholder=f"Open {what}{count}", slot=_HERE))
    yield row(
        Turn.to(item.id, "Earlier entries", page, block - 1) if block > 0 else None,
        Turn.to(item.id, "More entries", page, block + 1) if block < last else None,
    )


def _others(message: discord.Message) -> list[discord.SelectOption]:
    """Return the other matches that the card offers: the message itself keeps them."""
    custom_id = Open.custom_id_for(slot=_OTHERS)
    for item in discord.ui.LayoutView.from_message(message).walk_children():
        if isinstance(item, discord.ui.Select) and item.custom_id == custom_id:
            return item.options
    return []


def _was_shared(message: discord.Message, item_id: str) -> bool:
    start = f"read:share:{item_id}:"
    return any(
        isinstance(item, discord.ui.Button)
        and item.disabled
        and (item.custom_id or "").startswith(start)
        for item in discord.ui.LayoutView.from_message(message).walk_children()
    )


def _accent(item: Item) -> Accent:
    return Accent.LAB if item.kind == "lab" else Accent.LOOKUP


def _number(value: str) -> int:
    # A custom_id comes back as it was sent, but a client may send anything.
    return int(value) if value.isascii() and value.isdigit() else 0
