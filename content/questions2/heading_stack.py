"""The headings that are open while the blocks of a page are walked, and what they announce."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from content.labs import lab_title
from content.outline.tree import strip_number
from content.questions2.titles import is_questions_title

if TYPE_CHECKING:
    from content.markdown.blocks import Block

_DEEPER = 7
"""The level of what is no heading: below all headings."""


class Open(NamedTuple):
    """A heading that is open: its block and place, and what it announces for what is below."""

    block: Block
    place: int
    announced: bool = False
    lab: bool = False


class HeadingStack:
    """The headings above a place, from the highest to the deepest."""

    def __init__(self) -> None:
        self._open: list[Open] = []
        self.titles: set[str] = set()
        """What all headings say that were opened."""

    @property
    def announced(self) -> bool:
        """Return whether a heading above announces questions."""
        return bool(self._open and self._open[-1].announced)

    @property
    def in_lab(self) -> bool:
        """Return whether a heading above is that of a lab."""
        return bool(self._open and self._open[-1].lab)

    def read(self, block: Block, place: int) -> Open:
        """Return what a heading would open."""
        above = next((one for one in reversed(self._open) if one.block.level < block.level), None)
        announces = is_questions_title(strip_number(block.text)[1])
        lab = bool(above and above.lab) or lab_title(block.text) is not None
        announced = announces or bool(above and above.announced)
        return Open(block, place, announced, lab and not announces)

    def enter(self, heading: Open) -> None:
        """Open a heading that is not part of a question."""
        while self._open and self._open[-1].block.level >= heading.block.level:
            self._open.pop()
        self._open.append(heading)
        self.titles.add(heading.block.content)

    def parents(self, level: int = 0) -> tuple[int, ...]:
        """Return the places of the headings above one with ``level``; 0 is no heading."""
        return tuple(one.place for one in self._open if one.block.level < (level or _DEEPER))
