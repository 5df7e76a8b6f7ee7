"""The lesson that the dialect was first written for."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.library import Library, load

SEED = Path(__file__).parents[3] / "shared" / "seed" / "000_2ff6e9ae18724e64.txt"

pytestmark = pytest.mark.skipif(
    not SEED.exists(), reason="the seed lesson is not beside the checkout"
)


@pytest.fixture(scope="module")
def library() -> Library:
    return load([SEED])


def test_counts(library: Library) -> None:
    (lesson,) = library.lessons
    assert library.problems == ()
    assert [len(section.concepts) for section in lesson.sections] == [4, 3, 2, 4, 2]
    assert [question.correct for question in lesson.questions] == [(3,), (2,), (0,)]
    assert [len(question.options) for question in lesson.questions] == [4, 4, 4]


def test_lab(library: Library) -> None:
    (lab,) = library.lessons[0].labs
    assert lab.task
    assert [(step.line, step.command, step.hint, step.placeholders) for step in lab.steps] == [
        (187, "ip a", "Look for docker0 network interface", ()),
        (188, "docker run -d nginx", None, ()),
        (189, "docker inspect <CONTAINER ID>", "Look for NetworkSettings", ("CONTAINER ID",)),
        (190, "docker network list", None, ()),
        (191, "docker network inspect <NETWORK ID>", None, ("NETWORK ID",)),
    ]


def test_no_table_of_contents(library: Library) -> None:
    (lesson,) = library.lessons
    texts = [
        part for s in lesson.sections for part in (s.body, s.text, *(c.body for c in s.concepts))
    ]
    assert not any("](#" in text for text in texts)


def test_mixed_indentation_becomes_even(library: Library) -> None:
    body = library.lessons[0].sections[4].concepts[1].body
    indents = [len(line) - len(line.lstrip()) for line in body.split("\n")]
    assert indents == [0, 0, 2, 2, 2, 2, 2, 2]
