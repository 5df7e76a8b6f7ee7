"""Which attempts the end of a question makes of the answers that were given to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.exts.quiz._events import Ended, Revealed, Skipped
from bot.exts.quiz._plan import Phase
from bot.exts.quiz._score import is_right
from bot.store.attempts import Attempt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.exts.quiz._events import Event
    from bot.exts.quiz._state import State


def attempts_ended_by(
    events: Sequence[Event], state: State, quiz_id: int, guild_id: int | None
) -> list[Attempt]:
    """Return the answers that nobody can change any more once these events are true.

    ``state`` is that before them. What was answered is kept, whether it counts or not.
    """
    ends = any(isinstance(event, Revealed | Skipped | Ended) for event in events)
    if not ends or state.phase is not Phase.ASKING:
        return []
    counts = any(isinstance(event, Revealed) for event in events)
    number = state.question
    card = state.plan.cards[number]
    return [
        Attempt(
            guild_id,
            user,
            card.id,
            card.concept,
            card.in_lesson(answer.options),
            is_right(state, number, user),
            answer.at,
            round(answer.took.total_seconds() * 1000),
            "quiz" if counts else "void",
            quiz_id,
            number,
        )
        for user, answer in state.answers[number].items()
    ]
