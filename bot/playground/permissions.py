"""Who may do what: Discord's rules for base roles, channel overwrites and threads."""

from __future__ import annotations

from enum import IntFlag
from typing import TYPE_CHECKING

from bot.playground.payloads import THREAD_TYPES, ChannelType

if TYPE_CHECKING:
    from bot.playground.payloads import Json
    from bot.playground.world import World


class Permission(IntFlag):
    """The permission bits that this server checks or hands out."""

    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_EXTERNAL_EMOJIS = 1 << 18
    MANAGE_EVENTS = 1 << 33
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38


ALL = (1 << 53) - 1
EVERYONE = (
    Permission.ADD_REACTIONS
    | Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.USE_EXTERNAL_EMOJIS
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.CREATE_PUBLIC_THREADS
    | Permission.SEND_MESSAGES_IN_THREADS
)
DM = EVERYONE & ~Permission.CREATE_PUBLIC_THREADS & ~Permission.SEND_MESSAGES_IN_THREADS


def permissions_in(world: World, user: int, channel: Json) -> Permission:
    """Compute what a user may do in a channel; nothing where they are not a member at all."""
    if channel["type"] == ChannelType.DM:
        return DM if user in world.dm_members(channel) else Permission(0)
    if user not in world.members:
        return Permission(0)
    base = guild_permissions(world, user)
    if base & Permission.ADMINISTRATOR:
        return Permission(ALL)
    is_thread = channel["type"] in THREAD_TYPES
    rules = world.channels[int(channel["parent_id"])] if is_thread else channel
    allowed = _apply_overwrites(base, rules, user, world)
    if not allowed & Permission.VIEW_CHANNEL:
        return Permission(0)
    if is_thread:
        may_send = bool(allowed & Permission.SEND_MESSAGES_IN_THREADS)
        allowed = _with(allowed, Permission.SEND_MESSAGES, on=may_send)
        inside = user in world.thread_members.get(int(channel["id"]), ())
        is_private = channel["type"] == ChannelType.PRIVATE_THREAD
        if is_private and not inside and not allowed & Permission.MANAGE_THREADS:
            return Permission(0)
    return allowed


def guild_permissions(world: World, user: int) -> Permission:
    """Compute what a member may do in the guild before any channel's overwrites."""
    if str(user) == world.guild["owner_id"]:
        return Permission(ALL)
    allowed = int(world.roles[world.guild_id]["permissions"])
    for role in world.members[user]["roles"]:
        allowed |= int(world.roles[int(role)]["permissions"])
    return Permission(ALL) if allowed & Permission.ADMINISTRATOR else Permission(allowed)


def _apply_overwrites(base: Permission, channel: Json, user: int, world: World) -> Permission:
    """Apply a channel's overwrites in Discord's order: everyone, the roles together, the member."""
    rules = {int(rule["id"]): rule for rule in channel["permission_overwrites"]}
    allowed = _overwritten(base, [rules[world.guild_id]] if world.guild_id in rules else [])
    roles = [int(role) for role in world.members[user]["roles"]]
    allowed = _overwritten(allowed, [rules[role] for role in roles if role in rules])
    return _overwritten(allowed, [rules[user]] if user in rules else [])


def _overwritten(allowed: Permission, rules: list[Json]) -> Permission:
    """Take away what any of the rules denies, then give what any of them allows."""
    for rule in rules:
        allowed &= ~Permission(int(rule["deny"]))
    for rule in rules:
        allowed |= Permission(int(rule["allow"]))
    return allowed


def _with(allowed: Permission, bit: Permission, *, on: bool) -> Permission:
    """Set or clear one bit."""
    return allowed | bit if on else allowed & ~bit
