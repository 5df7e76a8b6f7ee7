"""The documentation tells the truth: its example parses, its table is whole, its links lead on."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from content.library import load
from content.models import ProblemCode
from tests.conftest import ROOT

LESSONS = (ROOT / "docs" / "lessons.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_the_example_is_what_the_text_says(tmp_path: Path) -> None:
    example = re.search(r"````markdown\n(.*?)````", LESSONS, re.DOTALL)
    assert example
    (path := tmp_path / "01-water.md").write_text(example[1], encoding="utf-8")
    library = load([path])
    assert library.problems == ()
    (lesson,) = library.lessons
    (section,) = lesson.sections
    assert [concept.title for concept in section.concepts] == [
        "Boiling Point",
        "Central Kettle Interface (CKI)",
    ]
    assert section.concepts[1].id.endswith("#cki")
    assert [question.correct for question in lesson.questions] == [(1,), (0, 1)]
    assert [option.reason is None for option in lesson.questions[0].options] == [False] * 3
    (lab,) = lesson.labs
    assert [step.command for step in lab.steps] == [
        "kettle list",
        "kettle on <KETTLE ID>",
        "kettle pour <KETTLE ID> --into cup",
    ]
    assert lab.steps[0].hint == "Look for the kettle that is cold"
    assert lab.steps[0].expected == "ID      STATE\n[..]    cold\n..."
    assert lab.requires == ("a kettle",)
    assert lab.closing == "Let the tea steep for four minutes."


def test_every_code_is_explained_once_and_in_order() -> None:
    explained = re.findall(r"^\| `([a-z-]+)` \| (?:error|warning)", LESSONS, re.MULTILINE)
    assert explained == sorted(get_args(ProblemCode))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text(encoding="utf-8"))
    missing = [target for target in targets if not (page.parent / target).exists()]
    assert missing == []
