"""Names the local Discord's server after the courses that are served in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.loading import READINGS
from content.errors import ContentError
from content.library import load, shipped_courses
from content.readings import Readings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

NAME_LIMIT = 100
"""Discord's limit of a server's name, in characters."""


def server_name(titles: Sequence[str]) -> str:
    """Name a server after the titles of its courses, of which there is one at least."""
    more = len(titles) - 1
    rest = f" and {more} more {'course' if more == 1 else 'courses'}" if more else ""
    room = NAME_LIMIT - len(rest)
    first = titles[0] if len(titles[0]) <= room else titles[0][: room - 1].rstrip() + "…"
    return first + rest


def served_name(paths: Sequence[Path], data: Path) -> str | None:
    """Return the name for what is at ``paths``, or for the shipped courses; None without lessons.

    What is read is kept in the data folder, where the bot finds it when it starts. What is wrong
    with the lessons is for the bot to say.
    """
    try:
        library = load(tuple(paths) or (shipped_courses(),), Readings(data / READINGS))
    except ContentError:
        return None
    titles = [course.title for course in library.courses if course.lessons]
    return server_name(titles) if titles else None
