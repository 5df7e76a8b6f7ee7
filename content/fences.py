"""Finds fenced code in raw lines, and closes the fences that would swallow the rest of a lesson."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from content.models import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.models import ProblemCode

_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])(?: {1,4}|$)")
_OPENER = re.compile(r"(?P<marks>`{3,}(?=[^`]*$)|~{3,})(?P<info>.*)")
_ONLY_MARKS = re.compile(r"\s*(?P<marks>`{2,}|~{2,}|'{3,})\s*$")
# Headings and questions that no code holds by chance.
_SURE = re.compile(
    r" {0,3}(?:#{2,6} +(?:\d+\.\d+\.? +\S|Lesson +\d)|(?:\*\*|__)Question ?\d+)", re.IGNORECASE
)
_LIKELY = re.compile(r"#{2,6} +\S.*(?<!#)$")
_DEEP = re.compile(r"#{3,6} +\S.*(?<!#)$")
_LITERAL = frozenset({"markdown", "md", "mdx"})
_LONG = 4


class Line(NamedTuple):
    """A line to parse: its number in the file, its text, and whether it belongs to a fence."""

    number: int
    text: str
    code: bool = False


class _Fence(NamedTuple):
    start: int
    indent: int
    column: int
    """Where the text of the list item around it starts; 0 outside of lists."""
    marks: str
    info: str

    @property
    def literal(self) -> bool:
        """Say whether Markdown inside is meant to be shown as it is."""
        return len(self.marks) >= _LONG or self.info.strip().lower() in _LITERAL


class _End(NamedTuple):
    """Where a fence ends: at its closing line, at wrong marks, or before what is no code."""

    line: int
    fault: ProblemCode | None
    headings: tuple[int, ...] = ()


class _OpenAtEnd(Exception):
    """A fence runs to the end of the file, so some fence is open that should not be."""


def mend_fences(path: str, lines: Sequence[str]) -> tuple[list[Line], list[Problem]]:
    """Return the lines with every fence closed, and a warning for each one that was not.

    A first pass believes that what looks like a heading in a closed fence is code. Only when that
    leaves a fence open at the end of the file does a second pass believe the headings instead.
    """
    try:
        return _Mender(path, lines, trusting=False).run()
    except _OpenAtEnd:
        return _Mender(path, lines, trusting=True).run()


@dataclass
class _Mender:
    path: str
    lines: Sequence[str]
    trusting: bool
    out: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    never_closed: dict[str, int] = field(default_factory=dict)

    def run(self) -> tuple[list[Line], list[Problem]]:
        """Walk all lines once."""
        index = 0
        while index < len(self.lines):
            fence = self._opener(index)
            if fence is None:
                self.out.append(Line(index + 1, self.lines[index]))
                index += 1
            else:
                index = self._take(fence)
        return self.out, self.problems

    def _opener(self, index: int) -> _Fence | None:
        text = self.lines[index].expandtabs(4)
        rest = text.lstrip(" ")
        if not rest:
            return None
        column = len(text) - len(rest)
        while self.columns and column < self.columns[-1]:
            self.columns.pop()
        while item := _ITEM.match(rest):
            column += item.end()
            rest = rest[item.end() :]
            self.columns.append(column)
        base = self.columns[-1] if self.columns else 0
        found = _OPENER.match(rest) if column - base < _LONG else None
        return _Fence(index, column, base, found["marks"], found["info"]) if found else None

    def _take(self, fence: _Fence) -> int:
        """Write a fence out, mended if it has to be; return the index of the line after it."""
        end = self._end(fence)
        self.out.append(Line(fence.start + 1, self.lines[fence.start], code=True))
        stop = end.line if end.fault != "unclosed-fence" else self._last_text(fence, end.line) + 1
        for index in range(fence.start + 1, stop):
            self.out.append(Line(index + 1, self._inside(fence, self.lines[index]), code=True))
        for heading in end.headings:
            self._warn(
                heading, "swallowed-heading", "this heading is inside a fence and shown as code"
            )
        if end.fault is None:
            self.out.append(Line(stop + 1, self._inside(fence, self.lines[stop]), code=True))
            return stop + 1
        closing = Line(min(stop + 1, len(self.lines)), " " * fence.indent + fence.marks, code=True)
        if end.fault == "wrong-fence-close":
            wrong = self.lines[stop].strip()
            message = (
                f"the fence of line {fence.start + 1} is closed with {wrong}: use {fence.marks}"
            )
            self._warn(stop, end.fault, message)
            self.out.append(closing)
            return stop + 1
        empty = stop == fence.start + 1 and end.line < len(self.lines)
        self._warn_unclosed(fence, end.line, empty=empty)
        if empty:
            # Marks without any code are a leftover of some other mistake, not an empty box.
            kept = self.lines[fence.start].split(fence.marks, 1)[0]
            self.out[-1] = Line(fence.start + 1, kept.rstrip())
            return stop
        self.out.append(closing._replace(number=stop))
        return stop

    def _end(self, fence: _Fence) -> _End:
        """Find the end of a fence; raises _OpenAtEnd in the first pass when there is none."""
        char, size = fence.marks[0], len(fence.marks)
        literal = fence.literal and self.never_closed.get(char, size + 1) > size
        wrong: int | None = None
        headings: list[int] = []
        for index in range(fence.start + 1, len(self.lines)):
            text = self.lines[index]
            if self._closes(fence, text):
                if self.trusting and wrong is not None and not literal:
                    return _End(wrong, "wrong-fence-close")
                certain = tuple(heading for heading in headings if self._is_likely(heading))
                return _End(index, None, certain)
            if literal:
                continue
            if self._is_boundary(fence, index):
                return self._broken(wrong, headings, index)
            if _DEEP.match(text) or self._is_likely(index):
                headings.append(index)
            if wrong is None and _ONLY_MARKS.match(text):
                wrong = index
        if not self.trusting:
            raise _OpenAtEnd
        if literal:
            self.never_closed[char] = min(size, self.never_closed.get(char, size))
            return self._end(fence)
        return self._broken(wrong, headings, len(self.lines))

    @staticmethod
    def _broken(wrong: int | None, headings: list[int], boundary: int) -> _End:
        """End a fence that is known to be open: at wrong marks, or before the first heading."""
        first = min([*headings, boundary])
        if wrong is not None and wrong < first:
            return _End(wrong, "wrong-fence-close")
        return _End(first, "unclosed-fence")

    def _closes(self, fence: _Fence, text: str) -> bool:
        bare = text.strip()
        if len(bare) < len(fence.marks) or bare.strip(fence.marks[0]):
            return False
        return len(text.expandtabs(4)) - len(text.expandtabs(4).lstrip()) - fence.column < _LONG

    def _is_boundary(self, fence: _Fence, index: int) -> bool:
        """Say whether this line cannot be inside ``fence``."""
        text = self.lines[index]
        if self.trusting:
            if _SURE.match(text) or _DEEP.match(text) or self._is_likely(index):
                return True
        elif _SURE.match(text) and not self.lines[index - 1].strip():
            return True
        bare = text.lstrip()
        if len(text) - len(bare) < fence.column and _ITEM.match(bare):
            return True
        found = _OPENER.match(bare)
        return bool(found and found["info"].strip() and found["marks"].startswith(fence.marks))

    def _is_likely(self, index: int) -> bool:
        """Say whether a line looks like a heading, which a comment in a script may do as well."""
        if not _LIKELY.match(self.lines[index]):
            return False
        after = self.lines[index + 1] if index + 1 < len(self.lines) else ""
        return not self.lines[index - 1].strip() and not after.strip()

    def _inside(self, fence: _Fence, text: str) -> str:
        """Indent code that stands left of its list item, where Markdown would end the fence."""
        missing = fence.column - (len(text) - len(text.lstrip()))
        return " " * missing + text if text.strip() and missing > 0 else text

    def _last_text(self, fence: _Fence, end: int) -> int:
        while end - 1 > fence.start and not self.lines[end - 1].strip():
            end -= 1
        return end - 1

    def _warn_unclosed(self, fence: _Fence, end: int, *, empty: bool) -> None:
        where = f"before line {end + 1}" if end < len(self.lines) else "at the end of the file"
        message = f"this fence is never closed; it is taken to end {where}: add {fence.marks}"
        if empty:
            message = f"{fence.marks} opens nothing here and is left out: delete the line"
        self._warn(fence.start, "unclosed-fence", message)

    def _warn(self, index: int, code: ProblemCode, message: str) -> None:
        problem = Problem(
            path=self.path, line=index + 1, severity="warning", code=code, message=message
        )
        self.problems.append(problem)
