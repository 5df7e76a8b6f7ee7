"""The watch over lessons: each way in which files are exchanged, and no change that is none."""

from __future__ import annotations

import asyncio
import os
from functools import partial
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

import bot.reload
from bot.catalogue import Catalogue
from bot.loading import load_library, open_index
from bot.reload import LessonReloader
from bot.watching import changes
from content.library import load
from tests.waiting import CEILING, until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAUSE = 0.01


@pytest.fixture
def lessons(tmp_path: Path) -> Path:
    """Return a folder of two courses and a mounted volume, beside another edition of it."""
    for edition in ("lessons", "other"):
        for course in ("tea", "cups", "volume/..2026_11_30", "volume/..2026_12_01"):
            (tmp_path / edition / course).mkdir(parents=True)
            (tmp_path / edition / course / "01-a.md").write_text("# A\n", encoding="utf-8")
        (tmp_path / edition / "volume" / "..data").symlink_to("..2026_11_30")
        (tmp_path / edition / "volume" / "01-a.md").symlink_to("..data/01-a.md")
    return tmp_path / "lessons"


def _exchange(lessons: Path) -> None:
    lessons.rename(lessons.with_name("old"))
    (lessons.with_name("other")).rename(lessons)


def _link(lessons: Path) -> None:
    """Exchange an edition as a mounted volume does: a link is renamed, no file changes."""
    (lessons / "volume" / "..new").symlink_to("..2026_12_01")
    (lessons / "volume" / "..new").rename(lessons / "volume" / "..data")


def _in_place(lessons: Path) -> None:
    """Write other words of the same length, and put the time back."""
    path = lessons / "tea" / "01-a.md"
    before = path.stat()
    path.write_text("# B\n", encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


CHANGES: dict[str, Callable[[Path], object]] = {
    "written": lambda here: (here / "tea" / "01-a.md").write_text("# New\n", encoding="utf-8"),
    "written with its old time": _in_place,
    "new": lambda here: (here / "tea" / "02-b.md").write_text("# B\n", encoding="utf-8"),
    "deleted": lambda here: (here / "tea" / "01-a.md").unlink(),
    "renamed": lambda here: (here / "tea" / "01-a.md").rename(here / "tea" / "02-b.md"),
    "replaced": lambda here: (here.parent / "other/tea/01-a.md").replace(here / "tea/01-a.md"),
    "a folder renamed": lambda here: (here / "tea").rename(here / "pots"),
    "a folder moved away": lambda here: (here / "tea").rename(here.parent / "tea"),
    "a folder moved in": lambda here: (here.parent / "other" / "tea").rename(here / "pots"),
    "the folder itself exchanged": _exchange,
    "the folder itself gone": lambda here: here.rename(here.parent / "gone"),
    "a course file": lambda here: (here / "tea" / "course.yml").write_text("title: Tea"),
    "a course file with another ending": lambda here: (here / "tea" / "course.yaml").touch(),
    "a link": _link,
}


async def first(lessons: Path, act: Callable[[Path], object]) -> bool:
    """Return whether a change is seen, after the first look that is always there."""
    async with asyncio.timeout(CEILING):
        seen = changes([lessons], tuple, PAUSE)
        await anext(seen)
        act(lessons)
        await anext(seen)
        await seen.aclose()  # type: ignore[attr-defined]
        return True


@pytest.mark.parametrize("change", CHANGES)
async def test_a_change_is_seen(lessons: Path, change: str) -> None:
    assert await first(lessons, CHANGES[change])


async def test_the_link_that_is_named_leads_elsewhere(lessons: Path) -> None:
    (link := lessons.parent / "current").symlink_to(lessons)

    def act(link: Path) -> None:
        (new := link.with_name("new")).symlink_to(lessons.parent / "other")
        new.replace(link)

    assert await first(link, act)


async def test_a_picture_that_a_lesson_shows_is_found_or_lost(lessons: Path) -> None:
    lesson = lessons / "tea" / "01-a.md"
    lesson.write_text("# A\n\n![pot](../pot.png) ![far](https://forge.example/a.png)\n")
    library = load([lessons])
    async with asyncio.timeout(CEILING):
        seen = changes([lessons], lambda: library.lessons, PAUSE)
        await anext(seen)
        (lessons / "pot.png").touch()
        await anext(seen)
        (lessons / "pot.png").unlink()
        await anext(seen)


async def test_what_is_no_lesson_changes_nothing(lessons: Path) -> None:
    async with asyncio.timeout(CEILING):
        seen = changes([lessons], tuple, PAUSE)
        await anext(seen)
        waiting = asyncio.ensure_future(anext(seen))
        for name in (".01-a.md.swp", "tea/picture.png", "README.md", ".git/index.md"):
            (lessons / name).parent.mkdir(exist_ok=True)
            (lessons / name).write_text("x", encoding="utf-8")
        # Looks have gone by once another folder's watch has seen two changes.
        assert await first(lessons.parent / "other", CHANGES["new"])
        assert await first(lessons.parent / "other", CHANGES["deleted"])
        assert not waiting.done()
        CHANGES["deleted"](lessons)
        await waiting


async def test_a_file_that_never_rests_does_not_hold_the_others_up(lessons: Path) -> None:
    async def write() -> None:
        count = 0
        while True:
            count += 1
            (lessons / "tea" / "log.txt").write_text(f"# {count}\n", encoding="utf-8")
            await asyncio.sleep(0)

    writing = asyncio.create_task(write())
    async with asyncio.timeout(CEILING):
        seen = changes([lessons], tuple, PAUSE)
        await anext(seen)
        await anext(seen)
    writing.cancel()


async def test_an_edition_that_cannot_be_read_at_all_does_not_end_the_watch(
    lessons: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = load_library([lessons / "tea"])
    catalogue = Catalogue(library, open_index(library, tmp_path / "data"))
    reloader = LessonReloader(catalogue, [lessons / "tea"], tmp_path / "data")
    faults = [RuntimeError("nobody foresaw this")]

    def read(*given: object) -> object:
        if faults:
            raise faults.pop()
        return load_library([lessons / "tea"])

    monkeypatch.setattr(bot.reload, "changes", partial(changes, pause=PAUSE))
    monkeypatch.setattr(bot.reload, "load_library", read)
    with capture_logs() as logs:
        watching = asyncio.create_task(reloader.watch())
        await until(lambda: not faults)
        (lessons / "tea" / "02-b.md").write_text("# B\n", encoding="utf-8")
        await until(lambda: len(reloader.catalogue.library.lessons) == len(library.lessons) + 1)
    watching.cancel()
    assert [one["source"] for one in logs if one["event"] == "failure"] == ["watch"]
