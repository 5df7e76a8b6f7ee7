"""Pictures of lessons on cards: which files are shown, where, and that none is sent twice."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import discord
import pytest
import pytest_asyncio

from bot.loading import load_library, open_index
from bot.pages import Pages
from bot.pictures import Picture, read_pictures
from content.pictures import LARGEST
from tests.bot.page_kit import message_of, only_for_one, parts_of, posts, text_of
from tests.pictures import png

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bot.conftest import Study
    from tests.contract.discord_contract import Request


LESSON = """\
# Lesson 1: Ships

### 1.1 Sails

#### Sloop

![One mast](img/sloop%20one.png) A sloop has one mast.

{words}

#### Ketch

A ketch has two masts.

![Two masts](https://k.example/ketch.png) ![Gone](gone.png)

#### Raft

![No sail](raft.png)
"""
SLOOP, KETCH = "ships/01-ships#sloop", "ships/01-ships#ketch"


@pytest_asyncio.fixture
async def ships(study: Study, tmp_path: Path) -> Study:
    """Return the study server with a course that has pictures; a sloop has two parts of text."""
    folder = tmp_path / "ships"
    (folder / "img").mkdir(parents=True)
    (folder / "img" / "sloop one.png").write_bytes(png(1))
    (folder / "raft.png").write_bytes(png(2))
    text = LESSON.format(words="\n\n".join(["The wind fills the sail. " * 20] * 8))
    (folder / "01-ships.md").write_text(text, encoding="utf-8")
    study.library = load_library([folder])
    study.searcher = open_index(study.library, study.data)
    await study.restart()
    return study


def shown(message: Any) -> list[tuple[str, str | None]]:
    """Return the file's name and the words of each picture on a card."""
    galleries = [part for part in parts_of(message) if part["type"] == 12]
    items = [item for gallery in galleries for item in gallery["items"]]
    return [(item["media"]["url"].rpartition("/")[2], item.get("description")) for item in items]


def sent_files(requests: list[Request]) -> int:
    """Return how many requests had a picture of a sloop to upload."""
    return sum("attachments" in str(body) and "'id': 0" in str(body) for _, _, body in requests)


async def test_a_picture_is_on_the_card_with_its_words(ships: Study) -> None:
    card = only_for_one(await ships.ben.slash(ships.channel, "concept", query=SLOOP))
    ((name, alt),) = shown(card)
    assert alt == "One mast"
    assert name.endswith(".png")
    assert "One mast" in text_of(card), "the text says where it belongs"


async def test_turning_the_pages_of_a_card_sends_no_picture_again(
    ships: Study, requests: list[Request]
) -> None:
    card = only_for_one(await ships.ben.slash(ships.channel, "concept", query=SLOOP))
    pictures = shown(card)
    assert sent_files(requests) == 1
    turned = message_of(await ships.ben.click(card, label="Next"))
    assert "Page 2" in text_of(turned)
    assert shown(turned) == pictures
    assert sent_files(requests) == 1
    away = message_of(await ships.ben.click(turned, label="Ketch →"))
    assert shown(away) == []
    again = message_of(await ships.ben.click(away, label="← Sloop"))
    assert shown(again) == pictures
    assert sent_files(requests) == 2


async def test_a_shared_card_has_its_picture_and_so_has_the_private_one(ships: Study) -> None:
    card = only_for_one(await ships.ben.slash(ships.channel, "concept", query=SLOOP))
    pictures = shown(card)
    await ships.ben.click(card, label="Share")
    (post,) = posts(ships.channel)
    assert shown(post) == shown(card) == pictures
    opened = only_for_one(await ships.cleo.click(post, label="Read on"))
    assert shown(opened) == pictures


async def test_what_cannot_be_shown_stays_in_words(ships: Study) -> None:
    card = only_for_one(await ships.ben.slash(ships.channel, "concept", query=KETCH))
    assert shown(card) == []
    assert "[Two masts](https://k.example/ketch.png) Gone" in text_of(card)


async def test_no_file_is_sent_where_the_bot_may_not(ships: Study) -> None:
    silent = discord.PermissionOverwrite(attach_files=False)
    room = ships.guild.create_text_channel("words", overwrites={ships.guild.default_role: silent})
    card = only_for_one(await ships.ben.slash(room, "concept", query=SLOOP))
    assert shown(card) == []
    assert "One mast" in text_of(card)


async def read(folder: Path, *paths: str) -> list[str]:
    lesson = str(folder / "01.md")
    found = await read_pictures([Picture(lesson, path, path) for path in paths])
    return [one.alt for one in found]


@pytest.mark.asyncio
async def test_only_pictures_in_the_folder_of_the_lesson_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "course"
    (folder / "img").mkdir(parents=True)
    (tmp_path / "secret.png").write_bytes(png(1))
    (folder / "img" / "in.png").write_bytes(png(2))
    (folder / "words.png").write_text("no picture")
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    os.mkfifo(folder / "pipe.png")
    outside = ["../secret.png", str(tmp_path / "secret.png"), "link.png", "%2e%2e/secret.png"]
    assert await read(folder, *outside, "file:///etc/passwd", "a\0.png", "img") == []
    assert await read(folder, "words.png", "pipe.png", "gone.png", "img/in.png?raw=1") == [
        "img/in.png?raw=1"
    ]


@pytest.mark.asyncio
async def test_kinds_are_told_by_their_first_bytes(tmp_path: Path) -> None:
    starts = {"a": b"\xff\xd8\xff\xe0", "b": b"GIF89a", "c": b"RIFF\0\0\0\0WEBP", "d": b"<svg>"}
    for name, start in starts.items():
        (tmp_path / name).write_bytes(start)
    found = await read_pictures([Picture(str(tmp_path / "01.md"), name, "") for name in starts])
    assert [one.name.rpartition(".")[2] for one in found] == ["jpg", "gif", "webp"]


@pytest.mark.asyncio
async def test_a_card_has_ten_pictures_and_ten_megabytes(tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / f"{number}.png").write_bytes(png(number))
    (tmp_path / "copy.png").write_bytes(png(0))
    names = [f"{number}.png" for number in range(12)]
    assert await read(tmp_path, "0.png", "copy.png", *names) == names[:10]
    (tmp_path / "large.png").write_bytes(png(1).ljust(LARGEST + 1))
    (tmp_path / "half.png").write_bytes(png(2).ljust(LARGEST // 2 + 1))
    (tmp_path / "other.png").write_bytes(png(3).ljust(LARGEST // 2 + 1))
    wanted = ("large.png", "half.png", "other.png", "0.png")
    assert await read(tmp_path, *wanted) == ["half.png", "0.png"]


def test_pictures_in_code_are_none(tmp_path: Path) -> None:
    (tmp_path / "01.md").write_text(
        "# Lesson 1: A\n\n### B\n\n#### C\n\n- a ![x](x.png)\n\n`![y](y.png)`\n\n"
        "```md\n![z](z.png)\n```\n\n| h |\n|---|\n| ![t](t.png) |\n",
        encoding="utf-8",
    )
    library = load_library([tmp_path])
    page = Pages(library).open(library.lessons[0].sections[0].concepts[0].id)
    assert page is not None
    assert [one.path for one in page.pictures] == ["x.png", "t.png"]
