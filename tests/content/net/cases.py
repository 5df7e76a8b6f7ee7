"""The files of the net in groups; one group is one frozen file, and its cases stand in order."""

from __future__ import annotations

import re
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.conftest import LESSONS, ROOT
from tests.content.net.items import bank_items, check_items, digest, lesson_items, text_items
from tests.content.test_fixtures import FOLDER as FIXTURES
from tests.content.test_fixtures import cases as fixture_cases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.content.net.items import Item

SOURCES = Path(__file__).with_name("sources")
_BANK = re.compile(
    r"^## (?P<name>.+)\n(?:(?!~{8}|## ).*\n)*~{8}(?P<form>[a-z-]+)\n(?P<given>(?:(?!~{8}$).*\n)*)",
    re.MULTILINE,
)


class Case(NamedTuple):
    """One thing to read: a file, a folder of lessons or a case of a fixture file."""

    name: str
    read: Callable[[], list[Item]]


class Group(NamedTuple):
    """Cases that are frozen in one file, whose ``name`` is its path without an ending."""

    name: str
    cases: tuple[Case, ...]


def groups(shared: Path | None) -> Iterator[Group]:
    """Yield all groups; without the shared material, those that need nothing from outside."""
    for path in sorted(FIXTURES.glob("*.md")):
        yield Group(f"fixtures/{path.stem}", tuple(_fixtures(path)))
    for path in sorted((ROOT / "tests/content/exchange/fixtures").glob("*.md")):
        yield Group(f"exchange/{path.stem}", tuple(_banks(path)))
    for path in _lessons():
        name = path.relative_to(ROOT).with_suffix("").as_posix()
        yield Group(f"lessons/{name.replace('/', '-')}", (_lesson(path, ROOT),))
    for path in sorted(SOURCES.glob("*.*")):
        yield Group(f"sources/{path.stem}", (_lesson(path, SOURCES),))
    for path in sorted(SOURCES.glob("courses/*")):
        yield Group(f"courses/{path.name}", (_lesson(path, SOURCES),))
    for path in sorted(SOURCES.glob("banks/*")):
        yield Group(f"banks/{path.stem}", (_bank(path, SOURCES),))
    yield Group("banks/too-much", tuple(_too_much()))
    yield Group("check", tuple(_printed()))
    if shared:
        yield Group("shared", tuple(_shared(shared)))


def _lessons() -> list[Path]:
    found = [*LESSONS.rglob("*.md"), *(ROOT / "content/courses").rglob("*.md")]
    return sorted(found)


def _lesson(path: Path, root: Path) -> Case:
    return Case(path.relative_to(root).as_posix(), lambda: lesson_items(path, root))


def _bank(path: Path, root: Path) -> Case:
    return Case(path.relative_to(root).as_posix(), lambda: bank_items(path, root))


def _fixtures(path: Path) -> Iterator[Case]:
    for case in fixture_cases(path):
        yield Case(case.name, _saved(case.file, case.data))


def _saved(name: str, data: bytes) -> Callable[[], list[Item]]:
    def read() -> list[Item]:
        with tempfile.TemporaryDirectory() as place:
            # The folder names the course.
            path = Path(place).resolve() / "c" / name
            path.parent.mkdir()
            path.write_bytes(data)
            return lesson_items(path, path.parent)

    return read


def _banks(path: Path) -> Iterator[Case]:
    endings = {"gift": ".gift", "moodle-xml": ".xml", "aiken": ".txt", "csv": ".txt"}
    for match in _BANK.finditer(path.read_text(encoding="utf-8")):
        if ending := endings.get(match["form"]):
            yield Case(match["name"], _given(match["given"], Path(f"bank{ending}")))


def _printed() -> Iterator[Case]:
    """Yield each format of a report about errors, warnings and neither."""
    for name in ("front-matter-wrong.md", "site-hugo.md", "word-export.md"):
        for form in ("text", "github", "gitlab"):
            read = partial(check_items, Path(name), form, SOURCES)
            yield Case(f"{name} as {form}", read)


def _too_much() -> Iterator[Case]:
    """Yield banks with more than anybody can read, which nobody wants to find in a folder."""
    long, many = "because " * 9_000, "".join(f"~No {number}\n" for number in range(200))
    bank = f"Why?{{={long}~so}}\n\nWhich?{{=Yes\n{many}}}\n\nAnd now?{{=Yes~No}}\n"
    yield Case("a long answer and many", _given(bank, Path("bank.gift")))


def _given(text: str, path: Path) -> Callable[[], list[Item]]:
    return lambda: text_items(text, path, path.parent)


def _shared(shared: Path) -> Iterator[Case]:
    """Yield lessons that others wrote: of their items only digests may be kept."""
    for path in sorted([*shared.glob("seed/*.txt"), *shared.glob("field/*-*.md")]):
        yield _digests(_lesson(path, shared))
    for path in sorted(shared.glob("field/*.gift")):
        yield _digests(_bank(path, shared))


def _digests(case: Case) -> Case:
    def read() -> list[Item]:
        return [{"item": item["item"], "digest": digest(item)} for item in case.read()]

    return Case(case.name, read)
