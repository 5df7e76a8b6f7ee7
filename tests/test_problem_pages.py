"""Each page of a problem: what it means as the rules say it, a wrong example and a right one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from content.exchange import Category, Format, write
from content.exchange import read as read_document
from content.id_checks import lost_ids
from content.lesson import read_lesson
from content.library import load
from content.questions.items import item_problems
from content.rules import RULES
from content.source import from_text
from tests.conftest import ROOT
from tests.pictures import png

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from content.models import Problem
    from content.rules import Rule

FOLDER = ROOT / "docs" / "problems"
_PAGE = re.compile(
    r"# (?P<code>.+)\n\n\*\*(?P<severity>.+?)\.\*\* (?P<meaning>.+)\n\n(?P<text>[^#].+?)\n\n"
    r"## Wrong\n\n(?P<a>`{3,})\w+\n(?P<wrong>.*?\n)(?P=a)\n\n"
    r"## Right\n\n(?P<b>`{3,})\w+\n(?P<right>.*?\n)(?P=b)\n",
    re.DOTALL,
)


class Page(NamedTuple):
    """What a page says in fixed places."""

    head: tuple[str, str, str]
    wrong: str
    right: str


def page(code: str) -> Page:
    found = _PAGE.fullmatch((FOLDER / f"{code}.md").read_text(encoding="utf-8"))
    assert found, f"{code}.md is not made like the other pages"
    return Page(
        (found["code"], found["severity"], found["meaning"]), found["wrong"], found["right"]
    )


def of_lesson(text: str, _: Path) -> Sequence[Problem]:
    return read_lesson(from_text("lesson.md", text), "c").problems


def of_course_file(text: str, folder: Path) -> Sequence[Problem]:
    (folder / "lesson.md").write_text("# Honey\n", encoding="utf-8")
    (folder / "course.yml").write_text(text, encoding="utf-8")
    return load([folder]).problems


def of_renaming(text: str, folder: Path) -> Sequence[Problem]:
    (path := folder / "lesson.md").write_text("# Kettles\n\n### Lab: Making Tea\n\n1. `ls`\n")
    old = load([path])
    path.write_text(text, encoding="utf-8")
    return lost_ids(old, load([path]), "HEAD", {str(path): str(path)})


def of_gift(text: str, _: Path) -> Sequence[Problem]:
    return read_document(Format.GIFT, text, "bank.gift").problems


def of_aiken(text: str, _: Path) -> Sequence[Problem]:
    lesson = read_lesson(from_text("lesson.md", text), "c").lesson
    written = write(Format.AIKEN, [Category((), lesson.path, lesson.questions)], "Honey")
    return list(written.losses)


def of_items(text: str, _: Path) -> Sequence[Problem]:
    reading = read_lesson(from_text("lesson.md", text), "c")
    return [*reading.problems, *item_problems([reading.lesson])]


def of_link(text: str, folder: Path) -> Sequence[Problem]:
    name, target = text.strip().split(" -> ")
    (lessons := folder / target.replace("/", "-") / "lessons").mkdir(parents=True)
    (lessons / target).parent.mkdir(exist_ok=True)
    (lessons / target).write_text("# Honey\n", encoding="utf-8")
    (lessons / name).symlink_to(target)
    return load([lessons]).problems


def of_picture(text: str, folder: Path) -> Sequence[Problem]:
    (folder / "pictures").mkdir(exist_ok=True)
    (folder / "pictures" / "jars.png").write_bytes(png(1))
    (folder / "lesson.md").write_text(text, encoding="utf-8")
    return load([folder]).problems


def in_encoding(name: str) -> Callable[[str, Path], Sequence[Problem]]:
    def of_file(text: str, folder: Path) -> Sequence[Problem]:
        (folder / "lesson.md").write_bytes(text.encode(name))
        return load([folder]).problems

    return of_file


ELSEWHERE = {
    "course-file": (of_course_file, of_course_file),
    "item-style": (of_items, of_items),
    "lost-id": (of_renaming, of_renaming),
    "missing-picture": (of_picture, of_picture),
    "malformed": (of_gift, of_gift),
    "not-converted": (of_aiken, of_aiken),
    "outside-link": (of_link, of_link),
    "unreadable": (in_encoding("latin-1"), in_encoding("utf-8")),
}
"""How to find the problems of an example that is no lesson by itself."""


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_the_page_says_what_the_rule_says(rule: Rule) -> None:
    severity = " or ".join(rule.severities).capitalize()
    assert page(rule.code).head == (rule.code, severity, rule.meaning)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_wrong_is_reported_and_right_is_not(rule: Rule, tmp_path: Path) -> None:
    shown = page(rule.code)
    of_wrong, of_right = ELSEWHERE.get(rule.code, (of_lesson, of_lesson))
    problems = of_wrong(shown.wrong, tmp_path)
    assert {problem.code for problem in problems} == {rule.code}
    assert {problem.severity for problem in problems} <= set(rule.severities)
    assert list(of_right(shown.right, tmp_path)) == []


def test_the_index_lists_every_rule_and_every_page() -> None:
    index = (FOLDER / "README.md").read_text(encoding="utf-8")
    rows = [
        f"| [`{rule.code}`]({rule.code}.md) | {', '.join(rule.severities)} | {rule.meaning} |"
        for rule in RULES.values()
    ]
    assert [line for line in index.splitlines() if line.startswith("| [")] == rows
    pages = {path.stem for path in FOLDER.glob("*.md")} - {"README"}
    assert pages == set(RULES)
