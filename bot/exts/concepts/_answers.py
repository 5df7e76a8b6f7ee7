"""Remembers which message answers which question, also across a restart."""

from __future__ import annotations

from collections import OrderedDict
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.retries import with_retries

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.client import StudyBot
    from bot.store.answers import Answer, AnswerRepository

KEPT = timedelta(days=1)
"""How long an answer goes with its question."""
MOST = 10_000
"""Answers that are remembered, the newest; and questions that are known to be gone."""


class Answers:
    """The answers of the last time, in memory; the database gets each in the background."""

    def __init__(self, bot: StudyBot, repository: AnswerRepository) -> None:
        self._bot = bot
        self._repository = repository
        self._known: OrderedDict[int, Answer] = OrderedDict()
        self._gone: OrderedDict[int, None] = OrderedDict()

    async def load(self) -> None:
        """Read what an earlier run of the bot has answered."""
        for answer in await self._repository.load():
            self._known[answer.question_id] = answer
        self._forget_old()

    def get(self, question_id: int) -> Answer | None:
        """Return the answer to a question, if there was one."""
        return self._known.get(question_id)

    def note(self, answer: Answer) -> None:
        """Remember an answer that was sent or changed."""
        self._known[answer.question_id] = answer
        self._write(lambda: self._repository.save(answer))
        self._forget_old()

    def question_gone(self, question_id: int) -> Answer | None:
        """Note that a question was deleted; return its answer, which is forgotten."""
        self._gone[question_id] = None
        if len(self._gone) > MOST:
            self._gone.popitem(last=False)
        return self.forget(question_id)

    def is_gone(self, question_id: int) -> bool:
        """Return whether a question was deleted."""
        return question_id in self._gone

    def forget(self, question_id: int) -> Answer | None:
        """Forget the answer to a question and return it."""
        answer = self._known.pop(question_id, None)
        if answer is not None:
            self._write(lambda: self._repository.forget([question_id]))
        return answer

    def _forget_old(self) -> None:
        since = self._bot.clock.now() - KEPT
        old: list[int] = []
        for question_id, answer in self._known.items():
            if answer.asked_at >= since and len(self._known) - len(old) <= MOST:
                break
            old.append(question_id)
        for question_id in old:
            del self._known[question_id]
        if old:
            self._write(lambda: self._repository.forget(old))

    def _write(self, request: Callable[[], Awaitable[None]]) -> None:
        """Write in the background; should the bot stop before, a repeated send finds the answer."""
        work = with_retries(request, self._bot.clock, what="answers to messages")
        self._bot.spawn(work, name="note answers")
