"""Buttons, selects and modals that outlive a restart and share the one error path.

All state of a button or select is in its custom_id, written by a route such as
``lab:over:{attempt:int}``, so a message from before a restart works like one sent a moment ago.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeAlias, TypeVar

import discord

from bot.error_handler import answer_failure
from bot.errors import UserError
from bot.ui.routes import Route, number_of

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.client import StudyBot
    from bot.pictures import ReadPicture

Interaction: TypeAlias = "discord.Interaction[StudyBot]"
ItemT = TypeVar("ItemT", bound="discord.ui.Item[Any]")

OLD_BUTTON = "This button is from an older version. Use the command again."
CHANGED_CARD = "This card has changed since you pressed. Use it as it is now."
FORM_SECONDS = 3600.0
"""How long a form may stay open before it is forgotten."""
_NEVER = r"(?!)"


class RoutedItem(discord.ui.DynamicItem[ItemT], template=_NEVER):
    """An item with a route; ``values`` holds the route's fields, each with its type.

    Subclass a kind below, as in ``class Finish(StudyButton, route="lab:end:{attempt:int}")``.
    What is pressed was sent by a client, so whatever does not fit the route is never an item.
    """

    route: ClassVar[Route] = Route("")

    def __init_subclass__(cls, *, route: str | None = None) -> None:
        cls.route = Route(route or "")
        super().__init_subclass__(template=_NEVER if route is None else cls.route.template)

    def __init__(self, item: ItemT, values: Mapping[str, Any]) -> None:
        super().__init__(item)
        self.values = values

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: Any, match: re.Match[str], /
    ) -> Self:
        """Make the used item from its custom_id."""
        return cls(item, cls.route.values(match))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Answer the use of the item; discord.py itself would only log what that raises."""
        if not await interaction.client.intake.admits(interaction):
            return
        try:
            await self.used(interaction)
        except Exception as exc:  # noqa: BLE001  (the one error path takes everything)
            await answer_failure(interaction, exc, source=self.route.text)

    async def used(self, interaction: Interaction) -> None:
        """Answer the use of the item."""
        raise NotImplementedError

    @classmethod
    def custom_id_for(cls, **fields: object) -> str:
        """Return the route with its fields filled; raise ValueError when Discord has no room."""
        return cls.route.fill(**fields)


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
        return cls(button, fields)


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
        return cls(select, fields)

    def picked(self) -> tuple[str, ...]:
        """Return the chosen values; raise UserError unless the select offers just these."""
        values = tuple(self.item.values)
        offered = {option.value for option in self.item.options}
        fits = self.item.min_values <= len(values) <= self.item.max_values
        if not fits or len(set(values)) < len(values) or not offered.issuperset(values):
            raise UserError(CHANGED_CARD)
        return values

    def picked_numbers(self) -> tuple[int, ...]:
        """Return the chosen values of a select whose options are numbers."""
        values = self.picked()
        numbers = tuple(one for value in values if (one := number_of(value)) is not None)
        if len(numbers) < len(values):
            raise UserError(CHANGED_CARD)
        return numbers

    async def used(self, interaction: Interaction) -> None:
        """Hand the chosen option's value on."""
        await self.chosen(interaction, self.picked()[0])

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
        """Note that discord.py no longer calls this form on a submit."""
        self.expired = True

    def answers(self, interaction: discord.Interaction[Any]) -> bool:
        """Return whether a submit is answered here: discord.py forgets a form once it is done."""
        return not self.expired and (not self.is_finished() or interaction.response.is_done())

    async def on_error(  # type: ignore[override]
        self, interaction: Interaction, error: Exception, /
    ) -> None:
        """Answer a failed submit in private."""
        await answer_failure(interaction, error, source=f"modal {self.title}")


class StudyView(discord.ui.LayoutView):
    """A message made of Components V2. It never times out: its items keep their own state.

    ``pictures`` are those that its gallery shows, to be sent with it.
    """

    pictures: Sequence[ReadPicture] = ()

    def __init__(self) -> None:
        super().__init__(timeout=None)
        # What is finished discord.py does not keep: a private card would stay in memory for a
        # quarter of an hour, with a task that waits, and one in a channel for ever.
        self.stop()


def why_unanswered(
    interaction: discord.Interaction[Any], kinds: Iterable[type[RoutedItem[Any]]]
) -> str | None:
    """Return what to tell a person whose press reaches no item of these kinds, else None.

    discord.py does not answer a press on what the message does not have: a second click on a card
    that has moved on, or a custom_id that somebody made up.
    """
    data: Any = interaction.data or {}
    custom_id, kind = str(data.get("custom_id", "")), data.get("component_type")
    if interaction.message is None or not any(one.route.fits(custom_id) for one in kinds):
        return OLD_BUTTON
    there = any(
        part.type.value == kind and getattr(part, "custom_id", None) == custom_id
        for part in _parts(interaction.message.components)
    )
    return None if there else CHANGED_CARD


def _parts(components: Iterable[Any]) -> Iterator[Any]:
    """Yield components with all that is inside of them."""
    for component in components:
        yield component
        yield from _parts(getattr(component, "children", ()))
        if accessory := getattr(component, "accessory", None):
            yield accessory
