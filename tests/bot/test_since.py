"""``syllabot check --since``: ids that vanish from a commit to the files that are there."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.bot.test_cli import assert_one_line
from tests.command_line import syllabot

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LESSON = """\
# Lesson 1: Water

### Boiling

#### Boiling Point

It boils at 100 °C.

### Practice Questions

**Question 1:** What boils?

1. Bread
2. **Water [correct]**

### Lesson 1 Lab: Making Tea

```bash
ls
```
"""


def git(folder: Path, *arguments: str) -> None:
    names = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    subprocess.run(["git", "-C", str(folder), *names, *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository with two courses, and what is no lesson."""
    (top := tmp_path / "material").mkdir()
    for name in ("lessons/tea/01-water.md", "lessons/tea/02-leaves.md", "lessons/cups/01-a.md"):
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(LESSON.replace("100", name), encoding="utf-8")
    (top / "README.md").write_text("# What this is\n", encoding="utf-8")
    (top / "lessons" / "tea" / "link.md").symlink_to("01-water.md")
    git(top, "init")
    git(top, "add", ".")
    git(top, "commit", "-m", "A")
    return top


def said(repository: Path, *paths: str, code: int = 0) -> list[str]:
    done = syllabot(
        "check", "--since", "HEAD", *(paths or ("lessons",)), data=repository, cwd=repository
    )
    assert done.returncode == code, done.stderr
    return [line for line in done.stdout.splitlines() if "[lost-id]" in line]


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


HARMLESS: dict[str, Callable[[Path], object]] = {
    "nothing": lambda top: None,
    "words": lambda top: edit(top / "lessons/tea/01-water.md", "It boils", "Water boils"),
    "a new lesson": lambda top: shutil.copy(top / "README.md", top / "lessons/tea/03-new.md"),
    "a concept that becomes a section": lambda top: edit(
        top / "lessons/tea/01-water.md", "#### Boiling Point", "### Boiling Point"
    ),
    "a lab with its former id": lambda top: edit(
        top / "lessons/tea/01-water.md", "Making Tea", "Tea {#tea alias=making-tea}"
    ),
    "what is no lesson": lambda top: (top / "README.md").unlink(),
    "another title of the course": lambda top: (top / "lessons/tea/course.yml").write_text(
        "title: Tea Time\n"
    ),
}


@pytest.mark.parametrize("change", HARMLESS)
def test_nothing_is_said_of_what_is_still_found(repository: Path, change: str) -> None:
    HARMLESS[change](repository)
    assert said(repository) == []


@pytest.mark.parametrize(
    ("old", "new", "kind", "name"),
    [
        ("Making Tea", "Making Coffee", "lab", "making-tea"),
        ("#### Boiling Point", "#### Heat", "concept", "boiling-point"),
        ("What boils?", "What boils at once?", "question", "q-"),
    ],
)
def test_an_item_that_was_renamed(
    repository: Path, old: str, new: str, kind: str, name: str
) -> None:
    edit(repository / "lessons/tea/01-water.md", old, new)
    for path in ("lessons", "lessons/tea/01-water.md"):
        (line,) = said(repository, path)
        assert line.startswith("lessons/tea/01-water.md:1: warning[lost-id]: no " + kind)
        assert f"has the id {name}" in line
    assert said(repository, "lessons/cups") == []
    (absolute,) = said(repository, str(repository / "lessons"))
    assert absolute.startswith(f"{repository}/lessons/tea/01-water.md:1: ")


@pytest.mark.parametrize("staged", [True, False])
def test_a_lesson_that_was_renamed(repository: Path, staged: bool) -> None:
    tea = repository / "lessons" / "tea"
    (tea / "link.md").unlink()
    (tea / "01-water.md").rename(tea / "01-kettle.md")
    if staged:
        git(repository, "add", ".")
        (line,) = said(repository)
        assert line.startswith("lessons/tea/01-kettle.md:1: warning[lost-id]: the lesson tea/01-wa")
        assert "`aliases: [01-water]` at its top" in line
        assert said(repository, "lessons/tea/01-kettle.md") == [line]
    else:
        (line,) = said(repository)
        assert line.startswith("lessons/tea/01-water.md:1: ")
    edit(tea / "01-kettle.md", "# Lesson 1", "---\naliases: [01-water]\n---\n# Lesson 1")
    assert said(repository) == []


def test_a_course_that_was_renamed_is_one_line(repository: Path) -> None:
    lessons = repository / "lessons"
    (lessons / "tea").rename(lessons / "green")
    git(repository, "add", ".")
    (line,) = said(repository)
    assert line.startswith("lessons/green/01-water.md:1: warning[lost-id]: the course tea of HEAD")
    assert "`aliases: [tea]` into its course.yml" in line
    assert said(repository, "lessons/green/02-leaves.md") != []
    (lessons / "green" / "course.yml").write_text("aliases: [tea]\n", encoding="utf-8")
    assert said(repository) == []


def test_another_id_in_the_course_file_counts_for_each_lesson(repository: Path) -> None:
    (repository / "lessons/tea/course.yml").write_text("id: green\n", encoding="utf-8")
    (line,) = said(repository)
    assert "`aliases: [tea]`" in line
    assert said(repository, "lessons/tea/course.yml") == [line]


def test_what_was_removed_with_all_its_folder(repository: Path) -> None:
    shutil.rmtree(repository / "lessons" / "cups")
    (line,) = said(repository)
    assert line.startswith("lessons/cups/01-a.md:1: warning[lost-id]: the lesson cups/01-a of HEAD")


def test_a_commit_that_there_is_not(repository: Path, tmp_path: Path) -> None:
    done = syllabot("check", "--since", "nowhere", "lessons", data=tmp_path, cwd=repository)
    assert_one_line(done, "git knows no commit nowhere")
    option = syllabot("check", "--since", "--all", "lessons", data=tmp_path, cwd=repository)
    assert_one_line(option, "git knows no commit --all")
    outside = syllabot("check", "--since", "HEAD", "a", data=tmp_path, cwd=tmp_path)
    assert_one_line(outside, "--since cannot ask git")


def test_before_the_first_commit(tmp_path: Path) -> None:
    (tmp_path / "01-water.md").write_text(LESSON, encoding="utf-8")
    git(tmp_path, "init")
    assert said(tmp_path, ".") == []
