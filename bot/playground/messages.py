"""Makes, changes and removes messages, for REST, interactions and people alike."""

from __future__ import annotations

import copy
import mimetypes
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.playground.component_tree import number
from bot.playground.errors import DiscordError
from bot.playground.limits.messages import FILE_BYTES, check_message
from bot.playground.mentions import check_allowed, mentions
from bot.playground.payloads import Json, MessageFlag, MessageType, timestamp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.playground.hub import Hub
    from bot.playground.limits.form import Path
    from bot.playground.world import World

_FIELDS = ("content", "embeds", "components")
_BOT_FLAGS = (
    MessageFlag.SUPPRESS_EMBEDS | MessageFlag.SUPPRESS_NOTIFICATIONS | MessageFlag.COMPONENTS_V2
)


@dataclass(frozen=True)
class Upload:
    """A file of a request, with the number that the body knows it by."""

    number: str
    filename: str
    data: bytes


def reference_to(message: Json, channel: Json) -> Json:
    """Return the `message_reference` of a reply to a message in a channel."""
    found = {"type": 0, "message_id": message["id"], "channel_id": channel["id"]}
    return found | ({"guild_id": channel["guild_id"]} if "guild_id" in channel else {})


class Messages:
    """The one place where messages change; every change is published."""

    def __init__(self, world: World, hub: Hub) -> None:
        self.world = world
        self.hub = hub

    def create(
        self,
        channel: Json,
        author: int,
        body: Json,
        files: Sequence[Upload] = (),
        *,
        viewer: int | None = None,
        kind: MessageType = MessageType.DEFAULT,
        extra: Json | None = None,
        prefix: Path = (),
    ) -> Json:
        """Check, store and publish a new message; with a viewer it is ephemeral."""
        snowflake = self.world.new_id()
        message = self._blank(snowflake, channel, author, kind)
        message |= {key: copy.deepcopy(body[key]) for key in _FIELDS if body.get(key)}
        message["flags"] = int((body.get("flags") or 0) & _BOT_FLAGS)
        if viewer is not None:
            message["flags"] |= int(MessageFlag.EPHEMERAL)
        if body.get("nonce") is not None:
            message["nonce"] = body["nonce"]
        message |= extra or {}
        stored = self._attach(message, body.get("attachments"), files)
        self._check(message, body, prefix)
        self._finish(message, channel, author, body.get("allowed_mentions"))
        self.world.files |= stored
        self._wake(channel)
        self.world.add_message(message, viewer)
        self.hub.message("MESSAGE_CREATE", message)
        return message

    def loading(
        self, channel: Json, author: int, viewer: int | None, kind: MessageType, extra: Json
    ) -> Json:
        """Store and publish the "is thinking" message of a deferred answer."""
        message = self._blank(self.world.new_id(), channel, author, kind) | extra
        message["flags"] = int(
            MessageFlag.LOADING | (MessageFlag.EPHEMERAL if viewer is not None else 0)
        )
        self.world.add_message(message, viewer)
        self.hub.message("MESSAGE_CREATE", message)
        return message

    def edit(
        self, message: Json, body: Json, files: Sequence[Upload] = (), prefix: Path = ()
    ) -> Json:
        """Change the given fields of a message in place, check the result and publish it."""
        changed = copy.deepcopy(message)
        for key in _FIELDS:
            if key in body:
                changed[key] = copy.deepcopy(body[key]) or ("" if key == "content" else [])
        kept = MessageFlag(changed["flags"])
        was_loading = bool(kept & MessageFlag.LOADING)
        if body.get("flags") is not None:
            # Components V2 cannot be taken back; other flags are not the bot's to change
            wanted = MessageFlag(body["flags"]) & _BOT_FLAGS
            fixed = kept & ~(_BOT_FLAGS & ~MessageFlag.COMPONENTS_V2)
            kept = fixed | wanted
        changed["flags"] = int(kept & ~MessageFlag.LOADING)
        if "attachments" in body:
            listed = {str(item.get("id")) for item in body["attachments"] or ()}
            changed["attachments"] = [
                item for item in changed["attachments"] if item["id"] in listed
            ]
        stored = self._attach(changed, body.get("attachments"), files)
        self._check(changed, body, prefix)
        channel = self.world.channel(int(message["channel_id"]))
        if not was_loading:
            changed["edited_timestamp"] = timestamp(self.world.clock.now())
        self._finish(changed, channel, int(message["author"]["id"]), body.get("allowed_mentions"))
        for gone in {item["id"] for item in message["attachments"]} - {
            i["id"] for i in changed["attachments"]
        }:
            self.world.files.pop(int(gone), None)
        self.world.files |= stored
        message.clear()
        message.update(changed)
        self.world.touch()
        self.hub.message("MESSAGE_UPDATE", message)
        return message

    def delete(self, message: Json) -> None:
        """Remove a message and publish that."""
        viewer = self.world.viewers.get(int(message["id"]))
        self.world.forget_message(int(message["channel_id"]), int(message["id"]))
        self.hub.message_gone(message, viewer)

    def _wake(self, channel: Json) -> None:
        """Open an archived thread in which someone writes."""
        state = channel.get("thread_metadata")
        if state and state["archived"]:
            state["archived"] = False
            self.hub.channel_event("THREAD_UPDATE", channel)

    def _blank(self, snowflake: int, channel: Json, author: int, kind: MessageType) -> Json:
        """Make an empty message of this moment."""
        return {
            "id": str(snowflake),
            "channel_id": channel["id"],
            "author": copy.deepcopy(self.world.users[author]),
            "type": int(kind),
            "content": "",
            "embeds": [],
            "components": [],
            "attachments": [],
            "mentions": [],
            "mention_roles": [],
            "mention_everyone": False,
            "timestamp": timestamp(self.world.clock.now()),
            "edited_timestamp": None,
            "tts": False,
            "pinned": False,
            "flags": 0,
        }

    def _check(self, message: Json, body: Json, prefix: Path) -> None:
        """Check the message as it would be, and what the body asks beside it."""
        check_allowed(body.get("allowed_mentions"), prefix)
        unsupported = {key: body.get(key) for key in ("poll", "sticker_ids")}
        check_message({**message, **unsupported}, prefix)

    def _finish(self, message: Json, channel: Json, author: int, allowed: Json | None) -> None:
        """Fill in what follows from the content: embed types, component ids, mentions."""
        for embed in message["embeds"]:
            embed.setdefault("type", "rich")
            for shown in embed.get("fields") or ():
                shown.setdefault("inline", False)
        number(message["components"])
        replied = self._replied(message)
        message |= mentions(self.world, author, channel, message, allowed=allowed, replied=replied)

    def _replied(self, message: Json) -> Json | None:
        """Return the message that this one replies to, if it pings its author."""
        reference = message.get("message_reference")
        if not reference or "interaction_metadata" in message:
            return None
        return self.world.messages.get(int(reference["channel_id"]), {}).get(
            int(reference["message_id"])
        )

    def _attach(
        self, message: Json, described: list[Json] | None, files: Sequence[Upload]
    ) -> dict[int, bytes]:
        """Add the uploaded files to a message and return their bytes by attachment id."""
        about = {str(item.get("id")): item for item in described or ()}
        stored = {}
        for upload in files:
            if len(upload.data) > FILE_BYTES:
                raise DiscordError(413, 40005, "Request entity too large")
            snowflake = self.world.new_id()
            stored[snowflake] = upload.data
            given = about.get(upload.number, {})
            guessed = mimetypes.guess_type(upload.filename)[0]
            attachment: Json = {
                "id": str(snowflake),
                "filename": given.get("filename") or upload.filename,
                "size": len(upload.data),
                "content_type": guessed or "application/octet-stream",
            }
            if given.get("description"):
                attachment["description"] = given["description"]
            message["attachments"].append(attachment)
        return stored
