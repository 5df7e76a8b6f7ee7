"""The announcement command: parse, check, store the draft, show its preview."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.exts.announcements._permissions import require_channel, require_permissions
from bot.exts.announcements._views import preview_card
from bot.exts.labs.transformer import LabParameter  # noqa: TC001  (discord.py reads annotations)
from bot.instructors import require_instructor
from bot.labels import lesson_place

if TYPE_CHECKING:
    from bot.client import StudyBot
    from bot.exts.announcements._service import AnnouncementService


class Announcements(commands.Cog):
    """Announce labs to a channel."""

    # Everyone sees the command, because a server may name any role as its instructors'.
    announce = app_commands.Group(
        name="announce",
        description="Announce a lab (instructors)",
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
        allowed_contexts=app_commands.AppCommandContext(
            guild=True, dm_channel=False, private_channel=False
        ),
        extras={"instructors": True},
    )

    def __init__(self, bot: StudyBot, service: AnnouncementService) -> None:
        self._bot = bot
        self._service = service

    @announce.command(name="lab", description="Preview and post a lab with a Start button")
    @app_commands.describe(
        lab="The lab's title",
        channel="Where to post it; this channel if left out",
        when="Like 2027-05-17 14:00, tomorrow 2pm Europe/Paris, in 2 hours; UTC without a zone",
        role="A role to ping",
        note="A few words of your own, at most 500 characters",
    )
    async def lab(
        self,
        interaction: discord.Interaction[StudyBot],
        *,
        lab: LabParameter,
        channel: discord.TextChannel | discord.Thread | None = None,
        when: app_commands.Range[str, 1, 100] | None = None,
        role: discord.Role | None = None,
        note: app_commands.Range[str, 1, 500] | None = None,
    ) -> None:
        """Show the preview in private."""
        lesson, found = lab
        author = await require_instructor(interaction, self._bot.guild_choices)
        board = require_channel(channel or interaction.channel)
        require_permissions(board, author, role)
        draft = await self._service.draft(
            guild_id=author.guild.id,
            channel_id=board.id,
            author_id=author.id,
            lab_id=found.id,
            when=when,
            role_id=role.id if role else None,
            note=note,
        )
        where = lesson_place(self._bot.library, lesson)
        view = preview_card(draft, found, where, role)
        await interaction.response.send_message(view=view, ephemeral=True)
