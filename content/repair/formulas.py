"""Formulas that stand for themselves become fences, so that no line of them is read as Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from content.markdown.lines import continued, lead_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.markdown.lines import Line

_OPEN = re.compile(
    r"(?:(?P<mark>\$\$)(?!.*\$\$)|(?P<square>\\\\?\[)(?=\s*$)"
    r"|(?=\\begin\{(?P<name>(?:equation|align|gather|multline|eqnarray|alignat)\*?)\}))(?P<more>.*)"
)
_CLOSED = frozenset({r"\]", r"\\]"})
_MOST = 100
"""A formula of more lines is a sign that something else was meant."""


def fence_formulas(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines with ``$$``, ``\\[`` and environments of several lines as ``math`` fences."""
    place = 0
    while place < len(lines):
        line = lines[place]
        is_near = not line.code and ("$$" in line.text or "\\" in line.text)
        lead = lead_of(line.text) if is_near else ""
        opened = _OPEN.match(line.text, len(lead)) if is_near else None
        end = _end(lines, place, opened) if opened else None
        if opened is None or end is None:
            yield line
            place += 1
            continue
        inner = continued(lead)
        yield line._replace(text=f"{lead}```math", code=True, opens=True)
        parts = [(line, opened["more"]), *((one, one.text) for one in lines[place + 1 : end + 1])]
        for one, text in parts:
            bare = text.strip(" \t>").removesuffix("$$").strip()
            if bare and not (opened["square"] and bare in _CLOSED):
                yield one._replace(text=inner + bare, code=True)
        yield lines[end]._replace(text=f"{inner}```", code=True)
        place = end + 1


def _end(lines: Sequence[Line], place: int, opened: re.Match[str]) -> int | None:
    """Return the line that ends a formula; an empty line does not, it is none then."""
    mark = "$$" if opened["mark"] else rf"\end{{{opened['name']}}}" if opened["name"] else "]"
    for at in range(place + bool(opened["name"] is None), min(place + _MOST, len(lines))):
        text = lines[at].text.strip(" \t>")
        if lines[at].code or not text:
            return None
        if text.rstrip(".,;").endswith(mark) and (mark != "]" or text in _CLOSED):
            return at
    return None
