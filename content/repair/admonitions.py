"""Turns the callouts and admonitions that hide questions and answers into ``<details>``.

Obsidian and forges write ``> [!question]- Title`` and go on in the quote, MkDocs writes
``??? question "Title"`` and indents what belongs to it, Docusaurus and Pandoc close with ``:::``.
Other callouts stay as they are. The lines keep their places.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from content import words

if TYPE_CHECKING:
    from collections.abc import Sequence

_QUOTED = re.compile(r" {0,3}(?P<marks>(?:> ?)+)\[!(?P<kind>\w+)\][+-]? *(?P<title>.*)")
_INDENTED = re.compile(
    r"(?P<column> *)(?:\?\?\?\+?|!!!) +(?P<kind>\w+)[\w ]*?(?: +\"(?P<title>[^\"\n]*)\")? *"
)
_FENCED = re.compile(
    r" {0,3}:{3,} *\{?\.?(?P<kind>[\w-]+)\}?(?:\[(?P<title>[^\[\]]*)\]| *(?P<words>.*))"
)
_CLOSING = re.compile(r" {0,3}:{3,} *")
_FENCE = re.compile(r"[> ]*(?P<marks>```+|~~~+)")
_MARKS = ("[!", "??? ", "???+ ", "!!! ", ":::")
_QUESTION = frozenset({"question", "quiz", "exercise", "mcq"})
_ANSWER = frozenset({"answer", "solution"})
_LABEL = re.compile(words.LABEL, re.IGNORECASE)
_SAYS_ANSWER = re.compile(rf"{words.ANSWER}|{words.EXPLANATION}|reveal", re.IGNORECASE)
_STEP = 4
"""The columns by which MkDocs indents what belongs to an admonition."""


def unfold(lines: Sequence[str]) -> Sequence[str]:
    """Return the lines with callouts of questions and answers as boxes that open."""
    text = "\n".join(lines)
    return _Unfolder(lines).run() if any(mark in text for mark in _MARKS) else lines


class _Unfolder:
    """Walks the lines once; the innermost of the open boxes is the last of each list."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._out: list[str] = []
        self._quotes: list[int] = []
        """How many marks of quotes the lines of an open callout have."""
        self._columns: list[int] = []
        """The column of what belongs to an open admonition."""
        self._colons: list[bool] = []
        """For everything that ``:::`` opened, whether it became a box."""
        self._fence = ""

    def run(self) -> list[str]:
        """Return the lines of the whole text."""
        for line in self._lines:
            closed = self._close(line)
            inside = self._inside(line)
            opened = None
            if not self._is_code(inside):
                opened = self._quoted(line) or self._indented(inside) or self._fenced(inside)
            self._put(closed, inside if opened is None else opened)
        return self._out

    def _put(self, closed: str, line: str) -> None:
        """Write a line below the ends of boxes, for which a blank line above it makes room."""
        if not closed or not line:
            line = closed or line
        elif self._out and not self._out[-1].strip():
            self._out[-1] = closed
        elif self._out and not _FENCE.match(self._out[-1]):
            self._out[-1] += closed
        self._out.append(line)

    def _close(self, line: str) -> str:
        """Leave the boxes that end above a line."""
        closed = 0
        depth = _depth(line)
        while self._quotes and depth < self._quotes[-1] + bool(_QUOTED.fullmatch(line)):
            self._quotes.pop()
            closed += 1
        column = len(line) - len(line.lstrip(" "))
        while self._columns and line.strip() and column < self._columns[-1]:
            self._columns.pop()
            closed += 1
        if closed:
            self._fence = ""
        return "</details>" * closed

    def _inside(self, line: str) -> str:
        """Return a line without what makes it part of the open boxes."""
        if self._quotes:
            return _without_marks(line, len(self._quotes))
        if self._columns:
            return line[_STEP * len(self._columns) :] if line.strip() else ""
        return line

    def _is_code(self, line: str) -> bool:
        """Return whether a line is part of a fence."""
        found = _FENCE.match(line)
        if self._fence:
            if found and found["marks"].startswith(self._fence):
                self._fence = ""
            return True
        if found:
            self._fence = found["marks"]
        return bool(found)

    def _quoted(self, line: str) -> str | None:
        found = _QUOTED.fullmatch(line)
        summary = _summary(found["kind"], found["title"]) if found else None
        if found is None or summary is None:
            return None
        outer = _depth(line) - 1 - len(self._quotes)
        self._quotes.append(_depth(line))
        return "> " * outer + summary

    def _indented(self, line: str) -> str | None:
        found = _INDENTED.fullmatch(line) if line.lstrip(" ")[:3] in {"???", "!!!"} else None
        summary = _summary(found["kind"], found["title"] or "") if found else None
        if found is None or summary is None:
            return None
        self._columns.append(len(found["column"]) + _STEP * (len(self._columns) + 1))
        return found["column"] + summary

    def _fenced(self, line: str) -> str | None:
        if ":::" not in line:
            return None
        if self._colons and _CLOSING.fullmatch(line):
            return "</details>" if self._colons.pop() else None
        found = _FENCED.fullmatch(line)
        if found is None:
            return None
        summary = _summary(found["kind"], found["title"] or found["words"] or "")
        self._colons.append(summary is not None)
        return summary


def _summary(kind: str, title: str) -> str | None:
    """Return the line that opens a box for a callout; None where it is another callout."""
    kind, title = kind.lower(), title.strip()
    if kind in _QUESTION and not title:
        # Its first line is the stem.
        return "<details><summary>Question</summary>"
    if kind in _QUESTION | _ANSWER or (_LABEL.fullmatch(title) and _SAYS_ANSWER.search(title)):
        return f"<details><summary>{title or kind.title()}</summary>"
    return None


def _depth(line: str) -> int:
    """Return how many marks of quotes a line begins with."""
    return line[: len(line) - len(line.lstrip("> "))].count(">")


def _without_marks(line: str, count: int) -> str:
    """Return a line without the first marks of quotes."""
    for _ in range(count):
        line = line.lstrip(" ").removeprefix(">")
    return line.removeprefix(" ")
