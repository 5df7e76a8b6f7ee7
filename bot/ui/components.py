"""Buttons, selects and modals that outlive a restart and share the one error path.

All state of a button or select is in its custom_id, written by a route such as ``lab:next:{walk}``,
so a message from before a restart works like one sent a moment ago.
"""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeAlias, TypeVar

import discord

from bot.failures import answer_failure

if TYPE_CHECKING:
    from bot.client import StudyBot

Interaction: TypeAlias = "discord.Interaction[StudyBot]"
ItemT = TypeVar("ItemT", bound="discord.ui.Item[Any]")

CUSTOM_ID_LIMIT = 100
FORM_SECONDS = 3600.0
"""How long a form may stay open before it is forgotten."""
_NEVER = r"(?!)"


class RoutedItem(discord.ui.DynamicItem[ItemT], template=_NEVER):
    """An item with a route; ``values`` holds the route's fields as strings without a colon.

    Subclass a kind below, as in ``class Next(StudyButton, route="lab:next:{walk}")``.
    """

    route: ClassVar[str] = ""

    def __init_subclass__(cls, *, route: str | None = None) -> None:
        super().__init_subclass__(template=_NEVER if route is None else _template(route))
        cls.route = route or ""

    def __init__(self, item: ItemT, values: dict[str, str]) -> None:
        super().__init__(item)
        self.values = values

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: Any, match: re.Match[str], /
    ) -> Self:
        """Bring the used item back from its custom_id."""
        return cls(item, match.groupdict())

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Answer the use of the item; discord.py itself would only log what that raises."""
        if not await interaction.client.intake.admits(interaction):
            return
        try:
            await self.used(interaction)
        except Exception as exc:  # noqa: BLE001  (the one error path takes everything)
            await answer_failure(interaction, exc, source=self.route)

    async def used(self, interaction: Interaction) -> None:
        """Answer the use of the item."""
        raise NotImplementedError

    @classmethod
    def custom_id_for(cls, **fields: object) -> str:
        """Return the route with its fields filled; raise ValueError when Discord has no room."""
        values = {name: str(value) for name, value in fields.items()}
        if wrong := [name for name, value in values.items() if ":" in value]:
            raise ValueError(f"a colon in {wrong} of route {cls.route}")
        custom_id = cls.route.format(**values)
        if len(custom_id) > CUSTOM_ID_LIMIT:
            raise ValueError(f"custom_id of {len(custom_id)} characters: {custom_id}")
        return custom_id


class StudyButton(RoutedItem["discord.ui.Button[Any]"]):
    """A button with a route; implement ``used``."""

    @classmethod
    def make(
        cls,
        label: str | None,
        *,
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
        emoji: str | None = None,
        disabled: bool = False,
        **fields: object,
    ) -> Self:
        """Return a button to send; ``fields`` fill the route."""
        button: discord.ui.Button[Any] = discord.ui.Button(
            label=label,
            style=style,
            emoji=emoji,
            disabled=disabled,
            custom_id=cls.custom_id_for(**fields),
        )
        return cls(button, {name: str(value) for name, value in fields.items()})


class StudySelect(RoutedItem["discord.ui.Select[Any]"]):
    """A select of one option with a route; implement ``chosen``."""

    @classmethod
    def make(
        cls, options: list[discord.SelectOption], *, placeholder: str, **fields: object
    ) -> Self:
        """Return a select of at most 25 options; ``fields`` fill the route."""
        return cls._make(options, 1, 1, placeholder, fields)

    @classmethod
    def make_several(
        cls,
        options: list[discord.SelectOption],
        *,
        placeholder: str,
        least: int = 1,
        **fields: object,
    ) -> Self:
        """Return a select from which ``least`` or more options are chosen; override ``used``."""
        return cls._make(options, least, len(options), placeholder, fields)

    @classmethod
    def _make(
        cls,
        options: list[discord.SelectOption],
        least: int,
        most: int,
        placeholder: str,
        fields: dict[str, object],
    ) -> Self:
        select: discord.ui.Select[Any] = discord.ui.Select(
            options=options,
            placeholder=placeholder,
            min_values=least,
            max_values=most,
            custom_id=cls.custom_id_for(**fields),
        )
        return cls(select, {name: str(value) for name, value in fields.items()})

    async def used(self, interaction: Interaction) -> None:
        """Hand the chosen option's value on."""
        await self.chosen(interaction, self.item.values[0])

    async def chosen(self, interaction: Interaction, value: str) -> None:
        """Answer the choice."""
        raise NotImplementedError


class StudyModal(discord.ui.Modal):
    """A form. Send it with ``StudyBot.send_modal``, so that a late submit is answered too."""

    expired = False
    """Whether it was open for too long; discord.py has forgotten it then."""

    def __init__(self, *, title: str) -> None:
        super().__init__(title=title, timeout=FORM_SECONDS)

    async def interaction_check(  # type: ignore[override]
        self, interaction: Interaction, /
    ) -> bool:
        """Let everybody submit whom the bot has time for."""
        return await interaction.client.intake.admits(interaction)

    async def on_timeout(self) -> None:
        """Note that nobody will hear of a submit any more."""
        self.expired = True

    async def on_error(  # type: ignore[override]
        self, interaction: Interaction, error: Exception, /
    ) -> None:
        """Answer a failed submit in private."""
        await answer_failure(interaction, error, source=f"modal {self.title}")


class StudyView(discord.ui.LayoutView):
    """A message made of Components V2. It never times out: its items keep their own state."""

    def __init__(self) -> None:
        super().__init__(timeout=None)


def _template(route: str) -> str:
    """Turn ``lab:next:{walk}`` into a regular expression with a group for each field."""
    parts = []
    for literal, field, _, _ in string.Formatter().parse(route):
        parts.append(re.escape(literal))
        if field is not None:
            parts.append(f"(?P<{field}>[^:]*)")
    return "".join(parts)
