"""The commands /quiz: start and stop one, the leaderboard, presets, and extra time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot.error_handler import answer
from bot.errors import NotAllowed, UserError
from bot.exts.quiz._buttons import received_at
from bot.exts.quiz._extra_time import FACTORS, set_extra_time
from bot.exts.quiz._leaderboard import ALL_TIME, board_of, season_of
from bot.exts.quiz._presets import Name, Presets, find_preset, preset_key, suggested
from bot.exts.quiz._settings import QuizSettings
from bot.exts.quiz.transformer import (
    SubjectParameter,  # noqa: TC001  (discord.py reads annotations)
)
from bot.instructors import require_instructor
from bot.store.quizzes import QuizRepository
from bot.ui.markdown import escape

if TYPE_CHECKING:
    from bot.client import StudyBot
    from bot.exts.quiz._service import Quiz, QuizService
    from bot.exts.quiz.opening import QuizOpener
    from bot.ui.components import Interaction

UNTIL_ALL, BY_CLOCK = "until all have answered", "as many seconds as you say"
BY_HOST, BY_ITSELF = "when the host goes on", "by itself"
WITH_SPEED, ACCURACY = "accuracy with speed", "accuracy only"

AS_LAST = "What you leave out is as in your last quiz here. Name an option to change it."
AS_USUAL = "Your next quiz here begins with these settings. Each is an option of `/quiz start`."
AS_PRESET = "The settings of the preset **{}**. An option that you name changes it."


@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
class QuizCog(commands.GroupCog, group_name="quiz", group_description="Practice together"):
    """Opens and stops quizzes, and keeps what people want of them."""

    preset = Presets(name="preset", description="Settings that this server uses again")

    def __init__(self, bot: StudyBot, service: QuizService, opener: QuizOpener) -> None:
        self._bot = bot
        self._service = service
        self._opener = opener

    async def cog_load(self) -> None:
        """Go on with the quizzes that were open when the bot stopped."""
        for quiz in await self._service.load():
            self._opener.run(quiz)

    @app_commands.command()
    @app_commands.rename(and_lesson="and-lesson", host_plays="host-plays")
    @app_commands.describe(
        lesson="A lesson, a whole course or a tag",
        questions="How many questions",
        seconds="Time for each question in seconds",
        time="How long a question is open",
        pace="When the quiz goes on from an answer to the next question",
        scoring="What has points",
        host_plays="Whether you answer too, or only host",
        preset="Settings that this server has a name for",
        and_lesson="One more lesson, course or tag",
    )
    @app_commands.autocomplete(preset=suggested)
    async def start(
        self,
        interaction: Interaction,
        *,
        lesson: SubjectParameter | None = None,
        questions: app_commands.Range[int, 1, 25] | None = None,
        seconds: app_commands.Range[int, 5, 120] | None = None,
        time: Literal["as many seconds as you say", "until all have answered"] | None = None,
        pace: Literal["by itself", "when the host goes on"] | None = None,
        scoring: Literal["accuracy only", "accuracy with speed"] | None = None,
        host_plays: bool | None = None,
        preset: Name | None = None,
        and_lesson: SubjectParameter | None = None,
    ) -> None:
        """Open a quiz that everybody here can join; in a direct message you play alone, at once."""
        base, origin = await self._base(interaction, preset)
        about = tuple(one.id for one in (lesson, and_lesson) if one is not None)
        settings = base.changed(
            about=about or None,
            questions=questions,
            seconds=seconds,
            untimed=time and time == UNTIL_ALL,
            host_paced=pace and pace == BY_HOST,
            speed=scoring and scoring == WITH_SPEED,
            host_plays=host_plays,
        )
        await self._opener.open(interaction, settings, origin)

    async def _base(self, interaction: Interaction, preset: str | None) -> tuple[QuizSettings, str]:
        """Return what holds for options that are left out, and a sentence about that."""
        if preset is not None:
            name = escape(preset_key(preset))
            return await find_preset(interaction, preset), AS_PRESET.format(name)
        quizzes = self._bot.service(QuizRepository)
        last = await quizzes.last_settings(interaction.guild_id, interaction.user.id)
        if last is None:
            return QuizSettings(), AS_USUAL
        return QuizSettings.from_json(last), AS_LAST

    @app_commands.command()
    async def stop(self, interaction: Interaction) -> None:
        """Stop the quiz in this channel: for its host and for instructors."""
        assert interaction.channel_id is not None
        await self._opener.adopt(interaction.channel_id)
        quiz = self._service.in_channel(interaction.channel_id)
        if interaction.user.id != quiz.session.plan.host:
            await self._require_instructor(interaction, quiz)
        session = await self._service.end(quiz, "stopped", received_at(interaction))
        following = " The standings follow in the channel." if session.question >= 0 else ""
        await answer(interaction, f"The quiz is stopped.{following}")

    @app_commands.command(name="extra-time")
    @app_commands.describe(
        factor="How many times everybody's time; 1 takes it back",
        member="Whose time it is: yours, unless you are an instructor and name somebody",
    )
    @app_commands.choices(
        factor=[app_commands.Choice(name=f"{one:g} times", value=one) for one in FACTORS]
    )
    async def extra_time(
        self,
        interaction: Interaction,
        factor: float,
        member: discord.User | discord.Member | None = None,
    ) -> None:
        """Have more time for each question, in private: only you are told."""
        await set_extra_time(interaction, factor, member)

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
