"""Finds fenced code in raw lines, and closes the fences that would swallow the rest of a lesson.

Marks with a language always open a fence, so they are sure; bare marks open or close one. Between
two sure marks the bare ones must pair up. Where they do not, something between those two is broken,
and only there is a line that looks like a lesson's believed to end a fence.
"""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

from content.html.comments import commented_lines
from content.models import Problem
from content.repair.fence_evidence import Looks, judge
from content.repair.fence_markers import Partners, find_marks, quoted_runs
from content.repair.lines import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.models import ProblemCode
    from content.repair.fence_markers import Mark

# How a line begins that may be a part of a lesson where nothing is known to be broken.
_NOTABLE = frozenset("#*_")


class _End(NamedTuple):
    """Where a fence ends: the line of its marks, or the line that cannot be inside it."""

    line: int
    fault: ProblemCode | None
    next_mark: int
    headings: tuple[int, ...] = ()


def mend_fences(path: str, lines: Sequence[str]) -> tuple[list[Line], list[Problem]]:
    """Return the lines with every fence closed, and a warning for each one that was not."""
    marks = find_marks(lines)
    hidden = commented_lines(lines, marks) if marks else set()
    marks = [mark for mark in marks if mark.line not in hidden]
    if not any(mark.quoted for mark in marks):
        return _Mender(path, lines, marks).run()
    outside = list(lines)
    quotes: dict[int, tuple[list[Line], list[Problem]]] = {}
    for run in quoted_runs(lines, marks):
        mended, problems = _Mender(path, run.texts, find_marks(run.texts), run.start).run()
        kept = [
            line._replace(text=run.leads[line.number - run.start - 1] + line.text)
            for line in mended
        ]
        quotes[run.start + 1] = kept, problems
        outside[run.start : run.start + len(run.texts)] = [">"] * len(run.texts)
    marks = [mark for mark in find_marks(outside) if mark.line not in hidden]
    whole, problems = _Mender(path, outside, marks).run()
    return _with_quotes(lines, whole, quotes, problems), problems


def _with_quotes(
    lines: Sequence[str],
    whole: Sequence[Line],
    quotes: dict[int, tuple[list[Line], list[Problem]]],
    problems: list[Problem],
) -> list[Line]:
    """Put the quotes back, by the number of their first line, unless they are code themselves."""
    out: list[Line] = []
    done = 0
    for line in whole:
        if line.number in quotes and not line.code:
            quote, found = quotes.pop(line.number)
            out += quote
            problems += found
            done = quote[-1].number
        elif line.number > done:
            out.append(line._replace(text=lines[line.number - 1]) if line.text == ">" else line)
    return out


