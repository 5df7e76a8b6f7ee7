"""A predicate is switched wherever it is used, and nothing that follows holds up the others."""

from __future__ import annotations

import importlib
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.content.net.answers import answers
from tests.content.net.cases import Case
from tests.content.net.forks import Ended, results
from tests.content.net.predicates import Change, Net, first_change
from tests.content.net.switches import Loaded, Predicate, predicates

if TYPE_CHECKING:
    from collections.abc import Iterator

SHAPES = """
from __future__ import annotations
from functools import cached_property, lru_cache
from typing import Protocol

class Asked(Protocol):
    def answer(self) -> bool:
        "Nothing but a form."
        ...

def plain(number: int) -> bool:
    return number > 1

def default(number: int, least: int = 1) -> bool:
    return number > least

@lru_cache
def remembered(number: int) -> "bool":
    return number > 1

def outer(number: int) -> int:
    def inner() -> bool:
        return number > 1
    return 5 if inner() else 0

class Base:
    def method(self, number: int) -> bool:
        return number > 1

class Shape(Base):
    def method(self, number: int) -> bool:
        return super().method(number)

    @property
    def large(self) -> bool:
        return self.number > 1

    @large.setter
    def large(self, value: bool) -> None:
        self.number = 2 if value else 1

    @cached_property
    def kept(self) -> bool:
        return self.number > 1

    @staticmethod
    def loose(number: int) -> bool:
        return number > 1

    @classmethod
    def of_class(cls, number: int) -> bool:
        return number > 1
"""
USER = """
from shapes_of_net import Shape, default, outer, plain, remembered

def read(number):
    shape = Shape()
    shape.number = number
    return [
        plain(number), default(number), remembered(number), bool(outer(number)),
        shape.method(number), shape.large, shape.kept, Shape.loose(number), Shape.of_class(number),
    ]
"""
NAMES = [
    *("plain", "default", "remembered", "outer.<locals>.inner", "Base.method", "Shape.method"),
    *("Shape.large", "Shape.kept", "Shape.loose", "Shape.of_class"),
]
CHANGING = """
import os

def grows(number: int) -> bool:
    return number > 1

def read(number):
    while not grows(number):
        pass
    return [{"item": number}]

def fails(number: int) -> bool:
    return number > 9

def read_two(number):
    if fails(number):
        raise ValueError
    return [{"item": number}]

def ends(number: int) -> bool:
    return number > 9

def read_three(number):
    if ends(number):
        os._exit(3)
    return [{"item": number}]

def idle(number: int) -> bool:
    return number > 9

def read_four(number):
    return [{"item": idle(number) or number}] if number > 4 else [{"item": number}]

def counts(seen: list[int]) -> bool:
    seen.append(1)
    return True

def read_five(number):
    seen = []
    counts(seen)
    return [{"item": len(seen)}]
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.syspath_prepend(tmp_path)
    sources = {"shapes_of_net": SHAPES, "user_of_net": USER, "changing_of_net": CHANGING}
    for name, text in sources.items():
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    yield tmp_path.resolve()
    for name in sources:
        sys.modules.pop(name, None)


def named(root: Path, name: str) -> Predicate:
    (found,) = (one for one in predicates(root) if one.name == name)
    return found


def test_every_shape_of_a_predicate_is_found(root: Path) -> None:
    found = [one.name for one in predicates(root) if one.file.stem == "shapes_of_net"]
    assert found == NAMES


@pytest.mark.parametrize("value", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_a_predicate_is_switched_for_those_who_imported_it(
    root: Path, name: str, value: bool
) -> None:
    read = importlib.import_module("user_of_net").read
    number = 1 if value else 2
    assert read(number) == [not value] * 9
    Loaded(root).switch(named(root, name), value)
    assert read(number).count(value) == 1


def test_what_nobody_has_loaded_cannot_be_switched(root: Path) -> None:
    with pytest.raises(LookupError, match="plain"):
        Loaded(root).switch(named(root, "plain"), value=True)


def change(root: Path, name: str, reader: str, *, value: bool) -> Change | Ended:
    module: Any = importlib.import_module("changing_of_net")
    cases = [Case(str(number), partial(getattr(module, reader), number)) for number in (2, 3, 4)]
    loaded, one = Loaded(root), named(root, name)
    net = Net(cases, loaded, answers(cases, loaded, [one]))
    ((_, done),) = results([("", lambda: first_change(net, one, value, limit=0.1))])
    return done


def test_a_reading_without_an_end_is_a_change(root: Path) -> None:
    assert change(root, "grows", "read", value=False) == Change(seen=True, why="2 (no end)")


def test_an_exception_is_a_change(root: Path) -> None:
    assert change(root, "fails", "read_two", value=True) == Change(seen=True, why="2 (ValueError)")


def test_what_it_does_beside_its_answer_counts(root: Path) -> None:
    assert change(root, "counts", "read_five", value=True) == Change(seen=True, why="2")


def test_the_end_of_the_process_is_seen(root: Path) -> None:
    assert change(root, "ends", "read_three", value=True) == Ended(3)


def test_what_changes_nothing_says_why(root: Path) -> None:
    assert change(root, "idle", "read_four", value=True) == Change(seen=False, why="not called")
    why = "True in 0 of 3 cases, none of which changes"
    assert change(root, "fails", "read_two", value=False) == Change(seen=False, why=why)


def test_processes_end_in_their_own_order_and_alter_nothing() -> None:
    place = [os.getpid()]
    jobs = [(number, partial(place.__iadd__, [number])) for number in range(5)]
    done = dict(results(jobs))
    assert done == {number: [os.getpid(), number] for number in range(5)}
    assert place == [os.getpid()]
