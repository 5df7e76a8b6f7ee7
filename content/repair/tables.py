"""Turns a plain HTML table into a Markdown one, a line for each row."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.repair.lines import Line

_PART = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z]+)(?:\s[^<>]*)?/?>")
_CELLS = frozenset({"td", "th"})
_GROUPS = frozenset({"table", "thead", "tbody", "tfoot", "colgroup", "col"})


def read_table(lines: Sequence[Line]) -> list[Line] | None:
    """Return the rows of the table that ``lines`` hold, tags of its cells' text still in them.

    None is returned where it is not plain: tables in tables, code, or text outside of cells.
    """
    reader = _Reader()
    for line in lines:
        if line.code or not reader.take(line):
            return None
    if not reader.rows:
        return None
    width = max(len(cells) for _, cells in reader.rows)
    written = []
    for place, (line, cells) in enumerate(reader.rows):
        row = [cell.replace("|", "\\|") for cell in cells]
        # Markdown fills short rows itself, up to a limit, but takes the width from the first one.
        row += [""] * (width - len(row)) if place == 0 else []
        written.append(line._replace(text=f"| {' | '.join(row)} |"))
        if place == 0:
            written.append(line._replace(text="|" + " --- |" * width))
    first, last = lines[0]._replace(text=""), lines[-1]._replace(text="")
    return [first, *written, last]


class _Reader:
    """Collects the cells of the rows."""

    def __init__(self) -> None:
        self.rows: list[tuple[Line, list[str]]] = []
        self._cell: list[str] | None = None
        self._tables = 0

    def take(self, line: Line) -> bool:
        """Read a line; say whether the table is still a plain one."""
        done = 0
        for part in _PART.finditer(line.text):
            name, opens = part["name"].lower(), not part["close"]
            if name not in _CELLS | _GROUPS | {"tr"}:
                continue
            if not self._words(line.text[done : part.start()]):
                return False
            done = part.end()
            if name == "table":
                self._tables += opens
            if name in _CELLS and opens and not self.rows:
                return False
            self._end_cell()
            if name == "tr" and opens:
                self.rows.append((line, []))
            elif name in _CELLS and opens:
                self._cell = []
        return self._words(line.text[done:]) and self._tables <= 1

    def _words(self, text: str) -> bool:
        words = text.strip()
        if words and self._cell is not None:
            self._cell.append(words)
            return True
        return not words

    def _end_cell(self) -> None:
        if self._cell is not None:
            self.rows[-1][1].append(" ".join(self._cell))
        self._cell = None
