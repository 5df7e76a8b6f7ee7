"""Bars as a picture and as text: lengths, what marks the right ones, and what says the numbers."""

from __future__ import annotations

import re
from io import BytesIO

from PIL import Image

from bot.ui.charts import bar_chart, text_bars

LABELS, COUNTS, RIGHT, TITLE = ["A", "B", "C", "D"], [40, 10, 0, 20], [1, 2], "Question 1 of 5"


async def _grey(counts: list[int], right: list[int], title: str = TITLE) -> Image.Image:
    """Return a chart without its colours."""
    chart = await bar_chart(LABELS, counts, right, title)
    return Image.open(BytesIO(chart.data)).convert("L")


def _lit(image: Image.Image, top: int, left: int, right: int) -> int:
    """Return how many columns of a bar's middle are not background."""
    middle, background = top + 22, image.getpixel((0, 0))
    return sum(image.getpixel((x, middle)) != background for x in range(left, right))


ROWS = [82, 140, 198, 256]
"""Where the bars of a chart of four begin."""


async def test_a_bar_is_as_long_as_its_count() -> None:
    image = await _grey(COUNTS, [])
    first = 105
    lengths = []
    for top in ROWS:
        row = [image.getpixel((x, top + 2)) for x in range(first, image.width)]
        lengths.append(next(place for place, grey in enumerate(row) if grey == row[-1]))
    assert lengths[2] == 0
    assert abs(lengths[0] - 4 * lengths[1]) <= 8
    assert abs(lengths[0] - 2 * lengths[3]) <= 4


async def test_a_right_bar_is_told_without_colours_by_a_sign_and_by_stripes() -> None:
    marked, plain = await _grey(COUNTS, RIGHT), await _grey(COUNTS, [])
    for place, top in enumerate(ROWS):
        has_sign = _lit(marked, top, 24, 60) > 0
        assert has_sign is (place in RIGHT)
        assert _lit(plain, top, 24, 60) == 0
        bar = (105, top, 165, top + 44)
        striped = len(set(marked.crop(bar).tobytes())) > len(set(plain.crop(bar).tobytes()))
        assert striped is (place == 1), "C has no bar that could be striped"


async def test_the_picture_is_told_in_words() -> None:
    chart = await bar_chart(LABELS, COUNTS, RIGHT, TITLE)
    assert chart.alt == "Question 1 of 5. A: 40, B (right): 10, C (right): 0, D: 20"
    assert re.fullmatch(r"[0-9a-f]{16}\.png", chart.name)


async def test_what_the_font_lacks_is_left_out_and_not_drawn_as_boxes() -> None:
    assert (await _grey(COUNTS, RIGHT, "漢字 Ж ok")) == (await _grey(COUNTS, RIGHT, "ok"))


async def test_bars_without_any_count_are_drawn_too() -> None:
    image = await _grey([0, 0, 0, 0], [])
    assert all(_lit(image, top, 24, 60) == 0 for top in ROWS)


def test_bars_as_text_have_sign_label_and_count() -> None:
    assert text_bars(["A", "B", "C10"], [30, 1, 0], [1]).split("\n") == [
        "```",
        "  A   ▇▇▇▇▇▇▇▇▇▇▇▇ 30",
        "✓ B   ▇ 1",
        "  C10  0",
        "```",
    ]
