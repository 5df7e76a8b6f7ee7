"""Finds fenced code in raw lines, and closes the fences that would swallow the rest of a lesson.

Marks with a language always open a fence, so they are sure; bare marks open or close one. Between
two sure marks the bare ones must pair up. Where they do not, something between those two is broken,
and only there is a line that looks like a lesson's believed to end a fence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from content.html.comments import commented_lines
from content.markdown.fence_markers import find_marks, partner_of, quote_marks
from content.repair.fence_evidence import Looks, judge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.markdown.fence_markers import Mark
    from content.markdown.lines import Line
    from content.models import ProblemCode
    from content.problems import ProblemSink


class _End(NamedTuple):
    """Where a fence ends: the line of its marks, or the line that cannot be inside it."""

    line: int
    fault: ProblemCode | None
    next_mark: int


def mend_fences(lines: Sequence[Line], problems: ProblemSink) -> list[Line]:
    """Return the lines with every fence closed and all code known as such.

    Each fence that was not closed well is noted, and each heading that is shown as code.
    """
    texts = [line.text for line in lines]
    marks = find_marks(texts)
    hidden = commented_lines(texts, marks)
    marks = [mark for mark in marks if mark.line not in hidden]
    return _Mender(lines, marks, problems).run()


class _Mender:
    """Walks the marks of one text."""

    def __init__(
        self,
        lines: Sequence[Line],
        marks: Sequence[Mark],
        problems: ProblemSink,
    ) -> None:
        self._lines = lines
        self._marks = marks
        self._problems = problems
        # In a quote or not, what looks like a lesson's is the same.
        self._texts = [line.text[len(quote_marks(line.text)) :] for line in lines]
        self._out: list[Line] = []
        self._suspects = self._find_suspects()

    def run(self) -> list[Line]:
        """Walk all marks once."""
        at = index = 0
        while at < len(self._marks):
            mark = self._marks[at]
            if not mark.opens:
                at += 1
                continue
            self._out += self._lines[index : mark.line]
            end = self._end(at, suspect=at in self._suspects)
            index = self._take(mark, end)
            at = end.next_mark
        return [*self._out, *self._lines[index:]]

    def _find_suspects(self) -> set[int]:
        """Return the marks between two sure ones where the bare ones do not pair up."""
        suspects: set[int] = set()
        sure = at = 0
        while at < len(self._marks):
            mark = self._marks[at]
            if not mark.opens:
                at += 1
                continue
            if mark.sure:
                sure = at
            partner, closed = partner_of(self._marks, at)
            if not closed:
                suspects.update(range(sure, partner))
                sure = partner
            at = partner + closed
        return suspects

    def _end(self, at: int, *, suspect: bool) -> _End:
        """Find out where a fence ends; ``suspect`` says that some fence near it is broken."""
        opener = self._marks[at]
        partner, closed = partner_of(self._marks, at)
        stop = self._marks[partner].line if partner < len(self._marks) else len(self._texts)
        place = at + 1
        for line in range(opener.line + 1, 0 if closed and opener.literal else stop):
            while place < partner and self._marks[place].line < line:
                place += 1
            if suspect and place < partner and self._ends_wrongly(opener, line, place):
                return _End(line, "wrong-fence-close", place + 1)
            looks = judge(self._texts, line, opener, suspect=suspect, closed=closed)
            if looks is Looks.SURE or (suspect and looks is Looks.LESSON):
                return _End(line, "unclosed-fence", place)
            if looks is Looks.LESSON:
                self._warn(
                    line, "swallowed-heading", "this heading is inside a fence, shown as code"
                )
        if closed:
            return _End(stop, None, partner + 1)
        if partner < len(self._marks) and self._closes_by_mistake(opener, partner):
            return _End(stop, "wrong-fence-close", partner + 1)
        return _End(stop, "unclosed-fence", partner)

    def _ends_wrongly(self, opener: Mark, line: int, place: int) -> bool:
        """Return whether a line holds other marks than the fence needs, and nothing else."""
        mark = self._marks[place]
        if mark.line != line or mark.depth != opener.depth or mark.sure or not mark.marks:
            return False
        return mark.marks[0] != "'" or opener.language not in {"python", "py"}

    def _closes_by_mistake(self, opener: Mark, place: int) -> bool:
        """Return whether a fence is closed with marks that carry a language, as opening ones do."""
        mark = self._marks[place]
        same = mark.marks == opener.marks and not mark.begins_item
        return same and mark.line > opener.line + 1 and not partner_of(self._marks, place)[1]

    def _take(self, opener: Mark, end: _End) -> int:
        """Write a fence out, mended if it has to be; return the index of the line after it."""
        stop = end.line
        if end.fault == "unclosed-fence":
            while not self._texts[stop - 1].strip():
                stop -= 1
            if stop == opener.line + 1 and end.line < len(self._texts):
                return self._leave_out(opener)
        first = self._lines[opener.line]
        self._out.append(first._replace(code=True, opens=True))
        self._out += [line._replace(code=True) for line in self._lines[opener.line + 1 : stop]]
        if end.fault is None:
            self._out.append(self._lines[stop]._replace(code=True))
            return stop + 1
        closing = quote_marks(first.text) + " " * opener.column + opener.marks
        if end.fault == "unclosed-fence":
            last = self._lines[stop - 1]
            message = f"this fence is never closed; it is taken to end with line {last.number}"
            message += f": add {opener.marks} where its code ends"
            self._warn(opener.line, end.fault, message)
            self._out.append(last._replace(text=closing, code=True, opens=False))
            return stop
        wrong, right = self._texts[stop].strip(), opener.marks
        message = f"the fence of line {first.number} is closed with {wrong}: use {right}"
        if wrong == right:
            message = f"these marks stand too far right to close line {first.number}"
        self._warn(stop, end.fault, message)
        self._out.append(self._lines[stop]._replace(text=closing, code=True))
        return stop + 1

    def _leave_out(self, opener: Mark) -> int:
        """Take marks without any code away: a leftover of some other mistake, not an empty box."""
        message = f"{opener.marks} opens nothing here and is left out: delete the line"
        self._warn(opener.line, "unclosed-fence", message)
        line = self._lines[opener.line]
        self._out.append(line._replace(text=line.text.split(opener.marks, 1)[0].rstrip()))
        return opener.line + 1

    def _warn(self, index: int, code: ProblemCode, message: str) -> None:
        self._problems.warning(self._lines[index].number, code, message)
