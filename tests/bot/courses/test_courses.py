"""Gaps, a reload and the choice of courses, as people in a server use them."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.loading import load_library, open_index
from bot.reload import LessonReloader
from bot.store.lookups import LookupRepository
from bot.store.tables import LookupRow
from tests.bot.forging import press
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

    import simcord
    from simcord.results import InteractionResult, ResponseMessage

    from tests.bot.conftest import Study

CHOOSE = "course:choose"
CUPS = """# Lesson 1: Cups

### 1.1 Cups

#### Handle

A cup has a handle, and a kettle too.
"""


async def write_courses(study: Study, folder: Path) -> Path:
    """Put a second course beside the first one and start the bot with both; return its lesson."""
    folder = folder / "lessons"
    lesson = folder / "cups" / "01-cups.md"
    lesson.parent.mkdir(parents=True)
    lesson.write_text(CUPS, encoding="utf-8")
    demo = next(one.path for one in study.library.lessons)
    kettles = folder / "demo" / "01-kettles.md"
    kettles.parent.mkdir()
    kettles.write_text(read(demo), encoding="utf-8")
    study.library = load_library([folder])
    study.searcher = open_index(study.library, study.data)
    await study.restart()
    study.bot.reloader = LessonReloader(study.bot.catalogue, [folder], study.data)
    return lesson


def read(path: str) -> str:
    with open(path, encoding="utf-8") as file:  # noqa: PTH123
        return file.read()


async def look_up(study: Study, who: simcord.MemberActor, *queries: str) -> None:
    for query in queries:
        only_for_one(await who.slash(study.channel, "concept", query=query))
    await study.env.settle()


async def test_instructors_see_what_is_looked_for_in_vain(study: Study) -> None:
    await look_up(study, study.ben, "samovar", "kettle", "What is a Samovar?")
    await look_up(study, study.cleo, "samovars", "zither @everyone", "zithers @everyone", "lute")
    card = only_for_one(await study.dana.slash(study.channel, "course gaps"))
    text = text_of(card)
    assert "3 times" in text
    assert "zither" in text
    assert "lute" not in text
    assert "kettle" not in text
    assert "@everyone" not in text
    assert "ben" not in text
    assert "cleo" not in text
    lookups = LookupRepository(study.bot.database)
    since = study.bot.clock.now() - timedelta(days=1)
    assert await lookups.in_vain(study.guild.id + 1, since) == []


async def test_without_gaps_the_card_says_so(study: Study) -> None:
    await look_up(study, study.ben, "kettle")
    card = only_for_one(await study.dana.slash(study.channel, "course gaps", days=1))
    assert "No gaps" in text_of(card)
    assert labels_of(card) == []
    assert "the last day" in text_of(card)


async def test_a_topic_is_dismissed_and_brought_back(study: Study) -> None:
    await look_up(study, study.ben, "samovar", "samovars", "zither", "zithers")
    card = only_for_one(await study.dana.slash(study.channel, "course gaps"))
    topics = options_of(card, "course:dismiss")
    assert set(topics.values()) == {"samovar", "zither"}
    zither = next(topic for topic, label in topics.items() if label.startswith("zither"))
    place = (study.channel.id, card.id)
    options = {"options": [{"label": "zither", "value": zither}]}
    forged = await press(
        study, study.ben, place, "course:dismiss:30", values=[zither], select=options
    )
    assert "Manage Server" in forged.text
    left = message_of(
        await study.dana.select(card, [zither], custom_id=select_of(card, "course:dismiss"))
    )
    assert "zither" not in text_of(left)
    assert "samovar" in text_of(left)
    await study.restart()
    await look_up(study, study.ben, "zither")
    later = only_for_one(await study.dana.slash(study.channel, "course gaps"))
    assert "zither" not in text_of(later)
    back = message_of(await study.dana.click(later, label="Bring back 1 dismissed"))
    assert "zither" in text_of(back)
    assert not any(label.startswith("Bring") for label in labels_of(back))


async def taught(study: Study, topic: str, **filled: Any) -> Any:
    """Answer a topic as the instructor does: choose it, fill in the form, send it."""
    card = only_for_one(await study.dana.slash(study.channel, "course gaps"))
    form = await study.dana.select(card, [topic], custom_id=select_of(card, "course:answer"))
    assert form.modal is not None
    return await study.dana.submit_modal(form, filled)


async def test_an_instructor_says_which_card_answers_a_gap(study: Study) -> None:
    await look_up(study, study.ben, "samovar", "samovars", "zither", "zithers")
    after = message_of(await taught(study, "samovar", name="Kettle"))
    lacking, _, answered = text_of(after).partition("**Answered by instructors**")
    assert "zither" in lacking
    assert "samovar" not in lacking
    assert "samovar: **Kettle**" in answered
    await study.restart()
    for query in ("samovar", "What is a Samovar?", "samowars"):
        card = only_for_one(await study.ben.slash(study.channel, "concept", query=query))
        assert "## Kettle" in text_of(card), query
        assert "An instructor of this server chose this answer" in text_of(card)
    # Another server goes on without it, and so does what the lessons surely answer.
    assert study.bot.guild_choices.taught(study.guild.id + 1) == {}
    other = only_for_one(await study.ben.slash(study.channel, "concept", query="steeping"))
    assert "instructor" not in text_of(other)
    await study.env.settle()
    later = only_for_one(await study.dana.slash(study.channel, "course gaps"))
    back = message_of(
        await study.dana.select(later, ["samovar"], custom_id=select_of(later, "course:unteach"))
    )
    assert "samovar" in text_of(back)
    assert "Kettle" not in text_of(back)
    card = only_for_one(await study.ben.slash(study.channel, "concept", query="samovar"))
    assert "## Kettle" not in text_of(card)


async def test_one_of_the_closest_cards_answers_a_gap(study: Study) -> None:
    await look_up(study, study.ben, "heat leaves quickly somehow", "heat leaves quickly somehow")
    card = only_for_one(await study.dana.slash(study.channel, "course gaps"))
    (asked,) = options_of(card, "course:answer")
    form = await study.dana.select(card, [asked], custom_id=select_of(card, "course:answer"))
    assert form.modal is not None
    closest = form.modal["components"][0]["component"]["options"]
    steeping = next(one["value"] for one in closest if one["label"] == "Steeping")
    after = message_of(await study.dana.submit_modal(form, {"closest": [steeping]}))
    assert f"{asked}: **Steeping**" in text_of(after)


@pytest.mark.parametrize("filled", [{"name": "xylophone"}, {}])
async def test_a_name_that_no_card_has_answers_nothing(
    study: Study, filled: dict[str, str]
) -> None:
    await look_up(study, study.ben, "samovar", "samovars")
    told = await taught(study, "samovar", **filled)
    assert "choose one of the closest" in only_for_one(told).content
    assert study.bot.guild_choices.taught(study.guild.id) == {}


async def test_what_was_answered_with_a_card_that_is_gone_is_a_gap_again(
    study: Study, tmp_path: Path
) -> None:
    lesson = await write_courses(study, tmp_path)
    await look_up(study, study.ben, "samovar", "samovars")
    await taught(study, "samovar", name="Handle")
    lesson.write_text(CUPS.replace("Handle", "Spout"), encoding="utf-8")
    await study.dana.slash(study.channel, "course reload")
    card = only_for_one(await study.dana.slash(study.channel, "course gaps"))
    assert "samovar" in options_of(card, "course:answer")
    assert "Answered" not in text_of(card)
    await study.bot.guild_choices.set_courses(study.guild.id, ["demo"])
    await taught(study, "samovar", name="Kettle")
    await study.bot.guild_choices.set_courses(study.guild.id, ["cups"])
    shown = only_for_one(await study.ben.slash(study.channel, "concept", query="samovar"))
    assert "Kettle" not in text_of(shown)


async def test_only_instructors_answer_and_take_back(study: Study) -> None:
    await look_up(study, study.ben, "samovar", "samovars")
    card = only_for_one(await study.dana.slash(study.channel, "course gaps"))
    place, offered = (study.channel.id, card.id), {"options": [{"label": "s", "value": "samovar"}]}
    for route in ("course:answer:30", "course:unteach:30"):
        told = await press(study, study.ben, place, route, values=["samovar"], select=offered)
        assert "Manage Server" in told.text


async def test_long_topics_have_room_on_the_card(study: Study) -> None:
    await look_up(study, study.ben, *(letter * 199 + "*" for letter in "abcdefghijklm" * 2))
    card = only_for_one(await study.dana.slash(study.channel, "course gaps"))
    assert "more" in text_of(card)
    assert len(text_of(card)) < 4000


async def test_what_the_lessons_answer_since_is_said(study: Study, tmp_path: Path) -> None:
    lesson = await write_courses(study, tmp_path)
    await look_up(study, study.ben, "samovar", "samovars", "lute", "lutes")
    lesson.write_text(f"{CUPS}\n#### Samovar\n\nIt boils water.\n", encoding="utf-8")
    await study.dana.slash(study.channel, "course reload")
    card = only_for_one(await study.dana.slash(study.channel, "course gaps"))
    lacking, _, answered = text_of(card).partition("**Answered by the lessons since**")
    assert "lute" in lacking
    assert "samovar" not in lacking
    assert "samovar: **Samovar**" in answered
    assert len(options_of(card, "course:dismiss")) == 1


@pytest.mark.parametrize(
    "query",
    [
        "mail ines.weber@example.org",
        "call +49 170 1234567",
        "4111 1111 1111 1111",
        "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
        "who is <@123456789012345678>",
        "0b5f2a1e-9c3d-4f60-8b1a-2f1d3c4b5a69",
    ],
)
async def test_what_looks_personal_is_never_stored(study: Study, query: str) -> None:
    await look_up(study, study.ben, query, query, f"kettle {query}")
    async with study.bot.database.begin() as session:
        assert set(await session.scalars(select(LookupRow.query))) <= {""}


@pytest.mark.parametrize(
    "query",
    ["127.0.0.1", "192.168.100.200/24", "kube-apiserver", "HTTP 404", "2024", "oauth2 pkce"],
)
async def test_what_is_not_personal_is_kept(study: Study, query: str) -> None:
    await look_up(study, study.ben, query)
    async with study.bot.database.begin() as session:
        assert list(await session.scalars(select(LookupRow.query))) == [query.casefold()]


@pytest.mark.parametrize("command", ["course gaps", "course problems", "course choose"])
async def test_students_may_not(study: Study, command: str) -> None:
    result = await study.ben.slash(study.channel, command)
    assert "Manage Server" in refusal(study, result)


async def test_old_lookups_are_forgotten(study: Study) -> None:
    await look_up(study, study.ben, "samovar")
    lookups = LookupRepository(study.bot.database)
    now = study.bot.clock.now()
    await lookups.forget(now - timedelta(days=1))
    assert len(await lookups.in_vain(study.guild.id, now - timedelta(days=2))) == 1
    await lookups.forget(now + timedelta(days=1))
    assert await lookups.in_vain(study.guild.id, now - timedelta(days=2)) == []


async def test_a_reload_serves_new_lessons(study: Study, tmp_path: Path) -> None:
    lesson = await write_courses(study, tmp_path)
    same = only_for_one(await study.dana.slash(study.channel, "course reload"))
    assert "Nothing has changed" in text_of(same)
    card = only_for_one(await study.ben.slash(study.channel, "concept", query="handle"))
    lesson.write_text(CUPS.replace("a handle", "an ear"), encoding="utf-8")
    new = only_for_one(await study.dana.slash(study.channel, "course reload"))
    assert "The lessons are new" in text_of(new)
    assert "**Cups**: 1 lesson" in text_of(new)
    again = message_of(await study.ben.click(card, label="↑ 1.1 Cups"))
    assert "Handle" in text_of(again)
    after = only_for_one(await study.ben.slash(study.channel, "concept", query="handle"))
    assert "an ear" in text_of(after)


BROKEN = (
    CUPS.replace("a handle", "an ear")
    + "\n### Practice Questions\n\n**Question 1:** Why is it warm?\n\n1. a\n2. b\n"
)


async def offered(study: Study, lesson: Path, text: str = BROKEN) -> ResponseMessage:
    """Break a lesson, reload, and return the card that asks what to do."""
    await asyncio.to_thread(lesson.write_text, text, encoding="utf-8")
    card = only_for_one(await study.dana.slash(study.channel, "course reload"))
    assert "The lessons have errors" in text_of(card)
    assert labels_of(card) == ["Serve without them", "Keep the old"]
    return card


async def handle(study: Study) -> str:
    return text_of(only_for_one(await study.ben.slash(study.channel, "concept", query="handle")))


async def test_broken_lessons_are_offered_and_the_old_ones_stay(
    study: Study, tmp_path: Path
) -> None:
    lesson = await write_courses(study, tmp_path)
    card = await offered(study, lesson)
    assert "1 item has an error and is to be left out" in text_of(card)
    assert "`01-cups.md:11`" in text_of(card)
    assert str(tmp_path) not in text_of(card)
    assert "an ear" not in await handle(study)
    kept = message_of(await study.dana.click(card, label="Keep the old"))
    assert "The old lessons stay" in text_of(kept)
    assert labels_of(kept) == []
    lesson.unlink()
    lesson.parent.rmdir()
    assert "an ear" not in await handle(study)


async def test_lessons_are_served_without_what_is_broken(study: Study, tmp_path: Path) -> None:
    lesson = await write_courses(study, tmp_path)
    card = await offered(study, lesson)
    served = message_of(await study.dana.click(card, label="Serve without them"))
    assert "The lessons are new" in text_of(served)
    assert "1 item has an error and is left out:\n- `01-cups.md:11`" in text_of(served)
    assert "an ear" in await handle(study)
    listed = message_of(await study.ben.slash(study.channel, "lesson", lesson="cups"))
    page = message_of(await study.ben.select(listed, ["cups/01-cups#practice-questions"]))
    assert "Why is it warm?" in text_of(page)
    again = only_for_one(await study.dana.slash(study.channel, "course reload"))
    assert "Nothing has changed" in text_of(again)
    assert "1 item has an error and is left out:" in text_of(again)
    # What somebody has accepted already is not asked again.
    lesson.write_text(BROKEN.replace("an ear", "a nose"), encoding="utf-8")
    new = only_for_one(await study.dana.slash(study.channel, "course reload"))
    assert "The lessons are new" in text_of(new)
    with capture_logs() as lines:
        lesson.write_text(CUPS, encoding="utf-8")
        mended = only_for_one(await study.dana.slash(study.channel, "course reload"))
    assert "left out" not in text_of(mended)
    assert [line["event"] for line in lines] == ["lessons.mended", "lessons.changed"]


async def test_lessons_that_have_changed_since_they_were_offered_are_offered_anew(
    study: Study, tmp_path: Path
) -> None:
    lesson = await write_courses(study, tmp_path)
    card = await offered(study, lesson)
    lesson.write_text(BROKEN + "\n**Question 2:** What?\n\n1. a [correct]\n", encoding="utf-8")
    other = message_of(await study.dana.click(card, label="Serve without them"))
    assert "2 items have errors and are to be left out" in text_of(other)
    served = message_of(await study.dana.click(other, label="Serve without them"))
    assert "The lessons are new" in text_of(served)


async def test_buttons_from_before_a_restart(study: Study, tmp_path: Path) -> None:
    lesson = await write_courses(study, tmp_path)
    serve, keep = await offered(study, lesson), await offered(study, lesson)
    study.library = load_library([lesson.parents[1]])
    study.searcher = open_index(study.library, study.data)
    await study.restart()
    study.bot.reloader = LessonReloader(study.bot.catalogue, [lesson.parents[1]], study.data)
    late = message_of(await study.dana.click(keep, label="Keep the old"))
    assert "It is too late" in text_of(late)
    same = message_of(await study.dana.click(serve, label="Serve without them"))
    assert "Nothing has changed" in text_of(same)


async def test_only_an_operator_presses_them(study: Study, tmp_path: Path) -> None:
    lesson = await write_courses(study, tmp_path)
    card = await offered(study, lesson)
    buttons = [part["custom_id"] for part in parts_of(card) if part["type"] == 2]
    assert len(buttons) == 2
    for custom_id in buttons:
        # Only who reloads sees the card, so the presses of others are made up.
        forged = await press(study, study.ben, (study.channel.id, card.id), custom_id)
        assert "Only an operator" in forged.text
        assert forged.private
    assert "an ear" not in await handle(study)


async def test_a_strict_bot_serves_nothing_that_has_errors(study: Study, tmp_path: Path) -> None:
    lesson = await write_courses(study, tmp_path)
    folder = lesson.parents[1]
    strict = LessonReloader(study.bot.catalogue, [folder], study.data, strict=True)
    study.bot.reloader = strict
    lesson.write_text(BROKEN, encoding="utf-8")
    card = only_for_one(await study.dana.slash(study.channel, "course reload"))
    assert "I go on with the ones I have" in text_of(card)
    assert labels_of(card) == []
    with capture_logs() as lines:
        lesson.write_text(CUPS, encoding="utf-8")
        await study.dana.slash(study.channel, "course reload")
    assert [line["event"] for line in lines] == ["lessons.served_again"]


async def test_instructors_see_what_is_left_out(study: Study, tmp_path: Path) -> None:
    lesson = await write_courses(study, tmp_path)
    nothing = only_for_one(await study.dana.slash(study.channel, "course problems"))
    assert "Nothing is left out" in text_of(nothing)
    (lesson.parent / "00-unreadable.md").write_bytes(b"\xff\xfe\x00")
    again = lesson.parents[1] / "more" / "cups" / "01-cups.md"
    again.parent.mkdir(parents=True)
    again.write_text(CUPS, encoding="utf-8")
    lesson.write_text(BROKEN * 30, encoding="utf-8")
    study.library = load_library([lesson.parents[1]])
    study.searcher = open_index(study.library, study.data)
    await study.restart()
    card = only_for_one(await study.dana.slash(study.channel, "course problems"))
    assert "32 items have errors and are left out" in text_of(card)
    assert "`00-unreadable.md:1` it is" in text_of(card)
    assert "and 22 more: `syllabot check` lists every problem" in text_of(card)
    assert str(tmp_path) not in text_of(card)
    await study.bot.guild_choices.set_courses(study.guild.id, ["demo"])
    elsewhere = only_for_one(await study.dana.slash(study.channel, "course problems"))
    assert "2 items" in text_of(elsewhere)
    assert "an operator" not in said(await study.ben.slash(study.channel, "course problems"))


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


async def test_lessons_that_are_gone_are_refused_in_one_line(study: Study, tmp_path: Path) -> None:
    study.bot.reloader = LessonReloader(study.bot.catalogue, [tmp_path / "nowhere"], study.data)
    card = only_for_one(await study.dana.slash(study.channel, "course reload"))
    assert "The lessons have errors" in text_of(card)
    assert "nowhere" in text_of(card)


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
    assert "**Cups** has no practice questions" in said(refused)


def said(result: InteractionResult) -> str:
    """Return a refusal, which only the person who caused it sees."""
    return only_for_one(result).content
