"""``syllabot check`` as people and pipelines run it."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from content.library import load
from content.rules import RULES
from tests.bot.test_cli import assert_one_line
from tests.command_line import syllabot
from tests.conftest import ROOT
from tests.content.lessons import as_lines
from tests.waiting import CEILING

ERROR = "## Quiz\n\n**Question 1:** Which?\n\n1. this\n2. that\n"
WARNING = "# Title\n\n## Empty [bold] :bee: {n}\n"


@pytest.fixture
def hundred(tmp_path: Path) -> Path:
    """Return a folder with 100 lessons: each has a warning in line 3, every tenth an error too."""
    (folder := tmp_path / "lessons").mkdir()
    for number in range(1, 101):
        text = WARNING.format(n=number) + (f"\n{ERROR}" if number % 10 == 0 else "")
        (folder / f"{number:03}-lesson.md").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def warned(tmp_path: Path) -> Path:
    """Return a lesson with a warning and no error."""
    (path := tmp_path / "01-warned.md").write_text(WARNING.format(n=1), encoding="utf-8")
    return path


def test_a_hundred_files_in_one_run(hundred: Path, tmp_path: Path) -> None:
    done = syllabot("check", "lessons", data=tmp_path, cwd=tmp_path)
    *lines, last = done.stdout.splitlines()
    assert done.returncode == 1
    assert done.stderr == ""
    found = [re.fullmatch(r"(.+?):(\d+): (\w+)\[([a-z-]+)\]: \S.*", line) for line in lines]
    paths = [f"lessons/{number:03}-lesson.md" for number in range(1, 101)]
    expected = [(path, "7", "error", "no-answer") for path in paths[9::10]]
    expected += [(path, "3", "warning", "empty-section") for path in paths]
    assert [match.groups() for match in found if match] == expected
    assert last.startswith("100 lessons, ")
    assert last.endswith(", 10 errors, 100 warnings")


def test_what_does_most_harm_comes_first(tmp_path: Path) -> None:
    names = ("Tea", "Tea", "Milk", "Milk", "Honey", "Honey")
    titles = "".join(f"\n### Lab: {name}\n\n1. `ls`\n" for name in names)
    (tmp_path / "01-a.md").write_text(f"# A\n{titles}\n## Empty\n\n{ERROR}", encoding="utf-8")
    wrong = ERROR.replace("Which?", "Choose two:").replace("2. that", "2. **that [correct]**")
    (tmp_path / "02-b.md").write_text(f"# B\n\n{wrong}{titles}", encoding="utf-8")
    done = syllabot("check", tmp_path, data=tmp_path)
    found = re.findall(r"(0\d-\w).md:\d+: \w+\[([a-z-]+)\]", done.stdout)
    assert found == [
        ("02-b", "several-answers"),
        ("01-a", "no-answer"),
        ("01-a", "empty-section"),
        ("01-a", "repeated-title"),
        ("02-b", "repeated-title"),
    ]
    assert "(the like on line 15, 23)" in done.stdout
    document = json.loads(syllabot("check", tmp_path, "--format", "json", data=tmp_path).stdout)
    assert len(document["problems"]) == 5
    lines = [(one["path"], one["line"]) for one in document["problems"]]
    assert lines == sorted(lines)


def test_text_is_exact_where_it_is_no_terminal(warned: Path, tmp_path: Path) -> None:
    done = syllabot("check", warned, data=tmp_path, COLUMNS="20", TERM="xterm-256color")
    assert done.returncode == 0
    assert done.stdout.splitlines() == as_lines(load([warned]))
    assert "[bold] :bee: 1" in done.stdout


def in_terminal(*arguments: str | Path, **environment: str) -> str:
    """Return what the command line writes to a terminal."""
    ours, theirs = pty.openpty()
    done = subprocess.Popen(
        [sys.executable, "-m", "bot", *map(str, arguments)],
        stdout=theirs,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", **environment},
    )
    os.close(theirs)
    written = b""
    with os.fdopen(ours, "rb", buffering=0) as terminal:
        while True:
            try:
                part = terminal.read(4096)
            except OSError:  # Linux says that the other end is closed with EIO.
                break
            if not part:
                break
            written += part
    done.wait(timeout=CEILING)
    return written.decode().replace("\r\n", "\n")


def test_a_terminal_has_colours_and_the_same_text(warned: Path) -> None:
    shown = in_terminal("check", warned, NO_COLOR="", COLUMNS="20")
    assert "\x1b[33mwarning[empty-section]:\x1b[0m" in shown
    plain = re.sub(r"\x1b\[[\d;]*m", "", shown)
    assert plain.splitlines() == as_lines(load([warned]))


def test_no_colours_where_nobody_wants_them(warned: Path) -> None:
    shown = in_terminal("check", warned, NO_COLOR="1")
    assert shown.splitlines() == as_lines(load([warned]))


def test_strict_fails_on_warnings(warned: Path, tmp_path: Path) -> None:
    (clean := tmp_path / "clean.md").write_text("# Clean\n\nText.\n", encoding="utf-8")
    assert syllabot("check", warned, data=tmp_path).returncode == 0
    assert syllabot("check", "--strict", warned, data=tmp_path).returncode == 1
    assert syllabot("check", "--strict", clean, data=tmp_path).returncode == 0


def test_formats_for_forges(hundred: Path, tmp_path: Path) -> None:
    arguments = ("check", "lessons", "--format")
    github = syllabot(*arguments, "github", data=tmp_path, cwd=tmp_path)
    assert github.returncode == 1
    errors = [line for line in github.stdout.splitlines() if line.startswith("::error ")]
    assert len(errors) == 10
    assert errors[0].startswith("::error file=lessons/010-lesson.md,line=7,title=no-answer::")
    gitlab = syllabot(*arguments, "gitlab", data=tmp_path, cwd=tmp_path)
    assert gitlab.returncode == 1
    report = json.loads(gitlab.stdout)
    assert len({entry["fingerprint"] for entry in report}) == len(report) == 110
    assert report[0]["location"] == {"path": "lessons/001-lesson.md", "lines": {"begin": 3}}


def test_a_reader_that_goes_away(hundred: Path, tmp_path: Path) -> None:
    many = [hundred / f"{number:03}-lesson.md" for number in range(1, 101)]
    (hundred / "long.md").write_text("# L\n" + "\n## Empty\n" * 5000, encoding="utf-8")
    checking = subprocess.Popen(
        [sys.executable, "-m", "bot", "check", *map(str, many), str(hundred / "long.md")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert checking.stdout
    assert checking.stderr
    with checking.stdout, checking.stderr:
        assert checking.stdout.readline()
        checking.stdout.close()
        assert checking.stderr.read() == ""
    assert checking.wait(timeout=CEILING) == 1


@pytest.mark.parametrize("form", ["text", "json", "github", "gitlab"])
def test_whoever_stops_reading_changes_nothing(tmp_path: Path, form: str) -> None:
    # More than any pipe holds.
    text = "# T\n" + "".join(f"\n## E{number}\n" for number in range(3000))
    (path := tmp_path / "a.md").write_text(text, encoding="utf-8")
    arguments = [sys.executable, "-m", "bot", "check", "--format", form, str(path)]
    with subprocess.Popen(
        arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as checking:
        assert checking.stdout
        assert checking.stderr
        checking.stdout.read(10)
        checking.stdout.close()
        assert checking.stderr.read() == b""
    assert checking.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full device")
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_report_that_cannot_be_written(warned: Path, form: str) -> None:
    arguments = [sys.executable, "-m", "bot", "check", "--format", form, str(warned)]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            arguments, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 2
    assert done.stderr == "syllabot: the report cannot be written: no space left on device\n"


def test_words_that_the_terminal_cannot_show(tmp_path: Path) -> None:
    (path := tmp_path / "caf\u00e9.md").write_text("# T\n\n## \u2603\n", encoding="utf-8")
    text = syllabot("check", path, data=tmp_path, PYTHONIOENCODING="ascii")
    assert "\\u2603" in text.stdout
    assert text.stderr == ""
    document = syllabot("check", path, "--format", "json", data=tmp_path, PYTHONUTF8="1")
    assert json.loads(document.stdout)["lessons"][0]["path"] == str(path)


@pytest.mark.parametrize("code", ["no-answer", "front-matter"])
def test_explain_says_what_a_code_means(code: str, tmp_path: Path) -> None:
    done = syllabot("check", "--explain", code, data=tmp_path)
    assert done.returncode == 0
    assert RULES[code].meaning in done.stdout
    assert f"docs/problems/{code}.md" in done.stdout


def test_explain_names_the_codes_that_exist(tmp_path: Path) -> None:
    assert_one_line(syllabot("check", "--explain", "oops", data=tmp_path), "oops", *RULES)


def test_check_without_a_place_says_what_to_name(tmp_path: Path) -> None:
    done = syllabot("check", data=tmp_path)
    assert done.returncode == 2
    assert_one_line(done, "syllabot check lessons/")


def test_check_of_nothing(tmp_path: Path) -> None:
    (empty := tmp_path / "empty").mkdir()
    done = syllabot("check", empty, data=tmp_path)
    assert done.returncode == 2
    assert_one_line(done, "no lessons")
