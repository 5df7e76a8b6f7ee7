"""What pre-commit offers to others: a hook for the files that are lessons."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import yaml
from typer.testing import CliRunner

from bot.cli import app
from content.folders import lesson_files
from tests.conftest import ROOT

(HOOK,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
NAMES = (
    "01-water.md",
    "bees/todos-of-bees.md",
    "bees/security.markdown",
    "bees/02-security-of-hives.md",
    "README.md",
    "bees/readme.de.md",
    "LICENSE.md",
    "CHANGELOG-old.md",
    "notes.markdown",
)


def test_the_hook_has_what_pre_commit_needs() -> None:
    assert {"id", "name", "entry", "language"} <= HOOK.keys()
    assert (HOOK["id"], HOOK["language"], HOOK["types"]) == (
        "syllabot-check",
        "python",
        ["markdown"],
    )


def test_the_hook_takes_the_files_that_a_folder_would(tmp_path: Path) -> None:
    for name in NAMES:
        (path := tmp_path / name).parent.mkdir(exist_ok=True)
        path.write_text("# A\n", encoding="utf-8")
    taken = {n for n in NAMES if re.search(HOOK["files"], n) and not re.search(HOOK["exclude"], n)}
    found = {path.relative_to(tmp_path).as_posix() for path in lesson_files([tmp_path], [])}
    assert taken == found


def test_the_entry_fails_on_a_warning(tmp_path: Path) -> None:
    program, *arguments = shlex.split(HOOK["entry"])
    (lesson := tmp_path / "lesson.md").write_text("# A\n\n## B\n", encoding="utf-8")
    done = CliRunner().invoke(app, [*arguments, str(lesson)])
    assert program == "syllabot"
    assert done.exit_code == 1
    assert "warning[empty-section]" in done.output
