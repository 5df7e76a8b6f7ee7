"""Opens a quiz where somebody asks for one: what is asked, what they are told, and its task."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from discord import app_commands

from bot.error_handler import tell
from bot.errors import NotAllowed, UserError
from bot.exts.quiz._bank import QuestionBank
from bot.exts.quiz._buttons import received_at
from bot.exts.quiz._choosing import History, Record, choose
from bot.exts.quiz._runner import Runner
from bot.exts.quiz._snapshot import deal, to_json
from bot.exts.quiz.transformer import known_subject
from bot.store.quizzes import NewQuiz
from bot.subjects import ALL
from bot.ui.cards import clip
from bot.ui.markdown import escape
from bot.writing import missing_to_write

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from bot.client import StudyBot
    from bot.exts.quiz._service import Quiz, QuizService
    from bot.exts.quiz._settings import QuizSettings
    from bot.store.attempts import AttemptRepository
    from bot.store.quizzes import QuizRepository
    from bot.subjects import Subject
    from bot.ui.components import Interaction
    from content.models import Question

_TITLE = 200

OPENED = "Your quiz is open. Press **Start now** on its card as soon as everybody is in."
ALONE = "Your quiz has begun: here you play alone."
FORBIDDEN = (
    "Discord does not let me send messages in this channel, so the quiz is closed again. "
    "Ask an instructor to check my permissions here."
)
GONE = "Some of what these settings ask about is no longer in the lessons here, so it is left out."


@dataclass(frozen=True, slots=True)
class Draw:
    """What a quiz will ask, and what its host should know about that."""

    title: str
    questions: list[Question]
    notes: tuple[str, ...]


class QuizOpener:
    """Opens quizzes, for the command and for buttons, and runs a task for each that is open."""

    def __init__(
        self,
        bot: StudyBot,
        service: QuizService,
        quizzes: QuizRepository,
        attempts: AttemptRepository,
    ) -> None:
        self._bot = bot
        self._service = service
        self._quizzes = quizzes
        self._attempts = attempts
        self._current = QuestionBank(bot.library)

    async def open(self, interaction: Interaction, settings: QuizSettings, origin: str) -> None:
        """Open a quiz where somebody used a command or pressed a button; they are its host.

        ``origin`` says in a sentence where the settings are from. Raises UserError.
        """
        require_may_write(interaction)
        assert interaction.channel_id is not None
        guild_id, at = interaction.guild_id, received_at(interaction)
        if guild_id is None:
            settings = settings.changed(host_plays=True)
        draw = await self._draw(interaction, settings)
        new = NewQuiz(
            guild_id,
            interaction.channel_id,
            interaction.user.id,
            clip(draw.title, _TITLE),
            settings.seconds,
            to_json(deal(draw.questions, self._bot.rng)),
            at,
            asdict(settings.rules),
            settings.to_json(),
        )
        try:
            quiz = await self._service.start(new)
        except UserError:
            await self.adopt(interaction.channel_id)
            raise
        # Its task sends the lobby, under a nonce: a reply that is sent but not noted in time would
        # become a second lobby after a restart.
        runner = self.run(quiz, heard_at=at)
        await interaction.response.defer(ephemeral=True)
        asked = settings.described(escape(draw.title))
        text = "\n".join(
            [ALONE if guild_id is None else OPENED, *draw.notes, f"-# {asked}", f"-# {origin}"]
        )
        # Not here: a Discord that is slow would keep others from the commands of quizzes.
        self._bot.spawn(_tell_host(interaction, runner, text), name=f"host of quiz {quiz.id}")

    async def _draw(self, interaction: Interaction, settings: QuizSettings) -> Draw:
        """Choose what is asked; raise UserError when there is nothing."""
        courses = self._bot.courses_of(interaction.guild_id)
        subjects, all_there = self._subjects(settings.about, courses)
        title, pool = self._bank().pool(subjects, courses)
        assert interaction.channel_id is not None
        last = await self._quizzes.last_draw(interaction.channel_id)
        records = await self._records(interaction, pool)
        chosen = choose(pool, settings.questions, History(records, last), self._bot.rng)
        notes = [] if all_there else [GONE]
        if len(chosen) < settings.questions:
            there = "There is 1 question" if len(pool) == 1 else f"There are {len(pool)} questions"
            notes.append(f"{there}; {'it is' if len(pool) == 1 else 'all are'} asked.")
        return Draw(title, chosen, tuple(notes))

    def _subjects(
        self, about: Collection[str], courses: Collection[str] | None
    ) -> tuple[list[Subject], bool]:
        """Return what these ids mean now, and whether all of them still mean something."""
        wanted = [one for one in about if one != ALL]
        known = [known_subject(self._bot.catalogue, one, courses) for one in wanted]
        found = [one for one in known if one is not None]
        return found, len(found) == len(wanted)

    async def _records(
        self, interaction: Interaction, pool: Collection[Question]
    ) -> dict[str, Record]:
        """Return what those who may play have answered: a server's people, or one alone."""
        if interaction.guild_id is not None:
            counted = await self._attempts.of_guild(interaction.guild_id)
            return {key: Record(people, right) for key, (people, right) in counted.items()}
        ids = [question.id for question in pool]
        own = await self._attempts.of_person(interaction.user.id, ids)
        return {key: Record(1, int(known.is_right)) for key, known in own.items()}

    async def adopt(self, channel_id: int) -> None:
        """Go on with a quiz in the channel that nothing runs, if there is one."""
        left = await self._service.adopt(channel_id)
        if left is not None:
            self.run(left)

    def run(self, quiz: Quiz, *, heard_at: datetime | None = None) -> Runner:
        """Start the task of a quiz."""
        runner = Runner(self._bot, self._service, quiz, heard_at)
        task = self._bot.spawn(runner.run(), name=f"quiz {quiz.id}")
        # However the task ends, the next command in its channel finds the quiz again.
        task.add_done_callback(lambda _: self._service.forget(quiz))
        return runner

    def _bank(self) -> QuestionBank:
        """Return what can be asked in the lessons as they are now."""
        if self._current.library is not self._bot.library:
            self._current = QuestionBank(self._bot.library)
        return self._current


async def _tell_host(interaction: Interaction, runner: Runner, text: str) -> None:
    await tell(interaction, text if await runner.lobby else FORBIDDEN, source="/quiz start")


def require_may_write(interaction: Interaction) -> None:
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
