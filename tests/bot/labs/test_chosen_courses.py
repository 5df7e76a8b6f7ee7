"""Labs keep to the courses that a server has chosen; direct messages know all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest_asyncio

from bot.loading import load_library, open_index
from tests.bot.page_kit import (
    labels_of,
    only_for_one,
    options_of,
    parts_of,
    posts,
    refusal,
    text_of,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bot.conftest import Study

TEA = "demo/01-kettles#making-tea"
GLAZING = "cups/01-cups#glazing-{}"
LESSON = """# Lesson 1: Cups

### Lesson 1 Lab: Glazing {0}

Glaze a cup.

### Lesson 1 Lab Solution: Glazing {0}

```bash
glaze {0}
```
"""


@pytest_asyncio.fixture
async def two(study: Study, tmp_path: Path, lessons: Path) -> Study:
    """Return the study server with the course of kettles, and one of cups with a lab."""
    folder = tmp_path / "lessons"
    for name, text in {
        "cups/01-cups.md": LESSON.format("One"),
        "demo/01-kettles.md": (lessons / "demo" / "01-kettles.md").read_text(encoding="utf-8"),
    }.items():
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text(text, encoding="utf-8")
    study.library = load_library([folder])
    study.searcher = open_index(study.library, study.data)
    await study.restart()
    return study


async def test_names_and_starts_are_of_the_chosen_courses(two: Study) -> None:
    cup = GLAZING.format("one")
    everything = await two.ben.autocomplete(two.channel, "lab start", "lab", "")
    assert {choice["value"] for choice in everything} == {TEA, cup}
    await two.bot.guild_choices.set_courses(two.guild.id, ["cups"])
    for command in ("lab start", "announce lab"):
        offered = await two.dana.autocomplete(two.channel, command, "lab", "")
        assert [choice["value"] for choice in offered] == [cup]
        for typed in ("making tea", "tea"):
            said = only_for_one(await two.dana.slash(two.channel, command, lab=typed)).content
            assert "I know no lab called" in said
            assert "There are: **Glazing One**." in said
        said = only_for_one(await two.dana.slash(two.channel, command, lab=TEA)).content
        assert "not part of the courses that this server has chosen" in said
        card = only_for_one(await two.dana.slash(two.channel, command, lab="glazing"))
        assert "## Glazing One" in text_of(card)
    direct = only_for_one(await two.ben.user.slash("lab start", lab="making tea"))
    assert "## Making Tea" in text_of(direct)


async def test_the_list_is_of_the_chosen_courses(two: Study) -> None:
    before = only_for_one(await two.ben.slash(two.channel, "lab list"))
    assert set(options_of(before, "lab:pick")) == {TEA, GLAZING.format("one")}
    await two.bot.guild_choices.set_courses(two.guild.id, ["cups"])
    after = only_for_one(await two.ben.slash(two.channel, "lab list"))
    assert set(options_of(after, "lab:pick")) == {GLAZING.format("one")}
    assert "Making Tea" not in text_of(after)
    refused = await two.ben.select(before, [TEA], custom_id="lab:pick")
    assert "not part of the courses" in only_for_one(refused).content
    opened = await two.ben.select(before, [GLAZING.format("one")], custom_id="lab:pick")
    assert "## Glazing One" in text_of(only_for_one(opened))
    direct = only_for_one(await two.ben.user.slash("lab list"))
    assert set(options_of(direct, "lab:pick")) == {TEA, GLAZING.format("one")}


async def test_the_pages_of_the_list_are_of_the_chosen_courses(two: Study, tmp_path: Path) -> None:
    lesson = tmp_path / "lessons" / "cups" / "01-cups.md"
    labs = (LESSON.format(word).partition("\n\n")[2] for word in "ABCDEFGHIJKLMN")
    lesson.write_text("\n".join(["# Lesson 1: Cups\n", *labs]), encoding="utf-8")
    two.library = load_library([tmp_path / "lessons"])
    await two.restart()
    listed = only_for_one(await two.ben.slash(two.channel, "lab list"))
    await two.bot.guild_choices.set_courses(two.guild.id, ["demo"])
    turned = only_for_one(await two.ben.click(listed, label="More"))
    assert set(options_of(turned, "lab:pick")) == {TEA}
    assert labels_of(turned) == []


async def test_a_server_without_labs_says_so(two: Study, tmp_path: Path) -> None:
    (tmp_path / "lessons" / "cups" / "01-cups.md").write_text(
        "# Lesson 1: Cups\n\n### 1.1 Cups\n\n#### Handle\n\nA handle.\n", encoding="utf-8"
    )
    two.library = load_library([tmp_path / "lessons"])
    await two.restart()
    await two.bot.guild_choices.set_courses(two.guild.id, ["cups"])
    said = refusal(two, await two.ben.slash(two.channel, "lab start", lab="tea"))
    assert said == "This course has no labs yet."
    listed = only_for_one(await two.ben.slash(two.channel, "lab list"))
    assert "no labs yet" in text_of(listed)


async def test_what_was_announced_starts_where_it_was_announced(two: Study) -> None:
    draft = only_for_one(await two.dana.slash(two.channel, "announce lab", lab=TEA))
    later = only_for_one(await two.dana.slash(two.channel, "announce lab", lab=TEA))
    await two.dana.click(draft, label="Post")
    (post,) = (message for message in posts(two.channel) if parts_of(message))
    await two.bot.guild_choices.set_courses(two.guild.id, ["cups"])
    attempt = only_for_one(await two.ben.click(post, label="Start"))
    attempt = only_for_one(await two.ben.click(attempt, label="Start"))
    assert "Step 1 of 3" in text_of(attempt)
    refused = only_for_one(await two.dana.click(later, label="Post")).content
    assert "not part of the courses" in refused
    assert len([message for message in posts(two.channel) if parts_of(message)]) == 1
