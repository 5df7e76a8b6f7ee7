"""Routes about the messages of a channel, and the files in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from bot.playground.errors import DiscordError, missing_permissions
from bot.playground.limits.form import Form
from bot.playground.messages import reference_to
from bot.playground.payloads import THREAD_TYPES, ChannelType, MessageType, snowflake_ms
from bot.playground.permissions import Permission, permissions_in
from bot.playground.rest.wire import PLAYGROUND

if TYPE_CHECKING:
    from bot.playground.payloads import Json
    from bot.playground.rest.wire import Answer, Call, Route

NONCE_SECONDS = 5 * 60
BULK_SECONDS = 14 * 24 * 3600


def _list(call: Call) -> Answer:
    channel = call.channel()
    allowed = permissions_in(call.world, call.world.bot_id, channel)
    query = call.request.query
    limit = int(query.get("limit", 50))
    form = Form()
    form.number(("limit",), limit, 1, 100)
    form.finish()
    if not allowed & Permission.READ_MESSAGE_HISTORY:
        return 200, []
    viewers = call.world.viewers
    known = [m for m in call.world.history(int(channel["id"])) if int(m["id"]) not in viewers]
    if "around" in query:
        middle = int(query["around"])
        known.sort(key=lambda message: abs(int(message["id"]) - middle))
        known = sorted(known[:limit], key=lambda message: int(message["id"]))
    elif "after" in query:
        known = [m for m in known if int(m["id"]) > int(query["after"])][:limit]
    elif "before" in query:
        known = [m for m in known if int(m["id"]) < int(query["before"])]
    return 200, [call.world.render(message) for message in reversed(known[-limit:])]


def _get(call: Call) -> Answer:
    channel = call.channel(Permission.READ_MESSAGE_HISTORY)
    return 200, call.world.render(call.world.public_message(int(channel["id"]), call.id("message")))


def _send(call: Call) -> Answer:
    channel, body, world = call.channel(Permission.SEND_MESSAGES), call.json, call.world
    if call.files or body.get("attachments"):
        call.channel(Permission.ATTACH_FILES)
    if body.get("embeds"):
        call.channel(Permission.EMBED_LINKS)
    nonce = body.get("nonce")
    if nonce is not None:
        form = Form()
        form.size(("nonce",), len(str(nonce)), 0, 25)
        form.finish()
        if body.get("enforce_nonce") and (sent := _sent_before(call, channel, nonce)):
            return 200, world.render(sent)
    if channel["type"] in THREAD_TYPES and channel["thread_metadata"]["locked"]:
        call.channel(Permission.MANAGE_THREADS)
    extra = _reference(call, channel)
    kind = MessageType.REPLY if extra else MessageType.DEFAULT
    message = call.playground.messages_service.create(
        channel, world.bot_id, body, call.files, kind=kind, extra=extra
    )
    return 200, world.render(message)


def _sent_before(call: Call, channel: Json, nonce: object) -> Json | None:
    """Return the bot's message of the last minutes with the same nonce."""
    now = call.world.clock.now().timestamp()
    for message in reversed(call.world.history(int(channel["id"]))):
        if now - snowflake_ms(int(message["id"])) / 1000 > NONCE_SECONDS:
            break
        mine = message["author"]["id"] == str(call.world.bot_id)
        if mine and str(message.get("nonce")) == str(nonce):
            return message
    return None


def _reference(call: Call, channel: Json) -> Json:
    """Check the message that a new one replies to and return the fields for it."""
    reference = call.json.get("message_reference")
    if not reference:
        return {}
    target = int(reference.get("message_id") or 0)
    known = call.world.messages.get(int(channel["id"]), {})
    if target not in known or target in call.world.viewers:
        if reference.get("fail_if_not_exists", True):
            form = Form()
            form.add(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
            form.finish()
        return {}
    if not permissions_in(call.world, call.world.bot_id, channel) & Permission.READ_MESSAGE_HISTORY:
        raise DiscordError(403, 160002, "Cannot reply without permission to read message history")
    return {"message_reference": reference_to(known[target], channel)}


def _edit(call: Call) -> Answer:
    channel = call.channel()
    message = call.world.public_message(int(channel["id"]), call.id("message"))
    if message["author"]["id"] != str(call.world.bot_id):
        raise DiscordError(403, 50005, "Cannot edit a message authored by another user")
    if channel["type"] in THREAD_TYPES and channel["thread_metadata"]["archived"]:
        raise DiscordError(400, 50083, "Thread is archived")
    call.playground.messages_service.edit(message, call.json, call.files)
    return 200, call.world.render(message)


def _delete(call: Call) -> Answer:
    channel = call.channel()
    message = call.world.public_message(int(channel["id"]), call.id("message"))
    if message["author"]["id"] != str(call.world.bot_id):
        if channel["type"] == ChannelType.DM:
            raise DiscordError(403, 50003, "Cannot execute action on a DM channel")
        call.channel(Permission.MANAGE_MESSAGES)
    call.playground.messages_service.delete(message)
    return 204, None


def _bulk_delete(call: Call) -> Answer:
    channel = call.channel(Permission.MANAGE_MESSAGES)
    if channel["type"] == ChannelType.DM:
        raise missing_permissions()
    wanted = call.json.get("messages") or []
    form = Form()
    form.size(("messages",), len(wanted), 2, 100)
    form.finish()
    oldest = call.world.clock.now().timestamp() - BULK_SECONDS
    if any(snowflake_ms(int(message)) / 1000 < oldest for message in wanted):
        text = "You can only bulk delete messages that are under 14 days old."
        raise DiscordError(400, 50034, text)
    known = call.world.messages.get(int(channel["id"]), {})
    for message in map(int, wanted):
        if message in known and message not in call.world.viewers:
            call.playground.messages_service.delete(known[message])
    return 204, None


async def attachment(request: web.Request) -> web.Response:
    """Serve a file of a message, as a download so that no page of this origin can come from it."""
    world = request.app[PLAYGROUND].world
    number = request.match_info["attachment"]
    data = world.files.get(int(number)) if number.isdecimal() else None
    if data is None:
        raise web.HTTPNotFound(text="This file is gone.")
    name = request.match_info["filename"]
    kind = _PICTURES.get(name.rpartition(".")[2].lower())
    headers = {
        "X-Content-Type-Options": "nosniff",
        "Content-Type": kind or "application/octet-stream",
    }
    if kind is None:
        headers["Content-Disposition"] = "attachment"
    return web.Response(body=data, headers=headers)


_PICTURES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
}

_MESSAGE = r"/channels/{channel:\d+}/messages/{message:\d+}"
ROUTES: tuple[Route, ...] = (
    ("GET", r"/channels/{channel:\d+}/messages", _list),
    ("POST", r"/channels/{channel:\d+}/messages", _send),
    ("POST", r"/channels/{channel:\d+}/messages/bulk-delete", _bulk_delete),
    ("GET", _MESSAGE, _get),
    ("PATCH", _MESSAGE, _edit),
    ("DELETE", _MESSAGE, _delete),
)
