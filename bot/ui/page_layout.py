"""What a card shows of a page from the lessons: which part of its text, and what is beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord

from bot.pictures import gallery
from bot.ui.cards import Accent, clip, rule
from bot.ui.highlight import count_terms, highlight
from bot.ui.markdown import escape, masked_link, without_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.pages import Page, PageLink, Source
    from bot.pictures import ReadPicture

OPTIONS = 25
"""Options of one select."""

LABEL = 100
_STEP = " › "
"""Characters of an option's label, and of its description."""

_TITLE = 100
_PATH = 150
_SOURCE = 100
_ADDRESS = 200
_QUESTION = 150
QUOTE = "> "


@dataclass(frozen=True, slots=True)
class PagePosition:
    """Where someone reads: a part of the page's text, and a block of its links; both from 0."""

    part: int = 0
    block: int = 0


@dataclass(frozen=True, slots=True)
class CardContext:
    """What a card shows beside its page.

    ``others`` are all matches of a lookup, which has the id ``asked``; ``related`` are concepts
    about the same things; ``quote`` is what was asked, above all else; ``note`` comes before the
    title, and the words with the stems ``terms`` are underlined. ``back`` is the custom_id of the
    button that leads back to a question; ``pictures`` are the page's, read from their files.
    """

    others: Sequence[discord.SelectOption] = ()
    related: Sequence[PageLink] = ()
    asked: int = 0
    quote: str = ""
    note: str = ""
    back: str = ""
    pictures: Sequence[ReadPicture] = ()
    terms: frozenset[str] = frozenset()
    share: bool = True
    shared: bool = False


PLAIN = CardContext()
"""Nothing but the page, and a button to share it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A page and the part of its text that a card shows, with the ``terms`` in it underlined."""

    page: Page
    part: int
    terms: frozenset[str] = frozenset()

    @classmethod
    def at(cls, page: Page, part: int | None, terms: frozenset[str] = frozenset()) -> Shown:
        """Return a page at a part of its text, or at the last one; None is where most terms are."""
        best = _best_part(page.parts, terms) if part is None else part
        return cls(page, min(best, len(page.parts) - 1), terms)

    @property
    def text(self) -> str:
        """The part of the text."""
        text = self.page.parts[self.part]
        return highlight(text, self.terms) if self.terms else text

    @property
    def accent(self) -> Accent:
        """The colour of the card."""
        return Accent.LAB if self.page.kind == "lab" else Accent.LOOKUP

    def texts(self, context: CardContext = PLAIN) -> Iterator[str | discord.ui.Item[Any]]:
        """Yield what the card says, from what was asked to the source below the text."""
        page = self.page
        yield context.quote
        yield context.note
        yield f"## {escape(clip(page.title, _TITLE))}"
        if page.path:
            yield f"-# {escape(clip_path(page.path, _PATH))}"
        yield rule()
        shown = {path for one in context.pictures for path in one.paths}
        yield without_words(self.text, (one.alt for one in page.pictures if one.path in shown))
        if context.pictures:
            yield gallery(context.pictures)
        count = len(page.parts)
        number = f"Page {self.part + 1} of {count}" if count > 1 else ""
        source = page.source and _linked(page.source)
        left = len({one.path for one in page.pictures} - shown)
        hidden = f"{left} {'picture is' if left == 1 else 'pictures are'} not shown" if left else ""
        if below := " · ".join(filter(None, (number, source, hidden))):
            yield f"-# {below}"


def quoted(question: str) -> str:
    """Return what somebody asked as a quote; ``card_state`` finds it again."""
    words = " ".join(question.split())
    return f"{QUOTE}{escape(clip(words, _QUESTION))}" if words else ""


def _linked(source: Source) -> str:
    words = clip(source.words, _SOURCE)
    if source.address is None or len(source.address) > _ADDRESS:
        return escape(words)
    return masked_link(words, source.address)


def clip_path(path: str, limit: int) -> str:
    """Cut each part of a path rather than its end, which tells most."""
    if len(path) <= limit:
        return path
    parts = path.split(_STEP)
    room = (limit - len(_STEP) * (len(parts) - 1)) // len(parts)
    return _STEP.join(clip(part, room) for part in parts)


def options_for(links: Iterable[PageLink]) -> list[discord.SelectOption]:
    """Return what a select of ``links`` offers: each once, as many as Discord takes."""
    unique = {link.id: link for link in links}
    return [
        discord.SelectOption(
            label=clip(link.title, LABEL),
            value=link.id,
            description=clip_path(link.detail, LABEL) or None,
        )
        for link in list(unique.values())[:OPTIONS]
    ]


def _best_part(parts: Sequence[str], terms: frozenset[str]) -> int:
    """Return the part that has most of the terms: the first of those that have."""
    if len(parts) == 1 or not terms:
        return 0
    return max(range(len(parts)), key=lambda part: (count_terms(parts[part], terms), -part))
