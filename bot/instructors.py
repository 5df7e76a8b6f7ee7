"""Decides who is an instructor: Manage Server, or the role that the server has named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.errors import DatabaseAway, NotAllowed, UserError

if TYPE_CHECKING:
    from bot.store.guilds import GuildRepository


async def require_instructor(
    interaction: discord.Interaction[Any], guilds: GuildRepository
) -> discord.Member:
    """Return the member who asked; raise NotAllowed unless they are an instructor of this server.

    Discord sends the member's roles and permissions with each interaction, so nothing is stale.
    """
    member = interaction.user
    if interaction.guild_id is None or not isinstance(member, discord.Member):
        raise UserError("This works in a server only: use it in a channel of your study server.")
    if interaction.permissions.manage_guild:
        return member
    role_id = await guilds.instructor_role(interaction.guild_id)
    if role_id is not None and member.get_role(role_id) is not None:
        return member
    if role_id is None:
        raise NotAllowed("Only instructors can do this: members with **Manage Server**.")
    raise NotAllowed(f"Only instructors can do this: <@&{role_id}> or **Manage Server**.")


async def is_instructor(interaction: discord.Interaction[Any], guilds: GuildRepository) -> bool:
    """Return whether the person is an instructor here, for what is shown and never for a right."""
    try:
        await require_instructor(interaction, guilds)
    except (UserError, DatabaseAway):
        return False
    return True
