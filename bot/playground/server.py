"""The server of the local Discord: gateway, REST and page on one loopback port."""

from __future__ import annotations

import errno
import ipaddress
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from aiohttp import web
from yarl import URL

from bot.playground.errors import PlaygroundError
from bot.playground.gateway import HEARTBEAT_SECONDS, Gateway
from bot.playground.page import add_page_routes
from bot.playground.rest import add_rest_routes
from bot.playground.rest.wire import PLAYGROUND

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from bot.playground.page_api import Playground

    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

__all__ = ["GATEWAY", "PLAYGROUND", "build_app", "serve"]

GATEWAY: web.AppKey[Gateway] = web.AppKey("gateway", Gateway)
BODY_BYTES = 64 * 1024 * 1024
_READ_ONLY = {"GET", "HEAD", "OPTIONS"}


def build_app(playground: Playground, *, heartbeat: float = HEARTBEAT_SECONDS) -> web.Application:
    """Build the whole server around a playground."""
    app = web.Application(middlewares=[_guard, _inject], client_max_size=BODY_BYTES)
    app[PLAYGROUND] = playground
    app[GATEWAY] = gateway = Gateway(playground, heartbeat=heartbeat)
    app.router.add_get("/gateway", gateway.handle)
    app.router.add_get("/gateway/", gateway.handle)
    add_rest_routes(app)
    add_page_routes(app, playground)
    app.on_shutdown.append(_shut_down)
    return app


@asynccontextmanager
async def serve(
    playground: Playground,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    heartbeat: float = HEARTBEAT_SECONDS,
) -> AsyncIterator[web.Application]:
    """Serve a playground on a loopback port while the context is open; port 0 takes any free one.

    Afterwards `playground.world.base_url` is its address. Raises PlaygroundError if the host is not
    loopback or the port is taken.
    """
    address = _loopback(host)
    runner = web.AppRunner(
        build_app(playground, heartbeat=heartbeat), access_log=None, shutdown_timeout=2.0
    )
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, address, port).start()
        except OSError as exc:
            raise _cannot_listen(exc, address, port) from exc
        bound = int(runner.addresses[0][1])
        url = URL.build(scheme="http", host=address, port=bound)
        playground.world.base_url = str(url).rstrip("/")
        yield runner.app
    finally:
        await runner.cleanup()


def is_loopback(host: str | None) -> bool:
    """Return whether a host name or address can only mean this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def _loopback(host: str) -> str:
    """Return the address to bind to, or refuse one that others could reach."""
    if not is_loopback(host):
        raise PlaygroundError(
            f"the local Discord listens only on this machine: use 127.0.0.1, not {host}"
        )
    return "127.0.0.1" if host == "localhost" else host


def _cannot_listen(exc: OSError, address: str, port: int) -> PlaygroundError:
    """Say why a port cannot be used and what to do."""
    if exc.errno == errno.EADDRINUSE:
        return PlaygroundError(
            f"port {port} is taken: stop the program that uses it, or choose another with --port"
        )
    if exc.errno == errno.EACCES:
        return PlaygroundError(f"port {port} is reserved: choose one above 1023 with --port")
    return PlaygroundError(f"cannot listen on {address} port {port}: {exc.strerror}")


@web.middleware
async def _guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what other sites could make a browser send here, by any name or form."""
    if not _is_local(request.host):
        return web.Response(status=421, text="The local Discord answers only on this machine.")
    origin = request.headers.get("Origin")
    acts = request.method not in _READ_ONLY or "Upgrade" in request.headers
    if acts and origin is not None and origin != f"{request.scheme}://{request.host}":
        return web.Response(status=403, text="Other sites may not act in the local Discord.")
    return await handler(request)


@web.middleware
async def _inject(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let the faults happen that tests have added."""
    faults = request.app[PLAYGROUND].faults
    return await (faults.handle(request, handler) if faults else handler(request))


def _is_local(host_header: str) -> bool:
    """Return whether a Host header names this machine."""
    try:
        return is_loopback(URL(f"http://{host_header}").host)
    except ValueError:
        return False


async def _shut_down(app: web.Application) -> None:
    """End what would keep connections open: events of pages, sockets of the bot, timers."""
    app[PLAYGROUND].hub.close()
    app[PLAYGROUND].faults.close()
    app[PLAYGROUND].interactions.close()
    await app[GATEWAY].close()
