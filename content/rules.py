"""The catalogue of problems: for each code what it means and how bad it is; see ``rules.txt``.

A page for each, with a wrong and a right example, is in the documentation under ``docs/problems``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from content.models import Problem, ProblemCode, Severity

_TEXT = Path(__file__).with_name("rules.txt").read_text(encoding="utf-8")


class Rule(NamedTuple):
    """A code, the severities that it can come with, and one sentence that says what is wrong."""

    code: ProblemCode
    severities: tuple[Severity, ...]
    meaning: str


RULES: dict[str, Rule] = {}
"""Every rule by its code, in the order of the codes."""
_MATTERS: dict[str, str] = {}
for _line in _TEXT.splitlines()[2:]:
    _code, _kind, _meaning = _line.split(": ", 2)
    _severities, _, _MATTERS[_code] = _kind.partition(" ")
    _kinds = cast("tuple[Severity, ...]", tuple(_severities.split("/")))
    RULES[_code] = Rule(cast("ProblemCode", _code), _kinds, _meaning)


def harm(problem: Problem) -> int:
    """Return how much harm a problem does, the worst being 0.

    First comes what tells a learner something wrong, then what is left out, then what looks
    otherwise than it was meant, and last what is a matter of names and of style.
    """
    matter = _MATTERS[problem.code]
    if matter == "wrong":
        return 0
    if problem.severity == "error":
        return 1
    return 3 if matter == "style" else 2
