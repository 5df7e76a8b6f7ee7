"""Opening a quiz: what can be asked about, which settings hold, and what its host is told."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from bot.exts.quiz._plan import Rules
from bot.exts.quiz._settings import QuizSettings
from bot.exts.quiz.transformer import find_subject
from bot.loading import load_library, open_index
from bot.store.presets import PresetRepository
from bot.store.quizzes import QuizRepository
from tests.bot.page_kit import only_for_one, text_of
from tests.bot.quiz.table import GRACE, SECONDS, Table, reply

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bot.conftest import Study

LESSON = """---
tags: [{tags}]
---
# Lesson {number}: {title}

### {number}.1 Parts

#### Lid

A lid keeps heat.

### Practice Questions

**Question 1:** What does a {title} keep?

1. **Heat [correct]**
2. Time

**Question 2:** What does a {title} not keep?

1. Heat
2. **Time [correct]**
"""


@pytest.fixture
def table(study: Study) -> Table:
    return Table(study)


async def serve(study: Study, folder: Path) -> None:
    """Serve two courses: pots with two lessons and pans with one; two of them are of metal."""
    for course, number, title, tags in (
        ("pots", 1, "Teapot", "clay"),
        ("pots", 2, "Samovar", "Metal, hot water"),
        ("pans", 1, "Wok", "metal"),
    ):
        lesson = folder / course / f"0{number}-{title.lower()}.md"
        lesson.parent.mkdir(parents=True, exist_ok=True)
        text = LESSON.format(number=number, title=title, tags=tags)
        lesson.write_text(text, encoding="utf-8")
        (folder / course / "course.yml").write_text(f"title: {course.title()}\n", encoding="utf-8")
    study.library = load_library([folder / "pots", folder / "pans"])
    study.searcher = open_index(study.library, study.data)
    await study.restart()


async def offered(study: Study, typed: str) -> dict[str, str]:
    found = await study.ben.autocomplete(study.channel, "quiz start", "lesson", typed)
    return {choice["name"]: choice["value"] for choice in found}


async def asked(study: Study) -> list[str]:
    (stored,) = await QuizRepository(study.bot.database).open_quizzes()
    return sorted(question["stem"].split()[3] for question in stored.new.questions)


async def test_lessons_courses_and_tags_are_offered_each_as_what_it_is(
    study: Study, tmp_path: Path
) -> None:
    await serve(study, tmp_path / "lessons")
    assert list(await offered(study, "")) == [
        "All lessons",
        "Course: Pots",
        "Course: Pans",
        "Lesson 1. Teapot · Pots",
        "Lesson 2. Samovar · Pots",
        "Lesson 1. Wok · Pans",
        "Tag: clay",
        "Tag: Metal",
        "Tag: hot water",
    ]
    assert "Lesson 2. Samovar · Pots" in await offered(study, "hot water")
    assert "Lesson 1. Wok · Pans" in await offered(study, "pans lesson")
    await study.bot.guild_choices.set_courses(study.guild.id, ["pans"])
    assert list(await offered(study, "")) == [
        *("All lessons", "Course: Pans", "Lesson 1. Wok", "Tag: Metal")
    ]
    assert await offered(study, "clay") == {}


@pytest.mark.parametrize(
    ("options", "titles", "shown"),
    [
        ({"lesson": "*"}, ["Samovar", "Samovar", "Teapot", "Teapot", "Wok", "Wok"], "All lessons"),
        ({"lesson": "pots"}, ["Samovar", "Samovar", "Teapot", "Teapot"], "Pots"),
        ({"lesson": "tag:metal"}, ["Samovar", "Samovar", "Wok", "Wok"], "Metal"),
        ({"lesson": "tag: metal"}, ["Samovar", "Samovar", "Wok", "Wok"], "Metal"),
        ({"lesson": "teapot"}, ["Teapot", "Teapot"], "1. Teapot"),
        (
            {"lesson": "Wok", "and-lesson": "clay"},
            ["Teapot", "Teapot", "Wok", "Wok"],
            "1. Wok, clay",
        ),
        (
            {"lesson": "pots", "and-lesson": "Teapot"},
            ["Samovar", "Samovar", "Teapot", "Teapot"],
            "",
        ),
    ],
)
async def test_what_is_chosen_is_asked(
    study: Study,
    tmp_path: Path,
    options: dict[str, str],
    titles: list[str],
    shown: str,
) -> None:
    await serve(study, tmp_path / "lessons")
    table = Table(study)
    await table.open(questions=25, **options)
    assert await asked(study) == titles
    assert shown in table.wire()


async def test_a_tag_is_only_what_the_server_chose(
    study: Study, tmp_path: Path, table: Table
) -> None:
    await serve(study, tmp_path / "lessons")
    await study.bot.guild_choices.set_courses(study.guild.id, ["pans"])
    await table.open(questions=25, lesson="tag:metal")
    assert await asked(study) == ["Wok", "Wok"]
    catalogue = study.bot.catalogue
    assert find_subject(catalogue, "metal", {"pots"}).id == "tag:metal"


async def test_more_questions_than_there_are_is_said(table: Table) -> None:
    told = await reply(table.open(questions=25))
    assert "There are 3 questions; all are asked." in told
    await table.study.dana.slash(table.study.channel, "quiz stop")
    assert "all are asked" not in await reply(table.open(questions=2))


async def test_every_option_has_its_rule(study: Study, table: Table) -> None:
    told = await reply(
        table.open(
            questions=2,
            time="until all have answered",
            pace="when the host goes on",
            scoring="accuracy with speed",
            **{"host-plays": False},
        )
    )
    (stored,) = await QuizRepository(study.bot.database).open_quizzes()
    rules = Rules(host_paced=True, untimed=True, speed=True, host_plays=False)
    assert Rules(**stored.new.rules or {}) == rules
    assert (
        "2 questions, each until all have answered · you go on to each next question · "
        "accuracy with speed · you do not play" in told
    )
    assert "Joined (0)" in table.wire()


async def test_what_is_left_out_is_as_in_the_hosts_last_quiz(study: Study, table: Table) -> None:
    told = await reply(table.open(questions=2, seconds=30, pace="when the host goes on"))
    assert "Your next quiz here begins with these settings" in told
    await study.dana.slash(study.channel, "quiz stop")
    await study.restart()
    told = await reply(table.open(questions=1))
    assert "as in your last quiz here" in told
    assert "1 question, 30 seconds each · you go on" in told
    await study.dana.slash(study.channel, "quiz stop")
    # Another person's quiz, and one elsewhere, have settings of their own.
    told = await reply(study.ben.slash(study.channel, "quiz start"))
    assert "20 seconds each · goes on by itself" in told
    alone = study.dana.user
    told = await reply(alone.slash("quiz start", questions=1))
    assert "1 question, 20 seconds each · goes on by itself" in told


async def test_a_lesson_that_is_gone_is_said_and_left_out(study: Study, table: Table) -> None:
    settings = QuizSettings(about=("demo/gone", "demo/01-kettles"))
    stored = settings.to_json()
    assert QuizSettings.from_json(stored) == settings
    await table.open(questions=1, lesson="demo/01-kettles")
    await study.dana.slash(study.channel, "quiz stop")
    await study.dana.slash(study.channel, "quiz preset save", name="old")
    await PresetRepository(study.bot.database).save(study.guild.id, "old", stored)
    told = await reply(table.open(preset="Old"))
    assert "no longer in the lessons" in told


def test_seconds_that_are_named_count() -> None:
    untimed = QuizSettings(rules=Rules(untimed=True))
    assert not untimed.changed(seconds=10).rules.untimed
    assert untimed.changed(seconds=10, untimed=True).rules.untimed
    assert untimed.changed(questions=3).rules.untimed


async def test_the_same_draw_does_not_come_twice_in_a_row(study: Study, table: Table) -> None:
    draws = []
    for _ in range(6):
        await table.open(questions=3)
        draws.append([card.id for card in await table.cards()])
        await study.dana.slash(study.channel, "quiz stop")
        await table.wait(0)
    assert all(one != following for one, following in pairwise(draws))


async def test_what_was_missed_or_unseen_here_is_asked_first(study: Study, table: Table) -> None:
    await table.begin(questions=1)
    (first,) = await table.cards()
    await table.press(study.dana, right=True)
    await table.wait(SECONDS + GRACE)
    await study.dana.slash(study.channel, "quiz stop")
    await table.wait(0)
    # In another channel, where nothing was drawn before.
    await study.dana.slash(study.board, "quiz start", questions=2)
    assert first.id not in [card.id for card in await table.cards()]


async def test_presets_are_for_everybody_and_kept_by_instructors(
    study: Study, table: Table
) -> None:
    refused = only_for_one(await study.ben.slash(study.channel, "quiz preset save", name="x"))
    assert "Only instructors" in refused.content
    none = await reply(study.dana.slash(study.channel, "quiz preset save", name="x"))
    assert "You have not opened a quiz here yet" in none
    await table.open(questions=2, seconds=45, scoring="accuracy with speed")
    await study.dana.slash(study.channel, "quiz stop")
    await table.wait(0)
    saved = await reply(study.dana.slash(study.channel, "quiz preset save", name=" Friday  Round"))
    assert "Saved as **friday round**" in saved
    again = await reply(study.dana.slash(study.channel, "quiz preset save", name="FRIDAY ROUND"))
    assert "instead of the settings that had this name" in again
    await study.restart()
    found = await study.ben.autocomplete(study.channel, "quiz start", "preset", "round")
    assert [choice["value"] for choice in found] == ["friday round"]
    told = await reply(
        study.ben.slash(study.channel, "quiz start", preset="Friday round", questions=1)
    )
    assert "1 question, 45 seconds each" in told
    assert "accuracy with speed" in told
    assert "The settings of the preset **friday round**" in told
    shown = only_for_one(await study.dana.slash(study.channel, "quiz preset list"))
    assert "**friday round**" in text_of(shown)
    assert "45 seconds each" in text_of(shown)
    unknown = await reply(study.ben.slash(study.channel, "quiz start", preset="monday"))
    assert "No preset here is called “monday”. There are **friday round**." in unknown
    gone = await reply(study.dana.slash(study.channel, "quiz preset delete", name="friday round"))
    assert "is deleted" in gone
    shown = only_for_one(await study.dana.slash(study.channel, "quiz preset list"))
    assert "There are none" in text_of(shown)
    direct = await reply(study.dana.user.slash("quiz preset list"))
    assert "works in a server only" in direct


async def test_extra_time_is_told_to_one_person_alone(study: Study, table: Table) -> None:
    await table.begin(study.ben, questions=1, seconds=10)
    told = await reply(study.ben.slash(study.channel, "quiz extra-time", factor=2.0))
    assert "You have **2 times** the time" in told
    assert "Take it back with `/quiz extra-time factor:1`" in told
    await table.press(study.dana, right=True)
    await table.wait(12)
    assert "2 times" not in table.wires()
    said = await table.press(study.ben, right=True)
    assert "too late" not in said, "their time is twice as long"
    assert "right" in said
    refused = await reply(
        study.ben.slash(study.channel, "quiz extra-time", factor=2.0, member=study.dana)
    )
    assert "Only instructors can give somebody else more time" in refused
    told = await reply(
        study.dana.slash(study.channel, "quiz extra-time", factor=1.5, member=study.ben)
    )
    assert f"<@{study.ben.id}> has **1.5 times**" in told
    assert "and the same member." in told
    await study.dana.slash(study.board, "quiz start", questions=1)
    said = await reply(study.ben.click(study.board.history()[-1], label="Join"))
    assert "You have 1.5 times the time" in said, "who was given time hears of it when they join"
    told = await reply(study.ben.slash(study.channel, "quiz extra-time", factor=1.0))
    assert "You have as much time as everybody in the quizzes of this server." in told
    direct = study.ben.user
    assert "in our direct messages" in await reply(direct.slash("quiz extra-time", factor=3.0))


async def test_alone_a_quiz_begins_at_once(study: Study) -> None:
    user = study.ben.user
    told = await reply(user.slash("quiz start", questions=1, **{"host-plays": False}))
    assert "here you play alone" in told
    assert "you play" in told
    await study.env.advance_time(0)
    assert user.dm_channel.last_message is not None
    assert "Question 1 of 1" in str([c.to_dict() for c in user.dm_channel.last_message.components])


async def test_help_says_that_one_can_play_alone(study: Study) -> None:
    text = text_of(only_for_one(await study.ben.slash(study.channel, "help")))
    assert "in a direct message you play alone" in text
