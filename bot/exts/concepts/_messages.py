"""Answers messages that mention the bot, and direct messages; an answer goes with its question."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakValueDictionary

import aiohttp
import discord
import structlog
from discord.utils import snowflake_time

from bot.admission import Arrival
from bot.error_handler import failure_text
from bot.intake import BUSY
from bot.pictures import files
from bot.retries import WAITS, with_retries
from bot.ui.cards import Accent, card
from bot.writing import missing_to_write

from ._lookup import Audience
from ._question import QUERY_LIMIT, read_question
from ._views import how_to_ask_card

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable
    from datetime import datetime

    from bot.client import StudyBot
    from bot.ui.components import StudyView

    from ._lookup import Lookup
    from ._question import Question

log = structlog.stdlib.get_logger(__name__)

ResultT = TypeVar("ResultT")

EDIT_TIME = timedelta(minutes=1)
"""How long after a question an edit of it changes the answer."""
RECENT = timedelta(minutes=3)
"""How long ago an edit may be, by the machine's clock; Discord knows a nonce for longer."""
REMEMBERED = 10_000
"""Answers, and messages that were deleted, that are known."""
ORPHANED = timedelta(days=1)
"""How old a question of an earlier process may be for its answer to be looked for."""
LOOKED_AT = 100
"""How many messages after it are looked at, which is one request."""
PATIENCE = 60.0
"""Seconds after which nobody waits for an answer any more."""
_CUT = f"-# Your message is long: I looked for its first {QUERY_LIMIT} characters."
_NOBODY = discord.AllowedMentions.none()
_UNSAID = (discord.DiscordException, aiohttp.ClientError, OSError)


@dataclass(frozen=True, slots=True)
class Answer:
    """The message that answers a question as it was ``asked_at``: sent, or last edited."""

    message: int
    asked_at: datetime


