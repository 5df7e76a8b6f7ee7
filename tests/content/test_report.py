"""Reports: rules that are whole, lines in order, and formats that forges can read."""

from __future__ import annotations

from typing import get_args

import pytest

from content.library import Library
from content.models import Problem, ProblemCode
from content.report import as_github, as_gitlab, in_order, visible
from content.rules import RULES
from tests.content.lessons import as_lines


def problem(
    path: str = "a.md", line: int = 1, code: ProblemCode = "empty-section", message: str = "m"
) -> Problem:
    return Problem(path=path, line=line, severity="warning", code=code, message=message)


def test_every_code_has_a_rule() -> None:
    assert list(RULES) == sorted(get_args(ProblemCode))
    assert all(RULES[code].code == code for code in RULES)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_a_meaning_is_one_sentence(rule: tuple[str, tuple[str, ...], str]) -> None:
    _, severities, meaning = rule
    assert severities
    assert len(meaning) <= 100
    assert meaning[0].isupper()
    assert meaning.endswith(".")


def test_lines_are_sorted_by_path_line_and_code() -> None:
    problems = (
        problem("b.md", 2),
        problem("a.md", 10),
        problem("a.md", 9, "no-answer"),
        problem("a.md", 9, "dead-link"),
    )
    library = Library(courses=(), problems=problems, fingerprint="")
    assert [(one.path, one.line, one.code) for one in in_order(library)] == [
        ("a.md", 9, "dead-link"),
        ("a.md", 9, "no-answer"),
        ("a.md", 10, "empty-section"),
        ("b.md", 2, "empty-section"),
    ]
    assert as_lines(library)[-1].endswith("0 errors, 4 warnings")


def test_nothing_in_a_line_moves_the_cursor() -> None:
    assert (
        visible("a\n\x1b[31mb\u202e\u00e4 \U0001f41d") == "a\\n\\x1b[31mb\\u202e\u00e4 \U0001f41d"
    )


def test_github_commands_are_escaped() -> None:
    odd = problem("a,b:c%.md", 3, message="50%\r\nmore: ok, really")
    assert list(as_github([odd])) == [
        "::warning file=a%2Cb%3Ac%25.md,line=3,title=empty-section::50%25%0D%0Amore: ok, really"
    ]


def test_gitlab_entries() -> None:
    error = problem("c/a.md", 7, "no-answer").model_copy(update={"severity": "error"})
    (entry,) = as_gitlab([error])
    fingerprint = entry.pop("fingerprint")
    assert isinstance(fingerprint, str)
    assert len(fingerprint) == 32
    assert entry == {
        "description": "m",
        "check_name": "no-answer",
        "severity": "major",
        "location": {"path": "c/a.md", "lines": {"begin": 7}},
    }


def fingerprints(*problems: Problem) -> list[str]:
    return [entry["fingerprint"] for entry in as_gitlab(problems)]


def test_fingerprints_stay_when_lines_move() -> None:
    before = fingerprints(problem(line=3, message="x of line 12: y"), problem(line=5), problem())
    after = fingerprints(problem(line=9, message="x of line 18: y"), problem(line=11), problem())
    assert before == after


def test_fingerprints_differ_for_equal_problems_and_other_files() -> None:
    several = fingerprints(problem(line=3), problem(line=8), problem("b.md"), problem(message="n"))
    assert len(set(several)) == 4
