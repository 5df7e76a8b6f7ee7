"""Whose the files in the data folder are, and what works where nothing can be written."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.private import keep_private
from tests.bot.test_cli import assert_one_line
from tests.command_line import syllabot
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file modes of POSIX")


def open_to_others(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.lstat().st_mode & 0o077 and not path.is_symlink()
    }


def ordinary(
    *arguments: str | Path, data: Path, cwd: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command line as one who may not write everywhere; skip where nobody else can be."""
    command = [sys.executable, "-m", "bot", *map(str, arguments)]
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("only root is here, and setpriv is not, which takes its rights away")
        command = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", *command]
    return subprocess.run(
        command,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "SYLLABOT_DATA": str(data)}
        | environment,
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Take the right to write from a folder and all in it."""
    inside = [folder, *folder.rglob("*")]
    for path in inside:
        path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        yield
    finally:
        for path in inside:
            path.chmod(0o700)


def test_what_is_made_is_for_the_operator_alone(lessons: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert syllabot("search", "kubernetes", "--content", lessons, data=data).returncode == 0
    assert syllabot("db", "upgrade", data=data).returncode == 0
    assert {"syllabot.db", "index"} <= {path.name for path in data.iterdir()}
    assert open_to_others(tmp_path) == set()


def test_what_an_older_version_made_is_closed_and_nothing_else(tmp_path: Path) -> None:
    (data := tmp_path / "data").mkdir(mode=0o755)
    for name in ("syllabot.db", "syllabot.db-wal", "health", "index/1/a", "playground/x", "mine"):
        (path := data / name).parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    (data / "index" / "link").symlink_to(data / "mine")
    (elsewhere := tmp_path / "other.db").write_text("x", encoding="utf-8")
    keep_private(data, elsewhere)
    assert open_to_others(tmp_path) == {"data", "data/mine"}
    assert data.stat().st_mode & 0o777 == 0o755


def test_what_cannot_be_closed_is_one_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "health").touch()
    (tmp_path / "syllabot.db").touch()

    def refuse(path: Path, mode: int) -> None:
        raise PermissionError(1, "Operation not permitted", str(path))

    # Only the superuser can make a file of somebody else's, and they may close it too.
    monkeypatch.setattr(Path, "chmod", refuse)
    with capture_logs() as logs:
        keep_private(tmp_path)
    (line,) = logs
    assert (line["log_level"], line["event"], line["paths"]) == ("warning", "data.not_private", 2)


def test_run_closes_what_is_open(tmp_path: Path) -> None:
    assert syllabot("db", "upgrade", data=tmp_path).returncode == 0
    (tmp_path / "syllabot.db").chmod(0o644)
    assert_one_line(syllabot("run", data=tmp_path), "DISCORD_TOKEN")
    assert open_to_others(tmp_path) == set()


def test_search_in_a_folder_that_is_read_only(lessons: Path, tmp_path: Path) -> None:
    (copied := tmp_path / "lessons").mkdir()
    shutil.copytree(lessons, copied, dirs_exist_ok=True)
    arguments = ("search", "kubernetes", "--content", copied, "--format", "json")
    data = tmp_path / "data"
    assert ordinary(*arguments, data=data).returncode == 0
    with read_only(data):
        built = ordinary(*arguments, data=data)
        assert (built.returncode, built.stderr) == (0, "")
        lesson = copied / "demo" / "new.md"
        lesson.parent.mkdir(exist_ok=True)
        lesson.write_text("# Sails\n\n## Rig\n\n### Spinnaker\n\nA large sail.\n", encoding="utf-8")
        stale = ordinary("search", "spinnaker", *arguments[2:], data=data)
        missing = ordinary(*arguments, data=data / "nothing")
    assert json.loads(stale.stdout)["hits"][0]["title"] == "Spinnaker"
    assert json.loads(missing.stdout)["hits"][0]["title"] == "Kubernetes"
    for done in (stale, missing):
        assert done.returncode == 0
        (line,) = done.stderr.splitlines()
        assert "cannot write the index" in line
        assert line.endswith("it was built for this search only")


def test_run_in_a_folder_that_is_read_only(tmp_path: Path) -> None:
    (data := tmp_path / "data").mkdir()
    with read_only(data):
        done = ordinary("run", data=data, DISCORD_TOKEN="x")
    assert_one_line(done, str(data), "Permission denied", "check its permissions")


def test_a_file_of_settings_that_may_not_be_read(tmp_path: Path) -> None:
    (file := tmp_path / ".env").touch()
    file.chmod(0)
    done = ordinary("health", data=tmp_path, cwd=tmp_path)
    assert_one_line(done, ".env cannot be read: permission denied")


def test_a_file_in_the_place_of_the_data_folder(tmp_path: Path) -> None:
    (file := tmp_path / "data").touch()
    done = syllabot("run", data=file, DISCORD_TOKEN="x")
    assert_one_line(done, str(file), "there is a file in its place", "SYLLABOT_DATA")


def test_run_in_a_folder_that_is_full(tmp_path: Path) -> None:
    (data := tmp_path / "data").mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(data)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no small file system can be mounted here")
    try:
        with closing((data / "all").open("wb", buffering=0)) as file:
            try:
                while True:
                    file.write(b"x" * 4096)
            except OSError:
                pass
        done = syllabot("run", data=data, DISCORD_TOKEN="x")
    finally:
        subprocess.run(["umount", str(data)], check=True)
    assert_one_line(done, str(data), "No space left on device", "free some space")
