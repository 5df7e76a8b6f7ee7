"""The report of a quiz for its host and for instructors: a card, a picture and a spreadsheet."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

import discord

from bot.errors import NotAllowed, UserError
from bot.exts.quiz._after import asked, difficulty, facility, finished, show
from bot.exts.quiz._score import counts
from bot.exts.quiz._views import chose, people, title_of
from bot.instructors import is_instructor
from bot.pictures import gallery, may_attach
from bot.ui.cards import Accent, card, row
from bot.ui.charts import bar_chart
from bot.ui.components import StudyButton
from bot.ui.letters import letters
from bot.ui.questions import option_marks, revealed_body
from content.markdown.render import Markdown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.exts.quiz._service import Quiz
    from bot.exts.quiz._session import Session
    from bot.pictures import ReadPicture
    from bot.ui.components import Interaction

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""With these a cell begins that a spreadsheet would compute."""


class Report(StudyButton, route="quiz:report:{quiz:int}:{page:int}"):
    """Shows the report: page 0 has all questions, each other page one of them."""

    async def used(self, interaction: Interaction) -> None:
        """Show it to whoever may see it, alone."""
        quiz, names = await _allowed(interaction, self.values["quiz"])
        session, page = quiz.session, min(self.values["page"], quiz.session.revealed)
        pictures = (await _picture(session, page),) if may_attach(interaction) else ()
        parts = _question(session, page - 1, names=names) if page else _overview(session)
        view = card(
            f"### Report: {title_of(session)}",
            *parts,
            gallery(pictures) if pictures else None,
            row(
                Report.make("Back", quiz=quiz.id, page=page - 1) if page else None,
                Report.make("Next", quiz=quiz.id, page=page + 1)
                if page < session.revealed
                else None,
                Sheet.make("As a spreadsheet", quiz=quiz.id),
            ),
            accent=Accent.QUIZ,
            pictures=pictures,
        )
        await show(interaction, view)


class Sheet(StudyButton, route="quiz:sheet:{quiz:int}"):
    """Sends the report as a CSV file."""

    async def used(self, interaction: Interaction) -> None:
        """Send it to whoever may see it, alone."""
        quiz, names = await _allowed(interaction, self.values["quiz"])
        if not may_attach(interaction):
            raise UserError("I may not send files here. Ask an instructor for **Attach Files**.")
        file = discord.File(BytesIO(sheet(quiz.session, names=names)), f"quiz-{quiz.id}.csv")
        await interaction.response.send_message(file=file, ephemeral=True)


def sheet(session: Session, *, names: bool) -> bytes:
    """Return a row for each question that was told as CSV; with ``names``, who did not answer.

    The mark at its beginning tells spreadsheets that it is UTF-8.
    """
    most = max((len(one.options) for one in session.plan.cards), default=0)
    head = ["Question", "Id", "Concept", "Stem", "Counts", "People", "Answered", "% right", "Right"]
    for place in range(most):
        head += [f"Option {letters([place])}", f"Chose {letters([place])}"]
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([*head, "Not answered"] if names else head)
    for number in range(session.revealed):
        cells = [*_cells(session, number)]
        cells += [""] * (len(head) - len(cells))
        cells += [" ".join(f"<@{user}>" for user in _silent(session, number))] if names else []
        writer.writerow(map(_harmless, cells))
    return text.getvalue().encode("utf-8-sig")


def _cells(session: Session, number: int) -> Iterator[object]:
    one = session.plan.cards[number]
    yield from (number + 1, one.id, one.concept or "", Markdown.of(one.stem).plain)
    yield "no" if number in session.skipped else "yes"
    yield from (len(asked(session, number)), len(session.answers[number]))
    yield from (facility(session, number), letters(one.correct))
    for option, count in zip(one.options, counts(session, number), strict=True):
        yield from (Markdown.of(option.text).plain, count)


def _harmless(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA) else cell


def _overview(session: Session) -> list[str]:
    lines = [difficulty(session, number) for number in range(session.revealed)]
    return ["\n".join(lines) or "No question was finished.", "-# Of those who had joined by then."]


def _question(session: Session, number: int, *, names: bool) -> list[str | discord.ui.Item[Any]]:
    """Return a question with how many chose each option, and who did not answer."""
    one = session.plan.cards[number]
    plain = replace(one, options=tuple(replace(o, reason=None) for o in one.options))
    marks = option_marks(len(one.options), one.correct)
    tails = [f"  ·  {chose(count)}" for count in counts(session, number)]
    silent = _silent(session, number)
    return [
        f"-# Question {number + 1} of {len(session.plan.cards)}",
        revealed_body(replace(plain, explanation=None), marks, tails),
        difficulty(session, number),
        f"**Not answered ({len(silent)}):** {people(silent)}"
        if names
        else f"**Not answered:** {len(silent)}",
    ]


async def _picture(session: Session, page: int) -> ReadPicture:
    """Return the bars of a page: what was right of each question, or what was chosen of one."""
    if page == 0:
        shares = [facility(session, number) or 0 for number in range(session.revealed)]
        labels = [str(number + 1) for number in range(len(shares))]
        return await bar_chart(labels, shares, (), "Right, in % for each question", 100)
    one = session.plan.cards[page - 1]
    labels = [letters([place]) for place in range(len(one.options))]
    return await bar_chart(labels, counts(session, page - 1), one.correct, f"Question {page}")


def _silent(session: Session, number: int) -> list[int]:
    """Return who had joined and did not answer a question."""
    answers = session.answers[number]
    return [user for user in asked(session, number) if user not in answers]


async def _allowed(interaction: Interaction, quiz_id: int) -> tuple[Quiz, bool]:
    """Return a quiz, and whether the person may see names in its report; raise NotAllowed."""
    quiz = await finished(interaction, quiz_id)
    names = await is_instructor(interaction, interaction.client.guild_choices)
    host = quiz.session.plan.host
    if not names and interaction.user.id != host:
        raise NotAllowed(f"The report is for <@{host}>, who opened this quiz, and instructors.")
    return quiz, names
