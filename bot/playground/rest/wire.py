"""What all REST routes share: the token, bodies with files, errors and rate-limit headers."""

from __future__ import annotations

import json
import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import BodyPartReader, web

from bot.playground.errors import (
    DiscordError,
    bad_request,
    missing_access,
    missing_permissions,
    unauthorized,
)
from bot.playground.faults import rate_limit
from bot.playground.messages import Upload
from bot.playground.permissions import Permission, permissions_in

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.playground.page_api import Playground
    from bot.playground.payloads import Json
    from bot.playground.rate_limits import Usage
    from bot.playground.world import World

PLAYGROUND: web.AppKey[Playground] = web.AppKey("playground")
"""Where the application keeps its playground."""

_log = logging.getLogger(__name__)
_FILE = re.compile(r"files?\[(\d+)\]|file")
_PUBLIC = ("/interactions/", "/webhooks/", "/gateway")
"""Routes whose path has its own secret, or that need none."""
_OWNERS = ("channel", "guild", "token")
"""The parts of a path that have rate limits of their own."""


@dataclass(frozen=True)
class Call:
    """One request of the bot, with its body already read."""

    request: web.Request
    playground: Playground
    body: Any
    files: tuple[Upload, ...]

    @property
    def world(self) -> World:
        """The server's state."""
        return self.playground.world

    def id(self, name: str) -> int:
        """Return an id in the path."""
        return int(self.request.match_info[name])

    @property
    def json(self) -> Json:
        """The body as an object; anything else is refused."""
        if not isinstance(self.body, dict):
            raise DiscordError(400, 50109, "The request body contains invalid JSON.")
        return self.body

    def channel(self, *needed: Permission) -> Json:
        """Return the channel in the path, where the bot must have the given permissions."""
        channel = self.world.channel(self.id("channel"))
        allowed = permissions_in(self.world, self.world.bot_id, channel)
        if not allowed & Permission.VIEW_CHANNEL:
            raise missing_access()
        if any(not allowed & permission for permission in needed):
            raise missing_permissions()
        return channel


Answer = tuple[int, object]
"""A status and a body; None for no body."""
Route = tuple[str, str, "Callable[[Call], Answer]"]


def endpoint(
    handler: Callable[[Call], Answer], name: str
) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Turn a synchronous handler into an aiohttp one that answers as Discord does.

    Handlers do not await, so that each request happens at one moment.
    """

    async def handle(request: web.Request) -> web.Response:
        playground = request.app[PLAYGROUND]
        usage = _usage(request, playground, name)
        if usage.scope is not None:
            return _too_many(playground, usage)
        try:
            path = request.path.removeprefix("/api/v10")
            token = request.headers.get("Authorization", "")
            if not path.startswith(_PUBLIC) and token != f"Bot {playground.token}":
                raise unauthorized()
            body, files = await _read(request)
            status, answer = handler(Call(request, playground, body, files))
        except DiscordError as exc:
            level = logging.WARNING if exc.code in {0, 50035} else logging.INFO
            _log.log(level, "%s %s: %s", request.method, request.path, json.dumps(exc.to_json()))
            status, answer = exc.status, exc.to_json()
        return _response(playground, usage, status, answer)

    return handle


def no_route(call: Call) -> Answer:
    """Refuse a route that this server does not have, by its name."""
    path = call.request.path.removeprefix("/api/v10")
    raise DiscordError(404, 0, f"The local Discord has no route {call.request.method} {path}")


def _usage(request: web.Request, playground: Playground, name: str) -> Usage:
    """Count a request for its channel, guild or token."""
    owner = next((request.match_info[part] for part in _OWNERS if part in request.match_info), "")
    return playground.rate_limits.take(name, owner, playground.world.clock)


def _too_many(playground: Playground, usage: Usage) -> web.Response:
    """Build the response to a request that was one too many."""
    refused = rate_limit(
        usage.reset_after,
        scope=usage.scope or "user",
        bucket=usage.bucket,
        limit=usage.limit,
        reset=playground.world.clock.now().timestamp() + usage.reset_after,
    )
    return web.Response(status=refused.status, headers=refused.headers, body=refused.body.encode())


def _response(playground: Playground, usage: Usage, status: int, answer: object) -> web.Response:
    """Build the response with rate-limit headers."""
    headers = {
        "X-RateLimit-Limit": str(usage.limit),
        "X-RateLimit-Remaining": str(usage.remaining),
        "X-RateLimit-Reset": f"{playground.world.clock.now().timestamp() + usage.reset_after:.3f}",
        "X-RateLimit-Reset-After": f"{usage.reset_after:.3f}",
        "X-RateLimit-Bucket": usage.bucket,
    }
    if answer is None:
        return web.Response(status=status, headers=headers)
    # discord.py parses a body only if the content type is exactly this, without a charset
    headers["Content-Type"] = "application/json"
    return web.Response(status=status, headers=headers, body=json.dumps(answer).encode())


async def _read(request: web.Request) -> tuple[Any, tuple[Upload, ...]]:
    """Read a JSON or multipart body."""
    if not request.can_read_body:
        return None, ()
    try:
        if request.content_type != "multipart/form-data":
            return json.loads(await request.text()), ()
        payload: Any = {}
        files = []
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                raise bad_request("nested multipart")
            found = _FILE.fullmatch(part.name or "")
            if part.name == "payload_json":
                payload = json.loads(await part.text())
            elif found:
                data = bytes(await part.read())
                files.append(Upload(found[1] or "0", part.filename or "file", data))
            else:
                raise bad_request(f"unexpected part {part.name!r}")
    except ValueError as exc:
        raise DiscordError(400, 50109, "The request body contains invalid JSON.") from exc
    return payload, tuple(files)
