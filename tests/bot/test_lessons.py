"""Browsing a course that is too big for one card: thirty lessons, a long text, many concepts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.loading import load_library, open_index
from bot.ui.cards import TEXT_LIMIT
from tests.bot.page_kit import (
    HERE,
    labels_of,
    message_of,
    only_for_one,
    options_of,
    posts,
    refusal,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from content.library import Library
    from index.searcher import Searcher
    from tests.bot.conftest import Study

FIRST = "big/01-harbours"

HARBOURS = """\
# Lesson 1: Harbours

### 1.1 Ships

{ships}

### 1.2 Long Reading

The section's own words.

#### Endless *Pier*

{words}

```bash
{code}
```

### 1.3 Practice Questions

**Question 1:** What floats?
  1. **Ships [correct]**
  2. Stones

### Lesson 1 Lab: Mooring

- Tie the ship up.

### Lesson 1 Lab Solution: Mooring

```bash
moor ship
```
"""


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("lessons") / "big"
    folder.mkdir()
    ships = "\n\n".join(f"#### Ship {n}\n\nShip number {n}." for n in range(1, 31))
    words = "\n\n".join(f"Plank {n} " + "creaks under every step. " * 9 for n in range(30))
    code = "\n".join(f"echo plank number {n}" for n in range(200))
    text = HARBOURS.format(ships=ships, words=words, code=code)
    (folder / "01-harbours.md").write_text(text, encoding="utf-8")
    for number in range(2, 31):
        title = (
            f"# Lesson {number}: Port {number}\n\n### {number}.1 Quay\n\n#### Quay {number}\n\nA."
        )
        (folder / f"{number:02}-port.md").write_text(title, encoding="utf-8")
    return load_library([folder])


@pytest.fixture(scope="session")
def searcher(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    with open_index(library, tmp_path_factory.mktemp("big")) as opened:
        yield opened


async def test_without_a_lesson_all_are_listed_in_pages(study: Study) -> None:
    card = only_for_one(await study.ben.slash(study.channel, "lesson"))
    assert "1. Harbours" in text_of(card)
    assert "30. Port 30" in text_of(card)
    assert len(options_of(card, HERE)) == 25
    more = message_of(await study.ben.click(card, label="More entries"))
    assert list(options_of(more, HERE).values())[-1] == "30. Port 30"
    assert "More entries" not in labels_of(more)
    back = message_of(await study.ben.click(more, label="Earlier entries"))
    assert len(options_of(back, HERE)) == 25


async def test_from_the_list_down_to_a_concept_and_up_again(study: Study) -> None:
    card = only_for_one(await study.ben.slash(study.channel, "lesson"))
    lesson = message_of(await study.ben.select(card, [FIRST], custom_id=HERE))
    text = text_of(lesson)
    assert "## 1. Harbours" in text
    assert "**1.1 Ships**\nShip 1, Ship 2" in text
    assert "1 question, start with `/quiz start`" in text
    assert "**Lab: Mooring**\n1 step, start with `/lab start`" in text
    section_id = next(k for k, v in options_of(lesson, HERE).items() if v == "1.2 Long Reading")
    section = message_of(await study.ben.select(lesson, [section_id], custom_id=HERE))
    assert "The section's own words." in text_of(section)
    (concept_id,) = options_of(section, HERE)
    concept = message_of(await study.ben.select(section, [concept_id], custom_id=HERE))
    assert "## Endless Pier" in text_of(concept)
    assert concept.id == card.id
    for label, title in (
        ("↑ 1.2 Long Reading", "## 1.2 Long Reading"),
        ("↑ 1. Harbours", "## 1. Harbours"),
        ("↑ All lessons", "## Lessons"),
    ):
        card = message_of(await study.ben.click(card, label=label))
        assert title in text_of(card)
    assert posts(study.channel) == []


async def test_a_lab_opens_without_its_solution(study: Study) -> None:
    lesson = message_of(await study.ben.slash(study.channel, "lesson", lesson=FIRST))
    lab_id = next(k for k, v in options_of(lesson, HERE).items() if v == "Mooring")
    lab = message_of(await study.ben.select(lesson, [lab_id], custom_id=HERE))
    assert "## Lab: Mooring" in text_of(lab)
    assert "Tie the ship up." in text_of(lab)
    assert "moor ship" not in text_of(lab)


async def test_many_concepts_of_a_section_are_paged(study: Study) -> None:
    lesson = message_of(await study.ben.slash(study.channel, "lesson", lesson=FIRST))
    section_id = next(k for k, v in options_of(lesson, HERE).items() if v == "1.1 Ships")
    section = message_of(await study.ben.select(lesson, [section_id], custom_id=HERE))
    assert len(options_of(section, HERE)) == 25
    await study.restart()
    more = message_of(await study.ben.click(section, label="More entries"))
    assert list(options_of(more, HERE).values()) == [f"Ship {n}" for n in range(26, 31)]


async def test_a_long_text_is_read_in_pages_across_a_restart(study: Study) -> None:
    card = only_for_one(await study.ben.slash(study.channel, "concept", query="endless pier"))
    seen = [text_of(card)]
    assert "Back" not in labels_of(card)
    while "Next" in labels_of(card):
        if len(seen) == 2:
            await study.restart()
        card = message_of(await study.ben.click(card, label="Next"))
        seen.append(text_of(card))
    assert len(seen) > 2
    assert all(len(page) <= TEXT_LIMIT for page in seen)
    assert all(page.count("```") % 2 == 0 for page in seen)
    assert f"Page {len(seen)} of {len(seen)}" in seen[-1]
    everything = "\n".join(seen)
    assert all(f"Plank {n} " in everything for n in range(30))
    assert all(f"echo plank number {n}\n" in everything for n in range(200))
    back = message_of(await study.ben.click(card, label="Back"))
    assert f"Page {len(seen) - 1} of" in text_of(back)


async def test_a_shared_page_is_read_on_in_private(study: Study) -> None:
    card = only_for_one(await study.ben.slash(study.channel, "concept", query="endless pier"))
    await study.ben.click(card, label="Share")
    (post,) = posts(study.channel)
    read_on = only_for_one(await study.cleo.click(post, label="Read on"))
    assert "Page 2 of" in text_of(read_on)
    after = message_of(await study.ben.click(card, label="Next"))
    assert "Share" not in labels_of(after), "the concept was shared, whichever page is open"


async def test_lessons_are_suggested(study: Study) -> None:
    choices = await study.ben.autocomplete(study.channel, "lesson", "lesson", "harb")
    assert choices == [{"name": "1. Harbours", "value": FIRST}]
    everything = await study.ben.autocomplete(study.channel, "lesson", "lesson", "")
    assert len(everything) == 25


@pytest.mark.parametrize("typed", ["Harbours", "1. harbours", "harb", "harbuors"])
async def test_a_typed_name_finds_the_lesson(study: Study, typed: str) -> None:
    card = only_for_one(await study.ben.slash(study.channel, "lesson", lesson=typed))
    assert "## 1. Harbours" in text_of(card)


async def test_an_unknown_lesson_names_others(study: Study) -> None:
    answer = refusal(study, await study.ben.slash(study.channel, "lesson", lesson="@everyone *qq*"))
    assert "I know no lesson called" in answer
    assert "1. Harbours" in answer
    assert "@everyone" not in answer
