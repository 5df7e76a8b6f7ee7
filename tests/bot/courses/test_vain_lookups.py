"""What people look for in vain, as instructors see it, and what is never stored."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.store.lookups import LookupRepository
from bot.store.tables import LookupRow
from tests.bot.courses.two_courses import CUPS, look_up, write_courses
from tests.bot.forging import press
from tests.bot.page_kit import (
    labels_of,
    message_of,
    only_for_one,
    options_of,
    select_of,
    text_of,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bot.conftest import Study


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


async def test_old_lookups_are_forgotten(study: Study) -> None:
    await look_up(study, study.ben, "samovar")
    lookups = LookupRepository(study.bot.database)
    now = study.bot.clock.now()
    await lookups.forget(now - timedelta(days=1))
    assert len(await lookups.in_vain(study.guild.id, now - timedelta(days=2))) == 1
    await lookups.forget(now + timedelta(days=1))
    assert await lookups.in_vain(study.guild.id, now - timedelta(days=2)) == []
