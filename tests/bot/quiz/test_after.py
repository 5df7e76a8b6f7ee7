"""What is done with a quiz that is over: standings, what one missed, again, practice, report."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.exts.quiz._after import KEPT, FinishedQuizzes
from bot.exts.quiz._again import settings_of
from bot.exts.quiz._plan import Plan, Rules
from bot.exts.quiz._report import sheet
from bot.exts.quiz._service import Quiz
from bot.exts.quiz._settings import QuizSettings
from bot.exts.quiz._snapshot import Card, ShownOption
from bot.exts.quiz._standings import FIRST_PLACES, PAGE, places_card, standings_card
from bot.store.quizzes import NewQuiz, QuizRepository, StoredQuiz
from bot.ui.cards import TEXT_LIMIT
from tests.bot.page_kit import labels_of, message_of, only_for_one, parts_of, text_of
from tests.bot.quiz.game import BEN, HOST, START, Game, card
from tests.bot.quiz.table import GRACE, PAUSE, SETTLE, Table, reply
from tests.bot.quiz.test_after_older import CARD as OLDER
from tests.bot.quiz.test_views import parts, texts

if TYPE_CHECKING:
    from content.library import Library
    from tests.bot.conftest import Study

PICTURES = 12
"""Discord's type of a component that shows some."""


@pytest.fixture
def table(study: Study) -> Table:
    return Table(study)


async def play(table: Table, *, questions: int = 2, **options: Any) -> None:
    """Play a quiz: dana right throughout, ben wrong throughout; cleo looks on."""
    await table.begin(table.study.ben, questions=questions, **options)
    for _ in range(questions):
        await table.press(table.study.dana, right=True)
        await table.press(table.study.ben, right=False)
        await table.wait(SETTLE + PAUSE)


async def test_the_standings_have_a_podium_and_how_hard_each_question_was(
    study: Study, table: Table
) -> None:
    await play(table)
    shown = text_of(table.message())
    assert f"🥇 **1.** <@{study.dana.id}>: 2 of 2 right" in shown
    assert f"**2.** <@{study.ben.id}>: 0 of 2 right" in shown
    assert "🥈" not in shown, "nobody has a medal for nothing"
    assert "**1.** 50 % right · " in shown
    assert "**2.** 50 % right · " in shown
    assert labels_of(table.message()) == ["What I missed", "Again", "Practise", "Report"]


async def test_what_somebody_missed_is_walked_in_private_after_a_restart(
    study: Study, table: Table
) -> None:
    await play(table, questions=3)
    await study.restart()
    standings = table.message()
    first = only_for_one(await study.ben.click(standings, label="What I missed"))
    assert "What you missed: 1 of 3" in text_of(first)
    assert "❌" in text_of(first)
    assert "your answer" in text_of(first)
    walked = text_of(first)
    for number in (2, 3):
        onward = message_of(await study.ben.click(first, label="Next"))
        assert onward.id == first.id
        assert f"What you missed: {number} of 3" in text_of(onward)
        walked += text_of(onward)
    assert "Sea level pressure is 1013 hPa." in walked
    assert labels_of(onward) == ["Back", "Read about it"]
    read = message_of(await study.ben.click(onward, label="Read about it"))
    assert read.id == first.id
    assert "###" not in text_of(read).split("\n")[0]
    back = message_of(await study.ben.click(read, label="Back to the question"))
    assert "What you missed: 3 of 3" in text_of(back)
    assert "missed nothing: all" in await reply(study.dana.click(standings, label="What I missed"))
    assert "did not play" in await reply(study.cleo.click(standings, label="What I missed"))
    assert len(study.channel.history()) == 5


