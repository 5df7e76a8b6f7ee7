"""No text crashes the reader, and no line lies outside of its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.errors import UnreadableLesson
from content.ids.names import ID_LIMIT
from content.lesson import read_lesson
from content.markdown.blocks import parse
from content.markdown.render import render
from content.source import from_bytes, from_text
from tests.content.lessons import WHOLE
from tests.content.test_fixtures import FOLDER, cases

if TYPE_CHECKING:
    from content.lesson import Reading
    from content.markdown.blocks import Document
    from content.models import Concept, Lab, Question, Section

MARKS = """\
```|~~~|````md|- ```sh|1. x|    - y|\t* z|> q|---|<!--|-->|**Question 9:** q|1. a [correct]
# H|## H {#h}|#### |a <<EOF|'|$ ls|[x]: y|[x]|# Lab: Z|### Lab Solution: Y|- [a](#a)|**b**
  <X Y>|\\|a\\|# 1.2 N|## 3 P|#### 3.1 Q|        - w|   > r|``|```output|a (|[TOC]
"""
PIECES = [*WHOLE.split("\n"), *MARKS.replace("\n", "|").split("|"), "| a | b |", "|---|---|"]


def _check(reading: Reading, text: str) -> None:
    lines = text.count("\n") + text.count("\r") + 1
    lesson = reading.lesson
    concepts = [concept for section in lesson.sections for concept in section.concepts]
    steps = [step.line for lab in lesson.labs for step in lab.steps]
    items: list[Section | Concept | Question | Lab]
    items = [*lesson.sections, *concepts, *lesson.questions, *lesson.labs]
    faults = [problem.line for problem in reading.problems]
    assert all(1 <= line <= lines for line in [*(item.line for item in items), *steps, *faults])
    assert len({item.id for item in items}) == len(items)
    assert all(len(item.id) <= ID_LIMIT for item in items)


@settings(max_examples=150)
@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    _check(read_lesson(from_text("x.md", text), "c"), text)


@settings(max_examples=250)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_order_of_lines(pieces: list[str]) -> None:
    text = "\n".join(pieces)
    _check(read_lesson(from_text("x.md", text), "c"), text)


@settings(max_examples=150)
@given(st.data())
def test_any_damage_to_a_lesson(data: st.DataObject) -> None:
    lines = WHOLE.split("\n")
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(lines) - 1))
        lines[place : place + data.draw(st.integers(0, 2))] = data.draw(
            st.lists(st.sampled_from(PIECES), max_size=2)
        )
        lines = lines or [""]
    text = "\n".join(lines)
    _check(read_lesson(from_text("x.md", text), "c"), text)


@settings(max_examples=250)
@given(st.lists(st.sampled_from(PIECES), max_size=20))
def test_rendered_markdown_keeps_every_word(pieces: list[str]) -> None:
    document = parse("\n".join(pieces))
    again = parse(render(document.blocks))
    assert _words(again) == _words(document)


def _words(document: Document) -> list[str]:
    """Return what is written in a document; a sign may turn into a list's mark and vanish."""
    parts = [part for block in document.blocks for part in block.walk()]
    text = " ".join(token.content for part in parts for token in part.inline)
    return sorted(word for word in text.split() if any(map(str.isalnum, word)))


@pytest.mark.parametrize(
    "piece",
    [
        "```\n",
        "```sh\n",
        "````md\n",
        "### H\n",
        "```\n\n### H\n\n",
        "- ",
        "> ",
        "<!--\n",
        "**",
        "[",
        "(",
        "'",
        "1. a\n",
        "<!-- -->\n",
    ],
)
def test_much_of_the_same(piece: str) -> None:
    text = "# T\n\n## Lab: L\n\n" + piece * 3000
    _check(read_lesson(from_text("x.md", text), "c"), text)


CASES = [case for path in sorted(FOLDER.glob("*.md")) for case in cases(path)]


@settings(max_examples=300)
@given(st.data())
def test_any_damage_to_a_fixture(data: st.DataObject) -> None:
    """Cut, repeated and mixed lines of the fixtures crash nothing and keep their lines."""
    lines = data.draw(st.sampled_from(CASES)).data.decode().split("\n")
    other = data.draw(st.sampled_from(CASES)).data.decode().split("\n")
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(lines)))
        cut = data.draw(st.integers(0, 3))
        start = data.draw(st.integers(0, len(other)))
        lines[place : place + cut] = other[start : start + data.draw(st.integers(0, 4))]
    text = "\n".join(lines)
    reading = read_lesson(from_text("x.md", text), "c")
    _check(reading, text)
    assert read_lesson(from_text("x.md", text), "c") == reading


@settings(max_examples=300)
@given(st.binary(max_size=400) | st.sampled_from(CASES).map(lambda case: case.data[::-1]))
def test_any_bytes(data: bytes) -> None:
    try:
        source = from_bytes("x.md", data)
    except UnreadableLesson:
        return
    _check(read_lesson(source, "c"), data.decode("utf-8-sig"))
