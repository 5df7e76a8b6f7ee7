"""Folders of lessons: what is walked, how it is ordered, and how it is looked up."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from content.errors import NoLessons
from content.library import load, shipped_courses
from content.report import as_json
from tests.content.lessons import WHOLE, as_lines


def _write(folder: Path, **files: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("_dot_", ".")).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def sea(tmp_path: Path) -> Path:
    return _write(tmp_path / "sea", **{"07-tides.md": WHOLE})


def test_lookups(sea: Path) -> None:
    library = load([sea])
    (lesson,) = library.lessons
    assert library.lesson("sea/07-tides") is lesson
    concept = library.concept("sea/07-tides#the-moon")
    assert concept is not None
    assert (concept.course.id, concept.section.title, concept.concept.line) == ("sea", "Causes", 11)
    section = library.section("sea/07-tides#causes")
    assert section is not None
    assert section.lesson is lesson
    assert library.lab("sea/07-tides#reading-a-gauge") == (lesson, lesson.labs[0])
    assert library.question(lesson.questions[0].id) == (lesson, lesson.questions[0])
    assert library.course("sea") == library.courses[0]
    nothing = "sea/07-tides#nothing"
    assert library.concept(nothing) is None
    assert library.section(nothing) is None
    assert library.lab(nothing) is None


def test_walk_skips_what_is_no_lesson(sea: Path) -> None:
    _write(
        sea,
        **{
            "README.md": "x",
            "LICENSE.txt": "x",
            "a.py": "x",
            ".hidden.md": "x",
            "requirements-dev.txt": "x",
        },
    )
    _write(sea / ".git", **{"x.md": "x"})
    _write(sea / "deep" / "er", **{"b.markdown": "# B\n", "c.txt": "# C\n"})
    assert [lesson.path for lesson in load([sea, sea / "07-tides.md"]).lessons] == [
        str(sea / "07-tides.md"),
        str(sea / "deep" / "er" / "b.markdown"),
        str(sea / "deep" / "er" / "c.txt"),
    ]


def test_order_and_titles(tmp_path: Path) -> None:
    texts = {
        f"{name}.md": f"# {title}\n"
        for name, title in [("b", "Lesson 10: X"), ("c", "Lesson 9: Y"), ("a", "Z")]
    }
    folder = _write(tmp_path / "kcna", **texts)
    (course,) = load([folder]).courses
    assert (course.id, course.title) == ("kcna", "KCNA")
    assert [lesson.title for lesson in course.lessons] == ["Y", "X", "Z"]
    _write(folder, **{"course.yml": "title: Cloud\n"})
    assert load([folder]).courses[0].title == "Cloud"
    _write(folder, **{"course.yml": "a: [\n"})
    (problem,) = load([folder]).problems
    assert (problem.code, problem.severity) == ("course-file", "error")


def test_same_id_twice_is_an_error(tmp_path: Path) -> None:
    folder = _write(tmp_path / "c", **{"a.md": "# A\n", "b.md": "---\nid: a\n---\n# B\n"})
    library = load([folder])
    assert [lesson.title for lesson in library.lessons] == ["A"]
    assert [(p.path, p.code) for p in library.problems] == [(str(folder / "b.md"), "duplicate-id")]
    assert library.errors


def test_unreadable_file_is_a_problem(sea: Path) -> None:
    (sea / "z.md").write_bytes(b"\0")
    library = load([sea, sea / "missing.md"])
    assert len(library.lessons) == 1
    assert [(p.line, p.severity, p.code) for p in library.problems] == [
        (1, "error", "unreadable")
    ] * 2


def test_a_link_to_itself_is_a_problem(sea: Path) -> None:
    (sea / "loop.md").symlink_to("loop.md")
    (sea / "again.md").symlink_to("07-tides.md")
    library = load([sea])
    assert len(library.lessons) == 1
    assert [(Path(one.path).name, one.code) for one in library.problems] == [
        ("loop.md", "unreadable")
    ]


def test_links_that_leave_the_folder_are_not_followed(sea: Path, tmp_path: Path) -> None:
    other = _write(
        tmp_path / "other", **{"secret.md": "# Secret\n", "course.yml": "title: Secret\n"}
    )
    (sea / "out.md").symlink_to(other / "secret.md")
    (sea / "users.md").symlink_to("/etc/passwd")
    (sea / "nowhere.md").symlink_to("/nowhere/at/all.md")
    (sea / "folder").symlink_to(other)
    (sea / "course.yml").symlink_to(other / "course.yml")
    library = load([sea])
    assert [lesson.title for lesson in library.lessons] == ["Tides"]
    assert library.courses[0].title == "Sea"
    assert {
        (Path(one.path).name, one.line, one.code, one.severity) for one in library.problems
    } == {
        (name, 1, "outside-link", "warning")
        for name in ("out.md", "users.md", "nowhere.md", "folder", "course.yml")
    }
    # Whoever names the target wants it read.
    both = load([sea, other])
    assert {lesson.title for lesson in both.lessons} == {"Tides", "Secret"}
    assert {Path(one.path).name for one in both.problems} == {"users.md", "nowhere.md"}
    assert [lesson.title for lesson in load([sea / "out.md"]).lessons] == ["Secret"]


def test_links_that_stay_in_the_folder_are_read(tmp_path: Path) -> None:
    # Kubernetes mounts a ConfigMap like this, so that all files change at once.
    mounted = tmp_path / "mounted"
    _write(mounted / "..2026_01_01", **{"01-tides.md": WHOLE, "course.yml": "title: The Sea\n"})
    (mounted / "..data").symlink_to("..2026_01_01")
    for name in ("01-tides.md", "course.yml"):
        (mounted / name).symlink_to(f"..data/{name}")
    (mounted / "round").symlink_to(".")
    (linked := tmp_path / "sea").symlink_to(mounted)
    for root in (mounted, linked):
        library = load([root])
        assert library.problems == ()
        assert [course.title for course in library.courses] == ["The Sea"]
        assert [lesson.path for lesson in library.lessons] == [str(root / "01-tides.md")]


def test_no_lessons(tmp_path: Path) -> None:
    with pytest.raises(NoLessons, match=r"name a folder") as caught:
        load([tmp_path])
    assert caught.value.paths == (tmp_path,)


def test_fingerprint_follows_the_content(sea: Path) -> None:
    first, again = load([sea]).fingerprint, load([sea]).fingerprint
    (sea / "07-tides.md").write_text(WHOLE.replace("Weaker", "Weak"), encoding="utf-8")
    assert first == again != load([sea]).fingerprint


def test_check_document(sea: Path) -> None:
    (sea / "07-tides.md").write_text(WHOLE + "\n## Empty\n", encoding="utf-8")
    library = load([sea])
    path = str(sea / "07-tides.md")
    document = as_json(library)
    (lesson,) = document["lessons"]
    assert list(document) == ["lessons", "problems"]
    assert list(lesson) == ["path", "course", "number", "title", "sections", "questions", "labs"]
    assert lesson["sections"][0] == {
        "number": "7.1",
        "title": "Causes",
        "kind": "concepts",
        "concepts": [
            {"id": "sea/07-tides#the-moon", "title": "The Moon", "line": 11},
            {"id": "sea/07-tides#the-sun", "title": "The Sun", "line": 18},
        ],
    }
    assert lesson["questions"][0] == {
        "id": library.lessons[0].questions[0].id,
        "line": 24,
        "stem": "What pulls most?",
        "options": ["The sun", "The moon"],
        "correct": [1],
        "explanation": "Because it is near.",
    }
    assert list(lesson["labs"][0]) == ["id", "title", "line", "task", "steps"]
    assert lesson["labs"][0]["steps"][1] == {
        "line": 40,
        "instruction": "",
        "command": "gauge read <GAUGE ID>",
        "expected": "3.2 m",
        "hint": None,
        "placeholders": ["GAUGE ID"],
    }
    message = "nothing stands below the heading: Empty"
    assert document["problems"] == [
        {
            "path": path,
            "line": 49,
            "severity": "warning",
            "code": "empty-section",
            "message": message,
        }
    ]
    assert as_lines(library) == [
        f"{path}:49: warning[empty-section]: {message}",
        "1 lesson, 2 concepts, 2 sections, 1 question, 1 lab, 0 errors, 1 warning",
    ]


def test_shipped_courses_are_a_folder() -> None:
    assert shipped_courses().is_dir()


def test_a_file_name_that_is_not_utf_8(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"01-caf\xe9.md")
    try:
        path.write_text("# T\n\n## A\n\na\n", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    library = load([tmp_path])
    assert [lesson.title for lesson in library.lessons] == ["T"]
    assert library.fingerprint
