"""What a lookup says when it found something else than what was typed, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.reading import HOME
from bot.ui.cards import Accent, card, clip, row
from bot.ui.markdown import escape
from bot.ui.reading_cards import Open, Turn, options_for

if TYPE_CHECKING:
    from bot.ui.components import StudyView

    from ._service import Nothing

_ECHO = 100
_SLOT = "others"


def correction(query: str | None) -> str:
    """Return a line that says how the query was understood, or nothing."""
    return f"-# Showing results for **{escape(clip(query, _ECHO))}**" if query else ""


def nothing_card(nothing: Nothing) -> StudyView:
    """Return a card that says so and leads to the nearest titles, or to all lessons."""
    asked = escape(clip(" ".join(nothing.query.split()), _ECHO))
    title = f"## Nothing fits “{asked}”" if asked else "## Type what you are looking for"
    if not nothing.nearest:
        advice = "Try one or two words, such as the name of a tool, or browse the lessons."
        return card(title, advice, row(Turn.to(HOME, "All lessons")), accent=Accent.NEUTRAL)
    best = nothing.nearest[0]
    return card(
        title,
        f"Did you mean **{escape(clip(best.title, _ECHO))}**?",
        row(Turn.to(best.id, f"Open {best.title}"), Turn.to(HOME, "All lessons")),
        row(Open.make(options_for(nothing.nearest), placeholder="The nearest titles", slot=_SLOT)),
        accent=Accent.NEUTRAL,
    )
