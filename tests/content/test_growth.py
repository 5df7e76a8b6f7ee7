"""No shape of text takes longer than its length accounts for."""

from __future__ import annotations

import pytest

from content.mending.html import without_html
from content.mending.lines import Line, code_spans
from tests.bench.lesson_parsing import SHAPES, grow, read
from tests.growth import assert_linear, blows_up

SIZE = 3_000


@pytest.mark.parametrize("name", [name for name, shape in SHAPES.items() if shape])
def test_work_grows_with_the_text(name: str) -> None:
    assert_linear(lambda size: read(grow(SHAPES[name], size)), SIZE)


def test_code_spans_of_all_lengths() -> None:
    small, large = (
        " ".join("`" * length + "a" for length in range(1, most)) for most in (100, 400)
    )
    assert not blows_up(lambda: code_spans(small), lambda: code_spans(large))
    assert not blows_up(
        lambda: read(f"[a](#b) {small}"),
        lambda: read(f"[a](#b) {large}"),
    )


def test_a_table_is_not_filled() -> None:
    text = "<table><tr>" + "<td>a</td>" * 300 + "</tr>" + "<tr><td>b</td></tr>" * 300 + "</table>"
    written = list(without_html([Line(1, text)]))
    assert len(written) > 300
    assert sum(len(line.text) for line in written) < len(text)
