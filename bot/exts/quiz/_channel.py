"""Sends and edits a quiz's cards in its channel, each sent once, and keeps Discord's time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import discord
import structlog

from bot.pictures import drop_pictures, files, needed
from bot.retries import is_temporary, with_retries

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from bot.client import StudyBot
    from bot.clock import Clock
    from bot.ui.components import StudyView

log = structlog.stdlib.get_logger(__name__)

STALE = timedelta(seconds=2)
"""A sent message that is older than its request by more than this may be an earlier one."""

JUMP = timedelta(seconds=10)
"""An estimate of Discord's clock that was off by more than this made every wait wrong."""


class DiscordTime:
    """The time on Discord's clock, by the moments that Discord has shown us.

    Between them the event loop's time counts, which nobody sets. Until the first of them the
    machine's own clock is used.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._origin = clock.now() - self._elapsed()
        self._observed = False
        self.jumped = False
        """Whether the estimate was far off; whoever computed waits from it resets this."""

    def now(self) -> datetime:
        """Return the present moment. It lags as much as the quickest answer took to reach us."""
        return self._origin + self._elapsed()

    def observe(self, moment: datetime) -> None:
        """Take a moment that Discord's clock has shown just now."""
        origin = moment - self._elapsed()
        # Whatever took longer to reach us says less.
        better = max(origin, self._origin) if self._observed else origin
        self.jumped = self.jumped or abs(better - self._origin) > JUMP
        self._origin, self._observed = better, True

    async def sleep_until(self, moment: datetime) -> None:
        """Return once Discord's clock has reached ``moment``."""
        while (left := (moment - self.now()).total_seconds()) > 0:
            await self._clock.sleep(left)

    def _elapsed(self) -> timedelta:
        return timedelta(seconds=self._clock.monotonic())


class QuizChannel:
    """Sends and edits the cards of one quiz."""

    def __init__(self, bot: StudyBot, channel_id: int) -> None:
        self._clock = bot.clock
        self._messageable = bot.get_partial_messageable(channel_id)
        self._known: dict[int, discord.Message] = {}
        self.time = DiscordTime(bot.clock)

    async def send(self, view: StudyView, *, nonce: str) -> tuple[int, datetime]:
        """Send a card, however long that takes; return its message's id and Discord's time of it.

        A second send with the same nonce within some minutes returns the first one's message.
        """
        asked_at = self.time.now()

        async def request() -> discord.Message:
            return await self._messageable.send(view=view, nonce=nonce, files=files(view))

        message = await with_retries(
            lambda: self._with_pictures_or_without(request, view), self._clock, what="quiz card"
        )
        self._known[message.id] = message
        if message.created_at >= asked_at - STALE:
            self.time.observe(message.created_at)
            return message.id, message.created_at
        # Either an earlier message with this nonce, or the clocks differ. An edit's time tells.
        edited_at = await self.edit(message.id, view)
        return message.id, edited_at or self.time.now()

    async def edit(self, message_id: int, view: StudyView) -> datetime | None:
        """Edit a card, however long that takes; return Discord's time of it.

        Returns None when somebody deleted the message.
        """
        try:
            return await with_retries(
                lambda: self._edit(message_id, view), self._clock, what="quiz card"
            )
        except discord.NotFound:
            return None

    async def try_edit(self, message_id: int, view: StudyView) -> bool:
        """Edit a card if Discord takes it now; return whether it did.

        For what nobody misses: it is not tried again. Raises NotFound when the message is gone.
        """
        try:
            await self._edit(message_id, view)
        except Exception as exc:
            if not is_temporary(exc):
                raise
            log.info("quiz.edit_dropped", channel=self._messageable.id, reason=str(exc))
            return False
        return True

    async def _edit(self, message_id: int, view: StudyView) -> datetime:
        message = self._messageable.get_partial_message(message_id)
        known = self._known.get(message_id)

        async def request() -> discord.Message:
            # Without pictures before and now, nothing is said of any.
            attached = needed(view, known)
            said = attached if attached or (known and known.attachments) else discord.utils.MISSING
            # Unlike a send, an edit does not take over the client's rule that nobody is pinged.
            nobody = discord.AllowedMentions.none()
            return await message.edit(view=view, attachments=said, allowed_mentions=nobody)

        edited = await self._with_pictures_or_without(request, view)
        self._known[message_id] = edited
        if edited.edited_at is None:
            return self.time.now()
        self.time.observe(edited.edited_at)
        return edited.edited_at

    async def _with_pictures_or_without(
        self, request: Callable[[], Awaitable[discord.Message]], view: StudyView
    ) -> discord.Message:
        """Do what sends a card; when Discord does not take its pictures, the card goes without."""
        if view.pictures:
            try:
                return await request()
            except discord.NotFound:
                raise
            except (discord.HTTPException, OSError) as exc:
                log.warning("quiz.without_pictures", reason=str(exc))
                drop_pictures(view)
        return await request()
