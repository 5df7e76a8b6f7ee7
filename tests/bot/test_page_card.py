"""What a page's card says around its text: where it is, what was asked, and what is beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
import pytest
import pytest_asyncio

from bot.loading import load_library, open_index
from bot.pages import BACK, Pages
from bot.ui.routes import Route
from tests.bot.page_kit import (
    OTHERS,
    labels_of,
    message_of,
    only_for_one,
    options_of,
    parts_of,
    posts,
    select_of,
    text_of,
)

if TYPE_CHECKING:
    from pathlib import Path

    from simcord.results import ResponseMessage

    from tests.bot.conftest import Study

PODS = """\
# Lesson 3: Pods

### 3.1 Scheduling Pods

#### Pod

A **Pod** is the smallest unit. It has containers.

#### Scheduler

- places *Pods* on nodes
- watches for new ones

### Demo: Running Pods

```bash
kubectl get pods
```

### 3.2 Storage

Storage outlives what uses it.

#### Volume

A volume keeps the data of a Pod. Without one the data is gone after a restart.

#### Claim

A claim asks for a volume.

### 3.3 Practice Questions

**Question 1:** What keeps the data of a Pod?
  1. **A volume [correct]**
  2. A node

Concept: Volume

### Lesson 3 Lab: Looking Around

