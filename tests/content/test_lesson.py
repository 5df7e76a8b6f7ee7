"""A lesson's headings become sections, concepts, questions and labs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from content.library import load
from content.models import Concept, Section
from tests.content.lessons import WHOLE, found, read_text

if TYPE_CHECKING:
    from pathlib import Path


def test_whole_lesson() -> None:
    lesson, problems = read_text(WHOLE)
    assert problems == ()
    assert (lesson.id, lesson.number, lesson.title) == ("sea/07-tides", "7", "Tides")
    moon = "- Gravity pulls.\n  - Near side\n  - Far side\n- It turns **slowly**."
    assert lesson.sections == (
        Section(
            id="sea/07-tides#causes",
            number="7.1",
            title="Causes",
            line=7,
            kind="concepts",
            body="What moves the sea.",
            concepts=(
                Concept(
                    id="sea/07-tides#the-moon",
                    title="The Moon",
                    line=11,
                    body=moon,
                ),
                Concept(
                    id="sea/07-tides#the-sun",
                    title="The Sun",
                    line=18,
                    body="Weaker, see `tide --sun`.",
                ),
            ),
        ),
    )
    words = "Gravity pulls.\nNear side\nFar side\nIt turns slowly."
    assert [one.text for one in lesson.sections[0].concepts] == [words, "Weaker, see tide --sun."]
    assert [question.correct for question in lesson.questions] == [(1,)]
    assert lesson.questions[0].explanation == "Because it is near."
    (lab,) = lesson.labs
    assert (lab.id, lab.title, lab.line) == ("sea/07-tides#reading-a-gauge", "Reading a Gauge", 30)
    assert (lab.task, lab.closing) == ("- Read the gauge.", "Well done.")
    assert [(step.line, step.command, step.hint, step.expected) for step in lab.steps] == [
        (39, "gauge open", "Look for the needle", None),
        (40, "gauge read <GAUGE ID>", None, "3.2 m"),
    ]
    assert lab.steps[0].instruction == "Open the gauge."
    assert lab.steps[1].placeholders == ("GAUGE ID",)


def test_levels_are_relative() -> None:
    shallow = read_text(WHOLE.replace("\n### ", "\n## ").replace("\n#### ", "\n### ")).lesson
    assert shallow == read_text(WHOLE).lesson


def test_windows_line_ends_and_bom_change_nothing() -> None:
    assert read_text("\ufeff" + WHOLE.replace("\n", "\r\n")) == read_text(WHOLE)


def test_deeper_headings_stay_in_the_concept() -> None:
    lesson = read_text("# T\n\n## S\n\n### C\n\na\n\n#### D\n\nb\n").lesson
    assert lesson.sections[0].concepts[0].body == "a\n\n#### D\n\nb"


def test_parts_group_numbered_sections() -> None:
    lesson = read_text(
        "# T\n\n## Part\n\nIntro.\n\n### 1.1 A\n\n#### C\n\nc\n\n### 1.2 B\n\nb\n"
    ).lesson
    assert [(s.number, s.title, s.body) for s in lesson.sections] == [
        (None, "Part", "Intro."),
        ("1.1", "A", ""),
        ("1.2", "B", "b"),
    ]
    assert lesson.sections[1].concepts[0].title == "C"


def test_text_before_the_first_section_is_kept() -> None:
    lesson = read_text("Before.\n\n# Sea\n\nAfter.\n\n## S\n\ns\n").lesson
    assert [(s.title, s.line, s.body) for s in lesson.sections] == [
        ("Sea", 1, "Before.\n\nAfter."),
        ("S", 7, "s"),
    ]


def test_labs_and_questions_below_a_section_are_taken_out() -> None:
    text = """\
        # T

        ## S

        ### C

        c

        ### Lab: Try

        ```sh
        ls
        ```

        ### Practice Questions

        **Question 1:** q
        1. a [correct]
        2. b
        """
    lesson, problems = read_text(text)
    assert problems == ()
    assert [c.title for c in lesson.sections[0].concepts] == ["C"]
    assert len(lesson.sections) == len(lesson.labs) == len(lesson.questions) == 1


def test_words_among_questions_stay_readable() -> None:
    text = "# T\n\n## Practice Questions\n\nTake your time.\n\n"
    text += "**Question 1:** q\n1. a [correct]\n2. b\n"
    (section,) = read_text(text).lesson.sections
    assert (section.kind, section.body) == ("questions", "Take your time.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [(1, "warning", "no-heading")]),
        ("just text\n", [(1, "warning", "no-heading")]),
        ("# T\n\n## S\n\n### Empty\n", [(5, "warning", "empty-concept")]),
        ("# T\n\n## S\n\n## Next\n\nx\n", [(3, "warning", "empty-section")]),
        ("# T\n\n## A {#x}\n\na\n\n## B {#x}\n\nb\n", [(7, "error", "duplicate-id")]),
        ("# T\n\n## Lab: L\n\nDo it.\n", [(3, "warning", "task-without-solution")]),
        (
            "# T\n\n## Lab: L\n\nx\n\n## Lab Solution: L\n\ny\n",
            [(7, "warning", "lab-without-steps")],
        ),
        (
            "# T\n\n## Lab Solution: L\n\n```sh\nls\n```\n",
            [(3, "warning", "solution-without-task")],
        ),
        ("# T\n\n" + "> " * 120 + "deep\n", [(3, "warning", "too-deep")]),
    ],
)
def test_problems_name_their_line(text: str, expected: list[tuple[int, str, str]]) -> None:
    assert found(read_text(text)) == expected


def test_title_from_the_file_name() -> None:
    lesson = read_text("text\n", "12-deep_sea.md").lesson
    assert (lesson.number, lesson.title) == ("12", "Deep Sea")


def test_contents_heading_leaves_nothing() -> None:
    lesson, problems = read_text("# T\n\n## Contents\n\n- [S](#s)\n\n[TOC]\n\n## S\n\ns\n")
    assert problems == ()
    assert [section.title for section in lesson.sections] == ["S"]


def test_list_of_links_elsewhere_is_content() -> None:
    lesson = read_text("# T\n\n## S\n\n- [RFC](https://example.org)\n").lesson
    assert lesson.sections[0].body == "- [RFC](https://example.org)"


def test_absurd_number_is_part_of_the_title(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text(f"# Lesson {'9' * 5000}: T\n\n## S\n\ns\n", encoding="utf-8")
    assert load([tmp_path]).lessons[0].number is None
