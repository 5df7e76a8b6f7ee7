"""Routes about the bot itself, users, and the guild with its members and roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.errors import DiscordError, missing_access
from bot.playground.sessions import APPLICATION_FLAGS, gateway_url

if TYPE_CHECKING:
    from bot.playground.payloads import Json
    from bot.playground.rest.wire import Answer, Call, Route


def _me(call: Call) -> Answer:
    world = call.world
    private = {"verified": True, "mfa_enabled": False, "email": None, "locale": "en-US"}
    return 200, world.users[world.bot_id] | private


def _user(call: Call) -> Answer:
    found = call.world.users.get(call.id("user"))
    if found is None:
        raise DiscordError(404, 10013, "Unknown User")
    return 200, found


def _application(call: Call) -> Answer:
    """Return the application, which belongs to the first instructor, so that one can be tried."""
    world = call.world
    instructors = (user for user, part in world.people.items() if part == "instructor")
    owner = next(instructors, int(world.guild["owner_id"]))
    application: Json = {
        "id": str(world.bot_id),
        "name": world.users[world.bot_id]["global_name"],
        "icon": None,
        "description": "",
        "summary": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "owner": world.users[owner],
        "team": None,
        "type": None,
        "flags": APPLICATION_FLAGS,
        "flags_new": str(APPLICATION_FLAGS),
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "eligible_oauth2_scopes": [],
        "approximate_guild_count": 1,
        "integration_types_config": {"0": {}, "1": {}},
        "bot": world.users[world.bot_id],
    }
    return 200, application


def _gateway(call: Call) -> Answer:
    return 200, {"url": gateway_url(call.world.base_url)}


def _gateway_bot(call: Call) -> Answer:
    limit = {"total": 1000, "remaining": 999, "reset_after": 86_400_000, "max_concurrency": 1}
    url = gateway_url(call.world.base_url)
    return 200, {"url": url, "shards": 1, "session_start_limit": limit}


def _check_guild(call: Call) -> None:
    """Refuse any guild but the one that there is."""
    if call.id("guild") != call.world.guild_id:
        raise missing_access()


def _guild(call: Call) -> Answer:
    _check_guild(call)
    return 200, call.world.guild_json()


def _roles(call: Call) -> Answer:
    _check_guild(call)
    return 200, list(call.world.roles.values())


def _role(call: Call) -> Answer:
    _check_guild(call)
    found = call.world.roles.get(call.id("role"))
    if found is None:
        raise DiscordError(404, 10011, "Unknown Role")
    return 200, found


def _channels(call: Call) -> Answer:
    _check_guild(call)
    return 200, call.world.guild_channels()


def _active_threads(call: Call) -> Answer:
    _check_guild(call)
    active = [t for t in call.world.threads() if not t["thread_metadata"]["archived"]]
    return 200, {"threads": active, "members": []}


def _members(call: Call) -> Answer:
    _check_guild(call)
    limit = int(call.request.query.get("limit", 1))
    after = int(call.request.query.get("after", 0))
    listed = [member for user, member in sorted(call.world.members.items()) if user > after]
    return 200, listed[:limit]


def _member(call: Call) -> Answer:
    _check_guild(call)
    found = call.world.members.get(call.id("user"))
    if found is None:
        raise DiscordError(404, 10007, "Unknown Member")
    return 200, found


ROUTES: tuple[Route, ...] = (
    ("GET", "/users/@me", _me),
    ("GET", r"/users/{user:\d+}", _user),
    ("GET", "/oauth2/applications/@me", _application),
    ("GET", "/applications/@me", _application),
    ("GET", "/gateway", _gateway),
    ("GET", "/gateway/bot", _gateway_bot),
    ("GET", r"/guilds/{guild:\d+}", _guild),
    ("GET", r"/guilds/{guild:\d+}/roles", _roles),
    ("GET", r"/guilds/{guild:\d+}/roles/{role:\d+}", _role),
    ("GET", r"/guilds/{guild:\d+}/channels", _channels),
    ("GET", r"/guilds/{guild:\d+}/threads/active", _active_threads),
    ("GET", r"/guilds/{guild:\d+}/members", _members),
    ("GET", r"/guilds/{guild:\d+}/members/{user:\d+}", _member),
)
