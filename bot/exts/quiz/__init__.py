"""Quizzes: practice questions of a lesson, asked in a channel and answered by buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.exts.quiz._buttons import Begin, Choose, ChooseSeveral, Join, Leave
from bot.exts.quiz._cog import QuizCog
from bot.exts.quiz._service import QuizService
from bot.exts.quiz.practice import Ask, Back, Pick, PickSeveral, ReadAbout
from bot.store.quizzes import QuizRepository

if TYPE_CHECKING:
    from bot.client import StudyBot


async def setup(bot: StudyBot) -> None:
    """Load the extension."""
    service = QuizService(QuizRepository(bot.database), bot.clock)
    bot.provide(service)
    bot.add_components(Join, Leave, Begin, Choose, ChooseSeveral)
    bot.add_components(Ask, Pick, PickSeveral, ReadAbout, Back)
    await bot.add_cog(QuizCog(bot, service))
