"""Routes that register application commands, for everyone or for the guild."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.errors import DiscordError, missing_access
from bot.playground.limits.commands import check_command, check_commands, kind_of
from bot.playground.payloads import CommandType

if TYPE_CHECKING:
    from bot.playground.payloads import Json
    from bot.playground.rest.wire import Answer, Call, Route

_KEPT = (
    "type", "name", "name_localizations", "description", "description_localizations", "options",
    "default_member_permissions", "dm_permission", "contexts", "integration_types", "nsfw",
)  # fmt: skip


def _scope(call: Call) -> int | None:
    """Return the guild of the path, or None for global commands; refuse other applications."""
    if call.id("application") != call.world.bot_id:
        raise DiscordError(
            403, 20012, "You are not authorized to perform this action on this application"
        )
    if "guild" not in call.request.match_info:
        return None
    if call.id("guild") != call.world.guild_id:
        raise missing_access()
    return call.id("guild")


def _of(call: Call, guild: int | None) -> list[Json]:
    """Return the registered commands of one scope."""
    scope = str(guild) if guild is not None else None
    return [command for command in call.world.commands.values() if command.get("guild_id") == scope]


def _list(call: Call) -> Answer:
    return 200, _of(call, _scope(call))


def _overwrite(call: Call) -> Answer:
    guild = _scope(call)
    if not isinstance(call.body, list) or not all(isinstance(item, dict) for item in call.body):
        raise DiscordError(400, 50109, "The request body contains invalid JSON.")
    check_commands(call.body)
    known = {_key(command): command for command in _of(call, guild)}
    for command in known.values():
        del call.world.commands[int(command["id"])]
    registered = [_register(call, body, guild, known.get(_key(body))) for body in call.body]
    _changed(call)
    return 200, registered


def _create(call: Call) -> Answer:
    guild, body = _scope(call), call.json
    check_command(body)
    existing = _of(call, guild)
    others = [command for command in existing if _key(command) != _key(body)]
    check_commands([*others, body])
    old = next((command for command in existing if _key(command) == _key(body)), None)
    command = _register(call, body, guild, old)
    _changed(call)
    return (200 if old else 201), command


def _get(call: Call) -> Answer:
    return 200, _find(call)


def _edit(call: Call) -> Answer:
    old = _find(call)
    guild = _scope(call)
    body = {key: old.get(key) for key in _KEPT} | call.json | {"type": old["type"]}
    check_command(body)
    check_commands([body, *(command for command in _of(call, guild) if command is not old)])
    command = _register(call, body, guild, old)
    _changed(call)
    return 200, command


def _delete(call: Call) -> Answer:
    del call.world.commands[int(_find(call)["id"])]
    _changed(call)
    return 204, None


def _find(call: Call) -> Json:
    """Return the command in the path, or answer 10063."""
    guild = _scope(call)
    for command in _of(call, guild):
        if command["id"] == call.request.match_info["command"]:
            return command
    raise DiscordError(404, 10063, "Unknown application command")


def _key(command: Json) -> tuple[object, object]:
    """Return what makes a command the same after a new registration."""
    return kind_of(command), command.get("name")


def _register(call: Call, body: Json, guild: int | None, old: Json | None) -> Json:
    """Store a command, with the id of the one that it replaces."""
    world = call.world
    defaults: Json = {
        "type": int(CommandType.CHAT_INPUT),
        "name_localizations": None,
        "description": "",
        "description_localizations": None,
        "default_member_permissions": None,
        "dm_permission": True,
        "contexts": None,
        "integration_types": [0, 1],
        "nsfw": False,
    }
    command = defaults | {key: body[key] for key in _KEPT if body.get(key) is not None}
    if command["default_member_permissions"] is not None:
        command["default_member_permissions"] = str(command["default_member_permissions"])
    if guild is not None:
        command["guild_id"] = str(guild)
    command["id"] = old["id"] if old else str(world.new_id())
    command["application_id"] = str(world.bot_id)
    unchanged = old is not None and command == {k: v for k, v in old.items() if k != "version"}
    command["version"] = old["version"] if old and unchanged else str(world.new_id())
    world.commands[int(command["id"])] = command
    return command


def _changed(call: Call) -> None:
    """Keep the commands and tell the pages to ask for them again."""
    call.world.touch()
    call.playground.hub.tell_everyone("COMMANDS_UPDATE", {})


_GLOBAL = r"/applications/{application:\d+}/commands"
_GUILD = r"/applications/{application:\d+}/guilds/{guild:\d+}/commands"
ROUTES: tuple[Route, ...] = tuple(
    route
    for base in (_GLOBAL, _GUILD)
    for route in (
        ("GET", base, _list),
        ("PUT", base, _overwrite),
        ("POST", base, _create),
        ("GET", base + r"/{command:\d+}", _get),
        ("PATCH", base + r"/{command:\d+}", _edit),
        ("DELETE", base + r"/{command:\d+}", _delete),
    )
)
