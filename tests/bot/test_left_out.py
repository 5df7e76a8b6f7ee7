"""A broken item in each of five lessons out of 120: what is served, and what is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.errors import StartupError
from bot.loading import load_library
from bot.reload import log_lessons
from tests.bot.test_cli import assert_one_line
from tests.command_line import syllabot

if TYPE_CHECKING:
    from pathlib import Path

LESSON = """\
# Lesson {number}: Pier {number}

### {number}.1 Piers

#### Pier {number}

It floats.

### {number}.2 Practice Questions

**Question 1:** What floats at pier {number}?

1. Ships [correct]
2. Stones
"""
LESSONS = 120
BROKEN = {
    20: ("2. Stones", "2. Ships", "equal-options"),
    40: (" [correct]", "", "no-answer"),
    60: ("2. Stones\n", "", "one-option"),
    80: ("# Lesson", "---\ntags: [\n---\n# Lesson", "front-matter"),
    100: ("It floats", "\udcff", "unreadable"),
}


@pytest.fixture
def piers(tmp_path: Path) -> Path:
    (folder := tmp_path / "piers").mkdir()
    for number in range(1, LESSONS + 1):
        old, new, _ = BROKEN.get(number, ("", "", ""))
        text = LESSON.format(number=number).replace(old, new)
        path = folder / f"{number:03}-pier.md"
        path.write_text(text, encoding="utf-8", errors="surrogateescape")
    return folder


def test_all_the_rest_is_served_and_five_lines_say_what_is_not(piers: Path, tmp_path: Path) -> None:
    library = load_library([piers], tmp_path / "data")
    with capture_logs() as lines:
        log_lessons(library)
    assert len(library.lessons) == LESSONS - 1
    assert sum(len(lesson.questions) for lesson in library.lessons) == LESSONS - 4
    assert {lesson.course for lesson in library.lessons} == {"piers"}
    *each, last = lines
    assert [line["event"] for line in each] == ["lessons.left_out"] * 5
    for line, (number, (_, _, code)) in zip(each, BROKEN.items(), strict=True):
        assert f"/{number:03}-pier.md:" in line["problem"]
        assert f"error[{code}]" in line["problem"]
    assert (last["event"], last["left_out"], last["lessons"]) == ("lessons.served", 5, LESSONS - 1)
    with pytest.raises(StartupError, match=r"020-pier.md:14: .*and 4 more"):
        load_library([piers], strict=True)


def test_only_files_that_are_there_are_mended(piers: Path) -> None:
    before = load_library([piers])
    (piers / "020-pier.md").write_text(LESSON.format(number=20), encoding="utf-8")
    (piers / "040-pier.md").write_text("", encoding="utf-8")
    (piers / "060-pier.md").rename(piers / "061-wharf.md")
    (piers / "080-pier.md").unlink()
    (piers / "100-pier.md").write_text(LESSON.format(number=100), encoding="utf-8")
    with capture_logs() as lines:
        log_lessons(load_library([piers]), before)
    mended = [line["problem"] for line in lines if line["event"] == "lessons.mended"]
    assert [problem.partition("-pier.md:")[0][-3:] for problem in mended] == ["020", "100"]


def test_text_of_what_is_left_out_stays(piers: Path) -> None:
    library = load_library([piers])
    section = library.section("piers/020-pier#practice-questions")
    assert section
    assert "What floats at pier 20?" in section.section.body


def test_a_search_says_what_is_left_out(piers: Path, tmp_path: Path) -> None:
    done = syllabot("search", "pier 20", "--content", piers, data=tmp_path / "data")
    assert done.returncode == 0
    assert "Pier 20" in done.stdout
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"syllabot: left out: {piers}/020-pier.md:14: error[equal-options]")
    assert line.endswith(f" (and 4 more); `syllabot check {piers}` lists what is wrong")


@pytest.mark.parametrize("command", [("search", "pier"), ("run",), ("play", "--port", "0")])
def test_whoever_is_strict_is_served_nothing(
    piers: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    given: tuple[str | Path, ...] = (*command, "--strict", "--content", piers)
    done = syllabot(*given, data=tmp_path / "data", DISCORD_TOKEN="x")
    assert done.returncode == 2
    if command[0] != "play":
        assert_one_line(done, "020-pier.md:14", "and 4 more", "without --strict")
    assert "020-pier.md:14" in done.stderr


def test_only_a_folder_without_a_readable_lesson_stops(tmp_path: Path) -> None:
    (tmp_path / "01-a.md").write_bytes(b"\xff")
    done = syllabot("run", "--content", tmp_path, data=tmp_path / "data", DISCORD_TOKEN="x")
    assert_one_line(done, "no lesson can be read", "01-a.md:1")
