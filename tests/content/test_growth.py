"""No shape of text takes longer than its length accounts for."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING

import pytest

from content.mending.html import without_html
from content.mending.lines import Line, code_spans
from tests.bench.lesson_parsing import SHAPES, grow, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SIZE = 3_000
TIMES = 4
# What grows with the square of the length takes 16 times as long.
BOUND = 8
# Below this many seconds a clock says little.
LEAST = 0.02


@pytest.fixture(autouse=True)
def _no_collector() -> Iterator[None]:
    """Keep the garbage collector from walking what all other tests left, while a clock runs."""
    gc.disable()
    yield
    gc.enable()


def _seconds(call: Callable[[str], object], text: str) -> float:
    """Return the seconds of this process's own, so that others on the machine do not count."""
    began = time.process_time()
    call(text)
    return time.process_time() - began


def _grows(call: Callable[[str], object], small: str, large: str) -> bool:
    """Say whether ``large`` takes too long in each of three runs."""
    return all(_seconds(call, large) > max(BOUND * _seconds(call, small), LEAST) for _ in range(3))


@pytest.mark.parametrize("name", [name for name, shape in SHAPES.items() if shape])
def test_time_grows_with_the_text(name: str) -> None:
    small, large = (grow(SHAPES[name], size) for size in (SIZE, SIZE * TIMES))
    assert not _grows(read, small, large)


def test_code_spans_of_all_lengths() -> None:
    small, large = (
        " ".join("`" * length + "a" for length in range(1, most)) for most in (200, 400)
    )
    assert not _grows(code_spans, small, large)
    assert not _grows(read, f"[a](#b) {small}", f"[a](#b) {large}")


def test_a_table_is_not_filled() -> None:
    text = "<table><tr>" + "<td>a</td>" * 300 + "</tr>" + "<tr><td>b</td></tr>" * 300 + "</table>"
    written = list(without_html([Line(1, text)]))
    assert len(written) > 300
    assert sum(len(line.text) for line in written) < len(text)
