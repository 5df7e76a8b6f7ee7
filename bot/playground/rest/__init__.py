"""The REST routes that the bot uses; every other route answers with an error that names it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.rest import channels, commands, identity, interactions, messages, threads, wire

if TYPE_CHECKING:
    from aiohttp import web

API = "/api/v10"


def add_rest_routes(app: web.Application) -> None:
    """Mount the API below `/api/v10`."""
    for module in (identity, channels, messages, threads, commands, interactions):
        for method, path, handler in module.ROUTES:
            app.router.add_route(method, API + path, wire.endpoint(handler, f"{method} {path}"))
    app.router.add_route("*", "/api{rest:.*}", wire.endpoint(wire.no_route, "none"))
    app.router.add_get("/attachments/{channel}/{attachment}/{filename}", messages.attachment)
