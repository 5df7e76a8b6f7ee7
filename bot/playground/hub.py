"""Carries what happens to those who should know: the bot's sessions and the people's pages."""

from __future__ import annotations

import asyncio
import copy
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Protocol

from bot.playground.payloads import MessageFlag
from bot.playground.permissions import Permission, permissions_in

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.playground.payloads import Json
    from bot.playground.world import World

QUEUE_SIZE = 1_000
"""Events that a page may fall behind before it is cut off and has to load afresh."""


class BotLink(Protocol):
    """The bot's side of the hub, which the gateway implements."""

    @property
    def online(self) -> bool:
        """Whether a bot listens now."""
        ...

    def dispatch(self, name: str, data: Json, *, guild: bool) -> None:
        """Send an event to the bot's sessions that asked for it."""
        ...


class Hub:
    """Publishes each event to everyone who may see it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.bot: BotLink | None = None
        self._queues: dict[asyncio.Queue[Json | None], int] = {}

    # people

    @asynccontextmanager
    async def subscribe(self, person: int) -> AsyncIterator[AsyncIterator[Json]]:
        """Yield the events that a person may see from now on; a reader too slow is cut off."""
        queue: asyncio.Queue[Json | None] = asyncio.Queue(QUEUE_SIZE)
        self._queues[queue] = person
        try:
            yield _Events(queue)
        finally:
            self._queues.pop(queue, None)

    def tell(self, person: int, name: str, data: Json) -> None:
        """Send an event to one person."""
        for queue, who in list(self._queues.items()):
            if who == person:
                self._put(queue, {"t": name, "d": data})

    def tell_everyone(self, name: str, data: Json) -> None:
        """Send an event to every page."""
        for queue in list(self._queues):
            self._put(queue, {"t": name, "d": data})

    def tell_channel(self, channel: Json, name: str, data: Json) -> None:
        """Send an event to everyone who sees a channel."""
        for queue, who in list(self._queues.items()):
            if permissions_in(self.world, who, channel) & Permission.VIEW_CHANNEL:
                self._put(queue, {"t": name, "d": data})

    def close(self) -> None:
        """End every subscription."""
        for queue in list(self._queues):
            self._cut(queue)

    def _put(self, queue: asyncio.Queue[Json | None], event: Json) -> None:
        """Queue an event, or cut off a reader that has stopped reading."""
        if queue.qsize() >= QUEUE_SIZE - 1:
            self._cut(queue)
        else:
            queue.put_nowait(event)

    def _cut(self, queue: asyncio.Queue[Json | None]) -> None:
        """Mark the end of a reader's events."""
        if self._queues.pop(queue, None) is not None:
            queue.put_nowait(None)

    # messages, to the bot and to the people

    def message(self, name: str, message: Json) -> None:
        """Publish MESSAGE_CREATE or MESSAGE_UPDATE to those who see the message."""
        channel = self.world.channel(int(message["channel_id"]))
        for queue, who in list(self._queues.items()):
            if self.may_see(who, message, channel):
                self._put(queue, {"t": name, "d": self.seen_by(who, message)})
        if int(message["id"]) not in self.world.viewers:
            data = self.world.render(message)
            author = int(message["author"]["id"])
            if "guild_id" in channel:
                data["guild_id"] = channel["guild_id"]
                if author in self.world.members:
                    data["member"] = {
                        k: v for k, v in self.world.members[author].items() if k != "user"
                    }
            data["channel_type"] = channel["type"]
            self.to_bot(name, data, channel)

    def message_gone(self, message: Json, viewer: int | None) -> None:
        """Publish MESSAGE_DELETE for a message that has been removed."""
        channel = self.world.channel(int(message["channel_id"]))
        for queue, who in list(self._queues.items()):
            seen = who == viewer if viewer is not None else self._sees(who, channel)
            if seen:
                self._put(queue, {"t": "MESSAGE_DELETE", "d": self.seen_by(who, message, viewer)})
        if viewer is None:
            data = {"id": message["id"], "channel_id": message["channel_id"]}
            if "guild_id" in channel:
                data["guild_id"] = channel["guild_id"]
            self.to_bot("MESSAGE_DELETE", data, channel)

    def channel_event(self, name: str, channel: Json) -> None:
        """Publish a change of a channel or thread."""
        self.tell_channel(channel, name, copy.deepcopy(channel))
        self.to_bot(name, copy.deepcopy(channel), channel)

    def to_bot(self, name: str, data: Json, channel: Json) -> None:
        """Send an event about a channel to the bot if it sees that channel."""
        if (
            self.bot
            and permissions_in(self.world, self.world.bot_id, channel) & Permission.VIEW_CHANNEL
        ):
            self.bot.dispatch(name, data, guild="guild_id" in channel)

    # what one person sees

    def may_see(self, person: int, message: Json, channel: Json) -> bool:
        """Return whether a person sees a message."""
        viewer = self.world.viewers.get(int(message["id"]))
        return (viewer is None or viewer == person) and self._sees(person, channel)

    def _sees(self, person: int, channel: Json) -> bool:
        return bool(permissions_in(self.world, person, channel) & Permission.VIEW_CHANNEL)

    def seen_by(self, person: int, message: Json, viewer: int | None = None) -> Json:
        """Return a message with what only this person's page needs."""
        shown = self.world.render(message, person)
        viewer = self.world.viewers.get(int(message["id"]), viewer)
        shown["ephemeral"] = viewer is not None or bool(shown["flags"] & MessageFlag.EPHEMERAL)
        shown["pings_me"] = shown["author"]["id"] != str(person) and self._names(person, shown)
        return shown

    def _names(self, person: int, message: Json) -> bool:
        """Return whether a message mentions a person, alone or with others."""
        mine = set(self.world.members[person]["roles"]) if person in self.world.members else set()
        return (
            bool(message["mention_everyone"])
            or not mine.isdisjoint(message["mention_roles"])
            or any(user["id"] == str(person) for user in message["mentions"])
        )


class _Events:
    """What is queued for a page, until the end mark."""

    def __init__(self, queue: asyncio.Queue[Json | None]) -> None:
        self._queue = queue

    def __aiter__(self) -> _Events:
        return self

    async def __anext__(self) -> Json:
        event = await self._queue.get()
        if event is None:
            raise StopAsyncIteration
        return event
