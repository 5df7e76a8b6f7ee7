"""Little lessons in Markdown, read and indexed as those of a course are."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from content.library import load
from index.searcher import open_searcher

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from index.searcher import Searcher


def lesson(cards: Mapping[str, str], front: str = "") -> str:
    """Return a lesson with a concept for each title and text."""
    head = f"---\n{front}---\n" if front else ""
    body = "".join(f"#### {title}\n\n{text}\n\n" for title, text in cards.items())
    return f"{head}# Lesson 1: Names of Things\n\n### 1.1 First Words\n\n{body}"


@contextmanager
def indexed(folder: Path, *texts: str) -> Iterator[Searcher]:
    """Open the index over lessons with these texts."""
    course = folder / "things"
    course.mkdir(parents=True)
    for number, text in enumerate(texts, 1):
        (course / f"{number:02}-lesson.md").write_text(text, encoding="utf-8")
    with open_searcher(load((course,)), folder / "index") as searcher:
        yield searcher


def titles(searcher: Searcher, query: str) -> list[str]:
    """Return the titles of what is found, the best first."""
    return [hit.title for hit in searcher.search(query).hits]
