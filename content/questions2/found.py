"""What is found on a page: candidates for questions, answer keys, and numbers between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.questions2.drafts import Draft
    from content.questions2.rules.key_rows import Row


@dataclass(slots=True)
class Candidate:
    """What may be a question: its draft, and the places of its blocks on the page."""

    draft: Draft
    start: int
    end: int
    parents: tuple[int, ...]
    """The places of the headings above it."""
    item: int | None = None
    """Which item of the list at ``start`` it is, if it is one."""
    of: int = 0
    """How many items that list has."""
    asked: bool = False
    """Whether it became a question, so that its blocks are not part of the text."""

    @property
    def places(self) -> range:
        """Return the places of its blocks."""
        return range(self.start, self.end)


@dataclass(slots=True)
class Key:
    """An answer key: its rows, and the places of its blocks, heading included.

    ``kept`` are the places of blocks in it that answer nothing.
    """

    rows: Sequence[Row]
    start: int
    end: int
    kept: Sequence[int] = ()
    parents: tuple[int, ...] = ()
    answered: list[Candidate] = field(default_factory=list)
    """The question for each row, as far as there is one."""

    @property
    def places(self) -> range:
        """Return the places of its blocks."""
        return range(self.start, self.end)

    @property
    def is_used_up(self) -> bool:
        """Return whether all that it says went into questions that can be asked."""
        return len(self.answered) == len(self.rows) and all(one.asked for one in self.answered)


class Numbers(NamedTuple):
    """Numbers of what may be open questions, from ``first`` to ``last``: a key may answer them.

    One with ``parents`` begins something like a question, and counts in the numbering.
    """

    first: int
    last: int
    parents: tuple[int, ...] | None = None


Found = Candidate | Key | Numbers
