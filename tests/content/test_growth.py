"""No shape of text takes longer than its length accounts for."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import pytest

from content.mending.html import without_html
from content.mending.lines import Line, code_spans
from tests.bench.lesson_parsing import SHAPES, grow, read

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE = 3_000
TIMES = 4
MOST = 1.5
"""How many times more calls than its length accounts for a text may take."""
PATTERN_TIMES = 16
# What grows with the square of the length takes 256 times as long. That is far from 16, so that a
# busy machine does not matter: time only has to tell the two apart.
PATTERN_BOUND = 100
# Below this many seconds a clock says little.
LEAST = 0.02


def _calls(call: Callable[[str], object], text: str) -> int:
    """Return how many functions are called, which no other process can change."""
    count = 0

    def note(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(note)
    try:
        call(text)
    finally:
        sys.setprofile(None)
    return count


def _seconds(call: Callable[[str], object], text: str) -> float:
    """Return the seconds of this process's own, so that others on the machine do not count."""
    began = time.process_time()
    call(text)
    return time.process_time() - began


def _blows_up(call: Callable[[str], object], small: str, large: str) -> bool:
    """Say whether a pattern takes far too long for ``large`` in each of three runs."""
    return all(
        _seconds(call, large) > max(PATTERN_BOUND * _seconds(call, small), LEAST) for _ in range(3)
    )


@pytest.mark.parametrize("name", [name for name, shape in SHAPES.items() if shape])
def test_work_grows_with_the_text(name: str) -> None:
    small, large = (grow(SHAPES[name], size) for size in (SIZE, SIZE * TIMES))
    few, many = _calls(read, small), _calls(read, large)
    assert many <= few * TIMES * MOST
    if many < 2 * few:
        # All the work is done inside of patterns.
        assert not _blows_up(read, small, grow(SHAPES[name], SIZE * PATTERN_TIMES))


def test_code_spans_of_all_lengths() -> None:
    small, large = (
        " ".join("`" * length + "a" for length in range(1, most)) for most in (100, 400)
    )
    assert not _blows_up(code_spans, small, large)
    assert not _blows_up(read, f"[a](#b) {small}", f"[a](#b) {large}")


def test_a_table_is_not_filled() -> None:
    text = "<table><tr>" + "<td>a</td>" * 300 + "</tr>" + "<tr><td>b</td></tr>" * 300 + "</table>"
    written = list(without_html([Line(1, text)]))
    assert len(written) > 300
    assert sum(len(line.text) for line in written) < len(text)
