"""Files to text: encodings, sizes and front matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from content.errors import UnreadableLesson
from content.library import load
from content.source import SIZE_LIMIT, WORK_LIMIT, from_bytes, from_text, read
from tests.content.lessons import found, read_text

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"a\0b", "binary"),
        (b"", "it is empty"),
        (b"\xef\xbb\xbf \n\t\n", "it is empty"),
        (b"# T\n\ncaf\xe9\n", "not UTF-8 (line 3)"),
        (b"\xff\xfea\0", "not UTF-8 (line 1)"),
        (b"a" * (SIZE_LIMIT + 1), "larger than 10 MB"),
    ],
)
def test_unreadable(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "x.md"
    path.write_bytes(data)
    with pytest.raises(UnreadableLesson) as caught:
        read(path)
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "hostile", ["[a](", "[[_TOC", "**Question 1 [[[[", "- a\n", "- a\r", "<b>"]
)
def test_a_lesson_that_takes_too_long_is_refused_alone(tmp_path: Path, hostile: str) -> None:
    (tmp_path / "good.md").write_text("# Bees\n\n## Hive\n\nWax.\n", encoding="utf-8")
    text = f"# T\n\n{hostile * WORK_LIMIT}"
    (tmp_path / "long.md").write_bytes(text.encode())
    library = load([tmp_path])
    assert [lesson.title for lesson in library.lessons] == ["Bees"]
    (problem,) = library.problems
    assert (problem.severity, problem.code) == ("error", "unreadable")
    assert "more than 100,000 lines and marks" in problem.message
    assert problem.line == (WORK_LIMIT + 1 if hostile[-1] in "\r\n" else 3)


def test_as_much_as_a_person_writes_is_read() -> None:
    text = "# T\n" + "[a](b) " * ((WORK_LIMIT - 1) // 3)
    assert from_bytes("x.md", text.encode()).text == text
    with pytest.raises(UnreadableLesson) as caught:
        from_bytes("x.md", f"{text}**\n".encode())
    assert caught.value.line == 2


def test_missing(tmp_path: Path) -> None:
    with pytest.raises(UnreadableLesson, match="does not exist"):
        read(tmp_path / "no.md")
    with pytest.raises(UnreadableLesson, match="no file"):
        read(tmp_path)


def test_front_matter_is_read_and_lines_are_kept() -> None:
    text = """\
        ---
        id: 04
        title: Deep Sea
        tags: [a, b]
        difficulty: easy
        authors: Ann, Bob
        licence: CC-BY-4.0
        ---
        # Lesson 4: Sea

        ## S

        s
        """
    lesson, problems = read_text(text)
    assert problems == ()
    assert (lesson.id, lesson.number, lesson.title) == ("sea/04", "4", "Deep Sea")
    assert (lesson.tags, lesson.authors) == (("a", "b"), ("Ann", "Bob"))
    assert (lesson.difficulty, lesson.licence) == ("easy", "CC-BY-4.0")
    assert lesson.sections[0].line == 11


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("---\ntitle: x\ntags: [a\n---\n", (3, "error")),
        ("---\ntitle: x\n  bad: y\n---\n", (3, "error")),
        ("---\n- a\n---\n", (2, "error")),
        ("---\ntitle: x\n\n", (1, "error")),
        ("---\nnote: x\ntitle: x\n\n", (1, "error")),
        ("\n\n---\ntitle: x\n---\n", (3, "warning")),
        ("---\ntitle: 'a\u2028b\x85c'\ncolour: red\n---\n", (3, "warning")),
        ("---\ntitle: x\naliases: [" + ",\n".join(map(str, range(600))) + "]\n---\n", None),
        ("---\nid: [a]\n---\n", (2, "error")),
        ("---\ntitle: x\ncolour: red\n---\n", (3, "warning")),
        ("---\ntitle: !!python/object:os.system x\n---\n", None),
        ('+++\ntitle = "x"\ntags = [a\n+++\n', (3, "error")),
        ('+++\ntitle = "x"\n\n', (1, "error")),
        ('+++\nid = "a"\nid = "b"\n+++\n', (1, "error")),
        ('{\n  "title": "x"\n  "tags": []\n}\n', (3, "error")),
        ('{\n  "title": "x"\n\n', (1, "error")),
        ("---\nlanguage: german\n---\n", (2, "error")),
        ("---\nlanguage: english-language\n---\n", (2, "error")),
        ("---\nlanguage: xx\n---\n", (2, "warning")),
        ("---\nlanguage: gsw-CH\n---\n", None),
        ("---\n" + "[" * 2000 + "\n---\n", (1, "error")),
    ],
)
def test_front_matter_problems(front: str, expected: tuple[int, str] | None) -> None:
    reading = read_text(front + "# T\n\n## S\n\ns\n")
    assert [(line, severity) for line, severity, _ in found(reading)] == (
        [expected] if expected else []
    )
    assert reading.lesson.sections[-1].body == "s"


def test_thematic_break_at_the_top_is_no_front_matter() -> None:
    assert from_text("x.md", "---\n\ntext\n\n---\n").problems.in_order() == ()


NAMED = "# L\n\n## Disks\n\n### Persistent Volumes\n\nThey stay.\n"


def test_other_names_in_the_front_matter() -> None:
    front = "---\naka:\n  persistent volumes: PV, disks\n  Disks: [storage]\n---\n"
    reading = read_text(front + NAMED)
    assert reading.lesson.aka == {"persistent volumes": ("PV", "disks"), "Disks": ("storage",)}
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("front", "line", "message"),
    [
        (
            "aka:\n  Persistent Volume: PV",
            3,
            "`aka` names Persistent Volume, but nothing here has that title:"
            " did you mean `Persistent Volumes`",
        ),
        ("aka:\n  Xyz: PV", 3, "`aka` names Xyz, but nothing here has that title"),
        ("aka: [PV]", 2, "`aka` is wrong: write a line `Title: name, other name` for each title"),
        ("aka: PV", 2, "`aka` is wrong: write a line `Title: name, other name` for each title"),
    ],
)
def test_other_names_of_nothing_are_told(front: str, line: int, message: str) -> None:
    problems = read_text(f"---\n{front}\n---\n{NAMED}").problems
    assert [(problem.line, problem.code, problem.message) for problem in problems] == [
        (line, "front-matter", message)
    ]
