"""What people do on the page: small JSON posts, each for the person that its body names."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.playground.errors import ActionRefused
from bot.playground.page.guard import person_of, snowflake

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.playground.page_api import Playground

Body = dict[str, Any]


class Actions:
    """POST handlers by name; each answers ``{"interaction_id"}``, ``{"choices"}`` or ``{}``."""

    def __init__(self, playground: Playground) -> None:
        self._playground = playground
        self.by_name: dict[str, Callable[[web.Request], Awaitable[web.Response]]] = {
            "send": self.send,
            "edit": self.edit,
            "delete": self.delete,
            "invoke": self.invoke,
            "autocomplete": self.autocomplete,
            "click": self.click,
            "select": self.select,
            "modal": self.modal,
        }

    async def send(self, request: web.Request) -> web.Response:
        """Send ``content`` to ``channel``, or reply to the message ``reply_to`` in it."""
        person, body = await self._read(request)
        channel = snowflake(body.get("channel"))
        reply_to = snowflake(body["reply_to"]) if body.get("reply_to") else None
        await self._playground.send_message(person, channel, _content(body), reply_to)
        return web.json_response({})

    async def edit(self, request: web.Request) -> web.Response:
        """Put ``content`` into ``message``."""
        person, body = await self._read(request)
        message = snowflake(body.get("message"))
        await self._playground.edit_message(person, message, _content(body))
        return web.json_response({})

    async def delete(self, request: web.Request) -> web.Response:
        """Delete ``message``."""
        person, body = await self._read(request)
        await self._playground.delete_message(person, snowflake(body.get("message")))
        return web.json_response({})

    async def invoke(self, request: web.Request) -> web.Response:
        """Use ``command`` in ``channel`` with ``options`` in Discord's nesting or on ``target``."""
        person, body = await self._read(request)
        channel, command = snowflake(body.get("channel")), snowflake(body.get("command"))
        options = _objects(body, "options")
        target = snowflake(body["target"]) if "target" in body else None
        return _opened(await self._playground.invoke(person, channel, command, options, target))

    async def autocomplete(self, request: web.Request) -> web.Response:
        """Ask the bot for choices; one of the ``options`` has ``focused``."""
        person, body = await self._read(request)
        channel, command = snowflake(body.get("channel")), snowflake(body.get("command"))
        options = _objects(body, "options")
        found = await self._playground.autocomplete(person, channel, command, options)
        return web.json_response({"choices": found})

    async def click(self, request: web.Request) -> web.Response:
        """Press the button ``custom_id`` of ``message``."""
        person, body = await self._read(request)
        message = snowflake(body.get("message"))
        return _opened(await self._playground.click(person, message, str(body.get("custom_id"))))

    async def select(self, request: web.Request) -> web.Response:
        """Choose ``values`` in the select ``custom_id`` of ``message``."""
        person, body = await self._read(request)
        values, custom_id = body.get("values"), str(body.get("custom_id"))
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise ValueError("values must be a list of texts")
        message = snowflake(body.get("message"))
        return _opened(await self._playground.select(person, message, custom_id, values))

    async def modal(self, request: web.Request) -> web.Response:
        """Submit the modal of ``interaction``; ``components`` are shaped like Discord's."""
        person, body = await self._read(request)
        interaction = snowflake(body.get("interaction"))
        components = _objects(body, "components")
        return _opened(await self._playground.submit_modal(person, interaction, components))

    async def _read(self, request: web.Request) -> tuple[int, Body]:
        """Return the person and the body; a form of another site cannot send this content type."""
        if request.content_type != "application/json":
            raise ActionRefused("Actions are JSON; use the page.")
        # A half of a surrogate pair is in no text of Discord's, and in no answer of this server.
        sent = json.dumps(await request.json(), ensure_ascii=False)
        body = json.loads(sent.encode(errors="replace"))
        if not isinstance(body, dict):
            raise ValueError("the body must be an object")  # noqa: TRY004 - guard answers ValueError
        return person_of(self._playground, body.get("as")), body


def _content(body: Body) -> str:
    content = body.get("content")
    if not isinstance(content, str):
        raise ValueError("content must be text")  # noqa: TRY004 - guard answers ValueError
    return content


def _objects(body: Body, key: str) -> list[dict[str, Any]]:
    found = body.get(key)
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise ValueError(f"{key} must be a list of objects")
    return found


def _opened(interaction: int) -> web.Response:
    return web.json_response({"interaction_id": str(interaction)})
