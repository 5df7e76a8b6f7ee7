"""Shows pages as cards: text in parts, selects that lead to other pages, and a way to share.

Every press on a private card changes it in place; on a shared one it opens a private card.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import discord

from bot.errors import NotAllowed, UserError
from bot.pages import HOME, PRACTISE
from bot.pictures import files, may_attach, needed, read_pictures, respond
from bot.ui.card_state import MATCHES, MATCHES_BEFORE, back_in, matches_in, quote_in, was_shared
from bot.ui.cards import card, clip, row
from bot.ui.components import StudyButton, StudySelect
from bot.ui.markdown import escape
from bot.ui.page_layout import (
    LABEL,
    OPTIONS,
    PLAIN,
    CardContext,
    PagePosition,
    Shown,
    options_for,
)
from bot.ui.routes import Route
from bot.ui.sharing import Shares, can_be_shared, require_may_share
from bot.usage import UsageLog

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.client import StudyBot
    from bot.pages import Page, PageLink
    from bot.ui.components import Interaction, StudyView

_BUTTON = 80
_HERE = "here"
_RELATED = "related"


def add_page_cards(bot: StudyBot) -> None:
    """Make the bot answer what is pressed on pages' cards; several extensions show some."""
    if not bot.provides(Shares):
        bot.provide(Shares())
        bot.add_components(Open, OpenOther, OpenOtherBefore, GoToPage, Share, TakeBack)


def page_card(
    page: Page, position: PagePosition | None = None, context: CardContext = PLAIN
) -> StudyView:
    """Return a page as a private card; without a ``position``, where most of the terms are."""
    block = position.block if position else 0
    shown = Shown.at(page, position.part if position else None, context.terms)
    return card(
        *shown.texts(context),
        row(*_turns(shown, block), _share(page, shown.part, context), _practise(page)),
        row(_back(context), *_around(page)),
        *_links(page, shown.part, block),
        _select(options_for(context.related), "Related concepts", _RELATED),
        others_row(page, context),
        accent=shown.accent,
        pictures=context.pictures,
    )


def shared_card(page: Page, part: int, by: discord.abc.User, context: CardContext) -> StudyView:
    """Return a page as a card for a channel, with who shared it and what was asked."""
    shown = Shown.at(page, part)
    last = len(page.parts) - 1
    label = "Read on" if last else "Open for me"
    return card(
        *shown.texts(context),
        f"-# Shared by {escape(clip(by.display_name, LABEL))}",
        row(
            GoToPage.to(page.id, label, min(shown.part + 1, last)),
            TakeBack.make("Take it back", person=by.id),
        ),
        accent=shown.accent,
        pictures=context.pictures,
    )


class Open(StudySelect, route="read:open:{slot:word}"):
    """Opens the chosen page."""

    async def chosen(self, interaction: Interaction, value: str) -> None:
        """Show the page in place of the card."""
        await show_page(interaction, value, PagePosition())


class OpenOther(StudySelect, route=MATCHES):
    """Opens another match of a lookup than the best one, and notes that it was the one wanted.

    ``page`` is the match that the card shows and so does not list, HOME when there is none.
    """

    async def chosen(self, interaction: Interaction, value: str) -> None:
        """Show the page in place of the card."""
        await show_page(interaction, value, PagePosition())
        if interaction.client.provides(UsageLog):
            log = interaction.client.service(UsageLog)
            log.opened(self.values["asked"], interaction.guild_id, value)


class OpenOtherBefore(OpenOther, route=MATCHES_BEFORE):
    """The same on cards of earlier versions, which list what they show too."""


class GoToPage(StudyButton, route="read:at:{page}:{part:int}:{block:int}"):
    """Opens a page at a part of its text and a block of its links."""

    @classmethod
    def to(cls, page: str, label: str, part: int = 0, block: int = 0) -> GoToPage:
        """Return a button that opens the page with this id."""
        return cls.make(clip(label, _BUTTON), page=page, part=part, block=block)

    async def used(self, interaction: Interaction) -> None:
        """Show the page in place of the card."""
        position = PagePosition(self.values["part"], self.values["block"])
        await show_page(interaction, self.values["page"], position)


class Share(StudyButton, route="read:share:{page}:{part:int}"):
    """Posts the card in the channel, once."""

    async def used(self, interaction: Interaction) -> None:
        """Post first, and only then say that it was shared."""
        bot, message = interaction.client, interaction.message
        assert message is not None
        page = await _find(interaction, self.values["page"])
        require_may_share(interaction)
        part = self.values["part"]
        with bot.service(Shares).once(message.id, page.id):
            await interaction.response.defer()
            context = await _context(interaction, page, shared=True)
            post = shared_card(page, part, interaction.user, context)
            await interaction.followup.send(view=post, files=files(post))
        card_now = page_card(page, PagePosition(part), context)
        attached = needed(card_now, message)
        await interaction.edit_original_response(view=card_now, attachments=attached)


