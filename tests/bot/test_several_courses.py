"""Several courses in one server: pickers, lists and cards say which course a thing is of."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from bot.loading import load_library, open_index
from tests.bot.page_kit import labels_of, only_for_one, options_of, refusal, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bot.conftest import Study

LESSON = """
# Lesson {number}: {title}

### {number}.1 Volumes

#### {concept}

A **volume** keeps data.

### Lesson {number} Lab: Working with volumes

Make one.

### Lesson {number} Lab Solution: Working with volumes

```bash
lvcreate --size {number}G
```

### {number}.2 Practice Questions

1. What keeps data?
- [x] A volume
- [ ] A process
"""


def lesson(number: int, title: str, concept: str = "Logical Volumes") -> str:
    return dedent(LESSON).format(number=number, title=title, concept=concept)


@pytest_asyncio.fixture
async def two(study: Study, tmp_path: Path) -> Study:
    """Return the study server with two courses whose lessons and labs have the same titles."""
    folder = tmp_path / "lessons"
    for course, title in (("rhcsa", "RHCSA 10"), ("lfcs", "Linux Administrator")):
        (folder / course).mkdir(parents=True)
        (folder / course / "course.yml").write_text(f"title: {title}\n", encoding="utf-8")
        for number in range(1, 13):
            path = folder / course / f"{number:02}-storage-{number}.md"
            name = "Storage" if number == 5 else f"Storage {number}"
            path.write_text(lesson(number, name), encoding="utf-8")
    study.library = load_library([folder])
    study.searcher = open_index(study.library, study.data)
    await study.restart()
    return study


async def names(study: Study, command: str, option: str, typed: str) -> list[str]:
    found = await study.ben.autocomplete(study.channel, command, option, typed)
    return [choice["name"] for choice in found]


@pytest.mark.parametrize(
    ("command", "option", "typed", "first"),
    [
        ("lesson", "lesson", "rhcsa lesson 5", "5. Storage · RHCSA 10"),
        ("lesson", "lesson", "storage linux", "1. Storage 1 · Linux Administrator"),
        ("quiz start", "lesson", "lesson 5 linux", "Lesson 5. Storage · Linux Administrator"),
        (
            "lab start",
            "lab",
            "rhcsa lab 5",
            "Working with volumes · RHCSA 10 › 5. Storage",
        ),
        (
            "lab start",
            "lab",
            "volumes lfcs 12",
            "Working with volumes · Linux Administrator › 12. Storage 12",
        ),
        (
            "concept",
            "query",
            "logical rhcsa 5.1",
            "Logical Volumes · RHCSA 10 › 5. Storage › 5.1 Volumes",
        ),
    ],
)
async def test_pickers_say_the_course_and_are_searched_by_it(
    two: Study, command: str, option: str, typed: str, first: str
) -> None:
    assert (await names(two, command, option, typed))[0] == first


async def test_no_two_suggestions_look_alike(two: Study) -> None:
    for command, option in (
        ("lesson", "lesson"),
        ("quiz start", "lesson"),
        ("lab start", "lab"),
        ("concept", "query"),
    ):
        found = await names(two, command, option, "")
        assert len(found) == len(set(found)) >= 24
        assert all(len(name) <= 100 for name in found)


async def test_a_server_with_one_course_is_not_told_its_name(two: Study) -> None:
    await two.bot.guild_choices.set_courses(two.guild.id, ["rhcsa"])
    assert (await names(two, "lesson", "lesson", "5"))[0] == "5. Storage"


@pytest.mark.parametrize(
    ("command", "option", "typed", "places"),
    [
        ("lesson", "lesson", "Storage", ["RHCSA 10", "Linux Administrator"]),
        ("lesson", "lesson", "5. storage", ["RHCSA 10", "Linux Administrator"]),
        (
            "lab start",
            "lab",
            "Working with volumes",
            ["Linux Administrator › 1. Storage 1", "more"],
        ),
    ],
)
async def test_a_name_of_several_is_asked_about(
    two: Study, command: str, option: str, typed: str, places: list[str]
) -> None:
    told = refusal(two, await two.ben.slash(two.channel, command, **{option: typed}))
    assert "are called" in told
    assert all(place in told for place in places)


async def test_the_labs_are_listed_by_course_with_a_jump(two: Study) -> None:
    shown = only_for_one(await two.ben.slash(two.channel, "lab list"))
    assert "## Labs of Linux Administrator\n-# Page 1 of 4" in text_of(shown)
    assert options_of(shown, "lab:jump") == {"lfcs": "Linux Administrator", "rhcsa": "RHCSA 10"}
    there = only_for_one(await two.ben.select(shown, ["rhcsa"], custom_id="lab:jump"))
    assert "## Labs of RHCSA 10\n-# Page 3 of 4" in text_of(there)
    assert next(iter(options_of(there, "lab:pick"))).startswith("rhcsa/01")
    last = only_for_one(await two.ben.click(there, label="More"))
    assert "11. Storage 11" in text_of(last)
    assert labels_of(last) == ["Previous"]


async def test_the_labs_of_one_course_have_a_jump_to_its_lessons(two: Study) -> None:
    await two.bot.guild_choices.set_courses(two.guild.id, ["rhcsa"])
    shown = only_for_one(await two.ben.slash(two.channel, "lab list"))
    assert "## Labs\n-# Page 1 of 2" in text_of(shown)
    there = await two.ben.select(shown, ["rhcsa/12-storage-12"], custom_id="lab:jump")
    assert "12. Storage 12" in text_of(only_for_one(there))


async def test_a_jump_to_what_is_gone_leads_to_the_first_page(two: Study) -> None:
    shown = only_for_one(await two.ben.slash(two.channel, "lab list"))
    await two.bot.guild_choices.set_courses(two.guild.id, ["lfcs"])
    there = only_for_one(await two.ben.select(shown, ["rhcsa"], custom_id="lab:jump"))
    assert "-# Page 1 of 2" in text_of(there)


async def test_cards_of_labs_say_the_course(two: Study) -> None:
    opened = only_for_one(await two.dana.slash(two.channel, "lab start", lab="rhcsa lab 5"))
    assert "-# RHCSA 10 › 5. Storage" in text_of(opened)
    step = only_for_one(await two.dana.click(opened, label="Start"))
    assert "Step 1 of 1 · RHCSA 10 › 5. Storage" in text_of(step)
    draft = only_for_one(await two.dana.slash(two.channel, "announce lab", lab="lfcs lab 5"))
    assert "-# Linux Administrator › 5. Storage" in text_of(draft)


async def test_a_concept_and_a_lab_are_offered_by_their_other_names(
    study: Study, tmp_path: Path
) -> None:
    front = "---\naka:\n  Logical Volumes: [LVM]\n  Working with volumes: [disks]\n---\n"
    long = (
        f"#### {'Very long title ' * 6}\n\nThe **long thing** (shortened to **LT9**) is long.\n\n"
    )
    text = lesson(1, "Storage").replace("### Lesson 1 Lab: ", f"{long}### Lesson 1 Lab: ", 1)
    path = tmp_path / "lessons" / "rhcsa" / "01-storage.md"
    path.parent.mkdir(parents=True)
    path.write_text(front + text, encoding="utf-8")
    study.library = load_library([path.parent.parent])
    study.searcher = open_index(study.library, study.data)
    await study.restart()
    assert await names(study, "concept", "query", "lv") == ["Logical Volumes (LVM)"]
    assert await names(study, "lab start", "lab", "disk") == ["Working with volumes (disks)"]
    (shown,) = await names(study, "concept", "query", "lt9")
    assert shown.startswith("Very long title")
    assert shown.endswith("… (LT9)")
    assert len(shown) <= 100
