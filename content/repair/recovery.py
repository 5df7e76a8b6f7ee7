"""Mends raw lines so that Markdown sees what an author meant, before anything else reads them.

Lines are only moved, blanked, split or freed of marks; each keeps the number that it has in the
file, and code is left as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from content.html.lesson import without_html
from content.repair.admonitions import unfold
from content.repair.boxes import mend_boxes
from content.repair.emphasis import tidy_emphasis
from content.repair.fences import mend_fences
from content.repair.indentation import reindent
from content.repair.quotes import end_quotes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from content.models import Problem
    from content.repair.lines import Line

_QUESTION = re.compile(r" {0,3}(?:\*\*|__)(?:Question|Q) ?\d+", re.IGNORECASE)
_CROWDED = re.compile(r"(?P<marks> {0,3}#{2,6})(?P<title>[^\W_].*|[*`\[(].*)")
_NOT_BREAKING = re.compile(r"(?P<marks> {0,3}#{1,6})[ \t]*\u00a0\s*(?P<title>.*)")


class Mended(NamedTuple):
    """The lines to parse and what had to be mended."""

    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]


def recover(path: str, lines: Sequence[str]) -> Mended:
    """Return ``lines`` so that Markdown sees what was meant, and a warning for each fault."""
    fenced, problems = mend_fences(path, unfold(lines))
    separate = end_quotes(list(_separate(mend_boxes(list(without_html(fenced))))))
    even, more = reindent(path, separate)
    return Mended(tuple(tidy_emphasis(even)), (*problems, *more))


def _separate(lines: Iterable[Line]) -> Iterator[Line]:
    """Free questions that are glued to the options above them, and headings of their sign."""
    above = ""
    waiting: Line | None = None
    for line in lines:
        text = line.text
        if waiting:
            yield _heading(waiting, alone=not text.strip())
            waiting = None
        first = text.lstrip(" ")[:1]
        if line.code or first not in {"#", "*", "_"}:
            above = "" if line.code else text
            yield line
            continue
        if first != "#" and above.strip() and _QUESTION.match(text):
            yield line._replace(text="")
        if first == "#" and above.strip():
            waiting = line
        else:
            yield _heading(line, alone=True) if first == "#" else line
        above = text
    if waiting:
        yield _heading(waiting, alone=True)


def _heading(line: Line, *, alone: bool) -> Line:
    """Write a heading whose title stands right behind its marks with a space, if it is one."""
    if alone and (found := _CROWDED.fullmatch(line.text)):
        # Signs behind a title close it when they are as many as before it; C# is a title's own.
        title = found["title"].rstrip().removesuffix(found["marks"].strip())
        return line._replace(text=f"{found['marks']} {title}")
    if found := _NOT_BREAKING.match(line.text):
        return line._replace(text=f"{found['marks']} {found['title']}")
    return line
