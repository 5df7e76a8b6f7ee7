"""What a lookup and a key cost, in what is counted: renderings, searches, snippets, statements."""

from __future__ import annotations

import asyncio
import gc
import weakref
from functools import wraps
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event

import bot.pages
import bot.ui.highlight
import index.models
from bot.loading import load_library, open_index
from bot.recent import Recent
from bot.reload import LessonReloader
from tests.bot.page_kit import OTHERS, labels_of, message_of, only_for_one, select_of, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bot.conftest import Study

LESSON = """\
# Lesson 1: Boats

### 1.1 Rigs

#### Sloop

A sloop has one mast{more}.

#### Ketch

A ketch has two masts.
"""
PICKERS = [
    ("concept", "query"),
    ("lesson", "lesson"),
    ("lab start", "lab"),
    ("quiz start", "lesson"),
    ("announce lab", "lab"),
]


class Counter:
    """Counts how often something is called."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.count = 0
        self._patch = patch

    def watch(self, owner: object, name: str) -> None:
        """Count the calls of a function from now on."""
        work = getattr(owner, name)

        @wraps(work)
        def counted(*args: Any, **options: Any) -> Any:
            self.count += 1
            return work(*args, **options)

        self._patch.setattr(owner, name, counted)


@pytest.fixture
def counter(monkeypatch: pytest.MonkeyPatch) -> Counter:
    """Return a counter that ends with the test."""
    return Counter(monkeypatch)


@pytest.mark.parametrize(("command", "option"), PICKERS)
async def test_no_key_that_is_typed_asks_the_database(
    study: Study, command: str, option: str
) -> None:
    await study.ben.slash(study.channel, "concept", query="kettle")
    await study.env.settle()
    asked: list[object] = []
    engine = study.bot.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    for typed in ("", "k", "ke", "tea", "lesson 1"):
        await study.dana.autocomplete(study.channel, command, option, typed)
    assert asked == []


@pytest.mark.parametrize("query", ["kettle", "kuberentes", "boiling point level"])
async def test_a_second_look_at_a_card_makes_nothing_again(
    study: Study, counter: Counter, query: str
) -> None:
    searcher = study.searcher
    for owner, name in (
        (bot.pages, "to_discord"),
        (bot.pages, "paginate"),
        (bot.ui.highlight, "words"),
        (searcher, "search"),
        (searcher, "related"),
    ):
        counter.watch(owner, name)
    first = only_for_one(await study.ben.slash(study.channel, "concept", query=query))
    made = counter.count
    assert made >= 4
    again = only_for_one(await study.cleo.slash(study.channel, "concept", query=query))
    assert text_of(again) == text_of(first)
    assert counter.count == made


async def test_a_card_that_is_sent_again_has_the_id_of_its_own_lookup(study: Study) -> None:
    cards = [
        only_for_one(await study.ben.slash(study.channel, "concept", query="kettle"))
        for _ in range(3)
    ]
    assert len({select_of(card, OTHERS) for card in cards}) == 3


async def test_only_hits_that_are_shown_with_it_have_a_snippet(
    study: Study, counter: Counter
) -> None:
    counter.watch(index.models, "snippet")
    for query in ("kettle", "leaves heat kettle tea", "kettle vs steeping", "xyzzy"):
        await study.ben.slash(study.channel, "concept", query=query)
    assert counter.count == 0
    card = only_for_one(await study.ben.slash(study.channel, "concept", query="salt"))
    assert "Salt raises the boiling point a little" in text_of(card)
    assert 0 < counter.count <= 3


async def test_nothing_that_is_kept_outlives_its_edition(study: Study, tmp_path: Path) -> None:
    folder = tmp_path / "boats"
    folder.mkdir()
    file = folder / "01-boats.md"
    file.write_text(LESSON.format(more=""), encoding="utf-8")
    study.library = load_library([folder])
    study.searcher = open_index(study.library, study.data)
    await study.restart()
    study.bot.reloader = LessonReloader(study.bot.catalogue, [folder], study.data)
    queries = ["sloop", "what has one mast", "two masts ketch"]
    for query in queries:
        await study.ben.slash(study.channel, "concept", query=query)
    old = weakref.ref(study.bot.catalogue)
    file.write_text(LESSON.format(more=" and a boom"), encoding="utf-8")
    assert (await study.bot.reloader.reload()).changed
    for query in queries[:2]:
        card = message_of(await study.ben.slash(study.channel, "concept", query=query))
        assert "boom" in text_of(card)
    gc.collect()
    assert old() is None


async def test_discord_py_keeps_no_card_and_no_task_that_waits_for_its_end(study: Study) -> None:
    before = asyncio.all_tasks()  # of other tests, whose bots are gone
    card = only_for_one(await study.ben.slash(study.channel, "concept", query="kettle"))
    page = message_of(await study.ben.click(card, label="Kubernetes →"))
    assert "Quiz me on this" in labels_of(page)
    assert study.bot._connection._view_store._views == {}
    waiting = [task.get_coro() for task in asyncio.all_tasks() - before]
    assert not [one for one in waiting if "timeout_task" in getattr(one, "__name__", "")]


def test_what_was_not_used_for_longest_goes_first() -> None:
    recent: Recent[str] = Recent(2)
    recent.put("a", "1")
    recent.put("b", "2")
    assert recent.get("a") == "1"
    recent.put("c", "3")
    assert [recent.get(key) for key in "abc"] == ["1", None, "3"]
    assert len(recent) == 2