async def test_a_late_joiner_missed_only_what_they_saw(study: Study, table: Table) -> None:
    await table.begin(study.ben, questions=2)
    await table.press(study.dana, right=True)
    await table.press(study.ben, right=False)
    await table.wait(SETTLE + PAUSE)
    await table.press(study.cleo, right=False)
    await table.wait(20 + GRACE + PAUSE)
    standings = table.message()
    assert "**2.** 0 % right" in text_of(standings)
    late = text_of(only_for_one(await study.cleo.click(standings, label="What I missed")))
    assert "What you missed: 1 of 1" in late
    unanswered = text_of(only_for_one(await study.dana.click(standings, label="What I missed")))
    assert "You did not answer." in unanswered


async def test_again_opens_the_same_quiz_once(study: Study, table: Table) -> None:
    await play(table, lesson="Kettles and Tea", seconds=15)
    asked = await played(study, 1)
    standings = table.message()
    await study.restart()
    pressed = await study.cleo.click(standings, label="Again")
    assert pressed.followups[-1].ephemeral
    assert "is open" in str(pressed.followups[-1].content)
    assert f"2 questions, 15 seconds each. Opened by <@{study.cleo.id}>" in table.wire()
    (opened,) = await QuizRepository(study.bot.database).open_quizzes()
    assert opened.new.title == "1. Kettles and Tea"
    assert opened.new.rules == asked.new.rules
    said = await reply(study.ben.click(standings, label="Again"))
    assert "already running in this channel" in said


async def played(study: Study, quiz: int) -> StoredQuiz:
    stored = await QuizRepository(study.bot.database).get(quiz)
    assert stored is not None
    return stored


async def test_again_asks_what_was_missed_or_not_seen(study: Study, table: Table) -> None:
    await table.begin(study.ben, questions=2)
    asked = [card.id for card in await table.cards()]
    for right in (True, False):
        await table.press(study.dana, right=right)
        await table.press(study.ben, right=right)
        await table.wait(SETTLE + PAUSE)
    await study.ben.click(table.message(), label="Again")
    again = {card.id for card in await table.cards()}
    assert asked[0] not in again, "everybody knew it"
    assert asked[1] in again


def test_an_older_quiz_is_opened_again_by_what_its_questions_tell(library: Library) -> None:
    lesson = library.lessons[0]
    cards = json.dumps([{**OLDER, "id": lesson.questions[0].id}])
    for title, about in (("1. Kettles and Tea", (lesson.id,)), ("All lessons", ())):
        new = NewQuiz(7, 8, HOST, title, 15, json.loads(cards), START)
        settings = settings_of(Quiz(StoredQuiz(1, new, START, ())), library)
        assert settings == QuizSettings(about, 1, 15)


async def test_practise_asks_about_what_was_missed_first(study: Study, table: Table) -> None:
    await play(table)
    standings = table.message()
    await study.restart()
    practice = only_for_one(await study.ben.click(standings, label="Practise"))
    assert "### Practice: " in text_of(practice)
    assert "A" in labels_of(practice)
    assert "missed nothing" in await reply(study.dana.click(standings, label="Practise"))


async def test_the_report_is_for_the_host_and_instructors_who_alone_see_names(
    study: Study, table: Table
) -> None:
    await study.ben.slash(study.channel, "quiz start", questions=1)
    await study.cleo.click(table.message(), label="Join")
    await study.ben.click(table.message(), label="Start now")
    await table.press(study.ben, right=True)
    await table.wait(20 + GRACE + PAUSE)
    standings = table.message()
    await study.restart()
    assert "The report is for" in await reply(study.cleo.click(standings, label="Report"))
    for who, sees in ((study.ben, False), (study.dana, True)):
        report = message_of(await who.click(standings, label="Report"))
        assert "**1.** 50 % right" in text_of(report)
        one = message_of(await who.click(report, label="Next"))
        assert one.id == report.id
        assert "1 chose this" in text_of(one)
        assert "**Not answered" in text_of(one)
        assert (f"<@{study.cleo.id}>" in text_of(one)) is sees
        assert [part for part in parts_of(one) if part["type"] == PICTURES]
        sent = message_of(await who.click(one, label="As a spreadsheet"))
        assert sent.ephemeral
        (file,) = sent.attachments
        assert file.filename == "quiz-1.csv"


