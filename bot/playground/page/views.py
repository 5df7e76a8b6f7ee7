"""What the page reads: the document, one channel afresh, the commands, and the static files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from bot.playground.errors import ActionRefused
from bot.playground.page.directory import Directory
from bot.playground.page.guard import person_of, snowflake
from bot.playground.payloads import CommandType

if TYPE_CHECKING:
    from bot.playground.page.render import Renderer
    from bot.playground.page_api import Playground
    from bot.playground.payloads import Json

STATIC = Path(__file__).with_name("static")
MESSAGES_SHOWN = 150
MESSAGES_BEFORE = 20
"""How many messages are shown above one that somebody goes back to."""
_FILE = re.compile(r"[a-z]+\.(?:js|css|svg)")


def directory_of(playground: Playground, person: int) -> Directory:
    """Return everyone and everything that a person can name."""
    world = playground.world
    users = [*playground.people, world.users[world.bot_id]]
    roles = sorted(world.roles.values(), key=lambda role: -int(role["position"]))
    return Directory(users, roles, playground.channels(person))


class Views:
    """GET handlers; ``as`` in the query is the person, ``channel`` the channel."""

    def __init__(self, playground: Playground, renderer: Renderer) -> None:
        self._playground = playground
        self._renderer = renderer

    async def page(self, request: web.Request) -> web.Response:
        """Return the whole page; complete an address without a known person or channel."""
        people = self._playground.people
        me = next((user for user in people if user["id"] == request.query.get("as")), None)
        if me is None:
            me = next((user for user in people if user["role"] == "student"), people[0])
        channels = self._playground.channels(int(me["id"]))
        wanted = request.query.get("channel")
        channel = next((item for item in channels if item["id"] == wanted), channels[0])
        if (me["id"], channel["id"]) != (request.query.get("as"), wanted):
            raise web.HTTPFound(f"/?as={me['id']}&channel={channel['id']}")
        return web.Response(text=self._document(me, channel), content_type="text/html")

    def _document(self, me: Json, channel: Json) -> str:
        person = int(me["id"])
        directory = directory_of(self._playground, person)
        people = self._playground.people
        world = self._playground.world
        return self._renderer.page(
            me=me,
            people=people,
            instructors=[user for user in people if user["role"] == "instructor"],
            students=[user for user in people if user["role"] == "student"],
            bots=[world.users[world.bot_id]],
            guild=world.guild["name"],
            online=self._playground.bot_online,
            channel=channel,
            directory=directory,
            channel_list=self._renderer.channels(directory.channels, directory, person),
            header=self._renderer.header(channel, directory),
            menus=self._menus(person, int(channel["id"])),
            messages=self._messages(person, int(channel["id"]), directory),
        )

    async def channel(self, request: web.Request) -> web.Response:
        """Return one channel and the list of channels as fragments, to open it or to catch up."""
        person = person_of(self._playground, request.query.get("as"))
        wanted = str(snowflake(request.query.get("channel")))
        directory = directory_of(self._playground, person)
        channel = next((item for item in directory.channels if item["id"] == wanted), None)
        if channel is None:
            raise ActionRefused("You do not see this channel.")
        return web.json_response(
            {
                "id": wanted,
                "name": directory.channel_name(channel),
                "direct": channel["type"] == 1,
                "can_send": channel["can_send"],
                "guild": self._playground.world.guild["name"],
                "online": self._playground.bot_online,
                "header": self._renderer.header(channel, directory),
                "messages": self._messages(
                    person, int(wanted), directory, request.query.get("message")
                ),
                "channels": self._renderer.channels(directory.channels, directory, person),
            }
        )

    async def commands(self, request: web.Request) -> web.Response:
        """Return the commands usable in a channel, and what options of slash commands can name."""
        person = person_of(self._playground, request.query.get("as"))
        channel = snowflake(request.query.get("channel"))
        directory = directory_of(self._playground, person)
        return web.json_response(
            {
                "commands": self._playground.commands(person, channel),
                "menus": self._menus(person, channel),
                "users": directory.users,
                "roles": directory.roles,
                "channels": directory.channels,
            }
        )

    async def static(self, request: web.Request) -> web.StreamResponse:
        """Return a script, style sheet or icon of the page."""
        name = request.match_info["name"]
        if _FILE.fullmatch(name) is None or not (STATIC / name).is_file():
            raise web.HTTPNotFound
        return web.FileResponse(STATIC / name)

    def _menus(self, person: int, channel: int) -> dict[str, list[Json]]:
        """Return the commands in the menus of messages and of people."""
        kinds = {"message": CommandType.MESSAGE, "user": CommandType.USER}
        found = {name: self._playground.commands(person, channel, k) for name, k in kinds.items()}
        return {name: commands for name, commands in found.items() if commands}

    def _messages(
        self, person: int, channel: int, directory: Directory, since: str | None = None
    ) -> str:
        """Render the newest messages of a channel; more of them where ``since`` is older."""
        seen = self._playground.messages(person, channel)
        named = next((at for at, item in enumerate(seen) if item["id"] == since), len(seen))
        first = max(0, min(named - MESSAGES_BEFORE, len(seen) - MESSAGES_SHOWN))
        return self._renderer.messages(seen[first:], directory)
