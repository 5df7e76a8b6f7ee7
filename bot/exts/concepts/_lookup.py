"""Looks a query up, notes that it was asked, and returns the card for who sees the answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from bot.pictures import read_pictures
from bot.small_talk import small_talk
from bot.topics import taught_card
from bot.ui.page_cards import page_card
from bot.ui.page_layout import CardContext, options_for, quoted
from bot.ui.ready_card import ReadyCard

from ._service import Closest, Compared, Found, decide, numbered_lesson
from ._views import (
    channel_card,
    closest_card,
    compared_card,
    correction,
    how_to_ask_card,
    no_card_about,
    nothing_card,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.catalogue import Catalogue
    from bot.client import StudyBot
    from bot.pages import PageLink
    from bot.small_talk import SmallTalk
    from bot.ui.components import StudyView
    from bot.usage import UsageLog

    from ._service import Outcome

_TAUGHT = "-# An instructor of this server chose this answer"

_ALIKE = "-# Other cards have this title too: see “Other matches”"
_SHORT = 12
"""Characters of a title that serves as an example: of those the first, else the shortest."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who sees an answer: a whole channel or one person, who may ``share`` it where others are.

    ``attach`` says that pictures may be sent there.
    """

    guild_id: int | None
    is_channel: bool = False
    share: bool = False
    attach: bool = True


class MadeCard(NamedTuple):
    """A card, what was asked for it, and the id of the page that it shows."""

    view: ReadyCard
    asked: str
    opened: str | None


class Lookup:
    """Answers queries with cards."""

    def __init__(self, bot: StudyBot, log: UsageLog) -> None:
        self._bot = bot
        self._log = log

    async def card(self, query: str, audience: Audience, note: str = "") -> StudyView:
        """Return the card for what somebody chose or wrote; ``note`` comes first on it."""
        # The lessons may change while the search runs: what it finds is opened in the same ones.
        catalogue = self._bot.catalogue
        courses = self._bot.courses_of(audience.guild_id)
        taught = frozenset(self._bot.guild_choices.taught(audience.guild_id).items())
        key = (query, note, courses, taught, replace(audience, guild_id=None))
        made = catalogue.cards.get(key)
        if made is None:
            made = await self._make(catalogue, query, audience, note)
            # Pictures are large, and sending them costs more than the card.
            if not made.view.pictures:
                catalogue.cards.put(key, made)
        found = made.opened is not None
        asked = self._log.asked(audience.guild_id, made.asked, found=found, opened=made.opened)
        return made.view.for_lookup(asked)

    async def _make(
        self, catalogue: Catalogue, query: str, audience: Audience, note: str
    ) -> MadeCard:
        chosen = catalogue.pages.open(query)
        if chosen is not None:
            view = await self.page(Found(chosen), audience)
            return MadeCard(ReadyCard.of(view), chosen.title, chosen.id)
        courses = self._bot.courses_of(audience.guild_id)
        lessons = catalogue.library.lessons
        numbered = numbered_lesson(query, lessons, catalogue.pages, courses)
        found = numbered or await self._search(catalogue, query, audience)
        if isinstance(found, str):
            return MadeCard(ReadyCard.of(self.how_to_ask(audience, found)), "", None)
        # Whoever reads a shared card has not read what was asked; replies show it themselves.
        quote = quoted(query) if audience.share else ""
        opened = None
        if isinstance(found, Found):
            view = await self.page(found, audience, note, "" if _names(query, found) else quote)
            opened = found.page.id
        elif isinstance(found, Compared):
            view = compared_card(found, quote, note)
            opened = found.pages[0].link.id
        # What the lessons do not surely explain is what they lack.
        elif isinstance(found, Closest):
            view = closest_card(found, quote, note)
        else:
            view = nothing_card(found, note)
        return MadeCard(ReadyCard.of(view), query, opened)

    async def _search(
        self, catalogue: Catalogue, query: str, audience: Audience
    ) -> Outcome | SmallTalk:
        """Return what was found, or what was said where nothing is asked."""
        courses = self._bot.courses_of(audience.guild_id)
        result = await catalogue.search(query, courses=courses)
        taught = taught_card(
            query,
            self._bot.guild_choices.taught(audience.guild_id),
            catalogue.pages,
            courses,
            is_sure=result.is_sure or bool(result.compared),
        )
        found = decide(result, catalogue.pages, taught)
        said = small_talk(query)
        return said if said and (result.corrected or not isinstance(found, Found)) else found

    def how_to_ask(self, audience: Audience, said: SmallTalk = "nothing") -> StudyView:
        """Return the answer to who asks nothing, with a short title as an example."""
        courses = self._bot.courses_of(audience.guild_id)
        titles = [title for _, title in self._bot.catalogue.concepts.complete("", courses=courses)]
        example = min(titles, key=lambda title: max(len(title), _SHORT), default="")
        assert self._bot.user is not None
        return how_to_ask_card(said, example, self._bot.user.mention * audience.is_channel)

    async def page(
        self, found: Found, audience: Audience, note: str = "", quote: str = ""
    ) -> StudyView:
        """Return the card of a page that was found."""
        page = found.page
        related: Sequence[PageLink] = ()
        if page.kind == "concept" and not audience.is_channel:
            courses = self._bot.courses_of(audience.guild_id)
            related = await self._bot.catalogue.related(page.id, courses)
        context = CardContext(
            others=options_for(found.matches) if len(found.matches) > 1 else (),
            related=related,
            note="\n".join(filter(None, (note, correction(found.corrected), *_told(found)))),
            quote=quote,
            terms=found.terms,
            share=audience.share,
            pictures=await read_pictures(page.pictures) if audience.attach else (),
        )
        return (
            channel_card(page, context) if audience.is_channel else page_card(page, None, context)
        )


def _told(found: Found) -> Iterator[str]:
    """Yield what is to be known of the page: who chose it, what is lacking, others like it."""
    if found.lacking:
        yield no_card_about(found.lacking)
    if found.is_taught:
        yield _TAUGHT
    first, *others = found.matches or (found.page.link,)
    if first.title.casefold() in (link.title.casefold() for link in others):
        yield _ALIKE


def _names(query: str, found: Found) -> bool:
    """Return whether a query is no more than the title of what was found."""
    titles = {found.page.title, *(link.title for link in found.matches[:1])}
    return query.strip().casefold() in map(str.casefold, titles)
