"""What is found in a document: candidates for questions, answer keys, and numbers between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.markdown.blocks import Block
    from content.questions._draft import Draft
    from content.questions._keys import Entry


_FEW = 2


@dataclass(slots=True)
class Candidate:
    """What may be a question: its draft, and the places of its blocks in the document."""

    draft: Draft
    start: int
    end: int
    parents: tuple[int, ...]
    """The places of the headings above it."""
    asked: bool = False
    """Whether it became a question, so that its blocks are not part of the text."""
    left: Sequence[Block] | None = None
    """The other items of the list that it is part of, as blocks; all are taken or left together."""

    @property
    def number(self) -> int | None:
        """Return the number that the question has in the file."""
        return self.draft.lead.number


@dataclass(slots=True)
class Key:
    """An answer key: its entries, and the places of its blocks, heading included.

    ``kept`` are the places of blocks in it that answer nothing.
    """

    entries: Sequence[Entry]
    start: int
    end: int
    kept: Sequence[int] = ()
    parents: tuple[int, ...] = ()
    answered: list[Candidate] = field(default_factory=list)
    """The question for each entry, as far as there is one."""

    @property
    def is_used_up(self) -> bool:
        """Return whether all that it says went into questions that can be asked."""
        return len(self.answered) == len(self.entries) and all(
            candidate.asked for candidate in self.answered
        )


class Passed(NamedTuple):
    """A number that begins something like a question; it only counts in the numbering."""

    number: int
    parents: tuple[int, ...]


class Numbered(NamedTuple):
    """The numbers of an ordered list, whose items may be open questions."""

    first: int
    last: int


Found = Candidate | Key | Passed | Numbered


def is_question(draft: Draft, *, announced: bool) -> bool:
    """Return whether a draft is a question, by its lead, its options and what answers it."""
    lead = draft.lead
    if lead.sure:
        # A list of frequent questions stays text.
        return (
            (announced and (lead.style != "summary" or bool(draft.options)))
            or draft.is_answered
            or draft.chosen in {"boxes", "letters", "lines"}
        )
    if len(draft.options) < _FEW:
        return False
    if lead.word:
        return draft.is_answered or draft.chosen == "boxes"
    if draft.chosen in {"letters", "lines"}:
        return announced or draft.is_answered or lead.number is not None
    return draft.is_answered or (announced and draft.chosen == "boxes")
