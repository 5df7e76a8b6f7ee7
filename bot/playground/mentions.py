"""Who a message pings, after what the sender allowed and what their permissions allow."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.playground.component_tree import text_of
from bot.playground.limits.form import Form
from bot.playground.permissions import Permission, permissions_in

if TYPE_CHECKING:
    from bot.playground.limits.form import Path
    from bot.playground.payloads import Json
    from bot.playground.world import World

_CODE = re.compile(r"```.*?```|``.*?``|`[^`\n]*`", re.DOTALL)
_USER = re.compile(r"<@!?(\d+)>")
_ROLE = re.compile(r"<@&(\d+)>")
_EVERYONE = re.compile(r"@(?:everyone|here)\b")
_KINDS = ("users", "roles", "everyone")


def check_allowed(allowed: Json | None, prefix: Path = ()) -> None:
    """Check an `allowed_mentions` object; raise 50035."""
    if not allowed:
        return
    form = Form((*prefix, "allowed_mentions"))
    parse = allowed.get("parse") or []
    for index, kind in enumerate(parse):
        if kind not in _KINDS:
            form.choice(("parse", index), "'users', 'roles', 'everyone'")
    for kind in ("users", "roles"):
        form.size((kind,), len(allowed.get(kind) or []), 0, 100)
        if kind in parse and allowed.get(kind):
            text = f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.'
            form.add((), "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", text)
    form.finish()


def mentions(
    world: World,
    author: int,
    channel: Json,
    message: Json,
    *,
    allowed: Json | None,
    replied: Json | None = None,
) -> Json:
    """Return the `mentions`, `mention_roles` and `mention_everyone` of a message.

    `allowed` is the sender's `allowed_mentions` (None: all); `replied` is what it answers.
    """
    text = _CODE.sub(
        "", (message.get("content") or "") + "\n" + text_of(message.get("components") or [])
    )
    allowed = {"parse": _KINDS, "replied_user": True} if allowed is None else allowed
    may_all = bool(permissions_in(world, author, channel) & Permission.MENTION_EVERYONE)
    users = [found for found in dict.fromkeys(_USER.findall(text)) if int(found) in world.users]
    users = _allowed(users, "users", allowed)
    if replied and allowed.get("replied_user") and replied["author"]["id"] not in users:
        users.append(replied["author"]["id"])
    roles = []
    for found in dict.fromkeys(_ROLE.findall(text)):
        role = world.roles.get(int(found))
        if role and "guild_id" in channel and (may_all or role["mentionable"]):
            roles.append(found)
    everyone = (
        may_all and "everyone" in (allowed.get("parse") or ()) and bool(_EVERYONE.search(text))
    )
    return {
        "mentions": [dict(world.users[int(found)]) for found in users],
        "mention_roles": _allowed(roles, "roles", allowed),
        "mention_everyone": everyone and "guild_id" in channel,
    }


def _allowed(found: list[str], kind: str, allowed: Json) -> list[str]:
    """Keep the ids that `allowed_mentions` lets ping."""
    if kind in (allowed.get("parse") or ()):
        return found
    listed = {str(item) for item in allowed.get(kind) or ()}
    return [item for item in found if item in listed]
