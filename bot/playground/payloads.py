"""Discord's JSON objects as this server makes them, and the constants in them."""

from __future__ import annotations

from enum import IntEnum, IntFlag
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

Json = dict[str, Any]
"""An object of Discord's API; ids in it are strings, as on the wire."""

DISCORD_EPOCH_MS = 1_420_070_400_000


class ChannelType(IntEnum):
    """The kinds of channel that this server has."""

    TEXT = 0
    DM = 1
    NEWS_THREAD = 10
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12


THREAD_TYPES = (ChannelType.NEWS_THREAD, ChannelType.PUBLIC_THREAD, ChannelType.PRIVATE_THREAD)


class MessageFlag(IntFlag):
    """The message flags with a meaning here."""

    SUPPRESS_EMBEDS = 1 << 2
    HAS_THREAD = 1 << 5
    EPHEMERAL = 1 << 6
    LOADING = 1 << 7
    SUPPRESS_NOTIFICATIONS = 1 << 12
    COMPONENTS_V2 = 1 << 15


class MessageType(IntEnum):
    """The kinds of message that this server makes."""

    DEFAULT = 0
    REPLY = 19
    CHAT_INPUT_COMMAND = 20
    CONTEXT_MENU_COMMAND = 23


ANSWER_TYPES = (MessageType.REPLY, MessageType.CONTEXT_MENU_COMMAND)
"""The kinds of message that show which message they are about."""


class CommandType(IntEnum):
    """The kinds of application command: typed after a slash, or in the menu of something."""

    CHAT_INPUT = 1
    USER = 2
    MESSAGE = 3


def snowflake_ms(snowflake: int) -> int:
    """Return the moment in a snowflake, in milliseconds since 1970."""
    return (snowflake >> 22) + DISCORD_EPOCH_MS


def timestamp(moment: datetime) -> str:
    """Write a moment as Discord does: ISO 8601 with microseconds and offset."""
    return moment.isoformat(timespec="microseconds")


def user(
    snowflake: int, username: str, global_name: str | None = None, *, bot: bool = False
) -> Json:
    """Make a user object."""
    return {
        "id": str(snowflake),
        "username": username,
        "global_name": global_name,
        "discriminator": "0",
        "avatar": None,
        "avatar_decoration_data": None,
        "collectibles": None,
        "primary_guild": None,
        "public_flags": 0,
        "flags": 0,
        "bot": bot,
        "system": False,
        "banner": None,
        "accent_color": None,
    }


def member(account: Json, roles: list[int], joined: datetime) -> Json:
    """Make a guild member object with its user."""
    return {
        "user": account,
        "nick": None,
        "avatar": None,
        "banner": None,
        "communication_disabled_until": None,
        "roles": [str(role) for role in roles],
        "joined_at": timestamp(joined),
        "premium_since": None,
        "pending": False,
        "deaf": False,
        "mute": False,
        "flags": 0,
    }


def role(snowflake: int, name: str, permissions: int, position: int, *, colour: int = 0) -> Json:
    """Make a role object."""
    return {
        "id": str(snowflake),
        "name": name,
        "permissions": str(permissions),
        "position": position,
        "color": colour,
        "colors": {"primary_color": colour, "secondary_color": None, "tertiary_color": None},
        "hoist": position > 0,
        "icon": None,
        "unicode_emoji": None,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }


def text_channel(snowflake: int, guild: int, name: str, topic: str, position: int) -> Json:
    """Make a text channel object without overwrites."""
    return {
        "id": str(snowflake),
        "type": int(ChannelType.TEXT),
        "guild_id": str(guild),
        "name": name,
        "topic": topic,
        "position": position,
        "permission_overwrites": [],
        "parent_id": None,
        "nsfw": False,
        "rate_limit_per_user": 0,
        "last_message_id": None,
        "flags": 0,
    }


def overwrite(target: int, *, allow: int = 0, deny: int = 0, is_member: bool = False) -> Json:
    """Make a permission overwrite for a role, or for a member."""
    return {"id": str(target), "type": int(is_member), "allow": str(allow), "deny": str(deny)}


def dm_channel(snowflake: int, recipient: Json) -> Json:
    """Make the direct-message channel between the bot and one person, as the bot sees it."""
    return {
        "id": str(snowflake),
        "type": int(ChannelType.DM),
        "recipients": [recipient],
        "last_message_id": None,
        "flags": 0,
    }


def thread(
    snowflake: int, parent: Json, *, owner: int, name: str, kind: ChannelType, made: datetime
) -> Json:
    """Make an open thread below a text channel."""
    return {
        "id": str(snowflake),
        "type": int(kind),
        "guild_id": parent["guild_id"],
        "parent_id": parent["id"],
        "owner_id": str(owner),
        "name": name,
        "last_message_id": None,
        "message_count": 0,
        "member_count": 1,
        "total_message_sent": 0,
        "rate_limit_per_user": 0,
        "flags": 0,
        "thread_metadata": {
            "archived": False,
            "auto_archive_duration": 1440,
            "archive_timestamp": timestamp(made),
            "locked": False,
            "invitable": True,
            "create_timestamp": timestamp(made),
        },
    }


_UNSET = (
    "icon",
    "splash",
    "discovery_splash",
    "description",
    "afk_channel_id",
    "application_id",
    "system_channel_id",
    "rules_channel_id",
    "vanity_url_code",
    "banner",
    "home_header",
    "public_updates_channel_id",
    "safety_alerts_channel_id",
    "widget_channel_id",
    "incidents_data",
)


def guild(known: Json, roles: list[Json], members: int) -> Json:
    """Make the guild object from its name, id and owner, without channels and members."""
    nothing: Json = dict.fromkeys(_UNSET)
    return {
        **nothing,
        **known,
        "roles": roles,
        "emojis": [],
        "stickers": [],
        "features": [],
        "region": "local",
        "preferred_locale": "en-US",
        "afk_timeout": 300,
        "verification_level": 0,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw": False,
        "nsfw_level": 0,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": False,
        "system_channel_flags": 0,
        "widget_enabled": False,
        "max_members": 500_000,
        "max_presences": None,
        "max_video_channel_users": 25,
        "max_stage_video_channel_users": 50,
        "approximate_member_count": members,
        "approximate_presence_count": members,
    }
