"""Each case of ``fixtures/*.md``: a document of another program, and beside it what is read of it.

A case is a heading ``## name``, a fence of eight tildes marked ``gift``, ``aiken``, ``csv`` or
``moodle-xml``, and one marked ``text`` in the notation of ``tests.content.notation``, in which a
line ``in A / B`` names the category of what follows.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from content.exchange import Format, Imported, read, tell_format
from tests.content.notation import _question

FOLDER = Path(__file__).parent / "fixtures"
_CASE = re.compile(
    r"^## (?P<name>.+)\n(?:(?!~{8}|## ).*\n)*"
    r"~{8}(?P<form>[a-z-]+)\n(?P<given>(?:(?!~{8}$).*\n)*)~{8}\n"
    r"\n*~{8}text\n(?P<expected>(?:(?!~{8}$).*\n)*)~{8}$",
    re.MULTILINE,
)


class Case(NamedTuple):
    """One document, and what should be read of it."""

    form: Format
    given: str
    expected: str


def cases() -> list[object]:
    found: list[object] = []
    for path in sorted(FOLDER.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        matches = list(_CASE.finditer(text))
        assert len(matches) == len(re.findall(r"^~{8}text$", text, re.MULTILINE)), path.name
        for match in matches:
            case = Case(Format(match["form"]), match["given"], match["expected"])
            found.append(pytest.param(case, id=f"{path.stem}: {match['name']}"))
    return found


def describe(imported: Imported) -> str:
    lines: list[str] = []
    for category in imported.categories:
        if category.names:
            lines.append(f"in {' / '.join(category.names)}")
        for question in category.questions:
            lines += _question(question)
    for problem in imported.problems:
        lines.append(f"{problem.severity} @{problem.line} {problem.code}: {problem.message}")
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize("case", cases())
def test_case(case: Case) -> None:
    assert describe(read(case.form, case.given, "bank.x")) == case.expected


@pytest.mark.parametrize("case", cases())
def test_formats_are_told_by_their_text(case: Case) -> None:
    named = {
        Format.GIFT: {"bank.gift"},
        Format.AIKEN: {"bank.txt"},
        Format.MOODLE_XML: {"bank.xml", "bank.txt"},
        Format.CSV: {"bank.csv", "bank.txt"},
    }
    for name in named[case.form]:
        assert tell_format(name, case.given) is case.form


@pytest.mark.parametrize(
    "given",
    ["bee\thums\nstone\tlies\n", "Term,Definition\nbee,hums\n", "Question,A,B\nx,y,z\n", ""],
)
def test_a_table_that_names_no_columns_of_questions_is_said(given: str) -> None:
    assert tell_format("cards.csv", given) is Format.CSV
    (problem,) = read(Format.CSV, given, "cards.csv").problems
    assert (problem.line, problem.severity, problem.code) == (1, "error", "malformed")
    assert "no row names a column of questions" in problem.message


def test_a_table_with_many_options() -> None:
    names = [f"Option {number}" for number in range(1, 41)]
    head = ",".join(["Question", *names, "Correct"])
    row = ",".join(["Which?", *(f"x{number}" for number in range(1, 41)), "40"])
    (question,) = read(Format.CSV, f"{head}\n{row}\n", "many.csv").questions
    assert question.correct == (39,)


def test_columns_of_the_same_name_are_options_each() -> None:
    table = "Question,Answer 1,Answer 2,Option 1,Correct\nWho hums?,Bees,Stones,Pots,Bees\n"
    (question,) = read(Format.CSV, table, "same.csv").questions
    assert [one.text for one in question.options] == ["Bees", "Stones", "Pots"]
    assert question.correct == (0,)


def test_the_text_behind_a_title_is_no_comment() -> None:
    (question,) = read(Format.GIFT, "::t:: // begins what?{=a ~b}\n", "b.gift").questions
    assert question.stem == "// begins what?"


def test_the_first_right_column_that_says_something_counts() -> None:
    table = "Question,Answer,Correct answer,Incorrect answer 1\nWho hums?,,Bees,Stones\n"
    (question,) = read(Format.CSV, table, "two.csv").questions
    assert ([one.text for one in question.options], question.correct) == (["Bees", "Stones"], (0,))


LESSON = "# Tea\n\n## Practice Questions\n\n**Question 1:** Which?\n\n"
OPTIONS = "A. Cups\nB. Pots\n\nAnswer: A\n"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (f"{LESSON}```c\n// start\nboil({{~0}})\n```\n\n1. x\n2. **y [correct]**\n", "markdown"),
        (f"// boil\n{LESSON}", "markdown"),
        (f":::note\n{LESSON}", "markdown"),
        (f"{LESSON}{OPTIONS}", "markdown"),
        (f"Which?\n{OPTIONS}", "aiken"),
        ("::tea::[markdown]Which?\n\n```c\nx\n```\n{~0 =1}", "gift"),
        ("<!-- exported -->\n<!-- 5 -->\n<quiz></quiz>", "moodle-xml"),
    ],
)
def test_formats_are_told_by_what_only_they_have(text: str, form: str) -> None:
    assert tell_format("bank.txt", text) is Format(form)
