"""Each case of ``fixtures/*.md``: a lesson as people write it, and beside it what is read from it.

A case is a heading ``## name``, a fence of eight tildes marked ``markdown``, and one marked
``text`` in the notation of ``tests.content.notation``. Behind ``markdown`` may stand ``crlf`` or
``bom`` (how the file is saved) and ``file=NAME`` (what it is called; ``lesson.md`` otherwise).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from content.lesson import read_lesson
from content.source import from_bytes
from tests.content.notation import describe

FOLDER = Path(__file__).parent / "fixtures"
_CASE = re.compile(
    r"^## (?P<name>.+)\n(?:(?!~{8}|## ).*\n)*"
    r"~{8}markdown(?P<info>.*)\n(?P<given>(?:(?!~{8}$).*\n)*)~{8}\n"
    r"\n*~{8}text\n(?P<expected>(?:(?!~{8}$).*\n)*)~{8}$",
    re.MULTILINE,
)


class Case(NamedTuple):
    """One lesson and what should be read from it."""

    name: str
    file: str
    data: bytes
    expected: str


def cases(path: Path) -> list[Case]:
    """Read all cases of a file; every heading must have become one."""
    text = path.read_text(encoding="utf-8")
    found = [_case(match) for match in _CASE.finditer(text)]
    outside = re.sub(r"^~{8}markdown.*?^~{8}$", "", text, flags=re.MULTILINE | re.DOTALL)
    names = re.findall(r"^## (.+)$", outside, re.MULTILINE)
    assert [case.name for case in found] == names, f"{path.name}: a case is not well formed"
    return found


def _case(match: re.Match[str]) -> Case:
    info = match["info"].split()
    named = [word.removeprefix("file=") for word in info if word.startswith("file=")]
    given = match["given"].removesuffix("\n")
    if "crlf" in info:
        given = given.replace("\n", "\r\n")
    data = ("\ufeff" if "bom" in info else "").encode() + given.encode()
    return Case(match["name"], named[0] if named else "lesson.md", data, match["expected"])


ALL = [
    pytest.param(case, id=f"{path.stem}: {case.name}")
    for path in sorted(FOLDER.glob("*.md"))
    for case in cases(path)
]


@pytest.mark.parametrize("case", ALL)
def test_case(case: Case) -> None:
    reading = read_lesson(from_bytes(case.file, case.data), "c")
    assert describe(reading) == case.expected