```bash
uname -a
```
"""
ASKED = "why is the data gone after a restart"
COURSE = "title: Kube\nurl: https://k.example/b/{path}?plain=1#L{line}\n"
VOLUME = "kube/03-pods#volume"
POD = "kube/03-pods#pod"


@pytest_asyncio.fixture
async def kube(study: Study, tmp_path: Path) -> Study:
    """Return the study server with a course whose lessons can be read elsewhere too."""
    folder = tmp_path / "kube"
    folder.mkdir()
    (folder / "course.yml").write_text(COURSE, encoding="utf-8")
    (folder / "03-pods.md").write_text(PODS, encoding="utf-8")
    study.library = load_library([folder])
    study.searcher = open_index(study.library, study.data)
    await study.restart()
    return study


async def look_up(study: Study, query: str) -> ResponseMessage:
    return only_for_one(await study.ben.slash(study.channel, "concept", query=query))


async def test_the_source_is_a_place_in_the_course_and_leads_to_it(kube: Study) -> None:
    line = PODS.splitlines().index("#### Volume") + 1
    address = f"https://k.example/b/03-pods.md?plain=1#L{line}"
    card = await look_up(kube, VOLUME)
    assert text_of(card).endswith(f"\n-# [Lesson 3, section 3.2]({address})")
    assert "kube/" not in text_of(card)


async def test_what_was_asked_is_quoted_above_a_shared_card(kube: Study) -> None:
    card = await look_up(kube, ASKED)
    assert text_of(card).startswith(f"> {ASKED}\n## The closest I have")
    first = next(part["custom_id"] for part in parts_of(card) if part.get("label") == "Open")
    card = message_of(await kube.ben.click(card, custom_id=first))
    assert text_of(card).startswith(f"> {ASKED}\n## Volume")
    moved = message_of(await kube.ben.click(card, label="Claim →"))
    await kube.ben.click(message_of(await kube.ben.click(moved, label="← Volume")), label="Share")
    (post,) = posts(kube.channel)
    assert text_of(post).startswith(f"> {ASKED}\n## Volume")
    for title, heading in (("VOLUME", "Volume"), ("Running Pods", "Lab: Running Pods")):
        named = await look_up(kube, title)
        assert text_of(named).startswith(f"## {heading}\n"), "the card says what was asked"


async def test_who_shared_a_card_takes_it_back_and_nobody_else_does(kube: Study) -> None:
    await kube.ben.click(await look_up(kube, POD), label="Share")
    (post,) = posts(kube.channel)
    refused = only_for_one(await kube.cleo.click(post, label="Take it back"))
    assert "Only who shared this" in refused.content
    assert len(posts(kube.channel)) == 1
    await kube.restart()
    await kube.ben.click(post, label="Take it back")
    assert posts(kube.channel) == []


async def test_what_was_taken_back_can_be_shared_again_from_where_it_was(kube: Study) -> None:
    card = await look_up(kube, POD)
    await kube.ben.click(card, label="Share")
    (post,) = posts(kube.channel)
    assert "Share" not in labels_of(card)
    await kube.ben.click(post, label="Take it back")
    assert posts(kube.channel) == []
    assert "Share" in labels_of(card)
    await kube.ben.click(card, label="Share")
    (post,) = posts(kube.channel)
    # The private card may show something else by then: that stays.
    moved = message_of(await kube.ben.click(card, label="Scheduler →"))
    await kube.ben.click(post, label="Take it back")
    assert "## Scheduler" in text_of(moved)
    back = message_of(await kube.ben.click(moved, label="← Pod"))
    await kube.ben.click(back, label="Share")
    assert len(posts(kube.channel)) == 1


async def test_a_moderator_takes_a_shared_card_back(kube: Study) -> None:
    moderates = discord.PermissionOverwrite(manage_messages=True)
    room = kube.guild.create_text_channel("room", overwrites={kube.cleo: moderates})
    card = only_for_one(await kube.ben.slash(room, "concept", query=POD))
    await kube.ben.click(card, label="Share")
    (post,) = posts(room)
    await kube.cleo.click(post, label="Take it back")
    assert posts(room) == []


async def test_other_matches_are_those_that_are_not_shown(kube: Study) -> None:
    card = await look_up(kube, "volume")
    assert "## Volume\n" in text_of(card)
    others = options_of(card, OTHERS)
    assert others
    assert VOLUME not in others
    other = next(iter(others))
    swapped = message_of(await kube.ben.select(card, [other], custom_id=select_of(card, OTHERS)))
    now = options_of(swapped, OTHERS)
    assert set(now) == {*others, VOLUME} - {other}
    assert now[VOLUME] == "Volume"
    back = message_of(
        await kube.ben.select(swapped, [VOLUME], custom_id=select_of(swapped, OTHERS))
    )
    assert set(options_of(back, OTHERS)) == set(others)


async def test_read_about_it_opens_what_the_question_names_and_comes_back(kube: Study) -> None:
    card = await look_up(kube, POD)
    question = message_of(await kube.ben.click(card, label="Quiz me on this"))
    answered = message_of(await kube.ben.click(question, label="A"))
    read = message_of(await kube.ben.click(answered, label="Read about it"))
    assert read.id == question.id
    assert "## Volume" in text_of(read)
    further = message_of(await kube.ben.click(read, label="Claim →"))
    ids = [part.get("custom_id", "") for part in parts_of(further)]
    assert sum(Route(BACK).fits(one) for one in ids) == 1
    await kube.restart()
    again = message_of(await kube.ben.click(further, label="Back to the question"))
    assert again.id == question.id
    assert text_of(again).startswith("### Practice: Pod")
    assert labels_of(again) == ["A", "B"]


def test_a_section_begins_with_its_sentences_or_those_of_its_concepts(tmp_path: Path) -> None:
    (tmp_path / "03-pods.md").write_text(PODS, encoding="utf-8")
    library = load_library([tmp_path])
    pages = Pages(library)
    first, second, *_ = library.lessons[0].sections
    page, own = pages.open(first.id), pages.open(second.id)
    assert page is not None
    assert page.text == (
        "- **Pod**: A **Pod** is the smallest unit.\n- **Scheduler**: places *Pods* on nodes"
    )
    assert own is not None
    assert own.text == "Storage outlives what uses it."


@pytest.mark.parametrize(
    ("title", "section"), [("Running Pods", "3.1 Scheduling Pods"), ("Looking Around", None)]
)
def test_a_lab_leads_to_the_section_that_it_practises(
    tmp_path: Path, title: str, section: str | None
) -> None:
    (tmp_path / "03-pods.md").write_text(PODS, encoding="utf-8")
    library = load_library([tmp_path])
    (lab,) = (lab for lab in library.lessons[0].labs if lab.title == title)
    page = Pages(library).open(lab.id)
    assert page is not None
    assert (page.theory.title if page.theory else None) == section


async def test_a_lab_opens_the_text_of_its_section(kube: Study) -> None:
    lab = await look_up(kube, "kube/03-pods#running-pods")
    read = message_of(await kube.ben.click(lab, label="Read 3.1 Scheduling Pods"))
    assert "A **Pod** is the smallest unit." in text_of(read)
