"""A question for one person on a concept's card: which one, answering it, and what can change."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.exts.quiz._relevance import about
from bot.exts.quiz.practice import Ask
from bot.loading import load_library, open_index
from bot.pages import PRACTISE
from bot.store.attempts import Attempt, AttemptRepository
from bot.store.tables import AttemptRow
from tests.bot.page_kit import labels_of, message_of, only_for_one, posts, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from simcord.results import ResponseMessage

    from content.library import Library
    from tests.bot.conftest import Study

SEVERAL = """# Lesson 1: Pots

### 1.1 Pots

#### Lid

A lid keeps heat.

#### Spout

A spout pours.

### Practice Questions

**Question 1:** Which are parts of a pot?

1. **A lid [correct]**
2. A wheel
3. **A spout [correct]**
"""


async def ask(study: Study, query: str) -> ResponseMessage:
    """Look something up and press "Quiz me on this"; return the question."""
    card = only_for_one(await study.ben.slash(study.channel, "concept", query=query))
    return only_for_one(await study.ben.click(card, label="Quiz me on this"))


def letter_of(card: ResponseMessage, option: str) -> str:
    """Return the letter in front of an option."""
    lines = (line for line in text_of(card).split("\n") if line.startswith("**"))
    line = next(line for line in lines if line.endswith(f" {option}"))
    return line.split("**")[1].rstrip(".")


def test_questions_come_in_the_order_of_what_they_have_in_common(library: Library) -> None:
    (lesson,) = library.lessons
    concepts = {one.title: one for section in lesson.sections for one in section.concepts}
    for title, stem in (
        ("Boiling Point", "At which temperature does water boil at sea level?"),
        ("Steeping", "What draws flavour from leaves?"),
        ("Kettle", "What does a kettle heat?"),
    ):
        ranked = about(concepts[title], lesson, lesson.questions)
        assert ranked[0].stem == stem
        assert len(ranked) == len(lesson.questions)


def test_questions_that_name_the_concept_come_first(library: Library) -> None:
    (lesson,) = library.lessons
    concepts = [one for section in lesson.sections for one in section.concepts]
    for question in lesson.questions:
        for concept in concepts:
            named = question.model_copy(update={"concept": concept.id})
            others = [one for one in lesson.questions if one != question]
            assert about(concept, lesson, [*others, named])[0] == named


def test_the_card_and_the_extension_agree_on_the_route() -> None:
    assert Ask.route.text == PRACTISE
    assert Ask.custom_id_for(concept="a/b#c", number=0) == "ask:open:a/b#c:0"


async def test_a_question_about_the_concept_is_asked_in_private(study: Study) -> None:
    question = await ask(study, "boiling point")
    assert "### Practice: Boiling Point" in text_of(question)
    assert "At which temperature" in text_of(question)
    assert "1013" not in text_of(question)
    assert labels_of(question) == ["A", "B", "C"]
    wrong = letter_of(question, "212 °C")
    answered = message_of(await study.ben.click(question, label=wrong))
    assert answered.id == question.id
    text = text_of(answered)
    assert "Not quite" in text
    assert f"❌ **{wrong}.** 212 °C  ·  your answer\n> That number is in Fahrenheit." in text
    assert "✅" in text
    assert "1013 hPa" in text
    await study.restart()
    following = message_of(await study.ben.click(answered, label="Another question"))
    assert following.id == question.id
    assert "One of 3 questions in this lesson" in text_of(following)
    assert "At which temperature" not in text_of(following)
    assert posts(study.channel) == []


async def test_the_right_answer_is_praised_and_leads_back(study: Study) -> None:
    question = await ask(study, "steeping")
    assert "What draws flavour from leaves?" in text_of(question)
    right = letter_of(question, "Steeping")
    answered = message_of(await study.ben.click(question, label=right))
    assert "**Right.**" in text_of(answered)
    card = message_of(await study.ben.click(answered, label="Read about it"))
    assert "## Steeping" in text_of(card)


async def test_the_last_question_has_no_other_behind_it(study: Study) -> None:
    card = await ask(study, "kettle")
    for _ in range(2):
        card = message_of(await study.ben.click(card, label="A"))
        card = message_of(await study.ben.click(card, label="Another question"))
    card = message_of(await study.ben.click(card, label="A"))
    assert labels_of(card) == ["Read about it"]


async def test_answers_are_kept_and_the_missed_and_unseen_come_first(study: Study) -> None:
    question = await ask(study, "boiling point")
    assert "nothing is scored. Your answers are kept" in text_of(question)
    wrong = letter_of(question, "212 °C")
    await study.ben.click(question, label=wrong)
    (kept,) = await attempts_of(study)
    assert (kept.guild_id, kept.user_id, kept.source) == (study.guild.id, study.ben.id, "practice")
    assert not kept.is_right
    found = study.library.question(kept.question_id)
    assert found is not None
    assert [found[1].options[place].text for place in kept.chosen] == ["212 °C"]
    # What was answered just now waits for the others of the lesson, and is then asked again.
    seen = {kept.question_id}
    for _ in range(2):
        question = await ask(study, "boiling point")
        await study.ben.click(question, label="A")
        seen.add((await attempts_of(study))[-1].question_id)
    assert len(seen) == 3
    assert "At which temperature" in text_of(await ask(study, "boiling point"))
    card = only_for_one(await study.cleo.slash(study.channel, "concept", query="kettle"))
    others = only_for_one(await study.cleo.click(card, label="Quiz me on this"))
    assert "What does a kettle heat?" in text_of(others), "another person has seen nothing yet"


async def test_what_is_known_comes_after_what_was_missed(study: Study) -> None:
    repository = AttemptRepository(study.bot.database)
    (lesson,) = study.library.lessons
    long_ago = study.env.now() - timedelta(days=2)
    for number, one in enumerate(lesson.questions):
        right = "kettle" in one.stem
        await repository.add(
            Attempt(None, study.ben.id, one.id, None, [0], right, long_ago, None, "practice")
        )
        assert number < 3
    assert "What does a kettle heat?" not in text_of(await ask(study, "kettle"))


async def test_a_double_press_is_kept_once_and_the_first_counts(study: Study) -> None:
    question = await ask(study, "boiling point")
    right = letter_of(question, "100 °C")
    other = next(label for label in labels_of(question) if label != right)
    stored = study.env.backend.get_message(study.channel.id, question.id)
    as_asked = stored.components
    assert "**Right.**" in text_of(message_of(await study.ben.click(question, label=right)))
    # Discord took the second press before the first had changed the card.
    stored.components = as_asked
    second = text_of(message_of(await study.ben.click(question, label=other)))
    assert "**Right.**" in second
    assert f"**{right}.** 100 °C  ·  your answer" in second
    assert len(await attempts_of(study)) == 1


async def test_a_question_that_is_asked_again_has_another_order(study: Study) -> None:
    orders = set()
    question = await ask(study, "boiling point")
    for _ in range(6):
        orders.add(tuple(line for line in text_of(question).split("\n") if line.startswith("**")))
        answered = message_of(await study.ben.click(question, label="A"))
        read = message_of(await study.ben.click(answered, label="Read about it"))
        question = message_of(await study.ben.click(read, label="Back to the question"))
    assert len(orders) > 1
    assert len(await attempts_of(study)) == 6, "each of them is another answer"


async def attempts_of(study: Study) -> list[AttemptRow]:
    """Return all answers that were kept."""
    async with study.bot.database.begin() as session:
        return list(await session.scalars(select(AttemptRow).order_by(AttemptRow.id)))


async def test_several_right_options_are_chosen_together(study: Study, tmp_path: Path) -> None:
    lesson = tmp_path / "pots" / "01-pots.md"
    lesson.parent.mkdir()
    lesson.write_text(SEVERAL, encoding="utf-8")
    study.library = load_library([lesson.parent])
    study.searcher = open_index(study.library, study.data)
    await study.restart()
    question = await ask(study, "lid")
    assert "Choose all that apply" in text_of(question)
    places = [str(ord(letter_of(question, option)) - ord("A")) for option in ("A lid", "A wheel")]
    answered = message_of(await study.ben.select(question, places))
    assert "are right" in text_of(answered)
    assert text_of(answered).count("✅") == 2
    assert text_of(answered).count("❌") == 1


async def test_lessons_that_changed_are_said(study: Study, tmp_path: Path) -> None:
    question = await ask(study, "boiling point")
    lesson = tmp_path / "demo" / "01-kettles.md"
    lesson.parent.mkdir()
    lesson.write_text(
        "# Lesson 1: Kettles\n\n### 1.1 Water\n\n#### Boiling Point\n\nHot.\n\n"
        "### Practice Questions\n\n**Question 1:** Cold?\n\n1. **No [correct]**\n2. Yes\n",
        encoding="utf-8",
    )
    study.library = load_library([lesson.parent])
    study.searcher = open_index(study.library, study.data)
    await study.restart()
    told = only_for_one(await study.ben.click(question, label="A"))
    assert "have changed" in told.content
