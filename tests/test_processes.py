"""A process that a test leaves behind is found and ended."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.command_line import CommandLine
from tests.processes import children, clean_environment, end

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads Linux's list of processes")


def test_a_process_that_goes_on_is_found_and_ended() -> None:
    before = children()
    command = [sys.executable, "-c", "print('up', flush=True); input()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as left:
        assert left.stdout is not None
        assert left.stdout.readline() == b"up\n"
        assert children() - before == {left.pid}
        said = end(left.pid)
        assert said is not None
        assert said.endswith("input()")
        assert left.wait() == -9
    assert children() == before
    assert end(left.pid) is None


def test_a_command_line_that_goes_on_is_found_and_ended(tmp_path: Path) -> None:
    out = tmp_path / "out"
    # Waits for a lesson on its stdin.
    arguments = ("convert", "-", "--to", "gift")
    left = CommandLine(*arguments, env=clean_environment(), stdout=out, stderr=out)
    assert left.pid in children()
    said = end(left.pid)
    assert said is not None
    assert left.join() == -9
    assert left.pid not in children()
    left.hang_up()
