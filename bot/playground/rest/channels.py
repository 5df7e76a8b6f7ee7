"""Routes about channels: reading and changing them, typing, and opening a direct message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.errors import DiscordError, missing_permissions
from bot.playground.limits.form import Form
from bot.playground.payloads import THREAD_TYPES, ChannelType, timestamp
from bot.playground.permissions import Permission, permissions_in

if TYPE_CHECKING:
    from bot.playground.payloads import Json
    from bot.playground.rest.wire import Answer, Call, Route

ARCHIVE_AFTER = (60, 1_440, 4_320, 10_080)
_THREAD_STATE = ("archived", "locked", "invitable", "auto_archive_duration")


def _get(call: Call) -> Answer:
    return 200, call.channel()


def _edit(call: Call) -> Answer:
    channel = call.channel()
    if channel["type"] == ChannelType.DM:
        raise DiscordError(403, 50003, "Cannot execute action on a DM channel")
    if channel["type"] in THREAD_TYPES:
        _edit_thread(call, channel)
        call.playground.hub.channel_event("THREAD_UPDATE", channel)
    else:
        call.channel(Permission.MANAGE_CHANNELS)
        form = Form()
        form.text(("name",), call.json.get("name", channel["name"]), 1, 100)
        form.text(("topic",), call.json.get("topic"), 0, 1_024, required=False)
        form.finish()
        changed = ("name", "topic", "rate_limit_per_user", "permission_overwrites", "position")
        channel |= {key: call.json[key] for key in changed if key in call.json}
        call.playground.hub.channel_event("CHANNEL_UPDATE", channel)
    call.world.touch()
    return 200, channel


def _edit_thread(call: Call, thread: Json) -> None:
    """Rename, archive or lock a thread; its owner may do all but lock it."""
    body, world = call.json, call.world
    manages = bool(permissions_in(world, world.bot_id, thread) & Permission.MANAGE_THREADS)
    owns = thread["owner_id"] == str(world.bot_id) and "locked" not in body
    if not manages and not owns:
        raise missing_permissions()
    if thread["thread_metadata"]["archived"] and body.get("archived") is not False:
        raise DiscordError(400, 50083, "Thread is archived")
    form = Form()
    form.text(("name",), body.get("name", thread["name"]), 1, 100)
    state = thread["thread_metadata"]
    if body.get("auto_archive_duration", ARCHIVE_AFTER[0]) not in ARCHIVE_AFTER:
        form.choice(("auto_archive_duration",), ", ".join(map(str, ARCHIVE_AFTER)))
    form.finish()
    thread |= {key: body[key] for key in ("name", "rate_limit_per_user") if key in body}
    if "archived" in body and body["archived"] != state["archived"]:
        state["archive_timestamp"] = timestamp(world.clock.now())
    state |= {key: body[key] for key in _THREAD_STATE if key in body}


def _delete(call: Call) -> Answer:
    channel = call.channel()
    if channel["type"] not in THREAD_TYPES:
        raise missing_permissions()
    call.channel(Permission.MANAGE_THREADS)
    world = call.world
    for message in world.messages.pop(int(channel["id"]), {}):
        world.viewers.pop(message, None)
    keys = ("id", "guild_id", "parent_id", "type")
    gone = {key: channel[key] for key in keys}
    hub = call.playground.hub
    hub.tell_channel(channel, "THREAD_DELETE", gone)
    hub.to_bot("THREAD_DELETE", gone, channel)
    del world.channels[int(channel["id"])]
    world.thread_members.pop(int(channel["id"]), None)
    world.touch()
    return 200, channel


def _typing(call: Call) -> Answer:
    channel = call.channel(Permission.SEND_MESSAGES)
    world = call.world
    event = {
        "channel_id": channel["id"],
        "user_id": str(world.bot_id),
        "timestamp": int(world.clock.now().timestamp()),
    }
    call.playground.hub.tell_channel(channel, "TYPING_START", event)
    return 204, None


def _open_dm(call: Call) -> Answer:
    recipient = str(call.json.get("recipient_id", ""))
    person = int(recipient) if recipient.isdecimal() else 0
    if person not in call.world.people:
        raise DiscordError(400, 50007, "Cannot send messages to this user")
    return 200, call.world.dm_with(person)


ROUTES: tuple[Route, ...] = (
    ("GET", r"/channels/{channel:\d+}", _get),
    ("PATCH", r"/channels/{channel:\d+}", _edit),
    ("DELETE", r"/channels/{channel:\d+}", _delete),
    ("POST", r"/channels/{channel:\d+}/typing", _typing),
    ("POST", "/users/@me/channels", _open_dm),
)
