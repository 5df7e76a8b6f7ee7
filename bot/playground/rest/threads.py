"""Routes that start threads and change who is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground import payloads
from bot.playground.errors import DiscordError
from bot.playground.limits.form import Form
from bot.playground.payloads import THREAD_TYPES, ChannelType, MessageFlag, timestamp
from bot.playground.permissions import Permission
from bot.playground.rest.channels import ARCHIVE_AFTER

if TYPE_CHECKING:
    from bot.playground.payloads import Json
    from bot.playground.rest.wire import Answer, Call, Route


def _start(call: Call) -> Answer:
    kind = call.json.get("type", ChannelType.PRIVATE_THREAD)
    form = Form()
    if kind not in {ChannelType.PUBLIC_THREAD, ChannelType.PRIVATE_THREAD}:
        form.choice(("type",), "11, 12")
    form.finish()
    private = kind == ChannelType.PRIVATE_THREAD
    needed = Permission.CREATE_PRIVATE_THREADS if private else Permission.CREATE_PUBLIC_THREADS
    return 201, _create(call, call.channel(needed), call.world.new_id(), ChannelType(kind))


def _start_from_message(call: Call) -> Answer:
    channel = call.channel(Permission.CREATE_PUBLIC_THREADS, Permission.READ_MESSAGE_HISTORY)
    message = call.world.public_message(int(channel["id"]), call.id("message"))
    if int(message["id"]) in call.world.channels:
        raise DiscordError(400, 160004, "A thread has already been created for this message")
    thread = _create(call, channel, int(message["id"]), ChannelType.PUBLIC_THREAD)
    message["flags"] |= int(MessageFlag.HAS_THREAD)
    call.world.touch()
    call.playground.hub.message("MESSAGE_UPDATE", message)
    return 201, thread


def _create(call: Call, parent: Json, snowflake: int, kind: ChannelType) -> Json:
    """Check, store and publish a new thread; the bot is in it."""
    body, world = call.json, call.world
    if parent["type"] != ChannelType.TEXT:
        raise DiscordError(400, 50024, "Cannot execute action on this channel type")
    form = Form()
    form.text(("name",), body.get("name"), 1, 100)
    duration = body.get("auto_archive_duration") or 1_440
    if duration not in ARCHIVE_AFTER:
        form.choice(("auto_archive_duration",), ", ".join(map(str, ARCHIVE_AFTER)))
    form.finish()
    now = world.clock.now()
    thread = payloads.thread(
        snowflake, parent, owner=world.bot_id, name=body["name"], kind=kind, made=now
    )
    thread["thread_metadata"]["auto_archive_duration"] = duration
    thread["rate_limit_per_user"] = body.get("rate_limit_per_user") or 0
    world.channels[snowflake] = thread
    world.thread_members[snowflake] = [world.bot_id]
    world.touch()
    call.playground.hub.channel_event("THREAD_CREATE", thread)
    return thread | {"member": _membership(call, thread, world.bot_id)}


def _membership(call: Call, thread: Json, user: int) -> Json:
    """Return a thread member object."""
    joined = timestamp(call.world.clock.now())
    return {"id": thread["id"], "user_id": str(user), "join_timestamp": joined, "flags": 0}


def _join(call: Call) -> Answer:
    return _change_members(call, call.world.bot_id, present=True)


def _leave(call: Call) -> Answer:
    return _change_members(call, call.world.bot_id, present=False)


def _add(call: Call) -> Answer:
    return _change_members(call, call.id("user"), present=True)


def _remove(call: Call) -> Answer:
    return _change_members(call, call.id("user"), present=False)


def _change_members(call: Call, user: int, *, present: bool) -> Answer:
    """Put a member in a thread or take them out."""
    needed = (Permission.SEND_MESSAGES,) if present else ()
    thread = call.channel(*needed)
    if thread["type"] not in THREAD_TYPES:
        raise DiscordError(400, 50024, "Cannot execute action on this channel type")
    if user not in call.world.members:
        raise DiscordError(404, 10007, "Unknown Member")
    if not present and user != call.world.bot_id:
        call.channel(Permission.MANAGE_THREADS)
    inside = call.world.thread_members.setdefault(int(thread["id"]), [])
    if present and user not in inside:
        inside.append(user)
    elif not present and user in inside:
        inside.remove(user)
    thread["member_count"] = len(inside)
    call.world.touch()
    call.playground.hub.channel_event("THREAD_UPDATE", thread)
    return 204, None


def _members(call: Call) -> Answer:
    thread = call.channel()
    inside = call.world.thread_members.get(int(thread["id"]), [])
    return 200, [_membership(call, thread, user) for user in inside]


_THREAD = r"/channels/{channel:\d+}/thread-members"
ROUTES: tuple[Route, ...] = (
    ("POST", r"/channels/{channel:\d+}/threads", _start),
    ("POST", r"/channels/{channel:\d+}/messages/{message:\d+}/threads", _start_from_message),
    ("GET", _THREAD, _members),
    ("PUT", _THREAD + "/@me", _join),
    ("DELETE", _THREAD + "/@me", _leave),
    ("PUT", _THREAD + r"/{user:\d+}", _add),
    ("DELETE", _THREAD + r"/{user:\d+}", _remove),
)
