"""What a course is called, and that two that are one by chance, or were renamed, are told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from content.library import load
from content.outline.numbers import name_title
from content.readings import Readings

if TYPE_CHECKING:
    from pathlib import Path

    from content.library import Library

LESSON = """\
# Lesson 1: Water

### Boiling

It boils.

### Lab: Making Tea

```bash
ls
```
"""


def write(folder: Path, *files: str, course: str = "", name: str = "course.yml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for file in files or ("01-water.md",):
        (folder / file).write_text(LESSON, encoding="utf-8")
    if course:
        (folder / name).write_text(course, encoding="utf-8")
    return folder


def said(library: Library) -> list[tuple[str, int, str, str]]:
    return [
        (one.path.rpartition("/")[2], one.line, one.code, one.severity) for one in library.problems
    ]


@pytest.mark.parametrize(
    ("identity", "title"),
    [
        ("shell", "Shell"),
        ("tea", "Tea"),
        ("kcna", "KCNA"),
        ("dns-basics", "DNS Basics"),
        ("k8s", "K8S"),
        ("sql-101", "SQL 101"),
        ("string-theory", "String Theory"),
        ("ökonomie", "Ökonomie"),
        ("水", "水"),
    ],
)
def test_a_folder_is_a_title(identity: str, title: str) -> None:
    assert name_title(identity) == title


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("title: Tea", []),
        ("id: tea", []),
        ("title: Tea\nlanguage: de\n", [("course.yml", 2, "course-file", "warning")]),
        ("title: Tea\nid: [a]\n", [("course.yml", 2, "course-file", "error")]),
        ("aliases: [kettles]\n", []),
        ("url: https://k.example/b/{path}#L{line}\n", []),
        ("url: http://k.example/{path}\n", []),
        ("title: Tea\nurl: [a]\n", [("course.yml", 2, "course-file", "error")]),
        ("url: ftp://k.example/{path}\n", [("course.yml", 1, "course-file", "error")]),
        ("url: https://{path}\n", [("course.yml", 1, "course-file", "error")]),
        ("url: https://k.example/{line}\n", [("course.yml", 1, "course-file", "error")]),
        ("url: https://k.example/{path}/{page}\n", [("course.yml", 1, "course-file", "error")]),
        ("url: https://k.example/(a)/{path}\n", [("course.yml", 1, "course-file", "error")]),
        (
            f"url: https://k.example/{'x' * 150}/{{path}}\n",
            [("course.yml", 1, "course-file", "error")],
        ),
        ("title:\n", [("course.yml", 1, "course-file", "error")]),
        ("- a\n", [("course.yml", 1, "course-file", "error")]),
    ],
)
def test_keys(tmp_path: Path, text: str, problems: list[object]) -> None:
    assert said(load([write(tmp_path / "tea", course=text)])) == problems


def test_the_other_ending_is_read_too(tmp_path: Path) -> None:
    folder = write(tmp_path / "tea", course="title: Tea Time", name="course.yaml")
    (course,) = load([folder]).courses
    assert course.title == "Tea Time"
    write(folder, course="title: Tea")
    library = load([folder])
    assert library.courses[0].title == "Tea"
    assert said(library) == [("course.yaml", 1, "course-file", "warning")]


def test_the_address_of_a_lesson_is_new_though_its_reading_is_kept(tmp_path: Path) -> None:
    readings = Readings(tmp_path / "kept")
    folder = write(tmp_path / "tea", "01 water.md", course="title: Tea")
    before = load([folder], readings)
    write(folder, "01 water.md", course="url: https://k.example/{path}?at={line}")
    after = load([folder], readings)
    assert (before.read_anew, after.read_anew) == (1, 0)
    assert before.lessons[0].url is None
    assert after.lessons[0].url == "https://k.example/01%20water.md?at={line}"
    assert before.fingerprint != after.fingerprint


def test_two_folders_with_one_name_are_told_apart(tmp_path: Path) -> None:
    write(tmp_path / "green" / "tea", "01-water.md", "03-cups.md")
    write(tmp_path / "black" / "tea", "02-leaves.md", "04-milk.md")
    library = load([tmp_path])
    (problem,) = library.problems
    assert said(library) == [("01-water.md", 1, "duplicate-id", "error")]
    assert str(tmp_path / "black" / "tea") in problem.message
    assert [len(course.lessons) for course in library.courses] == [4]
    write(tmp_path / "black" / "tea", "02-leaves.md", course="id: black-tea")
    apart = load([tmp_path])
    assert apart.problems == ()
    assert [course.id for course in apart.courses] == ["black-tea", "tea"]


@pytest.mark.parametrize("by_file", [True, False])
def test_folders_that_belong_together_say_so(tmp_path: Path, by_file: bool) -> None:
    for place, name in (("green", "01-water.md"), ("black", "02-leaves.md")):
        folder = write(tmp_path / place / "tea", name, course="id: tea" if by_file else "")
        if not by_file:
            (folder / name).write_text(f"---\ncourse: tea\n---\n{LESSON}", encoding="utf-8")
    library = load([tmp_path])
    assert library.problems == ()
    assert [course.id for course in library.courses] == ["tea"]


def test_a_renamed_course_is_found_by_its_former_ids(tmp_path: Path) -> None:
    folder = write(tmp_path / "tea", course="aliases: [Kettles, old-tea]")
    library = load([folder])
    assert library.problems == ()
    (course,) = library.courses
    assert library.course("kettles") is library.course("old-tea") is course
    assert library.lesson("kettles/01-water") is course.lessons[0]
    assert library.lab("kettles/01-water#making-tea") == library.lab("tea/01-water#making-tea")
    concept = library.anything("old-tea/01-water#boiling")
    assert concept == library.anything("tea/01-water#boiling") is not None
    assert library.lab("cups/01-water#making-tea") is None


def test_course_and_lesson_renamed_at_different_times(tmp_path: Path) -> None:
    folder = write(tmp_path / "tea", "02-water.md", course="aliases: kettles, pots")
    text = f"---\naliases: [01-water]\n---\n{LESSON}"
    (folder / "02-water.md").write_text(text, encoding="utf-8")
    library = load([folder])
    assert library.problems == ()
    for course in ("tea", "kettles", "pots"):
        for lesson in ("01-water", "02-water"):
            found = library.lab(f"{course}/{lesson}#making-tea")
            assert found == library.lab("tea/02-water#making-tea") is not None


def test_long_names_that_were_cut_are_found(tmp_path: Path) -> None:
    former, stem = "kettles-and-all-that-boils-in-a-kitchen", "01-water-in-a-pot-that-is-watched"
    (tmp_path / former).mkdir()
    (tmp_path / former / f"{stem}.md").write_text(LESSON, encoding="utf-8")
    (old,) = load([tmp_path]).lessons
    (tmp_path / former).rename(tmp_path / "tea")
    (tmp_path / "tea" / "course.yml").write_text(f"aliases: [{former}]", encoding="utf-8")
    library = load([tmp_path])
    assert library.lesson(old.id) is library.lessons[0]
    assert library.lab(old.labs[0].id) is not None


def test_a_former_id_belongs_to_one_course(tmp_path: Path) -> None:
    write(tmp_path / "tea", course="title: Tea\naliases:\n- kettles\n- pots\n")
    write(tmp_path / "kettles")
    write(tmp_path / "cups", course="aliases: [pots]")
    library = load([tmp_path])
    assert said(library) == [
        ("course.yml", 3, "duplicate-id", "error"),
        ("course.yml", 4, "duplicate-id", "error"),
    ]
    course = library.course("kettles")
    assert course
    assert course.id == "kettles"


def test_a_link_to_an_edition_has_the_name_of_the_link(tmp_path: Path) -> None:
    write(tmp_path / "editions" / "2026-11-30")
    write(tmp_path / "editions" / "2026-12-01", course="title: New")
    (tmp_path / "tea").symlink_to(tmp_path / "editions" / "2026-11-30")
    before = load([tmp_path / "tea"])
    (tmp_path / "tea").unlink()
    (tmp_path / "tea").symlink_to(tmp_path / "editions" / "2026-12-01")
    after = load([tmp_path / "tea"])
    assert before.lessons == after.lessons
    assert [course.title for course in after.courses] == ["New"]


def test_lessons_of_a_mounted_volume_have_the_name_of_the_mount(tmp_path: Path) -> None:
    write(tmp_path / "tea" / "..2026_12_01")
    (tmp_path / "tea" / "..data").symlink_to("..2026_12_01")
    (tmp_path / "tea" / "01-water.md").symlink_to("..data/01-water.md")
    assert [lesson.id for lesson in load([tmp_path / "tea"]).lessons] == ["tea/01-water"]
