"""The mark that container health checks look at: fresh while the bot is connected, stale after."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import structlog

from bot.health import INTERVAL, _touch, is_healthy, mark_path, remove_mark
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


def test_a_mark_from_before_the_clock_was_set_back_counts_for_nothing(tmp_path: Path) -> None:
    clock = MovingClock()
    (mark := mark_path(tmp_path)).touch()
    os.utime(mark, (clock.moment.timestamp() + 3600,) * 2)
    assert not is_healthy(tmp_path, clock)
    os.utime(mark, (clock.moment.timestamp() + 1,) * 2)
    assert is_healthy(tmp_path, clock)


def test_a_mark_that_cannot_be_made_is_told_once(tmp_path: Path) -> None:
    mark = mark_path(tmp_path / "gone")
    with structlog.testing.capture_logs() as lines:
        could = _touch(mark, warn=True)
        assert not could
        assert not _touch(mark, warn=could)
        mark.parent.mkdir()
        assert _touch(mark, warn=could)
    assert [line["event"] for line in lines] == ["health.unmarked"]


def test_a_removed_mark_may_be_gone_already(tmp_path: Path) -> None:
    mark_path(tmp_path).touch()
    for _ in range(2):
        remove_mark(tmp_path)
    assert not is_healthy(tmp_path, MovingClock())
