"""What was renamed is found by its former ids: cards, commands and quizzes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.loading import load_library, open_index
from bot.pages import Pages
from tests.bot.page_kit import message_of, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from content.library import Library
    from index.searcher import Searcher
    from tests.bot.conftest import Study

LESSON = """\
---
aliases: [01-Piers]
---
# Lesson 1: Harbours

### Ships {#ships alias=boats}

#### Mooring

Tie it up.

### Practice Questions

**Question 1:** What floats?
  1. **Ships [correct]**
  2. Stones

### Lesson 1 Lab: Mooring

```bash
moor ship
```
"""


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    (folder := tmp_path_factory.mktemp("lessons") / "sea").mkdir()
    (folder / "01-harbours.md").write_text(LESSON, encoding="utf-8")
    return load_library([folder])


@pytest.fixture(scope="session")
def searcher(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    with open_index(library, tmp_path_factory.mktemp("sea")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("former", "kind", "now"),
    [
        ("sea/01-piers", "lesson", "sea/01-harbours"),
        ("sea/01-piers#ships", "section", "sea/01-harbours#ships"),
        ("sea/01-harbours#boats", "section", "sea/01-harbours#ships"),
        ("sea/01-piers#boats", "section", "sea/01-harbours#ships"),
        ("sea/01-piers#ships/mooring", "concept", "sea/01-harbours#ships/mooring"),
        # The lab has this id, and the concept would have it by its title.
        ("sea/01-piers#mooring", "lab", "sea/01-harbours#mooring"),
    ],
)
def test_every_kind_is_opened(library: Library, former: str, kind: str, now: str) -> None:
    pages = Pages(library)
    item = pages.open(former)
    assert item
    assert (item.kind, item.id) == (kind, now)
    assert pages.has(former) is (kind != "lesson")
    assert pages.open("sea/01-piers#sails") is None


async def test_a_lesson_is_browsed_by_its_former_name(study: Study) -> None:
    card = message_of(await study.ben.slash(study.channel, "lesson", lesson="sea/01-piers"))
    assert "1. Harbours" in text_of(card)


async def test_a_quiz_is_opened_by_the_former_name_of_its_lesson(study: Study) -> None:
    await study.dana.slash(study.channel, "quiz start", lesson="sea/01-piers")
    (lobby,) = study.channel.history()
    assert "Harbours" in str([part.to_dict() for part in lobby.components])
