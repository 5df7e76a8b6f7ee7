"""The headings that are open while the blocks of a page are walked, and what they announce."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from content.labs import lab_title
from content.outline.numbers import strip_number
from content.questions.titles import is_questions_title

if TYPE_CHECKING:
    from content.markdown.blocks import Block


class Open(NamedTuple):
    """A heading that is open, and what it announces for what is below: questions, or a lab."""

    level: int = 0
    place: int = -1
    announced: bool = False
    lab: bool = False


class HeadingStack:
    """The headings above a place, from the highest to the deepest."""

    def __init__(self) -> None:
        self._open = [Open()]

    @property
    def last(self) -> Open:
        """Return the deepest heading."""
        return self._open[-1]

    def read(self, block: Block, place: int) -> Open:
        """Return what a heading would open."""
        above = next(one for one in reversed(self._open) if one.level < block.level)
        announces = is_questions_title(strip_number(block.text)[1])
        lab = not announces and (above.lab or lab_title(block.text) is not None)
        return Open(block.level, place, announces or above.announced, lab)

    def enter(self, heading: Open) -> None:
        """Open a heading that is not part of a question."""
        while self.last.level >= heading.level:
            self._open.pop()
        self._open.append(heading)

    def parents(self, level: int = 0) -> tuple[int, ...]:
        """Return the places of the headings above one with ``level``; 0 is no heading."""
        return tuple(one.place for one in self._open[1:] if one.level < level or not level)
