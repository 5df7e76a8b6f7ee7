"""The blocks of Markdown that are being written: what is in an element, and what it becomes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from content.markdown.lines import Line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(slots=True)
class Frame:
    """An element that is open; ``first`` and ``rest`` stand before its lines in the one around it.

    ``gap`` says that an empty line has to come before the next one; ``number`` is that of a list's
    next item, ``line`` the number of the line that the element begins on, and ``rows`` are those of
    a table, each with its line.
    """

    name: str
    first: str = ""
    rest: str = ""
    number: int | None = None
    line: int = 0
    lines: list[Line] = field(default_factory=list)
    gap: bool = False
    rows: list[tuple[int, list[str]]] = field(default_factory=list)

    def put(self, line: Line) -> None:
        """Add a line, below an empty one where a block ended."""
        if self.gap and self.lines and self.lines[-1].text.strip(" >") and line.text.strip(" >"):
            marks = line.text[: len(line.text) - len(line.text.lstrip(" >"))]
            self.lines.append(Line(line.number, marks.rstrip()))
        self.gap = False
        self.lines.append(line)

    def marker(self) -> str:
        """Return the marker of the next item of this list."""
        if self.number is None:
            return "- "
        self.number += 1
        return f"{self.number - 1}. "


def fence(code: str, language: str) -> Iterator[str]:
    """Yield the lines of a block of code, whatever backticks are in it."""
    marks = "`" * max(3, 1 + max(map(len, re.findall(r"`+", code)), default=0))
    yield f"{marks}{language}"
    yield from code.split("\n")
    yield marks


def table(rows: Sequence[tuple[int, Sequence[str]]]) -> Iterator[Line]:
    """Yield the lines of a table that is as wide as its widest row.

    Only the head is filled: Markdown has the cells that other rows lack without being told.
    """
    width = max((len(cells) for _, cells in rows), default=0)
    for place, (number, cells) in enumerate(rows if width else ()):
        whole = [*cells, *[""] * (width - len(cells))] if place == 0 else cells
        yield Line(number, f"| {' | '.join(whole)} |")
        if place == 0:
            yield Line(number, "|" + " --- |" * width)
