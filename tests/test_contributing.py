"""What a contributor and a forge run: the same checks, and packages that tell their types."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT

CHECKS = re.findall(r"^check (.+)$", (ROOT / "scripts" / "check").read_text("utf-8"), re.MULTILINE)


def test_the_script_checks_all_that_the_settings_are_for() -> None:
    assert CHECKS == ["ruff check .", "ruff format --check .", "mypy", "lint-imports"]


def test_pre_commit_runs_the_checks_of_the_script() -> None:
    settings = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    hooks = [hook for repository in settings["repos"] for hook in repository["hooks"]]
    entries = [hook["entry"].replace("--force-exclude", ".") for hook in hooks]
    assert [entry for entry in entries if not entry.startswith("syllabot ")] == CHECKS
    assert {repository["repo"] for repository in settings["repos"]} == {"local"}


def test_the_forge_runs_the_script_too() -> None:
    (workflow,) = (ROOT / ".github" / "workflows").glob("*.yml")
    (job,) = yaml.safe_load(workflow.read_text("utf-8"))["jobs"].values()
    assert job["steps"][-1] == {"run": ".ci/run"}
    assert (ROOT / ".ci" / "run").read_text("utf-8").rstrip().endswith("\nscripts/check")


@pytest.mark.parametrize("failing", ["ruff", "lint-imports"])
def test_the_script_runs_every_check_and_fails_with_one(failing: str, tmp_path: Path) -> None:
    for name in {check.split()[0] for check in CHECKS}:
        tool = tmp_path / name
        tool.write_text(f"#!/bin/sh\nexit {int(name == failing)}\n", encoding="utf-8")
        tool.chmod(0o755)
    done = subprocess.run(
        [ROOT / "scripts" / "check"],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout.splitlines() == [f"+ {check}" for check in CHECKS]


@pytest.mark.parametrize("package", ["bot", "content", "index"])
def test_a_package_tells_its_types(package: str) -> None:
    assert (ROOT / package / "py.typed").read_bytes() == b""
