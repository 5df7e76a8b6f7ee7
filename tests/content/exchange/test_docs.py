"""The examples of docs/convert.md: one question in four formats."""

from __future__ import annotations

import re

import pytest

from content.exchange import Category, Format, read, write
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "convert.md").read_text(encoding="utf-8")
EXAMPLES = dict(
    re.findall(r"^```(markdown|gift|aiken)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
)


def test_the_examples_are_the_same_question() -> None:
    (lesson,) = read(Format.MARKDOWN, EXAMPLES["markdown"], "l.md").questions
    (gift,) = read(Format.GIFT, EXAMPLES["gift"], "b.gift").questions
    (aiken,) = read(Format.AIKEN, EXAMPLES["aiken"], "b.txt").questions
    assert lesson.id.endswith("#queen")
    assert gift.id.endswith("#queen")
    assert lesson.model_dump(exclude={"id", "line"}) == gift.model_dump(exclude={"id", "line"})
    assert (aiken.stem, aiken.correct) == (gift.stem, gift.correct)


@pytest.mark.parametrize("form", [Format.MARKDOWN, Format.GIFT, Format.AIKEN])
def test_the_examples_are_what_is_written(form: Format) -> None:
    given = read(Format.GIFT, EXAMPLES["gift"], "b.gift").questions
    data = write(form, [Category((), "b.gift", given)], "Bees").data
    assert isinstance(data, str)
    assert data.endswith(EXAMPLES[form])
