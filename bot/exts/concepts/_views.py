"""The cards for a lookup that was corrected, found nothing, or is about a message's terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.pages import HOME
from bot.ui.cards import Accent, card, clip, row, texts_of
from bot.ui.markdown import escape
from bot.ui.page_cards import GoToPage, Open
from bot.ui.page_layout import options_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    import discord

    from bot.pages import PageLink
    from bot.ui.components import StudyView

    from ._service import Nothing

_ECHO = 100
_SLOT = "nearest"
_TERMS = 3000


def correction(query: str | None) -> str:
    """Return a line that says how the query was understood, or nothing."""
    return f"-# Showing results for **{escape(clip(query, _ECHO))}**" if query else ""


def nothing_card(nothing: Nothing) -> StudyView:
    """Return a card that says so and leads to the nearest titles, or to all lessons."""
    asked = escape(clip(" ".join(nothing.query.split()), _ECHO))
    title = f"## Nothing fits “{asked}”" if asked else "## Type what you are looking for"
    if not nothing.nearest:
        advice = "Try one or two words, such as the name of a tool, or browse the lessons."
        return card(title, advice, row(GoToPage.to(HOME, "All lessons")), accent=Accent.NEUTRAL)
    best = nothing.nearest[0]
    return card(
        title,
        "Try other words, or open one of the nearest titles.",
        row(GoToPage.to(best.id, f"Did you mean {best.title}?"), GoToPage.to(HOME, "All lessons")),
        row(Open.make(options_for(nothing.nearest), placeholder="The nearest titles", slot=_SLOT)),
        accent=Accent.NEUTRAL,
    )


def terms_card(found: Sequence[PageLink]) -> StudyView:
    """Return the concepts that are named in a message, to choose from."""
    if not found:
        return card(
            "## No term of the lessons",
            "I know none of the words in this message. `/concept` understands descriptions too.",
            row(GoToPage.to(HOME, "All lessons")),
            accent=Accent.NEUTRAL,
        )
    lines = [f"- **{escape(clip(link.title, _ECHO))}** · {escape(link.detail)}" for link in found]
    return card(
        f"## {len(found)} terms in this message",
        clip("\n".join(lines), _TERMS),
        row(Open.make(options_for(found), placeholder="Open one of them", slot="terms")),
        accent=Accent.LOOKUP,
    )


def text_of_message(message: discord.Message) -> str:
    """Return all that a message says, in its text, embeds and components."""
    embeds = [text for embed in message.embeds for text in (embed.title, embed.description)]
    return "\n".join(filter(None, [message.content, *embeds, *texts_of(message)]))
