"""No document makes a reader fail, and no line that it names lies outside of the document."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.exchange import Format, read, tell_format

_GIFT = r"{|}|=|~|#|####|::|//|\|\n|->|%50%|%-100%|[html]|[markdown]|T|$CATEGORY: a/b| [id:x]|a"
_AIKEN = "A. |B) |ANSWER: A|ANSWER:|b c|:|\0|\ufffe"
_TAGS = """quiz|question type="multichoice"|question type="truefalse"|question type="category"
category|text|questiontext format="html"|answer fraction="100"|answer fraction="-50"|feedback|tags
tag|single|idnumber|p|file name="f\""""
_TEXTS = "<![CDATA[<b>x]]>|true|false|x|&amp;|&nbsp;|<?xml version='1.0'?>"
TAGS = [f"<{tag}>" for tag in _TAGS.replace("\n", "|").split("|")]
QUIZ = [*TAGS, *(f"</{tag[1:].split()[0].rstrip('>')}>" for tag in TAGS), *_TEXTS.split("|")]
_TABLE = 'Question,Answer 1,Answer 2,Correct|"|""|,|;|\t|1|a,b,c,1|sep=;|Question;A;B;Answer'
PIECES = [*_TABLE.split("|"), *_GIFT.split("|"), *_AIKEN.split("|"), *QUIZ, "\n", "\n", "\n\n"]
READ = [Format.GIFT, Format.AIKEN, Format.MOODLE_XML, Format.MARKDOWN, Format.CSV]


@pytest.mark.parametrize("form", READ)
@settings(max_examples=200)
@given(st.text(max_size=200) | st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_text(form: Format, text: str) -> None:
    tell_format("bank.txt", text)
    _check(form, text)


@settings(max_examples=300)
@given(st.lists(st.sampled_from(QUIZ), max_size=30).map("".join))
def test_any_order_of_tags(text: str) -> None:
    _check(Format.MOODLE_XML, f"<quiz>{text}</quiz>")


def _check(form: Format, text: str) -> None:
    lines = text.count("\n") + text.count("\r") + 1
    imported = read(form, text, "bank.x")
    places = [one.line for one in imported.questions] + [one.line for one in imported.problems]
    assert all(1 <= place <= lines for place in places)
    assert len({one.id for one in imported.questions}) == len(imported.questions)
