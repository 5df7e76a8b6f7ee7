"""A channel as a quiz needs it: cards are sent once, edited, and outlast short failures."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

import aiohttp
import discord
import structlog

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from bot.client import StudyBot
    from bot.ui.components import StudyView

log = structlog.stdlib.get_logger(__name__)

WAITS = (2.0, 5.0, 10.0, 20.0, 30.0)
"""Seconds between further tries once discord.py has given up on a request."""

ResultT = TypeVar("ResultT")


class Board:
    """Sends and edits the cards of one quiz, and knows how far Discord's clock is from ours."""

    def __init__(self, bot: StudyBot, channel_id: int) -> None:
        self._bot = bot
        self._channel = bot.get_partial_messageable(channel_id)
        self._ahead = timedelta()

    def now(self) -> datetime:
        """Return the present moment as Discord's clock has it.

        It is as late as the last message took to come back to us, never earlier than the truth.
        """
        return self._bot.clock.now() - self._ahead

    async def sleep_until(self, moment: datetime) -> None:
        """Sleep until Discord's clock shows ``moment``."""
        await self._bot.clock.sleep_until(moment + self._ahead)

    async def send(self, view: StudyView, *, nonce: str) -> tuple[int, datetime]:
        """Send a card; return its message id and Discord's time of it.

        A second send with the same nonce within some minutes gives the first one's message.
        """
        message = await self._patiently(lambda: self._channel.send(view=view, nonce=nonce))
        self._ahead = self._bot.clock.now() - message.created_at
        return message.id, message.created_at

    async def edit(self, message_id: int, view: StudyView) -> datetime | None:
        """Edit a card; return Discord's time of it, or None when somebody deleted the message."""
        message = self._channel.get_partial_message(message_id)
        try:
            # Unlike a send, an edit does not take over the client's rule that nobody is pinged.
            edited = await self._patiently(
                lambda: message.edit(view=view, allowed_mentions=discord.AllowedMentions.none())
            )
        except discord.NotFound:
            return None
        return edited.edited_at or self.now()

    async def _patiently(self, request: Callable[[], Awaitable[ResultT]]) -> ResultT:
        for wait in WAITS:
            try:
                return await request()
            except (discord.DiscordServerError, aiohttp.ClientError, TimeoutError) as exc:
                log.warning("quiz.retry", channel=self._channel.id, wait=wait, reason=str(exc))
            clock = self._bot.clock
            await clock.sleep_until(clock.now() + timedelta(seconds=wait))
        return await request()
