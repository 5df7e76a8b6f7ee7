"""The live half of the page: one stream of server-sent events per tab, with ready fragments."""

from __future__ import annotations

import asyncio
import json
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.playground.page.guard import SECURITY_HEADERS, person_of
from bot.playground.page.views import directory_of

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator

    from bot.playground.page.render import Renderer
    from bot.playground.page_api import Playground
    from bot.playground.payloads import Json

KEEP_ALIVE_SECONDS = 15.0
_CHANNEL_EVENTS = frozenset(
    f"{kind}_{change}"
    for kind in ("CHANNEL", "THREAD")
    for change in ("CREATE", "UPDATE", "DELETE")
)
_INTERACTION_STATES = {
    "INTERACTION_PENDING": "pending",
    "INTERACTION_DONE": "done",
    "INTERACTION_FAILED": "failed",
}


class Live:
    """Turns a person's events into what a tab does: ``{"name": …}`` with ids and HTML."""

    def __init__(self, playground: Playground, renderer: Renderer) -> None:
        self._playground = playground
        self._renderer = renderer

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Send events until the tab or the server goes; none is missed after ``ready``."""
        person = person_of(self._playground, request.query.get("as"))
        headers = SECURITY_HEADERS | {"Cache-Control": "no-store"}
        response = web.StreamResponse(headers=headers)
        response.content_type = "text/event-stream"
        await response.prepare(request)
        try:
            async with self._playground.subscribe(person) as events:
                await _send(response, {"name": "ready"})
                async with aclosing(_with_pauses(events)) as paced:
                    async for event in paced:
                        told = self.translate(person, event) if event else None
                        await _send(response, told)
        except ConnectionResetError:
            # The tab was closed; there is nobody left to tell.
            pass
        return response

    def translate(self, person: int, event: Json) -> Json | None:
        """Return what a tab is told of an event, None for one that changes nothing there."""
        name, data = event["t"], event["d"]
        if name in {"MESSAGE_CREATE", "MESSAGE_UPDATE"}:
            return self._message(person, data, fresh=name == "MESSAGE_CREATE")
        if name in _CHANNEL_EVENTS:
            directory = directory_of(self._playground, person)
            html = self._renderer.channels(directory.channels, directory, person)
            return {"name": "channels", "html": html, "channel": data["id"]}
        if name in _INTERACTION_STATES:
            return {"name": "interaction", "state": _INTERACTION_STATES[name]} | _picked(data)
        match name:
            case "MESSAGE_DELETE":
                return {"name": "gone", "id": data["id"], "channel": data["channel_id"]}
            case "MODAL_OPEN":
                html = self._renderer.modal(data, directory_of(self._playground, person))
                return {"name": "modal", "interaction": data["interaction_id"], "html": html}
            case "TYPING_START":
                return self._typing(person, data)
            case "COMMANDS_UPDATE":
                return {"name": "commands"}
            case "GUILD_UPDATE":
                return {"name": "guild", "guild": data["name"]}
            case "BOT_STATUS":
                return {"name": "status", "online": data["online"]}
        return None

    def _message(self, person: int, message: Json, *, fresh: bool) -> Json:
        directory = directory_of(self._playground, person)
        return {
            "name": "message",
            "fresh": fresh,
            "id": message["id"],
            "channel": message["channel_id"],
            "mine": message["author"]["id"] == str(person),
            "asked": _asked(message) == str(person),
            "ping": bool(message["pings_me"]),
            "html": self._renderer.message(message, directory),
        }

    def _typing(self, person: int, data: Json) -> Json | None:
        who = int(data["user_id"])
        name = directory_of(self._playground, person).user(who)
        if who == person or name is None:
            return None
        return {"name": "typing", "channel": data["channel_id"], "who": name}


def _picked(data: Json) -> dict[str, Any]:
    """Return the ids of an interaction's event, and the reason when it failed."""
    return {
        "interaction": data["interaction_id"],
        "channel": data["channel_id"],
        "message": data["message_id"],
        "custom_id": data["custom_id"],
        "text": data.get("message"),
    }


async def _send(response: web.StreamResponse, event: Json | None) -> None:
    """Write one event, or a comment that keeps the connection open."""
    line = ": still here" if event is None else f"data: {json.dumps(event)}"
    await response.write(f"{line}\n\n".encode())


async def _with_pauses(events: AsyncIterator[Json]) -> AsyncGenerator[Json | None]:
    """Yield events, and None whenever nothing has come for a while."""
    following: asyncio.Future[Json] = asyncio.ensure_future(anext(events))
    try:
        while True:
            done, _ = await asyncio.wait({following}, timeout=KEEP_ALIVE_SECONDS)
            if not done:
                yield None
                continue
            try:
                event = following.result()
            except StopAsyncIteration:
                return
            following = asyncio.ensure_future(anext(events))
            yield event
    finally:
        following.cancel()


def _asked(message: Json) -> str | None:
    """Return the id of the person whose command, press or message this one of the bot answers."""
    metadata = message.get("interaction_metadata")
    if metadata:
        return str(metadata["user"]["id"])
    replied = message.get("referenced_message") if message["author"]["bot"] else None
    return str(replied["author"]["id"]) if replied else None
