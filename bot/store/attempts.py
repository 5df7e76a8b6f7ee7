"""Keeps every answer that people give, in quizzes and in practice; nothing is ever changed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from bot.store.tables import AttemptRow

if TYPE_CHECKING:
    from datetime import datetime

    from bot.store.database import Database

Origin: TypeAlias = Literal["quiz", "practice"]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One answer of one person; ``chosen`` are the 0-based places of the options in the lesson."""

    guild_id: int | None
    user_id: int
    question_id: str
    concept_id: str | None
    chosen: list[int]
    is_right: bool
    at: datetime
    took_ms: int | None
    source: Origin
    quiz_id: int | None = None
    number: int | None = None


def to_row(attempt: Attempt) -> AttemptRow:
    """Return an attempt as its row."""
    return AttemptRow(**asdict(attempt))


class AttemptRepository:
    """The attempts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, attempt: Attempt) -> None:
        """Keep an answer."""
        async with self._database.begin() as session:
            session.add(to_row(attempt))
