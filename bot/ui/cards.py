"""Builds the bot's messages from Components V2: one container with texts, rows and rules."""

from __future__ import annotations

from enum import IntEnum
from itertools import accumulate, islice
from typing import TYPE_CHECKING, Any

import discord

from bot.ui.components import StudyView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.pictures import ReadPicture

TEXT_LIMIT = 4000
"""Characters of text in one message, all its text displays together."""


class Accent(IntEnum):
    """The stripe beside a card says what kind it is."""

    LOOKUP = 0x3B82F6
    QUIZ = 0x8B5CF6
    LAB = 0x0D9488
    ANNOUNCEMENT = 0xD97706
    GOOD = 0x16A34A
    NEUTRAL = 0x64748B


def card(
    *parts: str | discord.ui.Item[Any] | None,
    accent: Accent,
    outside: Iterable[Any] = (),
    pictures: Sequence[ReadPicture] = (),
) -> StudyView:
    """Return a message: strings become text displays, None is left out, ``outside`` goes below.

    ``pictures`` are those in it.

    Raises ValueError when the texts together exceed Discord's limit, so callers page first.
    """
    container: discord.ui.Container[Any] = discord.ui.Container(accent_colour=int(accent))
    length = 0
    for part in parts:
        if part is None or part == "":
            continue
        if isinstance(part, str):
            length += len(part)
            container.add_item(discord.ui.TextDisplay(part))
        else:
            container.add_item(part)
    if length > TEXT_LIMIT:
        raise ValueError(f"a card of {length} characters")
    view = StudyView()
    view.pictures = pictures
    view.add_item(container)
    for item in outside:
        view.add_item(item)
    return view


def row(*items: discord.ui.Item[Any] | None) -> discord.ui.ActionRow[Any] | None:
    """Return an action row with the items that are there, or None when there are none."""
    present = [item for item in items if item is not None]
    return discord.ui.ActionRow(*present) if present else None


def rule() -> discord.ui.Separator[Any]:
    """Return a visible line between two parts of a card."""
    return discord.ui.Separator(visible=True)


def clip(text: str, limit: int) -> str:
    """Return ``text`` in at most ``limit`` characters, with an ellipsis where it was cut."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def within(lines: Iterable[str], room: int, most: int) -> list[str]:
    """Return the first lines, as many as ``most`` and ``room`` characters allow."""
    first = list(islice(lines, most))
    sizes = accumulate(len(line) + 1 for line in first)
    return first[: sum(size <= room for size in sizes)]


def texts_of(message: discord.Message) -> Iterator[str]:
    """Yield the texts of a card that was sent, in their order."""
    for item in discord.ui.LayoutView.from_message(message).walk_children():
        if isinstance(item, discord.ui.TextDisplay):
            yield item.content
