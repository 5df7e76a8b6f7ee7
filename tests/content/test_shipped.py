"""Every lesson that ships is free of problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from content.library import load, shipped_courses

if TYPE_CHECKING:
    from pathlib import Path

LESSONS = sorted(shipped_courses().rglob("*.md"))


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_free_of_problems(path: Path) -> None:
    library = load([path])
    assert [str(problem) for problem in library.problems] == []
    (lesson,) = library.lessons
    assert any(section.concepts for section in lesson.sections)
    assert all(question.explanation for question in lesson.questions)


def test_together_they_are_free_of_problems_too() -> None:
    assert load([shipped_courses()]).problems == ()
