"""Measures how work grows with its input: in calls, which no other process can change."""

from __future__ import annotations

import time
from cProfile import Profile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

TIMES = 4
MOST = 1.5
"""How many times more calls than its length accounts for an input may take."""
PATTERN_TIMES = 16
# What grows with the square of the length takes 256 times as long. That is far from 16, so that a
# busy machine does not matter: time only has to tell the two apart.
PATTERN_BOUND = 100
# Below this many seconds a clock says little.
LEAST = 0.02


def calls(work: Callable[[], object]) -> int:
    """Return how many functions are called, those in C too."""
    profile = Profile()
    profile.enable()
    try:
        work()
    finally:
        profile.disable()
    return sum(int(entry.callcount) for entry in profile.getstats())


def blows_up(small: Callable[[], object], large: Callable[[], object]) -> bool:
    """Return whether 16 times the input takes far too long in each of three runs."""
    return all(_seconds(large) > max(PATTERN_BOUND * _seconds(small), LEAST) for _ in range(3))


def assert_linear(work: Callable[[int], object], size: int) -> None:
    """Fail if ``work`` on four times the ``size`` takes far more than four times as much."""
    few, many = calls(lambda: work(size)), calls(lambda: work(size * TIMES))
    assert many <= few * TIMES * MOST, f"{few} calls for {size}, {many} for {size * TIMES}"
    if many < 2 * few:
        # All the work is done inside of patterns.
        assert not blows_up(lambda: work(size), lambda: work(size * PATTERN_TIMES))


def _seconds(work: Callable[[], object]) -> float:
    """Return the seconds of this process's own, so that others on the machine do not count."""
    began = time.process_time()
    work()
    return time.process_time() - began
