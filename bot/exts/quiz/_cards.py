"""The cards of one quiz with what is beside their text: pictures, bars, and what to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.error_handler import record_failure
from bot.exts.quiz._beside import Beside
from bot.exts.quiz._plan import Phase
from bot.exts.quiz._score import counts
from bot.exts.quiz._views import lobby_card, question_card, reveal_card, told_card, void_card
from bot.pictures import pictures_in, read_pictures
from bot.ui.charts import bar_chart
from bot.ui.letters import letters
from content.markdown.render import Markdown

if TYPE_CHECKING:
    from datetime import datetime

    from bot.client import StudyBot
    from bot.exts.quiz._service import Quiz
    from bot.exts.quiz._session import Session
    from bot.exts.quiz._snapshot import Card
    from bot.pictures import ReadPicture
    from bot.ui.components import StudyView


class QuizCards:
    """Makes the cards of one quiz; what they show is read and drawn once for each question."""

    def __init__(self, bot: StudyBot, quiz: Quiz) -> None:
        self._bot = bot
        self._quiz = quiz
        self._stems: dict[int, tuple[ReadPicture, ...]] = {}
        self._bars: dict[int, ReadPicture | None] = {}

    async def prepare(self, session: Session, question: int) -> None:
        """Read and draw what a question's card shows now."""
        if question < 0 or not self._may_attach():
            return
        if question not in self._stems:
            self._stems[question] = await self._read(session.plan.cards[question])
        if question < session.revealed and question not in self._bars:
            self._bars[question] = await _draw(session, question)
        # The card before the present one is edited once more, and no earlier one.
        self._stems.pop(question - 2, None)
        self._bars.pop(question - 2, None)

    def present(self, session: Session, until: datetime | None) -> StudyView:
        """Return the card of the lobby or of the present question, which is prepared."""
        if session.phase is Phase.LOBBY:
            return lobby_card(self._quiz.id, session, until)
        make = question_card if session.phase is Phase.ASKING else reveal_card
        return make(self._quiz.id, session, until, self._beside(session, session.question))

    async def closed(self, session: Session, question: int) -> StudyView:
        """Return the card of a question that nobody can answer any more."""
        await self.prepare(session, question)
        beside = self._beside(session, question)
        if question < session.revealed:
            return told_card(self._quiz.id, session, question, beside)
        return void_card(session, beside)

    def _beside(self, session: Session, question: int) -> Beside:
        concept = session.plan.cards[question].concept
        known = concept if concept and self._bot.library.concept(concept) else None
        return Beside(self._stems.get(question, ()), self._bars.get(question), known)

    def _may_attach(self) -> bool:
        """Return whether the bot may send files into the channel; if in doubt, it may not."""
        if self._quiz.guild_id is None:
            return True
        guild = self._bot.get_guild(self._quiz.guild_id)
        channel = guild.get_channel_or_thread(self._quiz.channel_id) if guild else None
        return channel is not None and channel.permissions_for(channel.guild.me).attach_files

    async def _read(self, card: Card) -> tuple[ReadPicture, ...]:
        """Return the pictures of a stem, which are beside the lesson that has the question now."""
        found = self._bot.library.question(card.id)
        if found is None:
            return ()
        return await read_pictures(pictures_in(Markdown.of(card.stem), found[0].path))


async def _draw(session: Session, question: int) -> ReadPicture | None:
    """Return the bars of a question's answers, unless nobody answered, or who did is alone."""
    if session.plan.alone or not session.answers[question]:
        return None
    card = session.plan.cards[question]
    labels = [letters([place]) for place in range(len(card.options))]
    title = f"Question {question + 1}: who chose what"
    try:
        return await bar_chart(labels, counts(session, question), card.correct, title)
    except Exception as exc:  # noqa: BLE001  (the bars are in the text as well)
        record_failure(exc, source="bars of a quiz")
        return None
