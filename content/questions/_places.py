"""Where answer keys begin and end among the blocks of a document."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from content.outline.tree import strip_number
from content.questions._answers import read_statement
from content.questions._keys import Reading, is_bare_key, is_key_title, is_singular, read_key

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from content.markdown.blocks import Block

_KEY_BEGINS = 40
"""How many blocks below a title are looked at to tell whether it is that of a key."""


class Places:
    """Finds the keys of a document and the ends of its boxes.

    ``asks`` says of a place whether a question with options begins there: no key holds one.
    """

    def __init__(self, blocks: Sequence[Block], asks: Callable[[int], bool]) -> None:
        self._blocks = blocks
        self._asks = asks
        self._boxes = _boxes(blocks)
        self._headings = [n for n, block in enumerate(blocks) if block.kind == "heading"]

    def is_box(self, index: int) -> bool:
        """Return whether a ``<details>`` that is closed opens at ``index``."""
        return index in self._boxes

    def key(self, index: int) -> tuple[int, int] | None:
        """Return the first block and the end of an answer key that begins at ``index``."""
        block = self._blocks[index]
        if block.kind == "details" and self.opens_key(index):
            return index + 2, self._box_end(index)
        if self.titles_key(index):
            return index + 1, self._key_end(index, len(self._blocks))
        return (index, index + 1) if is_bare_key(block) else None

    def opens_key(self, index: int) -> bool:
        """Return whether a box at ``index`` holds a key."""
        below = index + 1
        return (
            below < len(self._blocks)
            and self._blocks[below].kind == "summary"
            and is_key_title(self._blocks[below].content)
            and self.holds_key(below)
        )

    def titles_key(self, index: int) -> bool:
        """Return whether the text at ``index`` is the title of a key."""
        block = self._blocks[index]
        if block.kind == "heading":
            return is_key_title(strip_number(block.text)[1]) and self.holds_key(index)
        return block.is_text and is_key_title(block.content) and self.holds_key(index)

    def holds_key(self, index: int) -> bool:
        """Return whether the first blocks below a title answer questions."""
        title = self._blocks[index]
        limit = min(index + _KEY_BEGINS, len(self._blocks))
        end = self._box_end(index - 1) if title.kind == "summary" else self._key_end(index, limit)
        blocks = self._blocks[index + 1 : min(end, limit)]
        if title.kind == "heading" and not is_singular(title.text):
            return any(one.answer.names or one.answer.text for one in read_key(blocks).entries)
        # The answer to one question may be explained by an ordered list.
        if not blocks or read_statement(blocks[0].content):
            return False
        entries = read_key(blocks[:1]).entries
        return bool(entries) and (
            any(one.answer.names for one in entries) or not is_singular(title.content)
        )

    def read(self, first: int, end: int) -> Reading:
        """Read a key out of its blocks."""
        return read_key(self._blocks[first:end])

    def _key_end(self, index: int, limit: int) -> int:
        """Return where the key below a title ends, but not more than ``limit``."""
        title = self._blocks[index]
        if title.kind != "heading":
            end = index + 1
            while end < limit and not (self._blocks[end].kind == "heading" or self._asks(end)):
                end += 1
            return end
        for place in self._headings[bisect_right(self._headings, index) :]:
            if self._blocks[place].level <= title.level:
                return place
        return len(self._blocks)

    def _box_end(self, index: int) -> int:
        """Return the place behind a box; one that is never closed holds its summary alone."""
        return self._boxes.get(index, index + 1) + 1


def _boxes(blocks: Sequence[Block]) -> dict[int, int]:
    """Return the place of the end for each ``<details>`` that is closed.

    One that is never closed would swallow all questions below it.
    """
    found: dict[int, int] = {}
    opened: list[int] = []
    for place, block in enumerate(blocks):
        if block.kind == "details":
            opened.append(place)
        elif block.kind == "details_end" and opened:
            found[opened.pop()] = place
    return found
