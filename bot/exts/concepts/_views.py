"""The cards for a lookup in a channel, one without a sure answer, and a message's terms."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import discord

from bot.catalogue import MENTIONED
from bot.pages import HOME
from bot.ui.cards import Accent, card, clip, row, rule, texts_of
from bot.ui.markdown import escape
from bot.ui.page_cards import GoToPage, Open, others_row
from bot.ui.page_layout import Shown, clip_path, options_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.pages import Page
    from bot.small_talk import SmallTalk
    from bot.ui.components import StudyView
    from bot.ui.page_layout import CardContext

    from ._service import Closest, Compared, Meaning, Nothing

_ECHO = 100
_SLOT = "nearest"
_FEW = 2
_BEFORE = {"greeting": "Hello! ", "help": "`/help` shows all that I can do. "}
_SECTIONS = 8
"""Terms with a button of their own: a message has room for 40 parts and 4,000 characters."""


def correction(query: str | None) -> str:
    """Return a line that says how the query was understood, or nothing."""
    return f"-# Showing results for **{escape(clip(query, _ECHO))}**" if query else ""


def no_card_about(asked: Sequence[str]) -> str:
    """Return a line that says what a comparison names and the lessons have no card about."""
    named = " or ".join(f"**{escape(clip(one, _ECHO))}**" for one in asked)
    return f"-# The lessons have no card about {named}" if asked else ""


def channel_card(page: Page, context: CardContext) -> StudyView:
    """Return the answer to a message for all who read the channel; each opens it for themselves."""
    shown = Shown.at(page, None, context.terms)
    last = len(page.parts) - 1
    return card(
        *shown.texts(context),
        row(GoToPage.to(page.id, "Read on" if last else "Open for me", min(shown.part + 1, last))),
        others_row(page, context),
        accent=shown.accent,
        pictures=context.pictures,
    )


def closest_card(closest: Closest, *notes: str) -> StudyView:
    """Return a card that pretends nothing: what comes closest, each with what it is about."""
    asked = _echo(closest.query)
    said = "Nothing in the lessons is surely what this asks for."
    if closest.in_passing:
        said = f"Nothing in the lessons explains “{asked}”. These mention it in passing."
    return card(
        *notes,
        correction(closest.corrected),
        "## The closest I have",
        said,
        *_abouts(closest.choices),
        row(GoToPage.to(HOME, "All lessons")),
        accent=Accent.NEUTRAL,
    )


def compared_card(compared: Compared, *notes: str) -> StudyView:
    """Return the beginnings of pages, with the buttons that open the whole of each."""
    first, *others = map(_said, compared.pages)
    parted = (part for text in others for part in (rule(), text))
    whole = (GoToPage.to(page.link.id, page.link.title) for page in compared.pages)
    lacking = no_card_about(compared.lacking)
    return card(*notes, lacking, first, *parted, row(*whole), accent=Accent.LOOKUP)


def nothing_card(nothing: Nothing, note: str = "") -> StudyView:
    """Return a card that says so and leads to the nearest titles, or to all lessons."""
    asked = _echo(nothing.query)
    title = f"## Nothing fits “{asked}”"
    if not nothing.nearest:
        is_long = len(nothing.query.split()) > _FEW
        advice = (
            "Try one or two words, such as the name of a tool" if is_long else "Try other words"
        )
        advice += ", or browse the lessons."
        home = row(GoToPage.to(HOME, "All lessons"))
        return card(note, title, advice, home, accent=Accent.NEUTRAL)
    best = nothing.nearest[0]
    return card(
        note,
        title,
        "Try other words, or open one of the nearest titles.",
        row(GoToPage.to(best.id, f"Did you mean {best.title}?"), GoToPage.to(HOME, "All lessons")),
        row(Open.make(options_for(nothing.nearest), placeholder="The nearest titles", slot=_SLOT)),
        accent=Accent.NEUTRAL,
    )


def terms_card(found: Sequence[Meaning]) -> StudyView:
    """Return what the concepts mean that are named in a message, each one press away."""
    if not found:
        return card(
            "## No term of the lessons",
            "I know none of the words in this message. `/concept` understands descriptions too.",
            row(GoToPage.to(HOME, "All lessons")),
            accent=Accent.NEUTRAL,
        )
    more = options_for(one.link for one in found[_SECTIONS:])
    first = "The first " if len(found) == MENTIONED else ""
    return card(
        f"## {first}{len(found)} terms in this message",
        *_abouts(found)[:_SECTIONS],
        row(Open.make(more, placeholder="More terms", slot="terms")) if more else None,
        accent=Accent.LOOKUP,
    )


def how_to_ask_card(said: SmallTalk, example: str, mention: str) -> StudyView:
    """Return the one line for who asks nothing: how to do it, in a channel behind a ``mention``."""
    if said == "thanks":
        return card("You are welcome.", accent=Accent.NEUTRAL)
    words = f"{mention} {escape(clip(example, _ECHO))}".strip()
    such = f", such as “{words}”" if example else ""
    behind = " behind my name" if mention else ""
    text = f"Write what you are looking for{behind}{such}."
    home = row(GoToPage.to(HOME, "All lessons"))
    return card(f"{_BEFORE.get(said, '')}{text}", home, accent=Accent.NEUTRAL)


def _abouts(meanings: Sequence[Meaning]) -> list[discord.ui.Section[Any]]:
    """Return titles with what they are about, each beside its button; equal ones say where too."""
    count = Counter(meaning.link.title.casefold() for meaning in meanings)
    return [
        discord.ui.Section(
            _said(one, with_place=count[one.link.title.casefold()] > 1),
            accessory=GoToPage.to(one.link.id, "Open"),
        )
        for one in meanings
    ]


def _said(meaning: Meaning, *, with_place: bool = False) -> str:
    link = meaning.link
    place = f"-# {escape(clip_path(link.detail, _ECHO))}"
    said = f"**{escape(clip(link.title, _ECHO))}**"
    return "\n".join(
        [said, *([place] if with_place or not meaning.sentence else []), meaning.sentence]
    ).strip()


def _echo(query: str) -> str:
    return escape(clip(" ".join(query.split()), _ECHO))


def text_of_message(message: discord.Message) -> str:
    """Return all that a message says, in its text, embeds and components."""
    embeds = [text for embed in message.embeds for text in (embed.title, embed.description)]
    return "\n".join(filter(None, [message.content, *embeds, *texts_of(message)]))
