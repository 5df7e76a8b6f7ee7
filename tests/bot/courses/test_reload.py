"""A reload as operators use it: new lessons, those with errors, and what is left out."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from structlog.testing import capture_logs

from bot.loading import load_library, open_index
from bot.reload import LessonReloader
from tests.bot.courses.two_courses import CUPS, said, write_courses
from tests.bot.forging import press
from tests.bot.page_kit import (
    labels_of,
    message_of,
    only_for_one,
    parts_of,
    text_of,
)

if TYPE_CHECKING:
    from pathlib import Path

    from simcord.results import ResponseMessage

    from tests.bot.conftest import Study


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


async def test_lessons_that_are_gone_are_refused_in_one_line(study: Study, tmp_path: Path) -> None:
    study.bot.reloader = LessonReloader(study.bot.catalogue, [tmp_path / "nowhere"], study.data)
    card = only_for_one(await study.dana.slash(study.channel, "course reload"))
    assert "The lessons have errors" in text_of(card)
    assert "nowhere" in text_of(card)