def rows_of(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf"), "spreadsheets take it for UTF-8"
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_spreadsheet_has_each_question_and_nothing_that_computes() -> None:
    evil = Card(
        "=q",
        '  @SUM(1), "two"\nlines é',
        (ShownOption("-1", None), ShownOption("+2", None)),
        (1,),
        None,
    )
    game = Game(Plan(HOST, "Tea", 20, (evil, card((0, 2))), START))
    game.do([*game.session.join(BEN, START)])
    game.advance()
    game.answer(HOST, 1)
    game.advance()
    game.advance()
    game.answer(HOST, (0, 2))
    game.answer(BEN, (0, 2))
    game.advance()
    first, second = rows_of(sheet(game.session, names=True))
    assert first["Id"] == "'=q"
    assert first["Stem"].startswith('\'@SUM(1), "two"')
    assert (first["Option A"], first["Option B"]) == ("'-1", "'+2")
    assert (first["Chose A"], first["Chose B"], first["% right"]) == ("0", "1", "50")
    assert first["Not answered"] == f"<@{BEN}>"
    assert (second["Right"], second["Chose A"], second["Chose C"]) == ("A, C", "2", "2")
    assert "Not answered" not in rows_of(sheet(game.session, names=False))[0]
    for row in (first, second):
        assert not [cell for cell in row.values() if cell.lstrip().startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("speed", [False, True])
def test_all_places_are_paged_and_every_card_fits(speed: bool) -> None:
    wide = Card("q", "*_*" * 50, (ShownOption("a", None), ShownOption("b", None)), (1,), None)
    plan = Plan(HOST, "_*" * 100, 20, (wide,) * 25, START, rules=Rules(speed=speed))
    game = Game(plan)
    people = [10**18 + number for number in range(61)]
    for user in people:
        game.do(game.session.join(user, START))
    for _ in plan.cards:
        game.advance()
        for user in people[:13]:
            game.answer(user, 1)
        game.advance()
    session = game.session
    shown = standings_card(2**63 - 1, session)
    assert len(texts(shown)) <= TEXT_LIMIT
    assert texts(shown).count("🥇") == FIRST_PLACES
    assert f"and {62 - FIRST_PLACES} more" in texts(shown)
    seen = ""
    for page in range(4):
        view = places_card(2**63 - 1, session, people[-1], page)
        assert len(texts(view)) <= TEXT_LIMIT
        assert f"You: **14.** <@{people[-1]}>" in texts(view)
        seen += texts(view).split("You:")[0]
    assert all(seen.count(f"<@{user}>") == 1 for user in [HOST, *people])
    assert seen.count("🥇") == 13, "ties are ties"
    assert len([part for part in parts(view) if part["type"] == 2]) == 1
    assert PAGE * 3 < 62


async def test_many_presses_read_a_quiz_once(study: Study, table: Table) -> None:
    await play(table)
    repository = Counting(study.bot.database)
    finished = FinishedQuizzes(repository)
    quizzes = await asyncio.gather(*(finished.get(1, study.channel.id) for _ in range(50)))
    assert repository.reads == 1
    assert len({id(quiz) for quiz in quizzes}) == 1
    for number in range(2, 2 + KEPT):
        with pytest.raises(Exception, match="no longer know"):
            await finished.get(number, study.channel.id)
    await finished.get(1, study.channel.id)
    assert repository.reads == 2 + KEPT
    with pytest.raises(Exception, match="another channel"):
        await finished.get(1, study.board.id)


class Counting(QuizRepository):
    """Counts how often a quiz is read."""

    reads = 0

    async def get(self, quiz_id: int) -> StoredQuiz | None:
        self.reads += 1
        return await super().get(quiz_id)
