"""The headings that are open while the blocks of a document are walked, and what they announce."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from content.labs import lab_title
from content.outline.tree import strip_number
from content.questions._titles import is_questions_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.markdown.blocks import Block
    from content.questions._leads import Lead

_DEEPER = 7
"""The level of what is no heading: below all headings."""


@dataclass(frozen=True, slots=True)
class Open:
    """A heading that is open: its level, its place, and what it announces for what is below."""

    level: int
    place: int
    announced: bool
    lab: bool


class Path:
    """The headings above a place, from the highest to the deepest."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._path: list[Open] = []
        self.titles: set[str] = set()
        """What all headings say that were opened."""

    @property
    def announced(self) -> bool:
        """Return whether a heading above announces questions."""
        return bool(self._path and self._path[-1].announced)

    @property
    def in_lab(self) -> bool:
        """Return whether a heading above is that of a lab."""
        return bool(self._path and self._path[-1].lab)

    def heading(self, place: int) -> Open:
        """Return what a heading would open."""
        block = self._blocks[place]
        title = block.text
        announces = is_questions_title(strip_number(title)[1])
        above = next((one for one in reversed(self._path) if one.level < block.level), None)
        return Open(
            level=block.level,
            place=place,
            announced=announces or bool(above and above.announced),
            lab=not announces and (bool(above and above.lab) or lab_title(title) is not None),
        )

    def enter(self, heading: Open | None) -> None:
        """Open a heading that is not part of a question."""
        if heading is None:
            return
        while self._path and self._path[-1].level >= heading.level:
            self._path.pop()
        self._path.append(heading)
        self.titles.add(self._blocks[heading.place].content)

    def parents(self, lead: Lead | None) -> tuple[int, ...]:
        """Return the places of the headings above a lead."""
        level = (lead.level if lead else 0) or _DEEPER
        return tuple(one.place for one in self._path if one.level < level)
