"""Quizzes: practice questions of a lesson, asked in a channel and answered by buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.exts.quiz._after import FinishedQuizzes
from bot.exts.quiz._again import Again
from bot.exts.quiz._buttons import BeginBefore, Choose, ChooseSeveral, Host, Join, Leave
from bot.exts.quiz._cog import QuizCog
from bot.exts.quiz._leaderboard import Board, Listed, ShareBoard
from bot.exts.quiz._mine import MyAnswer, ReadConcept
from bot.exts.quiz._missed import Missed, Practise
from bot.exts.quiz._missed import ReadAbout as ReadAboutMissed
from bot.exts.quiz._notes import Notes
from bot.exts.quiz._report import Report, Sheet
from bot.exts.quiz._service import QuizService
from bot.exts.quiz._standings import Places
from bot.exts.quiz.flags import FlagQuestion
from bot.exts.quiz.opening import QuizOpener
from bot.exts.quiz.practice import Ask, Back, Pick, PickSeveral, ReadAbout
from bot.store.attempts import AttemptRepository
from bot.store.extra_time import ExtraTimeRepository
from bot.store.flags import FlagRepository
from bot.store.leaderboard import LeaderboardRepository
from bot.store.presets import PresetRepository
from bot.store.quizzes import QuizRepository
from bot.ui.page_cards import add_page_cards

if TYPE_CHECKING:
    from bot.client import StudyBot


async def setup(bot: StudyBot) -> None:
    """Load the extension."""
    extra_time = ExtraTimeRepository(bot.database)
    await extra_time.load()
    quizzes = QuizRepository(bot.database)
    service = QuizService(quizzes, extra_time, bot.clock)
    attempts = AttemptRepository(bot.database)
    opener = QuizOpener(bot, service, quizzes, attempts)
    kept = PresetRepository(bot.database), FlagRepository(bot.database)
    after = FinishedQuizzes(quizzes), LeaderboardRepository(bot.database)
    for provided in (service, opener, quizzes, attempts, *kept, *after, Notes(bot)):
        bot.provide(provided)
    add_page_cards(bot)
    bot.add_components(Join, Leave, Host, Choose, ChooseSeveral, MyAnswer, ReadConcept)
    bot.add_components(FlagQuestion, BeginBefore)
    bot.add_components(Ask, Pick, PickSeveral, ReadAbout, Back)
    bot.add_components(Places, Missed, ReadAboutMissed, Practise, Again, Report, Sheet)
    bot.add_components(Board, Listed, ShareBoard)
    await bot.add_cog(QuizCog(bot, service, opener))
