"""Finds fenced code in raw lines, and closes the fences that would swallow the rest of a lesson.

Marks with a language always open a fence, so they are sure; bare marks open or close one. Between
two sure marks the bare ones must pair up. Where they do not, something between those two is broken,
and only there is a line that looks like a lesson's believed to end a fence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from content.markdown.lines import Line, find_marks, partner_of, quote_marks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.markdown.lines import Mark
    from content.models import ProblemCode
    from content.problems import ProblemSink


_HEADING = re.compile(r" {0,3}(?P<marks>#{2,6})[ \t]+(?P<title>\S.*)")
_NUMBERED = re.compile(r"\d+\.\d+\.?\s+\S|Lesson\s+\d|Q(?:uestion)?\s?\d", re.IGNORECASE)
_QUESTION = re.compile(r" {0,3}(?:\*\*|__)Q(?:uestion)? ?\d", re.IGNORECASE)
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+(?P<text>.*)")
# An item of words, words in bold, a row of a table, a whole sentence.
_PROSE = re.compile(
    r"(?:[-*+]|\d{1,3}[.)])[ \t]+(?:[^\W\d_]|[\"'(`*_\[<]).*"
    r"|(?:\*\*|__)[^\s*_].*|\| .*|[\"'(`*_\[]*[A-Z][\w'’`*-]*,?(?: \S+){2,}[.:!?][*_`)]*\s*"
)
# Languages whose code has items that look like a list's.
_WITH_ITEMS = frozenset({"yaml", "yml", "diff"})
_DEEP_LEVEL = 3
# How far below a heading its text may begin.
_GAP = 5
_SIGNS = 3
"""So many of the four signs of a heading have to be there."""


class _End(NamedTuple):
    """Where a fence ends: the line of its marks, or the line that cannot be inside it."""

    line: int
    fault: ProblemCode | None
    next_mark: int


def mend_fences(lines: Sequence[Line], problems: ProblemSink) -> list[Line]:
    """Return the lines with every fence closed and all code known as such.

    Each fence that was not closed well is noted, and each heading that is shown as code.
    """
    return _Mender(lines, problems).run()


class _Mender:
    """Walks the marks of one text."""

    def __init__(self, lines: Sequence[Line], problems: ProblemSink) -> None:
        self._lines = lines
        self._problems = problems
        texts = [line.text for line in lines]
        marks = find_marks(texts)
        hidden = _commented_lines(texts, marks)
        self._marks = [mark for mark in marks if mark.line not in hidden]
        # In a quote or not, what looks like a lesson's is the same.
        self._texts = [text.removeprefix(quote_marks(text)) for text in texts]
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
            if self._is_lesson(line, opener, suspect=suspect, closed=closed):
                return _End(line, "unclosed-fence", place)
        if closed:
            return _End(stop, None, partner + 1)
        if partner < len(self._marks) and self._closes_by_mistake(opener, partner):
            return _End(stop, "wrong-fence-close", partner + 1)
        return _End(stop, "unclosed-fence", partner)

    def _is_lesson(self, index: int, opener: Mark, *, suspect: bool, closed: bool) -> bool:
        """Return whether a line in a fence is a part of the lesson that the fence swallowed.

        ``closed`` says that the fence has closing marks.
        """
        text = self._texts[index]
        bare = text.lstrip()
        below_gap = not self._texts[index - 1].strip()
        # Directly below stray marks stands the heading or question that they were put before.
        begins = below_gap or (suspect and index == opener.line + 1)
        if bare[:1] == "#":
            return self._is_heading(index, opener, suspect=suspect, begins=begins)
        if begins and _QUESTION.match(text):
            return True
        if len(text) - len(bare) < opener.column and _ITEM.match(bare) and suspect:
            # Markdown ends the list's item here, and the fence in it.
            return True
        return suspect and below_gap and not (closed and opener.info) and _is_prose(bare, opener)

    def _is_heading(self, index: int, opener: Mark, *, suspect: bool, begins: bool) -> bool:
        """Weigh four signs; comments need all of them, and one less is enough near a broken fence.

        A heading without a number ends no fence that seems sound, and is noted.
        """
        found = _HEADING.match(self._texts[index])
        if not found:
            return False
        numbered = bool(_NUMBERED.match(found["title"]))
        below = [text.strip() for text in self._texts[index + 1 : index + 1 + _GAP]]
        first = next(filter(None, below), "")
        signs = (
            begins,
            not below or not below[0],
            numbered or len(found["marks"]) >= _DEEP_LEVEL,
            _is_prose(first, opener) or bool(_HEADING.match(first)),
        )
        if sum(signs) < _SIGNS + bool(opener.info) - suspect:
            return False
        if not (numbered or suspect):
            message = "this heading is inside a fence, shown as code"
            self._warn(index, "swallowed-heading", message)
        return numbered or suspect

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
        inside = self._lines[opener.line + 1 : stop]
        self._out += [Line(line.number, line.text, code=True) for line in inside]
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
        self._out.append(line.with_text(line.text.split(opener.marks, 1)[0].rstrip()))
        return opener.line + 1

    def _warn(self, index: int, code: ProblemCode, message: str) -> None:
        self._problems.warning(self._lines[index].number, code, message)


def _commented_lines(lines: Sequence[str], marks: Sequence[Mark]) -> set[int]:
    """Return the lines inside of comments, where marks open no fence.

    What opens first wins: in a fence that is closed, ``<!--`` is code.
    """
    hidden: set[int] = set()
    ends = [n for n, text in enumerate(lines) if "-->" in text]
    at, done = 0, -1
    for index, text in enumerate(lines if ends else ()):
        if not text.lstrip().startswith("<!--") or "-->" in text:
            continue
        while at < len(marks) and marks[at].line <= index:
            partner, closed = partner_of(marks, at) if marks[at].opens else (at, False)
            if closed and marks[at].line > done:
                done, at = marks[partner].line, partner
            at += 1
        place = bisect_left(ends, index)
        if index > done and place < len(ends):
            done = ends[place]
            hidden.update(range(index + 1, done + 1))
    return hidden


def _is_prose(bare: str, opener: Mark) -> bool:
    """Return whether a line is written for readers."""
    is_item = opener.language in _WITH_ITEMS and _ITEM.match(bare)
    return not is_item and bool(_PROSE.fullmatch(bare))
