"""A second course beside the first one, and what a person sees of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.loading import load_library, open_index
from bot.reload import LessonReloader
from tests.bot.page_kit import only_for_one

if TYPE_CHECKING:
    from pathlib import Path

    import simcord
    from simcord.results import InteractionResult

    from tests.bot.conftest import Study

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
    """Let somebody look things up, and wait until that is noted."""
    for query in queries:
        only_for_one(await who.slash(study.channel, "concept", query=query))
    await study.env.settle()


def said(result: InteractionResult) -> str:
    """Return a refusal, which only the person who caused it sees."""
    return only_for_one(result).content
