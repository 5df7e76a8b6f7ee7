"""The private note of each person and question: what they chose, and at the reveal the verdict.

Discord lets a private message be edited only with the token of its interaction, for 15 minutes.
The tokens are in memory only: after a restart people find the same behind "My answer".
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import structlog

from bot.exts.quiz._verdict import note_text
from bot.retries import with_retries

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence

    from bot.client import StudyBot
    from bot.exts.quiz._session import Session
    from bot.ui.components import Interaction

log = structlog.stdlib.get_logger(__name__)

TOKEN_SECONDS = 14 * 60.0 + 50
"""How long a note can be edited: a request that Discord is sure to refuse is not sent."""

MOST = 20_000
"""Notes that are remembered; those of the oldest questions are forgotten first."""

AT_ONCE = 8
"""Edits of notes at the same time, so that a reveal leaves the connection to the next card."""

_WAITS = (5.0, 20.0)
"""Seconds before further tries; each is of discord.py, which itself tries five times."""

_FAILED = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError)


@dataclass(slots=True, eq=False)
class _Note:
    """A note that a person has; ``lock`` keeps its edits in order, so that the last one stays."""

    webhook: discord.Webhook | None = None
    message: int = 0
    since: float = 0.0
    text: str = ""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Notes:
    """The notes of all open questions."""

    def __init__(self, bot: StudyBot) -> None:
        self._bot = bot
        self._notes: dict[tuple[int, int], dict[int, _Note]] = {}
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def show(
        self, interaction: Interaction, quiz: int, question: int, session: Session
    ) -> None:
        """Answer a press: with the person's note, or in silence by a change of the one they have.

        Where that cannot be changed, they get another one.
        """
        user = interaction.user.id
        notes = self._notes.setdefault((quiz, question), {})
        if user in notes:
            await interaction.response.defer()
        note = notes.setdefault(user, _Note())
        self._forget_oldest()
        async with note.lock:
            text = note_text(session, question, user)
            if note.webhook is None or not await self._edit(note, text):
                note.since = self._bot.clock.monotonic()
                note.message = await _send(interaction, text)
                note.webhook, note.text = interaction.followup, text

    def tell(self, quiz: int, question: int, session: Session) -> None:
        """Make the notes of a question say what is right, beside whatever else is to be done."""
        notes = self._notes.pop((quiz, question), {})
        work = [
            self._tell_one(note, note_text(session, question, user)) for user, note in notes.items()
        ]
        if work:
            self._bot.spawn(_gather(work), name=f"notes of quiz {quiz}")

    async def _tell_one(self, note: _Note, text: str) -> None:
        async with note.lock:
            await self._edit(note, text, _WAITS)

    async def _edit(self, note: _Note, text: str, waits: Sequence[float] = ()) -> bool:
        """Return whether the note says this now."""
        if note.webhook is None or text == note.text:
            return note.webhook is not None
        if self._bot.clock.monotonic() - note.since > TOKEN_SECONDS:
            return False
        webhook, message = note.webhook, note.message

        async def edit() -> None:
            async with self._turns:
                await webhook.edit_message(
                    message, content=text, allowed_mentions=discord.AllowedMentions.none()
                )

        try:
            await with_retries(edit, self._bot.clock, what="quiz note", waits=waits)
        except _FAILED as exc:
            log.info("quiz.note_lost", reason=str(exc) or type(exc).__name__)
            return False
        note.text = text
        return True

    def _forget_oldest(self) -> None:
        while sum(map(len, self._notes.values())) > MOST:
            del self._notes[next(iter(self._notes))]


async def _send(interaction: Interaction, text: str) -> int:
    """Tell one person something in private; return the message's id."""
    if interaction.response.is_done():
        return (await interaction.followup.send(text, ephemeral=True, wait=True)).id
    sent = await interaction.response.send_message(text, ephemeral=True)
    assert sent.message_id is not None
    return sent.message_id


async def _gather(work: Sequence[Coroutine[Any, Any, None]]) -> None:
    await asyncio.gather(*work)
