"""What the page can do for each person: read, write, and use commands and components."""

from __future__ import annotations

import asyncio
import copy
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.playground.callbacks import Callbacks
from bot.playground.component_tree import Component
from bot.playground.errors import ActionRefused, DiscordError
from bot.playground.faults import Faults
from bot.playground.hub import Hub
from bot.playground.interactions import (
    ANSWER_SECONDS,
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    MODAL_SUBMIT,
    Interactions,
    Outcome,
)
from bot.playground.limits.inputs import SELECTS
from bot.playground.messages import Messages, reference_to
from bot.playground.options import (
    SUBCOMMAND,
    Resolver,
    check_modal_values,
    check_options,
    check_values,
)
from bot.playground.payloads import ChannelType, CommandType, Json, MessageType
from bot.playground.permissions import Permission, permissions_in
from bot.playground.rate_limits import RateLimits
from bot.playground.targets import Targets
from bot.playground.visibility import Visibility

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from contextlib import AbstractAsyncContextManager

    from bot.playground.world import World

__all__ = ["ActionRefused", "Outcome", "Playground"]


class Playground:
    """The local Discord as people use it. Methods take ids as ints; in JSON ids are strings."""

    def __init__(
        self,
        world: World,
        token: str,
        *,
        answer_within: float = ANSWER_SECONDS,
        rate_limits: bool = False,
    ) -> None:
        self.world = world
        self.token = token
        """What the bot must log in with."""
        self.hub = Hub(world)
        self.messages_service = Messages(world, self.hub)
        self.interactions = Interactions(world, self.hub, answer_within=answer_within)
        self.callbacks = Callbacks(world, self.messages_service, self.interactions)
        self.visibility = Visibility(world, self.hub)
        self.targets = Targets(world, self.visibility)
        self.rate_limits = RateLimits(enforced=rate_limits)
        self.faults = Faults()
        """What tests make go wrong in the API."""
        self.came_online = asyncio.Event()
        """Set while the bot is connected."""

    # what a person sees

    @property
    def people(self) -> list[Json]:
        """The people whom a page can be: user objects with `role`, instructor or student."""
        return [
            {**self.world.users[person], "role": part} for person, part in self.world.people.items()
        ]

    @property
    def bot_online(self) -> bool:
        """Whether the bot is connected."""
        return self.hub.bot is not None and self.hub.bot.online

    def channels(self, person: int) -> list[Json]:
        """Return the text channels, their threads and the DM with the bot, each with `can_send`."""
        world = self.world
        listed = []
        for channel in [*world.guild_channels(), *world.threads(), world.dm_with(person)]:
            allowed = permissions_in(world, person, channel)
            if allowed & Permission.VIEW_CHANNEL:
                shown = copy.deepcopy(channel) | {
                    "can_send": self.visibility.can_send(channel, allowed)
                }
                if channel["type"] == ChannelType.DM:
                    bot = world.users[world.bot_id]
                    shown |= {
                        "recipients": [dict(bot)],
                        "name": bot["global_name"] or bot["username"],
                    }
                listed.append(shown)
        return listed

    def messages(self, person: int, channel: int) -> list[Json]:
        """Return what a person sees in a channel, oldest first, with `ephemeral` and `pings_me`."""
        seen = self.visibility.visible(person, channel)
        history = self.world.history(channel)
        return [self.hub.seen_by(person, m) for m in history if self.hub.may_see(person, m, seen)]

    def commands(
        self, person: int, channel: int, kind: CommandType = CommandType.CHAT_INPUT
    ) -> list[Json]:
        """Return the application commands of a kind that a person may use in a channel, by name."""
        seen = self.visibility.visible(person, channel)
        usable = [
            c
            for c in self.world.commands.values()
            if c["type"] == kind and self.visibility.usable(c, person, seen)
        ]
        return sorted(copy.deepcopy(usable), key=lambda command: str(command["name"]))

    def subscribe(self, person: int) -> AbstractAsyncContextManager[AsyncIterator[Json]]:
        """Return a context with the events `{"t": NAME, "d": {…}}` that this person may see."""
        return self.hub.subscribe(person)

    def bot_changed(self, *, online: bool) -> None:
        """Tell every page that the bot came or went; the gateway calls this."""
        (self.came_online.set if online else self.came_online.clear)()
        self.hub.tell_everyone("BOT_STATUS", {"online": online})

    def rename(self, name: str) -> None:
        """Give the server another name, which every page shows."""
        if name != self.world.guild["name"]:
            self.world.guild["name"] = name
            self.world.touch()
            self.hub.tell_everyone("GUILD_UPDATE", {"name": name})

    # what a person does

    async def send_message(
        self, person: int, channel: int, content: str, reply_to: int | None = None
    ) -> Json:
        """Send a message as a person, or reply to one; return it as they see it."""
        place = self.visibility.visible(person, channel)
        if not self.visibility.can_send(place, permissions_in(self.world, person, place)):
            raise ActionRefused("You do not have permission to send messages in this channel.")
        kind, extra = MessageType.DEFAULT, {}
        if reply_to is not None:
            answered = self.visibility.message_in(person, place, reply_to)
            kind = MessageType.REPLY
            extra = {"message_reference": reference_to(answered, place)}
        with _length_told():
            message = self.messages_service.create(
                place, person, {"content": content.strip()}, kind=kind, extra=extra
            )
        return self.hub.seen_by(person, message)

    async def edit_message(self, person: int, message: int, content: str) -> None:
        """Change the text of a person's own message."""
        written = self.visibility.own_message(person, message)
        with _length_told():
            self.messages_service.edit(written, {"content": content.strip()})

    async def delete_message(self, person: int, message: int) -> None:
        """Delete a person's own message."""
        self.messages_service.delete(self.visibility.own_message(person, message))

    async def invoke(
        self,
        person: int,
        channel: int,
        command_id: int,
        options: list[Json],
        target: int | None = None,
    ) -> int:
        """Use a command, on a `target` if it is for one; return the interaction's id."""
        place, command = self.visibility.command(person, channel, command_id)
        resolver = Resolver(self.world, place)
        data: Json = {"id": command["id"], "name": command["name"], "type": command["type"]}
        if "guild_id" in command:
            data["guild_id"] = command["guild_id"]
        extra: Json = {"command_type": command["type"]}
        if command["type"] == CommandType.CHAT_INPUT:
            known = command.get("options") or []
            data["options"] = check_options(known, options, resolver, complete=True)
        else:
            found = self.targets.find(person, place, command, target, resolver)
            data |= found.data
            extra |= found.metadata
        if resolver.found:
            data["resolved"] = resolver.found
        extra["name"] = name = _full_name(command["name"], data.get("options") or [])
        return self.interactions.open(COMMAND, person, place, data, extra, command_name=name)

    async def autocomplete(
        self, person: int, channel: int, command_id: int, options: list[Json]
    ) -> list[Json]:
        """Ask for choices for the option with `focused`; none if the bot does not answer."""
        place, command = self.visibility.command(person, channel, command_id)
        resolver = Resolver(self.world, place)
        checked = check_options(command.get("options") or [], options, resolver, complete=False)
        data: Json = {
            "id": command["id"],
            "name": command["name"],
            "type": int(CommandType.CHAT_INPUT),
            "options": checked,
        }
        if resolver.found:
            data["resolved"] = resolver.found
        interaction = self.interactions.open(AUTOCOMPLETE, person, place, data, {})
        return (await self.settled(interaction)).choices

    async def click(self, person: int, message: int, custom_id: str) -> int:
        """Press a button and return the interaction's id."""
        shown, button = self.visibility.component(person, message, custom_id)
        if button["type"] != Component.BUTTON:
            raise ActionRefused("This is not a button.")
        return self._use(person, shown, button, {})

    async def select(self, person: int, message: int, custom_id: str, values: list[str]) -> int:
        """Choose values in a select and return the interaction's id."""
        shown, select = self.visibility.component(person, message, custom_id)
        if select["type"] not in SELECTS:
            raise ActionRefused("This is not a select menu.")
        channel = self.world.channel(int(shown["channel_id"]))
        resolver = Resolver(self.world, channel)
        check_values(select, values, resolver)
        chosen: Json = {"values": values}
        if resolver.found:
            chosen["resolved"] = resolver.found
        return self._use(person, shown, select, chosen)

    async def submit_modal(self, person: int, interaction_id: int, components: list[Json]) -> int:
        """Submit the modal that answered an interaction and return the new interaction's id."""
        opened = self.world.interactions.get(interaction_id)
        if opened is None or opened.person != person or opened.modal is None:
            raise ActionRefused("This form is no longer open.")
        channel = self.visibility.visible(person, opened.channel)
        resolver = Resolver(self.world, channel)
        sent = check_modal_values(opened.modal, components, resolver)
        data: Json = {"custom_id": opened.modal["custom_id"], "components": sent}
        if resolver.found:
            data["resolved"] = resolver.found
        message = self.world.messages.get(opened.channel, {}).get(opened.message or 0)
        return self.interactions.open(
            MODAL_SUBMIT,
            person,
            channel,
            data,
            {"triggering_interaction_metadata": opened.metadata},
            message=message,
            custom_id=data["custom_id"],
        )

    async def settled(self, interaction_id: int) -> Outcome:
        """Wait until the bot has answered an interaction, or may no longer, and return how."""
        return await self.interactions.settled(interaction_id)

    def _use(self, person: int, message: Json, component: Json, more: Json) -> int:
        """Open the interaction of a component."""
        channel = self.world.channel(int(message["channel_id"]))
        data = {
            "component_type": component["type"],
            "custom_id": component["custom_id"],
            "id": component["id"],
        }
        extra = {"interacted_message_id": message["id"]}
        custom_id = component["custom_id"]
        return self.interactions.open(
            COMPONENT, person, channel, data | more, extra, message=message, custom_id=custom_id
        )


@contextmanager
def _length_told() -> Iterator[None]:
    """Say how long a message may be when Discord refuses it."""
    try:
        yield
    except DiscordError as exc:
        raise ActionRefused("A message has 1 to 2,000 characters.") from exc


def _full_name(name: str, options: list[Json]) -> str:
    """Return a command's name with its subcommands."""
    if options and options[0]["type"] in {SUBCOMMAND, SUBCOMMAND + 1}:
        return f"{name} {_full_name(options[0]['name'], options[0].get('options') or [])}"
    return name
