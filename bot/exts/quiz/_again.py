"""Opens a quiz once more: the same settings, and first what people missed and did not see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import UserError
from bot.exts.quiz._after import asked, finished
from bot.exts.quiz._bank import ALL_LESSONS
from bot.exts.quiz._cog import QuizCog
from bot.exts.quiz._score import counted, is_right
from bot.exts.quiz._snapshot import deal
from bot.exts.quiz._standings import AGAIN
from bot.exts.quiz.practice import CHANGED
from bot.ui.components import StudyButton

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from bot.exts.quiz._session import Session
    from bot.exts.quiz._snapshot import Card
    from bot.ui.components import Interaction
    from content.library import Library
    from content.models import Lesson, Question


class Again(StudyButton, route=AGAIN):
    """Opens a quiz with the settings of one that is over; who presses is its host."""

    async def used(self, interaction: Interaction) -> None:
        """Open it, unless the channel has one by now."""
        session = (await finished(interaction, self.values["quiz"])).session
        bot = interaction.client
        cog = bot.get_cog(QuizCog.__cog_name__)
        assert isinstance(cog, QuizCog)
        lesson = lesson_of(bot.library, session)
        title, pool = cog.bank().choose(lesson, bot.courses_of(interaction.guild_id))
        cards = deal_again(pool, session, bot.rng)
        plan = session.plan
        await cog.open(interaction, title, plan.seconds, cards, plan.rules)


def lesson_of(library: Library, session: Session) -> Lesson | None:
    """Return the lesson that a quiz was about, or None for all; UserError when it is gone."""
    if session.plan.title == ALL_LESSONS:
        return None
    for card in session.plan.cards:
        if found := library.question(card.id):
            return found[0]
    raise UserError(CHANGED)


def deal_again(pool: Sequence[Question], session: Session, rng: random.Random) -> tuple[Card, ...]:
    """Return as many cards as the quiz had: of what everybody knew only if nothing else is left."""
    known = {
        session.plan.cards[number].id
        for number in counted(session)
        if all(is_right(session, number, user) for user in asked(session, number))
    }
    count = len(session.plan.cards)
    first = deal([one for one in pool if one.id not in known], count, rng)
    return first + deal([one for one in pool if one.id in known], count - len(first), rng)
