"""What is found on a page: drafts of questions, answer keys, and numbers between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.questions.rules.answer_statements import Statement
    from content.questions.rules.key_rows import Row
    from content.questions.rules.options import Option, Writing
    from content.questions.rules.question_headers import QuestionHeader
    from content.questions.tokens import Token


@dataclass(slots=True)
class Draft:
    """A question as it stands in the file, before it has an id.

    ``answers`` are the statements of which options are right; ``rest`` are tokens that are not part
    of the question. ``places`` are those of its blocks on the page, ``parents`` those of the
    headings above it, of which one may have ``announced`` questions.
    """

    header: QuestionHeader
    writing: Writing = ""
    stem: str = ""
    options: list[Option] = field(default_factory=list)
    answers: list[Statement] = field(default_factory=list)
    explanation: list[str] = field(default_factory=list)
    concept: str = ""
    """The title or the anchor of the concept that it asks about."""
    rest: list[Token] = field(default_factory=list)
    places: range = range(0)
    tokens: range = range(0)
    announced: bool = False
    parents: tuple[int, ...] = ()
    item: Token | None = None
    """The item of a list that it begins with."""
    asked: bool = False
    """Whether it became a question, so that its blocks are not part of the text."""

    @property
    def line(self) -> int:
        """Return the line in the file that it begins on."""
        return self.header.block.line

    @property
    def number(self) -> int | None:
        """Return the number that the question has in the file."""
        return self.header.number

    @property
    def correct(self) -> tuple[int, ...]:
        """Return the places of the right options."""
        return tuple(place for place, option in enumerate(self.options) if option.right)

    @property
    def is_answered(self) -> bool:
        """Return whether an option is marked, or a sentence names one."""
        return bool(self.correct or self.answers)


@dataclass(slots=True)
class Key:
    """An answer key: its rows, and the places of its blocks, heading included.

    ``kept`` are the places of blocks in it that answer nothing, ``parents`` those of the headings
    above its title; ``answered`` has the question for each row, as far as there is one.
    """

    rows: Sequence[Row]
    places: range
    tokens: range
    kept: Sequence[int] = ()
    parents: tuple[int, ...] = ()
    answered: list[Draft] = field(default_factory=list)

    @property
    def is_used_up(self) -> bool:
        """Return whether all that it says went into questions that can be asked."""
        return len(self.answered) == len(self.rows) and all(one.asked for one in self.answered)


class NumberGap(NamedTuple):
    """A number above what has no options: a key may answer it.

    One with ``parents`` looks like that of a question, and counts in the numbering.
    """

    number: int
    parents: tuple[int, ...] | None = None


Piece = Draft | Key | NumberGap
