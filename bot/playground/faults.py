"""Faults that tests add to the local Discord's API: refusals, limits, broken and lost answers."""

from __future__ import annotations

import asyncio
import json
import math
import re
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Literal

from aiohttp import web

from bot.playground.errors import DiscordError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

Wait = float | asyncio.Event
"""Seconds, or an event to wait for."""
API = "/api/v10"


@dataclass(frozen=True)
class Reply:
    """An answer in place of the API's own."""

    status: int
    body: str
    headers: dict[str, str] = field(default_factory=dict)


CUT = Reply(0, "")
"""No answer: the connection breaks."""


def refusal(status: int, code: int, message: str = "Refused by a test") -> Reply:
    """Build an error as the API sends it, with Discord's own code."""
    body = DiscordError(status, code, message).to_json()
    return Reply(status, json.dumps(body), {"Content-Type": "application/json"})


def rate_limit(
    retry_after: float,
    *,
    scope: Literal["user", "shared", "global"] = "user",
    bucket: str = "00000000000000000000000000000000",
    limit: int = 5,
    reset: float = 0.0,
) -> Reply:
    """Build a 429 that asks to wait `retry_after` seconds; the scope `global` is for all routes.

    `limit` requests may be made until `reset`, which is in seconds since the epoch.
    """
    body = {
        "message": "You are being rate limited.",
        "retry_after": retry_after,
        "global": scope == "global",
    }
    headers = {
        "Content-Type": "application/json",
        "Via": "1.1 google",
        "Retry-After": str(math.ceil(retry_after)),
        "X-RateLimit-Scope": scope,
    }
    if scope == "global":
        headers["X-RateLimit-Global"] = "true"
    else:
        headers |= {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": "0",
            "X-RateLimit-Reset": f"{reset:.3f}",
            "X-RateLimit-Reset-After": f"{retry_after:.3f}",
            "X-RateLimit-Bucket": bucket,
        }
    return Reply(429, json.dumps(body), headers)


def proxy_error(status: int = 502) -> Reply:
    """Build the page with which the proxy before the API says that it is down."""
    title = f"{status} {HTTPStatus(status).phrase}"
    page = f"<html>\r\n<head><title>{title}</title></head>\r\n<body>{title}</body>\r\n</html>\r\n"
    return Reply(status, page, {"Content-Type": "text/html", "Server": "cloudflare"})


def banned() -> Reply:
    """Build the proxy's 429 for an address that made too many invalid requests."""
    page = "<html><head><title>Access denied | discord.com used Cloudflare</title></head></html>"
    headers = {"Content-Type": "text/html", "Server": "cloudflare", "Retry-After": "3600"}
    return Reply(429, page, headers)


@dataclass(eq=False)
class Fault:
    """What happens to the requests that fit, until it has happened often enough."""

    method: str
    pattern: re.Pattern[str]
    reply: Reply | None
    """None: the API's own answer."""
    takes_effect: bool
    before: Wait
    after: Wait
    times: int | None
    """How many more requests it will meet; None: all."""
    hits: int = 0
    """How many requests it has met."""
    _hit: asyncio.Condition = field(default_factory=asyncio.Condition)

    def fits(self, method: str, path: str) -> bool:
        """Return whether this fault is for a request; `path` is below `/api/v10`."""
        if self.times == 0 or self.method not in {"*", method}:
            return False
        return self.pattern.fullmatch(path) is not None

    async def count(self) -> None:
        """Note that a request has been met."""
        self.hits += 1
        if self.times is not None:
            self.times -= 1
        async with self._hit:
            self._hit.notify_all()

    async def was_hit(self, times: int = 1) -> None:
        """Return once so many requests have been met."""
        async with self._hit:
            await self._hit.wait_for(lambda: self.hits >= times)


class Faults:
    """The faults of one server; the first that fits a request decides about it."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._ended = asyncio.Event()

    def __bool__(self) -> bool:
        """Return whether there is any."""
        return bool(self._faults)

    def add(
        self,
        method: str,
        path: str,
        reply: Reply | None = None,
        *,
        takes_effect: bool | None = None,
        before: Wait = 0.0,
        after: Wait = 0.0,
        times: int | None = None,
    ) -> Fault:
        """Add a fault for a method (`*`: any) and a path below `/api/v10`.

        In the path `*` is one part, at the end one or more: `/channels/*/messages/*`. With a
        `reply` the request has no effect, unless `takes_effect`: then only the true answer is lost.
        `before` delays the effect and `after` the answer. It ends after so many `times`, or when it
        is removed.
        """
        effect = reply is None if takes_effect is None else takes_effect
        if reply is None and not effect:
            raise ValueError("a request without effect needs a reply")
        fault = Fault(method.upper(), _pattern(path), reply, effect, before, after, times)
        self._faults.append(fault)
        return fault

    def remove(self, fault: Fault) -> None:
        """End a fault; requests that it holds go on holding."""
        self._faults.remove(fault)

    def clear(self) -> None:
        """End all faults."""
        self._faults.clear()

    def close(self) -> None:
        """End all faults, and break the connections of requests that are held."""
        self.clear()
        self._ended.set()

    async def handle(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer a request, with the fault that is for it."""
        path = request.path.removeprefix(API)
        if path == request.path:
            return await handler(request)
        for fault in self._faults:
            if fault.fits(request.method, path):
                return await self._apply(fault, request, handler)
        return await handler(request)

    async def _apply(
        self, fault: Fault, request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        """Let a fault happen to a request."""
        await fault.count()
        if not await self._wait(fault.before):
            return _answer(CUT, request)
        response = None
        if fault.takes_effect:
            response = await handler(request)
        else:
            await request.read()
        if not await self._wait(fault.after):
            return _answer(CUT, request)
        if fault.reply is None and response is not None:
            return response
        return _answer(fault.reply or CUT, request)

    async def _wait(self, wait: Wait) -> bool:
        """Wait as long as a fault says; return whether the server is still there."""
        if wait == 0:
            return True
        over = wait.wait() if isinstance(wait, asyncio.Event) else asyncio.sleep(wait)
        tasks = [asyncio.ensure_future(over), asyncio.ensure_future(self._ended.wait())]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
        return not self._ended.is_set()


def _answer(reply: Reply, request: web.Request) -> web.Response:
    """Turn a reply into a response; `CUT` breaks the connection and answers nobody."""
    if reply is CUT:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()
    return web.Response(status=reply.status, headers=reply.headers, body=reply.body.encode())


def _pattern(path: str) -> re.Pattern[str]:
    """Return the expression for a path with stars."""
    *parts, last = path.strip("/").split("/")
    inner = "".join("/[^/]+" if part == "*" else f"/{re.escape(part)}" for part in parts)
    return re.compile(inner + ("/.+" if last == "*" else f"/{re.escape(last)}"))