class Messages:
    """Takes the message events of the gateway; of those that ask something each has one answer.

    Nothing is stored: after a restart Discord itself returns what was sent under the same nonce,
    and has the replies to a question that is deleted.
    """

    def __init__(self, bot: StudyBot, lookup: Lookup) -> None:
        self._bot = bot
        self._lookup = lookup
        self._answers: OrderedDict[int, Answer | None] = OrderedDict()
        """By question, the newest last; None for a message that was deleted."""
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._began = bot.clock.now()
        self._orphaned: dict[int, set[int]] = {}
        """By channel, messages from before the start that were deleted."""

    def receive(self, event: str, data: dict[str, Any]) -> None:
        """Take an event as the gateway sent it; what is not for the bot costs little."""
        if event in {"MESSAGE_DELETE", "MESSAGE_DELETE_BULK"}:
            self._deleted(map(int, data.get("ids") or [data["id"]]), int(data["channel_id"]))
        elif event == "MESSAGE_CREATE" or data.get("edited_timestamp"):
            self._written(data)

    def _written(self, data: dict[str, Any]) -> None:
        """Let a question that was sent or edited wait for its turn."""
        assert self._bot.user is not None
        guild = self._bot.get_guild(int(data.get("guild_id") or 0))
        own_role = guild.self_role if guild and data.get("mention_roles") else None
        question = read_question(data, self._bot.user.id, own_role.id if own_role else None)
        if question is None or not self._bot.guild_choices.answers_mentions(question.guild):
            return
        asked_at = _asked_at(question)
        # Pins and links change a message long after its last edit, which comes with that again.
        is_old = question.edited_at and abs(self._bot.clock.now() - asked_at) > RECENT
        if is_old or asked_at - snowflake_time(question.message) > EDIT_TIME:
            return
        arrival = hash((question.message, question.edited_at))
        self._bot.intake.arrive(
            Arrival(
                id=arrival,
                kind="edit" if question.edited_at else "message",
                lane=f"message {question.channel}",
                person=question.person,
                sent=asked_at.timestamp(),
                payload=partial(self._bot.intake.begin, arrival, partial(self._answer, question)),
                patience=PATIENCE,
            )
        )

    async def _answer(self, question: Question, *, is_refused: bool) -> None:
        """Answer a question, or bring its answer up to date; one after the other."""
        async with self._locks.setdefault(question.message, asyncio.Lock()):
            known = self._answers.get(question.message)
            if self._is_deleted(question) or (known and known.asked_at >= _asked_at(question)):
                return
            try:
                view = _line(BUSY) if is_refused else await self._view(question)
            except Exception as exc:  # noqa: BLE001  (the one error path takes everything)
                view = _line(failure_text(exc, source="message", user=question.person))
            try:
                await self._show(question, view, known)
            except _UNSAID as exc:
                log.warning("message.unanswered", channel=question.channel, reason=str(exc))

    async def _view(self, question: Question) -> StudyView:
        """Return the card that answers a question."""
        if question.query:
            in_channel = question.guild is not None
            attach = self._may_attach(question)
            audience = Audience(question.guild, is_channel=in_channel, attach=attach)
            return await self._lookup.card(question.query, audience, _CUT * question.is_cut)
        courses = self._bot.courses_of(question.guild)
        concepts = self._bot.catalogue.concepts.complete("", courses=courses)
        example = next((title for _, title in concepts), None)
        assert self._bot.user is not None
        return how_to_ask_card(example, mention=self._bot.user.mention if question.guild else "")

    async def _show(self, question: Question, view: StudyView, known: Answer | None) -> None:
        """Send the answer, or change the one that was sent; a question that is gone has none."""
        if known is None and (known := await self._send(question, view)) is None:
            return
        if self._is_deleted(question):
            await self._remove(question.channel, known.message)
            return
        if known.asked_at < _asked_at(question):
            answer = self._partial(question.channel, known.message)
            await self._tried(
                lambda: answer.edit(view=view, attachments=files(view), allowed_mentions=_NOBODY)
            )
        self._keep(question.message, Answer(known.message, _asked_at(question)))

    async def _send(self, question: Question, view: StudyView) -> Answer | None:
        """Reply to a question; what a bot that was killed had sent has its old time."""
        missing, may_quote = self._permissions(question)
        if missing:
            log.warning("message.unanswered", channel=question.channel, missing=missing)
            return None
        asked = self._partial(question.channel, question.message)
        quoted: dict[str, Any] = {"reference": asked.to_reference()} if may_quote else {}
        sent = await self._tried(
            lambda: asked.channel.send(
                view=view,
                # A file that was sent is closed: each request has its own.
                files=files(view),
                nonce=f"re-{question.message}",
                allowed_mentions=_NOBODY,
                **quoted,
            )
        )
        return Answer(sent.id, sent.created_at)

    def _may_attach(self, question: Question) -> bool:
        guild = self._bot.get_guild(question.guild or 0)
        channel = guild.get_channel_or_thread(question.channel) if guild else None
        if guild is None:
            return True
        return channel is not None and channel.permissions_for(guild.me).attach_files

    def _permissions(self, question: Question) -> tuple[list[str], bool]:
        """Return what the bot lacks to write there, and whether it may show what it replies to.

        Nothing is known of direct messages and of a thread that was archived: Discord decides.
        """
        guild = self._bot.get_guild(question.guild or 0)
        channel = guild.get_channel_or_thread(question.channel) if guild else None
        if channel is None or (isinstance(channel, discord.Thread) and channel.parent is None):
            return [], True
        permissions = channel.permissions_for(channel.guild.me)
        return missing_to_write(permissions, channel), permissions.read_message_history

    def _deleted(self, messages: Iterable[int], channel: int) -> None:
        """Delete the answers to questions that were deleted: alone they say nothing."""
        for message in messages:
            answer, is_known = self._answers.get(message), message in self._answers
            self._keep(message, None)
            if answer is not None:
                self._bot.spawn(self._remove(channel, answer.message), name="remove answer")
            elif not is_known and timedelta() < self._began - snowflake_time(message) < ORPHANED:
                if channel not in self._orphaned:
                    self._bot.spawn(self._remove_orphans(channel), name="remove answers")
                self._orphaned.setdefault(channel, set()).add(message)

    async def _remove_orphans(self, channel: int) -> None:
        """Delete what an earlier process replied to messages that were deleted since.

        What is deleted meanwhile is looked for together: one request a second, whatever happens.
        """
        await self._bot.clock.sleep(1)
        gone = self._orphaned.pop(channel)
        first = discord.Object(min(gone))
        place = self._bot.get_partial_messageable(channel)
        assert self._bot.user is not None
        try:
            async for one in place.history(limit=LOOKED_AT, after=first):
                replied = one.reference.message_id if one.reference else None
                if one.author.id == self._bot.user.id and replied in gone:
                    await self._remove(channel, one.id)
        except _UNSAID as exc:
            log.info("message.answers_stay", channel=channel, reason=str(exc))

    def _is_deleted(self, question: Question) -> bool:
        return question.message in self._answers and self._answers[question.message] is None

    def _keep(self, question: int, answer: Answer | None) -> None:
        self._answers[question] = answer
        if len(self._answers) > REMEMBERED:
            self._answers.popitem(last=False)

    async def _remove(self, channel: int, answer: int) -> None:
        try:
            await self._tried(self._partial(channel, answer).delete)
        except _UNSAID as exc:
            log.info("message.answer_stays", message=answer, channel=channel, reason=str(exc))

    def _partial(self, channel: int, message: int) -> discord.PartialMessage:
        return self._bot.get_partial_messageable(channel).get_partial_message(message)

    async def _tried(self, request: Callable[[], Awaitable[ResultT]]) -> ResultT:
        """Return what a request returns, which is tried again a few times."""
        return await with_retries(request, self._bot.clock, what="answer", waits=WAITS[:3])


def _asked_at(question: Question) -> datetime:
    """Return when a question was asked as it is now."""
    return question.edited_at or snowflake_time(question.message)


def _line(text: str) -> StudyView:
    return card(text, accent=Accent.NEUTRAL)
