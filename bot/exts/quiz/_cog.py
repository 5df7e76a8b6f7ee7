"""The commands /quiz start, /quiz stop and /quiz leaderboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from discord import app_commands
from discord.ext import commands

from bot.error_handler import answer, tell
from bot.errors import NotAllowed, UserError
from bot.exts.lessons.transformer import (
    PracticeLessonParameter,  # noqa: TC001  (discord.py reads annotations)
)
from bot.exts.quiz._bank import QuestionBank
from bot.exts.quiz._buttons import received_at
from bot.exts.quiz._leaderboard import ALL_TIME, board_of, season_of
from bot.exts.quiz._plan import AS_USUAL
from bot.exts.quiz._runner import Runner
from bot.exts.quiz._snapshot import deal
from bot.instructors import require_instructor
from bot.writing import missing_to_write

if TYPE_CHECKING:
    from datetime import datetime

    from bot.client import StudyBot
    from bot.exts.quiz._plan import Rules
    from bot.exts.quiz._service import Quiz, QuizService
    from bot.exts.quiz._snapshot import Card
    from bot.ui.components import Interaction

OPENED = "Your quiz is open. Press **Start now** on its card as soon as everybody is in."
FORBIDDEN = (
    "Discord does not let me send messages in this channel, so the quiz is closed again. "
    "Ask an instructor to check my permissions here."
)


@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
class QuizCog(commands.GroupCog, group_name="quiz", group_description="Practice together"):
    """Opens and stops quizzes; a task for each runs it."""

    def __init__(self, bot: StudyBot, service: QuizService) -> None:
        self._bot = bot
        self._service = service
        self._current = QuestionBank(bot.library)

    async def cog_load(self) -> None:
        """Go on with the quizzes that were open when the bot stopped."""
        for quiz in await self._service.load():
            self._run(quiz)

    @app_commands.command()
    @app_commands.describe(
        lesson="Questions of this lesson only; without it, of all lessons",
        questions="How many questions (5 unless you say otherwise)",
        seconds="Time for each question in seconds (20 unless you say otherwise)",
    )
    async def start(
        self,
        interaction: Interaction,
        lesson: PracticeLessonParameter | None = None,
        questions: app_commands.Range[int, 1, 25] = 5,
        seconds: app_commands.Range[int, 5, 120] = 20,
    ) -> None:
        """Open a quiz in this channel; everybody can join."""
        courses = self._bot.courses_of(interaction.guild_id)
        title, pool = self.bank().choose(lesson, courses)
        await self.open(interaction, title, seconds, deal(pool, questions, self._bot.rng))

    async def open(
        self,
        interaction: Interaction,
        title: str,
        seconds: int,
        cards: tuple[Card, ...],
        rules: Rules = AS_USUAL,
    ) -> None:
        """Open a quiz where somebody asks for it; they are its host."""
        assert interaction.channel_id is not None
        _require_may_write(interaction)
        at = received_at(interaction)
        try:
            quiz = await self._service.start(
                guild_id=interaction.guild_id,
                channel_id=interaction.channel_id,
                host=interaction.user.id,
                title=title,
                seconds=seconds,
                cards=cards,
                at=at,
                rules=rules,
            )
        except UserError:
            await self._adopt(interaction.channel_id)
            raise
        # Its task sends the lobby, under a nonce: a reply that is sent but not noted in time would
        # become a second lobby after a restart.
        runner = self._run(quiz, heard_at=at)
        await interaction.response.defer(ephemeral=True)
        # Not here: a Discord that is slow would keep others from the commands of quizzes.
        self._bot.spawn(_tell_host(interaction, runner), name=f"host of quiz {quiz.id}")

    @app_commands.command()
    async def stop(self, interaction: Interaction) -> None:
        """Stop the quiz in this channel: for its host and for instructors."""
        assert interaction.channel_id is not None
        await self._adopt(interaction.channel_id)
        quiz = self._service.in_channel(interaction.channel_id)
        if interaction.user.id != quiz.session.plan.host:
            await self._require_instructor(interaction, quiz)
        session = await self._service.end(quiz, "stopped", received_at(interaction))
        following = " The standings follow in the channel." if session.question >= 0 else ""
        await answer(interaction, f"The quiz is stopped.{following}")

    @app_commands.command()
    @app_commands.describe(season="This month unless you say otherwise")
    async def leaderboard(
        self,
        interaction: Interaction,
        season: Literal["this month", "all time"] = "this month",
    ) -> None:
        """Show who answered most questions right in this server."""
        month = season_of(received_at(interaction)) if season == "this month" else ALL_TIME
        view = await board_of(interaction, month)
        await interaction.response.send_message(view=view, ephemeral=True)

    async def _require_instructor(self, interaction: Interaction, quiz: Quiz) -> None:
        try:
            await require_instructor(interaction, self._bot.guild_choices)
        except UserError as exc:
            raise NotAllowed(
                f"Only <@{quiz.session.plan.host}>, who opened this quiz, or an instructor "
                "can stop it."
            ) from exc

    async def _adopt(self, channel_id: int) -> None:
        """Go on with a quiz in the channel that nothing runs, if there is one."""
        left = await self._service.adopt(channel_id)
        if left is not None:
            self._run(left)

    def _run(self, quiz: Quiz, *, heard_at: datetime | None = None) -> Runner:
        runner = Runner(self._bot, self._service, quiz, heard_at)
        task = self._bot.spawn(runner.run(), name=f"quiz {quiz.id}")
        # However the task ends, the next command in its channel finds the quiz again.
        task.add_done_callback(lambda _: self._service.forget(quiz))
        return runner

    def bank(self) -> QuestionBank:
        """Return what can be asked in the lessons as they are now."""
        if self._current.library is not self._bot.library:
            self._current = QuestionBank(self._bot.library)
        return self._current


async def _tell_host(interaction: Interaction, runner: Runner) -> None:
    await tell(interaction, OPENED if await runner.lobby else FORBIDDEN, source="/quiz start")


def _require_may_write(interaction: Interaction) -> None:
    """Raise unless the person and the bot can both send messages where the command was used."""
    if interaction.guild_id is None:
        return
    if interaction.is_user_integration() and not interaction.is_guild_integration():
        raise UserError(
            "I am not a member of this server, so I cannot hold a quiz here. "
            "Ask for me to be added, or start a quiz in our direct messages."
        )
    if missing_to_write(interaction.permissions, interaction.channel):
        raise NotAllowed("You cannot send messages here yourself, so you cannot hold a quiz here.")
    if missing := missing_to_write(interaction.app_permissions, interaction.channel):
        raise app_commands.BotMissingPermissions(missing)
