"""What pre-commit offers to others: a hook for the files that are lessons."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import yaml
from typer.testing import CliRunner, Result

from bot.cli import app
from content.folders import NO_LESSON, lesson_files
from content.problems import ProblemSink
from tests.conftest import ROOT

(HOOK,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
LESSONS = {
    "01-water.md",
    "A.MD",
    "bees/02-security-of-hives.md",
    "bees/authors.txt",
    "bees/changes-of-state.md",
    "bees/license-types.md",
    "bees/notice.md",
    "bees/requirements-analysis.txt.md",
    "bees/requirements.md",
    "bees/security-groups.md",
    "bees/security.markdown",
    "bees/support-vectors.md",
    "bees/todos-of-bees.md",
    "contributing-to-hives.md",
    "notes.markdown",
    "notes.txt",
}
OTHERS = {
    ".hidden.md",
    ".hive/bees.md",
    "AUTHORS.md",
    "CHANGELOG-1.28.md",
    "CHANGELOG-old.md",
    "CMakeLists.txt",
    "CODE_OF_CONDUCT.md",
    "LICENSE-APACHE-2.0.txt",
    "LICENSE.md",
    "README.md",
    "SECURITY.md",
    "__bees/a.md",
    "__x.md",
    "bees/README.zh-CN.md",
    "bees/readme.de.md",
    "bees/course.yml",
    "bees/LICENSE",
    "bees/hive.png",
    "bees/md",
    "bees/notes.md.png",
    "bees/requirements-dev.txt",
    "contributing.md",
    "hives.py",
    "node_modules/x.md",
    "robots.txt",
}


def test_the_hook_has_what_pre_commit_needs() -> None:
    assert {"id", "name", "entry", "language"} <= HOOK.keys()
    assert (HOOK["id"], HOOK["language"]) == ("syllabot-check", "python")


def test_the_hook_passes_over_what_a_folder_does() -> None:
    assert HOOK["exclude"] == f"^(?!.*[.](?i:md|markdown|txt)$)|(^|/)({NO_LESSON})(/|$)"


def test_the_hook_takes_the_files_that_a_folder_would(tmp_path: Path) -> None:
    names = LESSONS | OTHERS
    for name in names:
        (path := tmp_path / name).parent.mkdir(exist_ok=True)
        path.write_text("# A\n", encoding="utf-8")
    taken = {n for n in names if re.search(HOOK["files"], n) and not re.search(HOOK["exclude"], n)}
    found = {
        path.relative_to(tmp_path).as_posix() for path in lesson_files([tmp_path], ProblemSink(""))
    }
    assert taken == found == LESSONS
    # With the folder of one's lessons as `files`, as the documentation shows, it takes no others.
    named = {n for n in names if re.search("^", n) and not re.search(HOOK["exclude"], n)}
    assert named == LESSONS


def git(folder: Path, *arguments: str) -> None:
    names = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    subprocess.run(["git", "-C", str(folder), *names, *arguments], check=True, capture_output=True)


def run_entry(folder: Path, *names: str) -> Result:
    program, *arguments = shlex.split(HOOK["entry"])
    assert program == "syllabot"
    return CliRunner().invoke(app, [*arguments, *(str(folder / name) for name in names)])


def test_the_entry_fails_on_a_warning(tmp_path: Path) -> None:
    git(tmp_path, "init")
    (tmp_path / "lesson.md").write_text("# A\n\n## B\n", encoding="utf-8")
    done = run_entry(tmp_path, "lesson.md")
    assert done.exit_code == 1
    assert "warning[empty-section]" in done.output


def test_the_entry_warns_of_what_was_renamed(tmp_path: Path) -> None:
    git(tmp_path, "init")
    (lesson := tmp_path / "lesson.md").write_text("# A\n\n## B\n\nC.\n", encoding="utf-8")
    git(tmp_path, "add", ".")
    assert run_entry(tmp_path, "lesson.md").exit_code == 0
    git(tmp_path, "commit", "-m", "A")
    assert run_entry(tmp_path, "lesson.md").exit_code == 0
    lesson.rename(tmp_path / "other.md")
    git(tmp_path, "add", ".")
    done = run_entry(tmp_path, "other.md")
    assert done.exit_code == 1
    assert "write `aliases: [lesson]` at its top" in done.output
