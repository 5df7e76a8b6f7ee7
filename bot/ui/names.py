"""Names as a command's parameter: what is suggested while somebody types, and how much may be."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from discord import app_commands

from bot.errors import UserError
from bot.ui.cards import clip
from bot.ui.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import discord

    from bot.catalogue import Catalogue
    from bot.client import StudyBot
    from index.suggest import Suggester

LABEL_LIMIT = 100
"""Characters of a suggestion that Discord shows, and of a name in a refusal."""
_TITLE = 60
"""How many of them a title has at least, before it is cut for its place."""
NAMED_AT_MOST = 5
"""How many names a refusal lists."""
_LONGEST = 200


class NameTransformer(app_commands.Transformer):
    """Suggests names of the server's courses; a subclass has the names and finds what is meant."""

    @property
    def min_value(self) -> int:
        """The fewest characters that may be typed."""
        return 1

    @property
    def max_value(self) -> int:
        """The most characters that may be typed."""
        return _LONGEST

    def names(self, catalogue: Catalogue) -> Suggester:
        """Return the names that are offered."""
        raise NotImplementedError

    async def autocomplete(  # type: ignore[override]
        self, interaction: discord.Interaction[StudyBot], value: str, /
    ) -> list[app_commands.Choice[str]]:
        """Return the names that fit what was typed so far."""
        bot = interaction.client
        courses = bot.courses_of(interaction.guild_id)
        return [
            app_commands.Choice(name=text, value=identity)
            for identity, text in choices(
                bot.catalogue, self.names(bot.catalogue), value, courses=courses
            )
        ]


def choices(
    catalogue: Catalogue,
    names: Suggester,
    typed: str,
    *,
    courses: Collection[str] | None,
    popular: Mapping[str, int] | None = None,
) -> list[tuple[str, str]]:
    """Return what fits ``typed`` as (id, text); no two texts are alike where places differ.

    The place is said where people see several courses, and where titles are the same, of all that
    is in one place.
    """
    found = names.complete(typed, popular=popular, courses=courses)
    in_sight = [one for one in catalogue.library.courses if courses is None or one.id in courses]
    several = len(in_sight) > 1
    alike = Counter(label.casefold() for _, label in found)
    return [
        (identity, _joined(label, catalogue.locations[identity].shown(with_course=several)))
        if identity in catalogue.locations and (several or alike[label.casefold()] > 1)
        else (identity, _cut(label, LABEL_LIMIT))
        for identity, label in found
    ]


def _joined(label: str, place: str) -> str:
    """Return a title with its place behind it, both cut to what a suggestion holds."""
    title = _cut(label, max(_TITLE, LABEL_LIMIT - len(place) - 3))
    return clip(f"{title} · {place}", LABEL_LIMIT)


def _cut(label: str, room: int) -> str:
    """Return a label cut before the name in brackets at its end, which says why it is offered."""
    title, _, name = label.rpartition(" (")
    if len(label) <= room or not title or len(name) > room // 2:
        return clip(label, room)
    return f"{clip(title, room - len(name) - 2)} ({name}"


def require_one(noun: str, typed: str, places: Sequence[str]) -> None:
    """Raise UserError when things in several ``places`` have the name that was typed."""
    listed = list(dict.fromkeys(places))
    if not listed[1:]:
        return
    lines = [f"- {escape(place)}" for place in listed[:NAMED_AT_MOST]]
    if len(listed) > NAMED_AT_MOST:
        lines.append(f"- and {len(listed) - NAMED_AT_MOST} more")
    name = escape(clip(typed.strip(), LABEL_LIMIT))
    raise UserError(
        f"{len(listed)} {noun}s are called “{name}”. Choose a suggestion while you type, or add "
        "words of the place:\n" + "\n".join(lines)
    )
