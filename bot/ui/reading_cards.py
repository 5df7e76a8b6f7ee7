"""Shows what can be read as cards: text in pages, selects that lead on, and a way to share.

Every press on a private card changes it in place; on a shared one it opens a private card.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord

from bot.errors import UserError
from bot.lookup_log import LookupLog
from bot.reading import HOME, PRACTISE
from bot.ui.cards import Accent, card, clip, row, rule
from bot.ui.components import StudyButton, StudySelect
from bot.ui.highlight import count_terms, highlight
from bot.ui.markdown import escape, paginate
from bot.ui.routes import Route
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
_RELATED = "related"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where someone reads: a page of the text, and a page of the select of parts."""

    page: int = 0
    block: int = 0


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands on a card beside its item.

    ``others`` are further matches of a lookup, which has the id ``asked``; ``related`` are concepts
    about the same things; ``note`` stands on top, and the words with the stems ``terms`` are
    underlined.
    """

    others: Sequence[discord.SelectOption] = ()
    related: Sequence[Part] = ()
    asked: int = 0
    note: str = ""
    terms: frozenset[str] = frozenset()
    share: bool = True
    shared: bool = False


def offer_reading(bot: StudyBot) -> None:
    """Make the reading cards of this bot answer; several extensions show some."""
    if not bot.provides(Shares):
        bot.provide(Shares())
        bot.add_components(Open, OpenOther, Turn, Share)


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


def reading_card(item: Item, spot: Spot | None = None, beside: Beside = Beside()) -> StudyView:
    """Return an item as a private card; without a ``spot``, at the page with most of the terms."""
    pages = paginate(item.text, PAGE)
    page = _best_page(pages, beside.terms) if spot is None else min(spot.page, len(pages) - 1)
    block = spot.block if spot else 0
    if beside.terms:
        pages = [highlight(text, beside.terms) for text in pages]
    return card(
        *_texts(item, pages, page, beside.note),
        row(*_turns(item, pages, page, block), _share(item, page, beside), _practise(item)),
        row(*_around(item)),
        *_parts(item, page, block),
        _select(options_for(beside.related), "Related concepts", _RELATED),
        _others_row(beside),
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


class Open(StudySelect, route="read:open:{slot:word}"):
    """Opens the chosen item."""

    async def chosen(self, interaction: Interaction, value: str) -> None:
        """Show the item in place of the card."""
        await _show(interaction, value, Spot())


class OpenOther(StudySelect, route="read:open:others-{asked:int}"):
    """Opens another match of a lookup than the best one, and notes that it was the one wanted."""

    async def chosen(self, interaction: Interaction, value: str) -> None:
        """Show the item in place of the card."""
        await _show(interaction, value, Spot())
        if interaction.client.provides(LookupLog):
            log = interaction.client.service(LookupLog)
            log.opened(self.values["asked"], interaction.guild_id, value)


class Turn(StudyButton, route="read:at:{item}:{page:int}:{block:int}"):
    """Goes to a page of an item, or to a page of its parts."""

    @classmethod
    def to(cls, item: str, label: str, page: int = 0, block: int = 0) -> Turn:
        """Return a button that leads there."""
        return cls.make(clip(label, _BUTTON), item=item, page=page, block=block)

    async def used(self, interaction: Interaction) -> None:
        """Show the page in place of the card."""
        spot = Spot(self.values["page"], self.values["block"])
        await _show(interaction, self.values["item"], spot)


class Share(StudyButton, route="read:share:{item}:{page:int}"):
    """Posts the card in the channel, once."""

    async def used(self, interaction: Interaction) -> None:
        """Post first, and only then say that it was shared."""
        bot, message = interaction.client, interaction.message
        assert message is not None
        item = await _find(interaction, self.values["item"])
        require_may_share(interaction)
        page = self.values["page"]
        with bot.service(Shares).once(message.id, item.id):
            await interaction.response.defer()
            await interaction.followup.send(
                view=shared_card(item, page, interaction.user.display_name)
            )
        beside = await _beside(interaction, item, shared=True)
        await interaction.edit_original_response(view=reading_card(item, Spot(page), beside))


async def _show(interaction: Interaction, item_id: str, spot: Spot) -> None:
    """Show an item in place of a private card, or in private beside a shared one."""
    item = await _find(interaction, item_id)
    message = interaction.message
    if message is None or not message.flags.ephemeral:
        view = reading_card(item, spot, await _beside(interaction, item))
        await interaction.response.send_message(view=view, ephemeral=True)
        return
    beside = await _beside(interaction, item, shared=_was_shared(message, item.id))
    await interaction.response.edit_message(view=reading_card(item, spot, beside))


async def _beside(interaction: Interaction, item: Item, *, shared: bool = False) -> Beside:
    """Return what stands beside an item: the other matches are kept by the message itself."""
    asked: int = 0
    others: Sequence[discord.SelectOption] = ()
    if interaction.message is not None and interaction.message.flags.ephemeral:
        asked, others = _others(interaction.message)
    return Beside(
        others=others,
        related=await related_to(interaction, item),
        asked=asked,
        share=can_be_shared(interaction),
        shared=shared,
    )


async def related_to(interaction: Interaction, item: Item) -> Sequence[Part]:
    """Return the concepts that are about the same things as a concept."""
    if item.kind != "concept":
        return ()
    bot = interaction.client
    return await bot.lookup.related(item.id, bot.courses_of(interaction.guild_id))


async def _find(interaction: Interaction, item_id: str) -> Item:
    bot = interaction.client
    if item_id == HOME:
        return bot.lookup.reader.home(bot.courses_of(interaction.guild_id))
    item = bot.lookup.reader.open(item_id)
    if item is None:
        raise UserError(
            "This is no longer in the lessons: they have changed. "
            "Look it up again with `/concept`, or browse with `/lesson`."
        )
    return item


def _best_page(pages: Sequence[str], terms: frozenset[str]) -> int:
    """Return the page that has most of the terms: the first of those that have."""
    if len(pages) == 1 or not terms:
        return 0
    return max(range(len(pages)), key=lambda page: (count_terms(pages[page], terms), -page))


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


def _share(item: Item, page: int, beside: Beside) -> Share | None:
    if not beside.share or item.kind == "home":
        return None
    label = "Shared" if beside.shared else "Share"
    return Share.make(label, emoji="📣", disabled=beside.shared, item=item.id, page=page)


def _practise(item: Item) -> discord.ui.Button[Any] | None:
    """Return the button of another extension, which it makes answer by its route."""
    if not item.practise:
        return None
    custom_id = Route(PRACTISE).fill(item=item.id, number=0)
    return discord.ui.Button(label="Quiz me on this", emoji="🎯", custom_id=custom_id)


def _around(item: Item) -> Iterator[Turn]:
    """Yield what leads to the neighbours in the lesson, and up."""
    if item.before:
        yield Turn.to(item.before.id, f"← {item.before.title}")
    if item.parent:
        yield Turn.to(item.parent.id, f"↑ {item.parent.title}")
    if item.after:
        yield Turn.to(item.after.id, f"{clip(item.after.title, _BUTTON - 2)} →")


def _select(
    options: Sequence[discord.SelectOption], placeholder: str, slot: str
) -> discord.ui.ActionRow[Any] | None:
    if not options:
        return None
    return row(Open.make(list(options), placeholder=placeholder, slot=slot))


def _others_row(beside: Beside) -> discord.ui.ActionRow[Any] | None:
    if not beside.others:
        return None
    options = list(beside.others)
    return row(OpenOther.make(options, placeholder="Other matches", asked=beside.asked))


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


def _others(message: discord.Message) -> tuple[int, Sequence[discord.SelectOption]]:
    """Return the lookup that a card came from, and the other matches that it offers."""
    for item in discord.ui.LayoutView.from_message(message).walk_children():
        if isinstance(item, discord.ui.Select):
            values = OpenOther.route.read(item.custom_id)
            if values is not None:
                return values["asked"], item.options
    return 0, ()


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
