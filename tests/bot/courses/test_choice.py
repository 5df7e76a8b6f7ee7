"""The choice of courses that a server makes, and what people find of each then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.bot.courses.two_courses import CUPS, said, write_courses
from tests.bot.page_kit import (
    labels_of,
    message_of,
    only_for_one,
    options_of,
    parts_of,
    refusal,
    select_of,
    text_of,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bot.conftest import Study


CHOOSE = "course:choose"


@pytest.mark.parametrize("command", ["course gaps", "course problems", "course choose"])
async def test_students_may_not(study: Study, command: str) -> None:
    result = await study.ben.slash(study.channel, command)
    assert "Manage Server" in refusal(study, result)


async def test_a_choice_of_a_course_that_was_renamed(study: Study, tmp_path: Path) -> None:
    lesson = await write_courses(study, tmp_path)
    await study.bot.guild_choices.set_courses(study.guild.id, ["cups"])
    lesson.parent.rename(lesson.parents[1] / "mugs")
    (lesson.parents[1] / "mugs" / "course.yml").write_text("title: Mugs\naliases: [cups]\n")
    await study.dana.slash(study.channel, "course reload")
    offered = await study.ben.autocomplete(study.channel, "lesson", "lesson", "")
    assert [choice["value"] for choice in offered] == ["mugs/01-cups"]
    card = only_for_one(await study.dana.slash(study.channel, "course choose"))
    assert "about: **Mugs**" in text_of(card)


async def test_a_server_chooses_its_courses(study: Study, tmp_path: Path) -> None:
    await write_courses(study, tmp_path)
    card = only_for_one(await study.dana.slash(study.channel, "course choose"))
    assert "all courses" in text_of(card)
    assert options_of(card, CHOOSE) == {"cups": "Cups", "demo": "Demo"}
    chosen = message_of(await study.dana.select(card, ["cups"], custom_id=select_of(card, CHOOSE)))
    assert "about: **Cups**" in text_of(chosen)
    await study.restart()
    choices = await study.ben.autocomplete(study.channel, "concept", "query", "")
    assert [choice["name"] for choice in choices] == ["Handle"]
    nothing = only_for_one(await study.ben.slash(study.channel, "concept", query="steeping"))
    assert "Nothing fits" in text_of(nothing)
    lessons = only_for_one(await study.ben.slash(study.channel, "lesson"))
    assert "Cups" in text_of(lessons)
    assert "Kettles and Tea" not in text_of(lessons)
    quiz = await study.ben.slash(study.channel, "quiz start")
    assert "No lesson has practice questions" in refusal(study, quiz)
    everything = only_for_one(await study.dana.slash(study.channel, "course choose"))
    reset = message_of(await study.dana.select(everything, [], custom_id=CHOOSE))
    assert "all courses" in text_of(reset)
    found = only_for_one(await study.ben.slash(study.channel, "concept", query="steeping"))
    assert "## Steeping" in text_of(found)


async def test_a_choice_is_checked_again_when_it_is_made(study: Study) -> None:
    card = only_for_one(await study.dana.slash(study.channel, "course choose"))
    assert labels_of(card) == []
    select = next(part for part in parts_of(card) if part["type"] == 3)
    assert select["min_values"] == 0


async def test_cards_say_their_course_and_a_language_that_is_not_the_usual_one(
    study: Study, tmp_path: Path
) -> None:
    lesson = await write_courses(study, tmp_path)
    lesson.write_text(f"---\nlanguage: de\n---\n\n{CUPS}", encoding="utf-8")
    await study.dana.slash(study.channel, "course reload")
    card = only_for_one(await study.ben.slash(study.channel, "concept", query="handle"))
    assert "-# Cups · de › 1. Cups › 1.1 Cups" in text_of(card)
    kettle = only_for_one(await study.ben.slash(study.channel, "concept", query="kettle"))
    assert "-# Demo › 1. Kettles and Tea" in text_of(kettle)


async def test_lessons_are_of_the_chosen_courses(study: Study, tmp_path: Path) -> None:
    await write_courses(study, tmp_path)
    await study.bot.guild_choices.set_courses(study.guild.id, ["cups"])
    offered = await study.ben.autocomplete(study.channel, "lesson", "lesson", "")
    assert [choice["value"] for choice in offered] == ["cups/01-cups"]
    assert await study.ben.autocomplete(study.channel, "quiz start", "lesson", "") == []
    for command in ("lesson", "quiz start"):
        elsewhere = await study.ben.slash(study.channel, command, lesson="demo/01-kettles")
        assert "not part of the courses that this server has chosen" in said(elsewhere)
        unknown = await study.ben.slash(study.channel, command, lesson="kettles and tea")
        assert "I know no lesson called “kettles and tea”." in said(unknown)
    direct = only_for_one(await study.ben.user.slash("lesson", lesson="kettles and tea"))
    assert "## 1. Kettles and Tea" in text_of(direct)


async def test_a_lesson_without_questions_is_not_quizzed(study: Study, tmp_path: Path) -> None:
    await write_courses(study, tmp_path)
    refused = await study.ben.slash(study.channel, "quiz start", lesson="cups")
    assert "**1. Cups** has no practice questions" in said(refused)
