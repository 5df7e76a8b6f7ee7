"""Who may write in a channel: the one answer for quizzes, sharing and announcements."""

from __future__ import annotations

import discord


def missing_to_write(permissions: discord.Permissions, channel: object) -> list[str]:
    """Return the permissions that somebody lacks to write in a channel or thread of a server.

    ``permissions`` are theirs in it; the names are discord.py's.
    """
    needed = ["view_channel", "send_messages"]
    if isinstance(channel, discord.Thread):
        needed = ["view_channel", "send_messages_in_threads"]
        if channel.locked:
            needed.append("manage_threads")
    return [name for name in needed if not getattr(permissions, name)]
