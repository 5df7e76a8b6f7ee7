"""Writes the lines that one line of HTML becomes, in the list item or quote that it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from content.repair.lines import continued

if TYPE_CHECKING:
    from content.repair.lines import Line


class Writer:
    """Collects words until a block ends; ``lead`` is what stands before the first of them."""

    def __init__(self, line: Line, lead: str) -> None:
        self.lines: list[Line] = []
        self.lead = lead
        self._line = line
        self._before = lead
        self._rest = continued(lead)
        self._words: list[str] = []
        self._marker = ""

    def begin(self, marker: str) -> None:
        """Begin a list item."""
        self.finish()
        self._marker = marker

    def add(self, text: str) -> None:
        """Add words to the line."""
        self._words.append(text)

    def move(self, line: Line) -> None:
        """Go on with a later line of the file."""
        self._line = line

    def gap(self) -> None:
        """End the paragraph."""
        self.finish()
        self.lines.append(self._line._replace(text=self._rest.rstrip()))

    def block(self, text: str) -> None:
        """Write a paragraph of its own."""
        self.gap()
        self._put(text)
        self.gap()

    def finish(self) -> None:
        """End the line."""
        words = "".join(self._words).strip()
        if words or self._marker:
            self._put(self._marker + words)
        self._words = []
        self._marker = ""

    def _put(self, text: str) -> None:
        # The first words keep the marker of the item that they stand in.
        before, self._before = self._before, self._rest
        self.lines.append(self._line._replace(text=before + text))
