"""Who may announce where, and to whom: asked for the preview, and again for the post."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import discord

from bot.errors import NotAllowed, UserError
from bot.writing import missing_to_write

if TYPE_CHECKING:
    from bot.store.announcements import Announcement

Board: TypeAlias = discord.TextChannel | discord.Thread
"""Where an announcement can be posted: text and news channels, and threads."""


def require_channel(channel: object) -> Board:
    """Return the channel if announcements can be posted in it, else raise UserError."""
    if isinstance(channel, discord.TextChannel | discord.Thread):
        return channel
    raise UserError("I can announce in text channels and threads only. Choose one as `channel`.")


async def find_channel(guild: discord.Guild, draft: Announcement) -> Board:
    """Return the draft's channel; raise UserError when it is gone."""
    channel: object = guild.get_channel_or_thread(draft.channel_id)
    if channel is None:
        try:
            # A thread that was archived since is not cached any more.
            channel = await guild.fetch_channel(draft.channel_id)
        except (discord.NotFound, discord.Forbidden) as exc:
            raise UserError(
                "The channel of this announcement is gone, or I cannot see it any more. "
                "Use `/announce lab` with another one."
            ) from exc
    return require_channel(channel)


def find_role(guild: discord.Guild, draft: Announcement) -> discord.Role | None:
    """Return the draft's role, if it names one; raise UserError when it is gone."""
    if draft.role_id is None:
        return None
    role = guild.get_role(draft.role_id)
    if role is None:
        raise UserError("The role of this announcement is gone. Use `/announce lab` again.")
    return role


def require_permissions(channel: Board, author: discord.Member, role: discord.Role | None) -> None:
    """Raise unless both the author and the bot may post, and mention the role, in the channel."""
    where = channel.mention
    if isinstance(channel, discord.Thread) and channel.parent is None:
        raise UserError(f"I cannot see the channel that {where} belongs to. Choose another one.")
    theirs, ours = channel.permissions_for(author), channel.permissions_for(channel.guild.me)
    if missing_to_write(theirs, channel):
        raise NotAllowed(f"You cannot post in {where} yourself, so I will not do it for you.")
    if missing_to_write(ours, channel):
        raise UserError(
            f"I cannot post in {where}. Give my role **View Channel** and **Send Messages** there "
            "(in threads: **Send Messages in Threads**), or choose another channel."
        )
    if role is None:
        return
    if role.is_default():
        if not theirs.mention_everyone:
            raise NotAllowed("You need **Mention Everyone** to announce to everyone.")
    elif not (role.mentionable or theirs.mention_everyone or theirs.manage_guild):
        raise NotAllowed(
            f"You may not mention {role.mention}: make it mentionable, or choose another role."
        )
    if not (ours.mention_everyone or (role.mentionable and not role.is_default())):
        raise UserError(
            f"I cannot mention {role_mention(role)} in {where}: make the role mentionable, or give "
            "my role **Mention Everyone** there."
        )


def role_mention(role: discord.Role) -> str:
    """Return the text that mentions the role; the one of everybody has its own."""
    return "@everyone" if role.is_default() else role.mention


def mentions_only(role: discord.Role | None) -> discord.AllowedMentions:
    """Let a message ping this role and nobody else."""
    if role is None:
        return discord.AllowedMentions.none()
    return discord.AllowedMentions(
        everyone=role.is_default(),
        users=False,
        roles=False if role.is_default() else [role],
        replied_user=False,
    )
