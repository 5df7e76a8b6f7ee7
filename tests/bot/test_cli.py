"""The command line as people run it: a failure is one line that says what to do, and a code."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import subprocess
import tomllib
from contextlib import closing
from pathlib import Path

import pytest

from tests.command_line import syllabot
from tests.conftest import ROOT

QUESTION_WITHOUT_ANSWER = """# Lesson 1: Broken

### 1.1 Practice Questions

**Question 1:** Which?
  1. this
  2. that
"""


def assert_one_line(done: subprocess.CompletedProcess[str], *words: str) -> None:
    lines = done.stderr.strip().splitlines()
    assert done.returncode != 0, done
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("syllabot: ")
    assert done.stdout == ""
    for word in words:
        assert word in lines[0]


def test_run_without_a_token_says_where_to_get_one(tmp_path: Path) -> None:
    done = syllabot("run", data=tmp_path)
    assert_one_line(done, "DISCORD_TOKEN", "developer portal", "syllabot play")


def test_run_without_lessons_names_the_folder(tmp_path: Path) -> None:
    (empty := tmp_path / "empty").mkdir()
    done = syllabot("run", "--content", empty, data=tmp_path, DISCORD_TOKEN="x")
    assert_one_line(done, str(empty), "no lessons")


def test_run_with_a_broken_lesson_names_the_line(tmp_path: Path) -> None:
    (lesson := tmp_path / "01-broken.md").write_text(QUESTION_WITHOUT_ANSWER, encoding="utf-8")
    done = syllabot("run", "--strict", "--content", lesson, data=tmp_path, DISCORD_TOKEN="x")
    assert_one_line(done, f"{lesson}:5", "no-answer", "syllabot check", "without --strict")


def test_run_with_a_data_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (blocker := tmp_path / "file").touch()
    done = syllabot("run", data=blocker / "data", DISCORD_TOKEN="x")
    assert_one_line(done, str(blocker / "data"), "SYLLABOT_DATA")


def test_run_with_a_newer_database(tmp_path: Path) -> None:
    assert syllabot("db", "upgrade", data=tmp_path).returncode == 0
    with closing(sqlite3.connect(tmp_path / "syllabot.db")) as other, other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
    done = syllabot("run", data=tmp_path, DISCORD_TOKEN="x")
    assert_one_line(done, "9999", "newer Syllabot")


def test_run_with_a_locked_database(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "syllabot.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        done = syllabot("run", data=tmp_path, DISCORD_TOKEN="x")
    assert_one_line(done, "locked", "stop it")


def test_run_without_a_reachable_discord(tmp_path: Path) -> None:
    with closing(socket.socket()) as unused:
        unused.bind(("127.0.0.1", 0))
        api = f"http://127.0.0.1:{unused.getsockname()[1]}/api/v10"
        done = syllabot("run", data=tmp_path, DISCORD_TOKEN="x", SYLLABOT_DISCORD_API=api)
    assert_one_line(done, api, "SYLLABOT_DISCORD_API")


def test_play_on_a_taken_port(tmp_path: Path) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert_one_line(syllabot("play", "--port", str(port), data=tmp_path), str(port), "--port")


@pytest.mark.parametrize("command", ["run", "play"])
def test_a_setting_that_cannot_be_used_is_named(command: str, tmp_path: Path) -> None:
    done = syllabot(command, data=tmp_path, SYLLABOT_LOG_LEVEL="LOUD", DISCORD_TOKEN="x")
    assert_one_line(done, "SYLLABOT_LOG_LEVEL")


def test_the_version(tmp_path: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    done = syllabot("--version", data=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"syllabot {project['version']}\n"


def test_lessons_that_are_not_there(tmp_path: Path) -> None:
    done = syllabot("search", "x", "--content", "nosuch", data=tmp_path, cwd=tmp_path)
    assert_one_line(done, str(tmp_path / "nosuch"), "nothing is there", "--content")
    assert done.returncode == 2
    (tmp_path / "a").mkdir()
    comma = syllabot("search", "x", data=tmp_path, cwd=tmp_path, SYLLABOT_CONTENT="a,b")
    assert_one_line(comma, f"SYLLABOT_CONTENT=a{os.pathsep}b")


def test_a_folder_whose_only_lesson_is_a_link_to_elsewhere(tmp_path: Path) -> None:
    (folder := tmp_path / "lessons").mkdir()
    (folder / "users.md").symlink_to("/etc/passwd")
    done = syllabot("run", "--content", folder, data=tmp_path, DISCORD_TOKEN="x")
    assert_one_line(done, "no lesson can be read", "users.md", "outside-link")
    checked = syllabot("check", folder, data=tmp_path)
    assert checked.returncode == 0
    assert "users.md:1: warning[outside-link]: this link leads out of the folder" in checked.stdout
    assert "root" not in checked.stdout.replace(str(tmp_path), "")


def test_a_name_that_is_no_setting_stops_every_command(tmp_path: Path) -> None:
    for command in (("run",), ("play",), ("search", "x"), ("db", "upgrade"), ("health",)):
        done = syllabot(*command, data=tmp_path, SYLLABOT_DATABSE="sqlite:///x.db")
        assert_one_line(done, "SYLLABOT_DATABSE is no setting: write SYLLABOT_DATABASE")
    assert list(tmp_path.iterdir()) == []


def test_check_prints_every_problem_and_fails(tmp_path: Path) -> None:
    (tmp_path / "01-broken.md").write_text(QUESTION_WITHOUT_ANSWER, encoding="utf-8")
    (tmp_path / "02-broken.md").write_text(QUESTION_WITHOUT_ANSWER, encoding="utf-8")
    done = syllabot("check", tmp_path, data=tmp_path)
    assert done.returncode == 1
    assert done.stdout.count("error[no-answer]") == 2


def test_check_as_json(lessons: Path, tmp_path: Path) -> None:
    done = syllabot("check", lessons, "--format", "json", data=tmp_path)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    (lesson,) = report["lessons"]
    assert [section["title"] for section in lesson["sections"]] == ["Water", "Tea"]
    assert [question["correct"] for question in lesson["questions"]] == [[1], [0], [1]]
    assert report["problems"] == []


def test_search_as_json_from_another_folder(lessons: Path, tmp_path: Path) -> None:
    arguments = ("search", "kuberentes", "--content", lessons, "--format", "json")
    done = syllabot(*arguments, data=tmp_path / "data", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["corrected"] == "kubernetes"
    assert result["hits"][0]["title"] == "Kubernetes"


def test_search_for_what_is_not_there(lessons: Path, tmp_path: Path) -> None:
    done = syllabot("search", "xylophone", "--content", lessons, data=tmp_path)
    assert done.returncode == 1
    assert "Nothing fits" in done.stdout


def test_health_of_a_bot_that_is_not_there(tmp_path: Path) -> None:
    assert_one_line(syllabot("health", data=tmp_path), "not connected")
