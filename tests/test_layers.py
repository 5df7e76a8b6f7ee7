"""The direction of imports: content <- index <- bot, and each library in its one room."""

from __future__ import annotations

import subprocess
import sys

from tests.conftest import ROOT


def test_imports_go_one_way() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as main; main()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout
