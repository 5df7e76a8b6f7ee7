"""The raw lines of a lesson before Markdown reads them: their marks, fences and code spans."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEAD = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$)|>[ \t]*)*")
# The first mark of a lead, or nothing at all.
_BEGINS = re.compile(r"[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$))|\s*$")
_TICKS = re.compile(r"`+")
_FENCE = re.compile(
    r"(?P<lead>[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)(?P<marks>`{2,}|~{2,}|'{3,})(?P<info>.*)"
)
_QUOTE = re.compile(r"[ \t]*>(?:[ \t]{0,3}>)* ?")
_LONG = 4
# From here on CommonMark does not see a closing mark.
_DEEP = 4
_MARKDOWN = frozenset({"markdown", "md"})
_DIRECTIVES = frozenset({"code", "code-block", "sourcecode", "code-cell", "prompt"})
_AROUND = re.compile(r"[={:(\[}]")
_start = attrgetter("start")


class Line(NamedTuple):
    """A line to parse: its number in the file, its text, and whether it belongs to a fence.

    ``opens`` says that the line opens a fence; everything up to its closing marks is ``code``.
    """

    number: int
    text: str
    code: bool = False
    opens: bool = False

    def with_text(self, text: str) -> Line:
        """Return the line with another text."""
        return self if text == self.text else Line(self.number, text, self.code, self.opens)


class Span(NamedTuple):
    """A part of a line: the columns from ``start`` to before ``end``."""

    start: int
    end: int


def lead_of(text: str) -> str:
    """Return what stands before the words of a line: spaces, list markers and quote marks."""
    found = _LEAD.match(text)
    return found[0] if found else ""


def continued(lead: str) -> str:
    """Return the lead of a line that goes on with the item or quote that ``lead`` begins."""
    return "".join(char if char in " \t>" else " " for char in lead)


def code_spans(text: str) -> list[Span]:
    """Return the code spans of a text, marks included, in one pass for any number of marks."""
    if "`" not in text:
        return []
    runs = [found.span() for found in _TICKS.finditer(text)]
    later: dict[int, list[int]] = {}
    for start, end in reversed(runs):
        later.setdefault(end - start, []).append(start)
    spans: list[Span] = []
    for start, end in runs:
        closing = later[end - start]
        while closing and closing[-1] <= start:
            closing.pop()
        inside_one = spans and start < spans[-1].end
        escaped = start > 0 and text[start - 1] == "\\"
        if closing and not inside_one and not escaped:
            spans.append(Span(start, closing[-1] + end - start))
    return spans


def without_code(text: str) -> str:
    """Take the code spans out of inline Markdown; its lines stay as many."""
    pieces: list[str] = []
    end = 0
    for span in code_spans(text):
        pieces += [text[end : span.start], "\n" * text.count("\n", span.start, span.end)]
        end = span.end
    return "".join([*pieces, text[end:]])


def inside(place: int, spans: Sequence[Span]) -> bool:
    """Return whether a column lies in one of the spans, which are in order."""
    before = bisect_right(spans, place, key=_start) - 1
    return before >= 0 and place < spans[before].end


def crossing_spans(lines: Sequence[Line]) -> dict[int, list[Span]]:
    """Return, by index, the parts of each line that code spans over several lines cover."""
    found: dict[int, list[Span]] = {}
    last = 0
    for first, line in enumerate(lines):
        if first < last or line.code or "`" not in line.text:
            continue
        last = first + 1
        while last < len(lines) and not (lines[last].code or _BEGINS.match(lines[last].text)):
            last += 1
        texts = [one.text for one in lines[first:last]]
        starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
        for begin, end in code_spans("\n".join(texts)) if len(texts) > 1 else ():
            top, bottom = (bisect_right(starts, place) - 1 for place in (begin, end))
            for n in range(top, bottom + 1) if top < bottom else ():
                part = Span(max(0, begin - starts[n]), min(len(texts[n]), end - starts[n]))
                found.setdefault(first + n, []).append(part)
    return found


class Mark(NamedTuple):
    """Marks at the beginning of a line, or none where a quote ends.

    ``line`` is an index; ``depth`` counts the quotes around the marks, ``column`` is where they
    stand in those, with tabs four wide.
    """

    line: int
    depth: int = 0
    column: int = 0
    marks: str = ""
    info: str = ""
    begins_item: bool = False

    @property
    def opens(self) -> bool:
        """Return whether the marks are long enough for a fence; others only close by mistake."""
        return self.marks[:3] in {"```", "~~~"}

    @property
    def sure(self) -> bool:
        """Return whether the marks can only open a fence: a language or an item begins there."""
        return bool(self.info) or self.begins_item

    @property
    def language(self) -> str:
        """Return the first word behind the marks in lower case."""
        return language_of(self.info)

    @property
    def literal(self) -> bool:
        """Return whether Markdown inside is meant to be shown as it is."""
        return len(self.marks) >= _LONG or self.language in _MARKDOWN


@lru_cache(128)
def language_of(info: str) -> str:
    """Return the language of a fence in lower case, without what stands around its name.

    It is the first word of the info string, as in ``{.bash #id}``, ``bash=1``, ``bash:run.sh``,
    ``bash{1,3}`` and ``language-bash``, or the one behind a directive: ``{code-block} bash``.
    """
    words = info.strip().strip("{}").replace(",", " ").split()
    first = words[0].rstrip("}") if words else ""
    name = words[1] if first in _DIRECTIVES and len(words) > 1 else first
    return _AROUND.split(name.lower().removeprefix("."))[0].removeprefix("language-")


def partner_of(marks: Sequence[Mark], at: int) -> tuple[int, bool]:
    """Return the mark that ends the fence which a mark opens, and whether it closes it.

    The next one with a language does not, nor does the end of the quote around the fence.
    Without any, the place behind the last mark is returned.
    """
    opener = marks[at]
    for place in range(at + 1, len(marks)):
        mark = marks[place]
        if mark.depth < opener.depth:
            return place, False
        if mark.depth > opener.depth or not mark.marks.startswith(opener.marks):
            continue
        if mark.sure:
            return place, False
        if mark.column - opener.column < _DEEP:
            return place, True
    return len(marks), False


def find_marks(texts: Sequence[str]) -> list[Mark]:
    """Return all marks in their order, and the ends of the quotes that hold some."""
    marks: list[Mark] = []
    depth = 0
    for index, text in enumerate(texts):
        if not (depth or "``" in text or "~~" in text or "'''" in text):
            continue
        lead = quote_marks(text)
        if (around := lead.count(">")) < depth:
            marks.append(Mark(index, around))
            depth = around
        found = _FENCE.match(text, len(lead))
        if found and found["marks"][0] not in found["info"]:
            before, info = found["lead"].expandtabs(4), found["info"].strip()
            mark = Mark(index, around, len(before), found["marks"], info, bool(before.strip()))
            marks.append(mark)
            depth = around
    return marks


def quote_marks(text: str) -> str:
    """Return the quote marks that a line begins with, and the space behind them."""
    found = _QUOTE.match(text) if ">" in text else None
    return found[0] if found else ""
