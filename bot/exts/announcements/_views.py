"""The announcement's card, its preview, and the preview's buttons."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import discord
import structlog

from bot.errors import UserError
from bot.exts.announcements._permissions import (
    find_channel,
    find_role,
    mentions_only,
    require_permissions,
    role_mention,
)
from bot.exts.announcements._service import AnnouncementService
from bot.exts.labs.opening import StartLab
from bot.exts.labs.summary import lab_summary
from bot.exts.labs.transformer import lab_by_id
from bot.instructors import require_instructor
from bot.labels import lesson_place
from bot.retries import is_temporary, with_retries
from bot.ui.cards import Accent, card, row, rule
from bot.ui.components import StudyButton

if TYPE_CHECKING:
    from bot.exts.announcements._permissions import Board
    from bot.store.announcements import Announcement
    from bot.ui.components import Interaction, StudyView
    from content.models import Lab

log = structlog.stdlib.get_logger(__name__)

TASK_LIMIT = 900
SEND_WAITS = (1.0, 3.0, 10.0)
"""Seconds before each further try to post while Discord has trouble."""


def post_card(
    post: Announcement,
    lab: Lab,
    where: str,
    role: discord.Role | None,
    *,
    outside: tuple[discord.ui.Item[Any] | None, ...] = (),
) -> StudyView:
    """Return what everyone sees; ``where`` names the lesson, ``outside`` goes below the card."""
    return card(
        role_mention(role) if role else None,
        *lab_summary(where, lab, TASK_LIMIT),
        _when(post),
        _note(post),
        rule(),
        f"-# Announced by <@{post.author_id}> · Start opens the lab for you alone.",
        row(StartLab.make("Start", style=discord.ButtonStyle.primary, lab=lab.id)),
        accent=Accent.ANNOUNCEMENT,
        outside=[item for item in outside if item is not None],
    )


def preview_card(draft: Announcement, lab: Lab, where: str, role: discord.Role | None) -> StudyView:
    """Return the post as it will be, with the choice to post it or not."""
    text: discord.ui.TextDisplay[Any] = discord.ui.TextDisplay(
        f"This is a preview that only you see. **Post** puts it into <#{draft.channel_id}>."
    )
    buttons = row(
        Post.make("Post", style=discord.ButtonStyle.success, draft=draft.id),
        Cancel.make("Cancel", draft=draft.id),
    )
    return post_card(draft, lab, where, role, outside=(text, buttons))


def posted_card(post: Announcement, message_id: int) -> StudyView:
    """Return the confirmation with a link to the message."""
    link = f"https://discord.com/channels/{post.guild_id}/{post.channel_id}/{message_id}"
    return card(f"✅ Announced in <#{post.channel_id}>: {link}", accent=Accent.GOOD)


def _when(post: Announcement) -> str:
    if post.starts_at is None:
        return ""
    full = discord.utils.format_dt(post.starts_at, "F")
    return f"**When** {full} ({discord.utils.format_dt(post.starts_at, 'R')})"


def _note(post: Announcement) -> str:
    safe = discord.utils.escape_mentions(post.note or "")
    return "\n".join(f"> {line}" for line in safe.splitlines())


class Post(StudyButton, route="announce:post:{draft:int}"):
    """Posts the draft, once however often it is pressed."""

    async def used(self, interaction: Interaction) -> None:
        """Check everything again, claim the draft, send it, and say where it is."""
        bot = interaction.client
        service = bot.service(AnnouncementService)
        author = await require_instructor(interaction, bot.guild_choices)
        draft = await service.get(self.values["draft"], author.id, author.guild.id)
        if draft.message_id is not None:
            await interaction.response.edit_message(view=posted_card(draft, draft.message_id))
            return
        lesson, lab = lab_by_id(bot.catalogue, draft.lab_id, bot.courses_of(author.guild.id))
        channel, role = await find_channel(author.guild, draft), find_role(author.guild, draft)
        require_permissions(channel, author, role)
        if not await service.claim(draft):
            raise UserError("This announcement is being posted already. Look into the channel.")
        try:
            # A busy channel can make sending slower than Discord waits for an answer.
            await interaction.response.defer()
            view = post_card(draft, lab, lesson_place(bot.library, lesson), role)
            message = await with_retries(
                lambda: _send(channel, draft, view, role),
                bot.clock,
                what=f"announcement {draft.id}",
                waits=SEND_WAITS,
            )
        except BaseException as exc:
            await service.release(draft)
            if is_temporary(exc):
                raise UserError(
                    "Discord has trouble at the moment: I do not know whether the announcement "
                    f"stands in <#{draft.channel_id}>. Look there; if it does not, press **Post** "
                    "again. Within a few minutes that posts no second one."
                ) from exc
            raise
        bot.spawn(service.confirm(draft, message.id), name=f"announcement {draft.id}")
        await interaction.edit_original_response(view=posted_card(draft, message.id))


async def _send(
    channel: Board, draft: Announcement, view: StudyView, role: discord.Role | None
) -> discord.Message:
    """Send the post; raise what is temporary as it is, and UserError for what Discord forbids."""
    try:
        # The nonce makes Discord itself drop a repetition within the next minutes.
        return await channel.send(
            view=view, allowed_mentions=mentions_only(role), nonce=_nonce(draft)
        )
    except discord.HTTPException as exc:
        if exc.status == HTTPStatus.BAD_REQUEST or is_temporary(exc):
            # A card that Discord refuses is our fault, not the instructor's.
            raise
        log.warning("announcement.refused", announcement=draft.id, reason=str(exc))
        raise UserError(
            f"Discord did not take the announcement, so nothing was posted. Check that I may post "
            f"in <#{draft.channel_id}> and press **Post** again."
        ) from exc


def _nonce(draft: Announcement) -> str:
    """Return what tells this post from every other, even after the database was set up anew."""
    return f"{draft.id}-{draft.created_at:%y%m%d%H%M%S}"


class Cancel(StudyButton, route="announce:cancel:{draft:int}"):
    """Throws the draft away."""

    async def used(self, interaction: Interaction) -> None:
        """Delete the draft and say so."""
        service = interaction.client.service(AnnouncementService)
        draft_id, guild_id = self.values["draft"], interaction.guild_id
        if not await service.cancel(draft_id, interaction.user.id, guild_id):
            raise UserError("Too late: this announcement has been posted already.")
        await interaction.response.edit_message(
            view=card("Cancelled: nothing was posted.", accent=Accent.NEUTRAL)
        )
