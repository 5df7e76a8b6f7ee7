"""The mark that container health checks look at: fresh while the bot is connected, stale after."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from bot.health import INTERVAL, is_healthy, mark_path
from tests.bot.clocks import MovingClock


def test_without_a_mark_it_is_not_healthy(tmp_path: Path) -> None:
    assert not is_healthy(tmp_path, MovingClock())


def test_a_mark_goes_stale(tmp_path: Path) -> None:
    clock = MovingClock()
    (mark := mark_path(tmp_path)).touch()
    os.utime(mark, (clock.moment.timestamp(),) * 2)
    clock.moment += timedelta(seconds=3 * INTERVAL)
    assert is_healthy(tmp_path, clock)
    clock.moment += timedelta(seconds=2 * INTERVAL)
    assert not is_healthy(tmp_path, clock)