class _Mender:
    """Walks the marks of one text; ``offset`` is the index of its first line in the file."""

    def __init__(
        self, path: str, lines: Sequence[str], marks: Sequence[Mark], offset: int = 0
    ) -> None:
        self._path = path
        self._lines = lines
        self._marks = marks
        self._offset = offset
        self._out: list[Line] = []
        self._problems: list[Problem] = []
        self._partner = Partners(marks).find
        self._suspects = self._find_suspects()

    def run(self) -> tuple[list[Line], list[Problem]]:
        """Walk all marks once."""
        at = index = 0
        doubt = False
        while at < len(self._marks):
            mark = self._marks[at]
            if not mark.opens:
                at += 1
                continue
            doubt = doubt and not mark.info
            self._copy(index, mark.line)
            end = self._end(at, suspect=doubt or at in self._suspects)
            doubt = doubt or end.fault == "unclosed-fence"
            index = self._take(mark, end)
            at = end.next_mark
        self._copy(index, len(self._lines))
        return self._out, self._problems

    def _copy(self, start: int, stop: int) -> None:
        numbers = range(self._offset + start + 1, self._offset + stop + 1)
        self._out += map(Line, numbers, self._lines[start:stop])

    def _find_suspects(self) -> set[int]:
        """Return the marks between two sure ones where the bare ones do not pair up."""
        suspects: set[int] = set()
        sure = at = 0
        while at < len(self._marks):
            if not self._marks[at].opens:
                at += 1
                continue
            if self._marks[at].info:
                sure = at
            partner, closed = self._partner(at)
            if not closed:
                suspects.update(range(sure, partner))
                sure = partner
            at = partner + closed
        return suspects

    def _end(self, at: int, *, suspect: bool) -> _End:
        """Find out where a fence ends; ``suspect`` says that some fence near it is broken."""
        opener = self._marks[at]
        partner, closed = self._partner(at)
        stop = self._marks[partner].line if partner < len(self._marks) else len(self._lines)
        if closed and opener.literal:
            return _End(stop, None, partner + 1)
        headings: list[int] = []
        place = at + 1
        everything = suspect or opener.column > 0
        for line, text in enumerate(self._lines[opener.line + 1 : stop], opener.line + 1):
            if not (everything or text.lstrip()[:1] in _NOTABLE):
                continue
            while place < partner and self._marks[place].line < line:
                place += 1
            if suspect and place < partner and self._ends_wrongly(opener, line, place):
                return _End(line, "wrong-fence-close", place + 1)
            looks = judge(self._lines, line, opener, suspect=suspect, closed=closed)
            if looks is Looks.SURE or (suspect and looks is Looks.LESSON):
                return _End(line, "unclosed-fence", place)
            if looks is Looks.LESSON:
                headings.append(line)
        if closed:
            return _End(stop, None, partner + 1, tuple(headings))
        if partner < len(self._marks) and self._closes_by_mistake(opener, partner):
            return _End(stop, "wrong-fence-close", partner + 1)
        return _End(stop, "unclosed-fence", partner)

    def _ends_wrongly(self, opener: Mark, line: int, place: int) -> bool:
        """Return whether a line holds other marks than the fence needs, and nothing else."""
        mark = self._marks[place]
        if mark.line != line or mark.info:
            return False
        return mark.char != "'" or opener.language not in {"python", "py"}

    def _closes_by_mistake(self, opener: Mark, place: int) -> bool:
        """Return whether a fence is closed with marks that carry a language, as opening ones do."""
        mark = self._marks[place]
        below = self._lines[mark.line + 1 : mark.line + 2]
        return (
            mark.marks == opener.marks
            and not "".join(below).strip()
            and not self._partner(place)[1]
        )

    def _take(self, opener: Mark, end: _End) -> int:
        """Write a fence out, mended if it has to be; return the index of the line after it."""
        stop = end.line
        if end.fault == "unclosed-fence":
            while stop - 1 > opener.line and not self._lines[stop - 1].strip():
                stop -= 1
            if stop == opener.line + 1 and end.line < len(self._lines):
                return self._leave_out(opener)
        first, behind = opener.line, stop + (end.fault is None)
        self._out.append(Line(self._offset + first + 1, self._lines[first], code=True, opens=True))
        numbers = range(self._offset + first + 2, self._offset + behind + 1)
        self._out += map(Line, numbers, self._lines[first + 1 : behind], repeat(True))
        for heading in end.headings:
            self._warn(
                heading, "swallowed-heading", "this heading is inside a fence, shown as code"
            )
        if end.fault is None:
            return stop + 1
        closing = " " * opener.column + opener.marks
        if end.fault == "unclosed-fence":
            last = self._offset + stop
            message = f"this fence is never closed; it is taken to end with line {last}"
            message += f": add {opener.marks} where its code ends"
            self._warn(first, end.fault, message)
            self._out.append(Line(self._offset + stop, closing, code=True))
            return stop
        wrong, right = self._lines[stop].strip(), opener.marks
        message = (
            f"the fence of line {self._offset + first + 1} is closed with {wrong}: use {right}"
        )
        if wrong == right:
            message = f"these marks stand too far right to close line {self._offset + first + 1}"
        self._warn(stop, end.fault, message)
        self._out.append(Line(self._offset + stop + 1, closing, code=True))
        return stop + 1

    def _leave_out(self, opener: Mark) -> int:
        """Take marks without any code away: a leftover of some other mistake, not an empty box."""
        message = f"{opener.marks} opens nothing here and is left out: delete the line"
        self._warn(opener.line, "unclosed-fence", message)
        text = self._lines[opener.line].split(opener.marks, 1)[0].rstrip()
        self._out.append(Line(self._offset + opener.line + 1, text))
        return opener.line + 1

    def _warn(self, index: int, code: ProblemCode, message: str) -> None:
        line = self._offset + index + 1
        self._problems.append(
            Problem(path=self._path, line=line, severity="warning", code=code, message=message)
        )
