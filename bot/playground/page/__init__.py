"""The page of the local Discord: several people in one server, in as many browser tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.page.actions import Actions
from bot.playground.page.guard import guarded
from bot.playground.page.live import Live
from bot.playground.page.render import Renderer
from bot.playground.page.views import Views

if TYPE_CHECKING:
    from aiohttp import web

    from bot.playground.page_api import Playground

__all__ = ["add_page_routes"]


def add_page_routes(app: web.Application, playground: Playground) -> None:
    """Serve the page at ``/``, its live events at ``/events`` and its actions under ``/page/``."""
    renderer = Renderer()
    views, live = Views(playground, renderer), Live(playground, renderer)
    actions = Actions(playground)
    for path, view in (
        ("/", views.page),
        ("/events", live.stream),
        ("/page/channel", views.channel),
        ("/page/commands", views.commands),
        ("/page/static/{name}", views.static),
    ):
        app.router.add_get(path, guarded(view))
    for name, action in actions.by_name.items():
        app.router.add_post(f"/page/{name}", guarded(action))
