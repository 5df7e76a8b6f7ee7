"""Ids are short, stable and unique."""

from __future__ import annotations

import pytest

from content.identity import ID_LIMIT, LESSON_ID_LIMIT, IdGiver, lesson_id, shorten, slug
from tests.content.lessons import read_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Stand-alone Containers!", "stand-alone-containers"),
        ("It's `etcd`", "its-etcd"),
        ("Caf\u00e9 cr\u00e8me", "cafe-creme"),
        ("\u041c\u043e\u0440\u0435", "\u043c\u043e\u0440\u0435"),
        ("\ud55c\uad6d", "\ud55c\uad6d"),
        ("a_b  c", "a-b-c"),
    ],
)
def test_slug(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_slug_of_signs_only_is_stable() -> None:
    assert slug("?!") == slug("?!") != slug("!?")


def test_long_ids_end_in_a_hash() -> None:
    names = [shorten("x" * 200 + end) for end in "ab"]
    assert len(set(names)) == 2
    assert all(len(name) == ID_LIMIT for name in names)
    assert len(lesson_id("course" * 20, "lesson" * 20)) == LESSON_ID_LIMIT


def test_equal_titles_are_qualified_then_numbered() -> None:
    text = "# T\n\n## A\n\n### Overview\n\na\n\n## Mesh\n\n### Overview\n\nb\n\n### Overview\n\nc\n"
    ids = [c.id for s in read_text(text).lesson.sections for c in s.concepts]
    assert ids == [
        "sea/07-tides#overview",
        "sea/07-tides#mesh/overview",
        "sea/07-tides#mesh/overview-2",
    ]


def test_explicit_id_wins_and_is_reserved() -> None:
    text = "# T\n\n## Moon\n\na\n\n## Other {#moon}\n\nb\n"
    sections = read_text(text).lesson.sections
    assert [(s.title, s.id) for s in sections] == [
        ("Moon", "sea/07-tides#moon-2"),
        ("Other", "sea/07-tides#moon"),
    ]


def test_question_id_ignores_case_and_spacing() -> None:
    first, second = IdGiver("c/l"), IdGiver("c/l")
    assert first.question("What  is it?") == second.question("what is IT?")
