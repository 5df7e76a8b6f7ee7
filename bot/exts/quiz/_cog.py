"""The commands /quiz start and /quiz stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.errors import NotAllowed, UserError
from bot.exts.quiz._deck import askable, deal
from bot.exts.quiz._runner import Runner
from bot.exts.quiz._views import lobby_card
from bot.failures import answer
from bot.instructors import require_instructor
from bot.lookup import lesson_label
from bot.ui.cards import clip
from index.suggest import Suggester

if TYPE_CHECKING:
    from bot.client import StudyBot
    from bot.exts.quiz._service import Quiz, QuizService
    from bot.ui.components import Interaction
    from content.models import Question

CHOICE_LIMIT = 100
NEAREST = 5
ALL_LESSONS = "All lessons"


@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
class QuizCog(commands.GroupCog, group_name="quiz", group_description="Practice together"):
    """Opens and stops quizzes; a task for each runs it."""

    def __init__(self, bot: StudyBot, service: QuizService) -> None:
        self._bot = bot
        self._service = service
        self._decks = {
            lesson.id: (lesson_label(lesson), questions)
            for lesson in bot.library.lessons
            if (questions := askable(lesson.questions))
        }
        self._lessons = Suggester((key, label) for key, (label, _) in self._decks.items())

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
        lesson: str | None = None,
        questions: app_commands.Range[int, 1, 25] = 5,
        seconds: app_commands.Range[int, 5, 120] = 20,
    ) -> None:
        """Open a quiz in this channel; everybody can join."""
        assert interaction.channel_id is not None
        _require_room(interaction)
        title, pool = self._pool(lesson)
        quiz = await self._service.start(
            guild_id=interaction.guild_id,
            channel_id=interaction.channel_id,
            host=interaction.user.id,
            title=title,
            seconds=seconds,
            cards=deal(pool, questions, self._bot.rng),
        )
        shown = False
        try:
            sent = await interaction.response.send_message(view=lobby_card(quiz.id, quiz.session))
            if sent.message_id is not None:
                at = discord.utils.snowflake_time(sent.message_id)
                await self._service.sent(quiz, sent.message_id, at)
                shown = True
        finally:
            # If the reply could not be given, the quiz's task sends the lobby by itself.
            self._run(quiz, shown=shown)

    @start.autocomplete("lesson")
    async def _complete_lesson(
        self, _interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return [
            app_commands.Choice(name=clip(label, CHOICE_LIMIT), value=key)
            for key, label in self._lessons.complete(typed)
        ]

    @app_commands.command()
    async def stop(self, interaction: Interaction) -> None:
        """Stop the quiz in this channel: for its host and for instructors."""
        assert interaction.channel_id is not None
        quiz = self._service.in_channel(interaction.channel_id)
        if interaction.user.id != quiz.session.plan.host:
            await self._require_instructor(interaction, quiz)
        session = await self._service.end(quiz, "stopped")
        following = " The standings follow in the channel." if session.question >= 0 else ""
        await answer(interaction, f"The quiz is stopped.{following}")

    async def _require_instructor(self, interaction: Interaction, quiz: Quiz) -> None:
        try:
            await require_instructor(interaction, self._bot.guild_choices)
        except UserError as exc:
            raise NotAllowed(
                f"Only <@{quiz.session.plan.host}>, who opened this quiz, or an instructor "
                "can stop it."
            ) from exc

    def _run(self, quiz: Quiz, *, shown: bool = False) -> None:
        runner = Runner(self._bot, self._service, quiz, shown=shown)
        self._bot.spawn(runner.run(), name=f"quiz {quiz.id}")

    def _pool(self, lesson: str | None) -> tuple[str, list[Question]]:
        """Return a title and the questions to choose from; raise UserError when there are none."""
        if not self._decks:
            raise UserError("No lesson has practice questions yet.")
        if lesson is None:
            pool = [question for _, questions in self._decks.values() for question in questions]
            label = next(iter(self._decks.values()))[0] if len(self._decks) == 1 else ALL_LESSONS
            return label, pool
        return self._decks[self._resolve(lesson)]

    def _resolve(self, typed: str) -> str:
        """Return the id of the lesson that somebody chose or typed."""
        folded = typed.strip().casefold()
        if (known := self._bot.library.lesson(folded)) is not None:
            folded = known.id.casefold()
        lessons = {lesson.id: lesson for lesson in self._bot.library.lessons}
        for key, lesson in lessons.items():
            if folded in {key.casefold(), lesson.title.casefold(), lesson_label(lesson).casefold()}:
                if key in self._decks:
                    return key
                raise UserError(f"**{lesson.title}** has no practice questions. {self._offer('')}")
        if folded and (near := self._lessons.complete(typed, 1)):
            return near[0][0]
        shown = discord.utils.escape_markdown(clip(typed, CHOICE_LIMIT))
        raise UserError(f"I know no lesson called “{shown}”. {self._offer(typed)}")

    def _offer(self, typed: str) -> str:
        near = self._lessons.complete(typed, NEAREST) or self._lessons.complete("", NEAREST)
        return "Try " + ", ".join(f"**{label}**" for _, label in near) + "."


def _require_room(interaction: Interaction) -> None:
    """Raise unless the bot itself can send messages where the command was used."""
    if interaction.guild_id is None:
        return
    if interaction.is_user_integration() and not interaction.is_guild_integration():
        raise UserError(
            "I am not a member of this server, so I cannot hold a quiz here. "
            "Ask for me to be added, or start a quiz in our direct messages."
        )
    speak = (
        "send_messages_in_threads"
        if isinstance(interaction.channel, discord.Thread)
        else "send_messages"
    )
    mine = interaction.app_permissions
    missing = [name for name in ("view_channel", speak) if not getattr(mine, name)]
    if missing:
        raise app_commands.BotMissingPermissions(missing)
