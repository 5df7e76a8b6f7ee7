"""What a quiz's cards show beside their text: a stem's pictures, the bars, and what to read."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import discord
import pytest
import pytest_asyncio
from PIL import Image

from bot.exts.quiz import _cards
from bot.loading import load_library, open_index
from tests.bot.conftest import Study
from tests.bot.page_kit import parts_of, text_of
from tests.bot.quiz.table import GRACE, PAUSE, SECONDS, SETTLE, Table
from tests.pictures import png

if TYPE_CHECKING:
    from pathlib import Path

    from tests.contract.discord_contract import Request

LESSON = """\
# Lesson 1: Ships

### 1.1 Sails

#### Sloop

A sloop has one mast.

## Practice Questions

**1. What is this?**

![One mast](sloop.png)

A. A sloop

B. A raft

Answer: A

Concept: [Sloop](#sloop)
"""
GALLERY = 12


@pytest_asyncio.fixture
async def ships(study: Study, tmp_path: Path) -> Table:
    """Return people who can hold a quiz of one question that has a picture and a concept."""
    folder = tmp_path / "ships"
    folder.mkdir()
    (folder / "sloop.png").write_bytes(png(1))
    (folder / "01-ships.md").write_text(LESSON, encoding="utf-8")
    study.library = load_library([folder])
    study.searcher = open_index(study.library, study.data)
    await study.restart()
    return Table(study)


def galleries(message: Any) -> list[tuple[str, str]]:
    """Return the file's name and the words of each picture on a card."""
    items = [
        item for part in parts_of(message) if part["type"] == GALLERY for item in part["items"]
    ]
    return [(item["media"]["url"].rpartition("/")[2], item["description"]) for item in items]


def uploads(requests: list[Request]) -> list[str]:
    """Return the requests that had files to upload."""
    return [
        f"{method} {path}"
        for method, path, body in requests
        if "attachments" in str(body) and "'id': 0" in str(body)
    ]


async def answered(table: Table, *, right: bool = True) -> None:
    study = table.study
    await table.press(study.dana, right=True)
    await table.press(study.ben, right=right)
    await table.wait(SETTLE)
    assert "✅" in table.wire()


async def test_a_stem_has_its_picture_which_is_sent_once(
    ships: Table, requests: list[Request]
) -> None:
    await ships.begin(ships.study.ben, questions=1)
    ((name, words),) = galleries(ships.message())
    assert words == "One mast"
    await ships.press(ships.study.ben, right=False)
    await ships.wait(2)
    assert "Answered: 1 of 2" in ships.wire()
    assert galleries(ships.message()) == [(name, words)]
    assert [one.filename for one in ships.message().attachments] == [name]
    assert len(uploads(requests)) == 1


async def test_the_answer_has_bars_as_text_and_as_a_picture_that_is_told_in_words(
    ships: Table, requests: list[Request]
) -> None:
    await ships.begin(ships.study.ben, questions=1)
    right = (await ships.cards())[0].correct[0]
    await answered(ships, right=False)
    text = text_of(ships.message())
    for place, letter in enumerate("AB"):
        assert f"{'✓' if place == right else ' '} {letter} ▇▇▇▇▇▇▇▇▇▇▇▇ 1\n" in text
    stem, (name, words) = galleries(ships.message())
    assert stem[1] == "One mast"
    marks = [
        f"{letter}{' (right)' if place == right else ''}: 1" for place, letter in enumerate("AB")
    ]
    assert words == f"Question 1: who chose what. {', '.join(marks)}"
    (file,) = [one for one in ships.message().attachments if one.filename == name]
    assert Image.open(BytesIO(await file.read())).format == "PNG"
    await ships.wait(PAUSE)
    assert "### Standings" in ships.wire()
    assert [found for found, _ in galleries(ships.message(2))] == [stem[0], name]
    assert len(uploads(requests)) == 2, "the stem's picture, and the bars: each once"


async def test_where_the_bot_may_send_no_files_the_text_has_all(
    ships: Table, requests: list[Request]
) -> None:
    study = ships.study
    silent = discord.PermissionOverwrite(attach_files=False)
    study.channel = study.guild.create_text_channel(
        "words", overwrites={study.guild.default_role: silent}
    )
    await ships.begin(study.ben, questions=1)
    await answered(ships)
    assert "▇ 2" in text_of(ships.message())
    assert galleries(ships.message()) == []
    assert uploads(requests) == []


async def test_when_discord_takes_no_file_the_card_goes_without(ships: Table) -> None:
    study = ships.study
    await ships.begin(study.ben, questions=1)
    await ships.press(study.dana, right=True)
    await ships.press(study.ben, right=True)
    study.env.inject_error("PATCH", "/channels/*/messages/*", status=413, code=40005)
    await ships.wait(SETTLE)
    assert "▇ 2" in text_of(ships.message())
    assert galleries(ships.message()) == []
    await ships.wait(PAUSE)
    assert "### Standings" in ships.wire()


async def test_when_the_bars_cannot_be_drawn_the_text_has_them(
    ships: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise OSError("no memory")

    monkeypatch.setattr(_cards, "bar_chart", broken)
    await ships.begin(ships.study.ben, questions=1)
    await answered(ships)
    assert "▇ 2" in text_of(ships.message())
    assert [words for _, words in galleries(ships.message())] == ["One mast"]


async def test_after_a_restart_the_cards_have_their_pictures_again(ships: Table) -> None:
    await ships.begin(ships.study.ben, questions=1)
    before = galleries(ships.message())
    await ships.study.restart()
    await ships.wait(1)
    assert galleries(ships.message()) == before
    await answered(ships)
    assert len(galleries(ships.message())) == 2


async def test_nobody_answered_and_there_are_no_bars(ships: Table) -> None:
    await ships.begin(ships.study.ben, questions=1)
    await ships.wait(SECONDS + GRACE)
    assert "Nobody answered." in ships.wire()
    assert "▇" not in ships.wire()
    assert len(galleries(ships.message())) == 1


async def test_read_about_it_opens_the_concept_beside_the_question(ships: Table) -> None:
    study = ships.study
    await ships.begin(study.ben, questions=1)
    await answered(ships)
    page = await study.cleo.click(ships.message(), label="Read about it")
    assert page.response is not None
    assert page.response.ephemeral
    assert "A sloop has one mast." in text_of(page.response)
    assert "✅" in ships.wire(), "the card stays as it is"


async def test_alone_in_a_direct_message_the_question_stays_and_has_no_bars(
    ships: Table,
) -> None:
    dana = ships.study.dana.user

    def cards() -> list[discord.Message]:
        return [one for one in dana.dm_channel.history() if not one.flags.ephemeral]

    await dana.slash("quiz start", questions=1)
    await ships.wait(0)
    await dana.click(cards()[-1], label="A")
    await ships.wait(SETTLE)
    card = cards()[-1]
    assert "✅" in text_of(card)
    assert "▇" not in text_of(card)
    assert [words for _, words in galleries(card)] == ["One mast"]
    page = await dana.click(card, label="Read about it")
    assert page.response is not None
    assert page.response.id != card.id
    assert "✅" in text_of(cards()[-1])


async def test_a_concept_that_the_lessons_no_longer_have_is_not_offered(
    ships: Table, tmp_path: Path
) -> None:
    study = ships.study
    await ships.begin(study.ben, questions=1)
    ketch = LESSON.replace("Sloop", "Ketch").replace("#sloop", "#ketch")
    (tmp_path / "ships" / "01-ships.md").write_text(ketch, encoding="utf-8")
    study.library = load_library([tmp_path / "ships"])
    study.searcher = open_index(study.library, study.data)
    await study.restart()
    await ships.wait(1)
    await answered(ships)
    assert "quiz:mine:1:0" in ships.pressable()
    assert not any(one.startswith("quiz:read") for one in ships.pressable())
