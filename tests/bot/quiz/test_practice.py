"""A question for one person on a concept's card: which one, answering it, and what can change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.exts.quiz._relevance import about
from bot.exts.quiz.practice import Ask
from bot.loading import load_library, open_index
from bot.pages import PRACTISE
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
    assert "Question 2 of 3" in text_of(following)
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