class TakeBack(StudyButton, route="read:back:{person:int}"):
    """Deletes a card that somebody shared, for that person and for moderators."""

    async def used(self, interaction: Interaction) -> None:
        """Delete the card; a second press on its way has nothing left to do."""
        may_moderate = interaction.guild_id is not None and interaction.permissions.manage_messages
        if interaction.user.id != self.values["person"] and not may_moderate:
            raise NotAllowed("Only who shared this can take it back, or who may manage messages.")
        await interaction.response.defer()
        with suppress(discord.NotFound):
            await interaction.delete_original_response()


async def show_page(
    interaction: Interaction, page_id: str, position: PagePosition, back: str = ""
) -> None:
    """Show a page in place of a private card, or in private beside a shared one.

    ``back`` is the custom_id of a button that leads back to what the page takes the place of.
    """
    page = await _find(interaction, page_id)
    message = interaction.message
    if message is None or not _is_private(interaction):
        view = page_card(page, position, await _context(interaction, page, back=back))
        await respond(interaction, view, in_place=False)
        return
    shared = was_shared(message, page.id)
    context = await _context(interaction, page, shared=shared, back=back)
    await respond(interaction, page_card(page, position, context), in_place=True)


async def _context(
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
    if interaction.message is not None and _is_private(interaction):
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


def _is_private(interaction: Interaction) -> bool:
    """Return whether only the person who pressed sees the card: then it may change in place."""
    message = interaction.message
    alone = interaction.context.dm_channel and message is not None
    return alone or (message is not None and message.flags.ephemeral)


async def _find(interaction: Interaction, page_id: str) -> Page:
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


def _turns(shown: Shown, block: int) -> Iterator[GoToPage]:
    if shown.part > 0:
        yield GoToPage.to(shown.page.id, "Back", shown.part - 1, block)
    if shown.part < len(shown.page.parts) - 1:
        yield GoToPage.to(shown.page.id, "Next", shown.part + 1, block)


def _share(page: Page, part: int, context: CardContext) -> Share | None:
    if not context.share or page.kind == "home":
        return None
    label = "Shared" if context.shared else "Share"
    return Share.make(label, emoji="📣", disabled=context.shared, page=page.id, part=part)


def _practise(page: Page) -> discord.ui.Button[Any] | None:
    """Return the button that the quiz extension answers, by its route."""
    if not page.practise:
        return None
    custom_id = Route(PRACTISE).fill(concept=page.id, number=0)
    return discord.ui.Button(label="Quiz me on this", emoji="🎯", custom_id=custom_id)


def _back(context: CardContext) -> discord.ui.Button[Any] | None:
    """Return the button that the quiz extension answers with the question, by its route."""
    if not context.back:
        return None
    return discord.ui.Button(label="Back to the question", emoji="↩️", custom_id=context.back)


def _around(page: Page) -> Iterator[GoToPage]:
    """Yield what leads to the neighbours in the lesson, to what a lab practises, and up."""
    if page.theory:
        yield GoToPage.to(page.theory.id, f"Read {page.theory.title}")
    if page.before:
        yield GoToPage.to(page.before.id, f"← {page.before.title}")
    if page.parent:
        yield GoToPage.to(page.parent.id, f"↑ {page.parent.title}")
    if page.after:
        yield GoToPage.to(page.after.id, f"{clip(page.after.title, _BUTTON - 2)} →")


def _select(
    options: Sequence[discord.SelectOption], placeholder: str, slot: str
) -> discord.ui.ActionRow[Any] | None:
    if not options:
        return None
    return row(Open.make(list(options), placeholder=placeholder, slot=slot))


def others_row(page: Page, context: CardContext) -> discord.ui.ActionRow[Any] | None:
    """Return the select of a lookup's matches other than the shown page, if it has any."""
    options = [option for option in context.others if option.value != page.id]
    if not options:
        return None
    shown = page.id if len(options) < len(context.others) else HOME
    return row(
        OpenOther.make(options, placeholder="Other matches", asked=context.asked, page=shown)
    )


def _links(page: Page, part: int, block: int) -> Iterator[discord.ui.ActionRow[Any] | None]:
    """Yield the select of what is inside, and buttons when that is more than one select holds."""
    if not page.links:
        return
    last = (len(page.links) - 1) // OPTIONS
    block = min(block, last)
    offered = page.links[block * OPTIONS : (block + 1) * OPTIONS]
    what = {"home": "a lesson", "lesson": "a section or lab"}.get(page.kind, "a concept")
    count = f" ({block + 1} of {last + 1})" if last else ""
    yield row(Open.make(options_for(offered), placeholder=f"Open {what}{count}", slot=_HERE))
    yield row(
        GoToPage.to(page.id, "Earlier entries", part, block - 1) if block > 0 else None,
        GoToPage.to(page.id, "More entries", part, block + 1) if block < last else None,
    )
