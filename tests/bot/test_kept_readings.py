"""A lesson that was kept from an earlier start has the same cards and is found in the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.ui.markdown import to_discord
from content.lesson import read_lesson
from content.models import Lesson
from content.source import from_bytes, read
from index.documents import documents
from tests.conftest import ROOT
from tests.content.test_fixtures import ALL, Case
from tests.index.sample import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from content.markdown.render import Markdown
    from content.source import Source
    from index.documents import Document

SOURCES = sorted((ROOT / "tests" / "content" / "net" / "sources").glob("*.md"))


def texts(lesson: Lesson) -> Iterator[Markdown | None]:
    """Yield every text of a lesson that is shown."""
    for section in lesson.sections:
        yield section.body
        yield from (concept.body for concept in section.concepts)
    for question in lesson.questions:
        yield from (question.stem, question.explanation)
        for option in question.options:
            yield from (option.text, option.reason)
    for lab in lesson.labs:
        yield from (lab.task, lab.closing, *(step.instruction for step in lab.steps))


def compare(source: Source) -> None:
    fresh = read_lesson(source, "c").lesson
    kept = Lesson.model_validate_json(fresh.model_dump_json())
    assert kept == fresh
    for one, other in zip(texts(fresh), texts(kept), strict=True):
        if one is not None and other is not None:
            assert to_discord(other) == to_discord(one)
    for before, after in zip(documents(Shelf((fresh,))), documents(Shelf((kept,))), strict=True):
        assert words(after) == words(before)


def words(document: Document) -> list[object]:
    """Return what is indexed of a document; blanks between words are not."""
    return [value.split() if isinstance(value, str) else value for _, value in document]


@pytest.mark.parametrize("case", ALL)
def test_fixtures(case: Case) -> None:
    compare(from_bytes(case.file, case.data))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_shapes_of_public_courses(path: Path) -> None:
    compare(read(path))
