"""The state of the local Discord: plain Discord objects by id, without any network."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.playground import payloads
from bot.playground.errors import unknown_channel, unknown_message
from bot.playground.payloads import DISCORD_EPOCH_MS, THREAD_TYPES, ChannelType, Json
from bot.playground.seed import seed

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.clock import Clock

MESSAGES_KEPT = 500
"""How many messages a channel keeps; older ones are forgotten."""


@dataclass
class Interaction:
    """What became of one thing that a person did to the bot."""

    id: int
    token: str
    kind: int
    """2 command, 3 component, 4 autocomplete, 5 modal submit."""
    person: int
    channel: int
    metadata: Json
    """The `interaction_metadata` of the messages that answer it."""
    command_name: str | None = None
    message: int | None = None
    """The message whose component was used, also when that component opened the submitted modal."""
    custom_id: str | None = None
    status: str = "pending"
    """pending, then one of the kinds of `page_api.Outcome`."""
    original: int | None = None
    """The message that `@original` names."""
    messages: list[int] = field(default_factory=list)
    """Every message that this interaction's token may change."""
    modal: Json | None = None
    choices: list[Json] = field(default_factory=list)
    error: str | None = None


class World:
    """Everything that the server knows; fresh worlds are seeded with one course's server."""

    def __init__(self, clock: Clock, *, seeded: bool = True) -> None:
        self.clock = clock
        self.base_url = ""
        """Where this server is reached, for links to attachments."""
        self.on_change: Callable[[], None] = lambda: None
        self.bot_id = 0
        self.guild_id = 0
        self.guild: Json = {}
        self.users: dict[int, Json] = {}
        self.people: dict[int, str] = {}
        """The accounts that a page may use, with their part: instructor or student."""
        self.members: dict[int, Json] = {}
        self.roles: dict[int, Json] = {}
        self.channels: dict[int, Json] = {}
        self.thread_members: dict[int, list[int]] = {}
        self.messages: dict[int, dict[int, Json]] = {}
        self.viewers: dict[int, int] = {}
        """Ephemeral messages and the one person who sees each."""
        self.commands: dict[int, Json] = {}
        self.interactions: dict[int, Interaction] = {}
        self.files: dict[int, bytes] = {}
        self.last_id = 0
        if seeded:
            seed(self)

    def new_id(self) -> int:
        """Make a snowflake of this moment, greater than every earlier one."""
        moment = int(self.clock.now().timestamp() * 1000) - DISCORD_EPOCH_MS
        self.last_id = max(moment << 22, self.last_id + 1)
        return self.last_id

    def touch(self) -> None:
        """Say that something changed and should be kept."""
        self.on_change()

    # channels

    def channel(self, channel: int) -> Json:
        """Return a channel, or answer 10003."""
        try:
            return self.channels[channel]
        except KeyError:
            raise unknown_channel() from None

    def dm_members(self, channel: Json) -> tuple[int, int]:
        """Return the two ends of a direct-message channel: the bot and the person."""
        return self.bot_id, int(channel["recipients"][0]["id"])

    def dm_with(self, person: int) -> Json:
        """Return the direct-message channel between the bot and a person."""
        for channel in self.channels.values():
            if channel["type"] == ChannelType.DM and person in self.dm_members(channel):
                return channel
        raise unknown_channel()

    def guild_channels(self) -> list[Json]:
        """Return the guild's channels in their order, without threads."""
        found = [c for c in self.channels.values() if c["type"] == ChannelType.TEXT]
        return sorted(found, key=lambda channel: (channel["position"], int(channel["id"])))

    def threads(self) -> list[Json]:
        """Return the guild's threads, oldest first."""
        return [c for c in self.channels.values() if c["type"] in THREAD_TYPES]

    def guild_json(self) -> Json:
        """Return the guild object as REST gives it."""
        return payloads.guild(self.guild, list(self.roles.values()), len(self.members))

    # messages

    def message(self, channel: int, message: int) -> Json:
        """Return a stored message, ephemeral ones too, or answer 10008."""
        try:
            return self.messages[channel][message]
        except KeyError:
            raise unknown_message() from None

    def public_message(self, channel: int, message: int) -> Json:
        """Return a message that the whole channel sees, or answer 10008."""
        if message in self.viewers:
            raise unknown_message()
        return self.message(channel, message)

    def history(self, channel: int) -> list[Json]:
        """Return a channel's messages, ephemeral ones too, oldest first."""
        return list(self.messages.get(channel, {}).values())

    def add_message(self, message: Json, viewer: int | None = None) -> None:
        """Store a new message; with a viewer it is ephemeral."""
        channel, snowflake = int(message["channel_id"]), int(message["id"])
        kept = self.messages.setdefault(channel, {})
        kept[snowflake] = message
        if viewer is not None:
            self.viewers[snowflake] = viewer
        else:
            self.channels[channel]["last_message_id"] = message["id"]
            self._count(self.channels[channel], 1)
        while len(kept) > MESSAGES_KEPT:
            self.forget_message(channel, next(iter(kept)))
        self.touch()

    def forget_message(self, channel: int, message: int) -> Json:
        """Remove a message with its files and return it."""
        gone = self.messages[channel].pop(message)
        if self.viewers.pop(message, None) is None:
            self._count(self.channels[channel], -1)
        for attachment in gone["attachments"]:
            self.files.pop(int(attachment["id"]), None)
        self.touch()
        return gone

    def _count(self, channel: Json, change: int) -> None:
        """Keep the counters of a thread."""
        if channel["type"] in THREAD_TYPES:
            channel["message_count"] = max(0, channel["message_count"] + change)
            channel["total_message_sent"] += max(0, change)

    def render(self, message: Json, viewer: int | None = None) -> Json:
        """Return a message as the API gives it, with links to its files and what it answers.

        A private message that it answers is only for the ``viewer`` who sees that one.
        """
        shown = copy.deepcopy(message)
        links = {}
        for attachment in shown["attachments"]:
            name = attachment["filename"]
            link = f"{self.base_url}/attachments/{shown['channel_id']}/{attachment['id']}/{name}"
            attachment["url"] = attachment["proxy_url"] = link
            links[f"attachment://{name}"] = link
        if links:
            _link(shown["embeds"], links)
            _link(shown["components"], links)
        reference = shown.get("message_reference")
        if shown["type"] in payloads.ANSWER_TYPES and reference:
            target = int(reference["message_id"])
            found = self.messages.get(int(reference["channel_id"]), {}).get(target)
            if found is None:
                shown["referenced_message"] = None
            elif self.viewers.get(target, viewer) == viewer:
                shown["referenced_message"] = self.render({**found, "message_reference": None})
                del shown["referenced_message"]["message_reference"]
        thread = self.channels.get(int(shown["id"]))
        if thread is not None:
            shown["thread"] = copy.deepcopy(thread)
        return shown


def _link(part: object, links: dict[str, str]) -> None:
    """Replace `attachment://` URLs anywhere below an embed or component."""
    if isinstance(part, dict):
        for key, value in part.items():
            if isinstance(value, str):
                part[key] = links.get(value, value)
            else:
                _link(value, links)
    elif isinstance(part, list):
        for item in part:
            _link(item, links)
