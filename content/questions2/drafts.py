"""One question while it is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from content.questions2.rules.answer_statements import Statement
    from content.questions2.rules.lists import Writing
    from content.questions2.rules.options import Option
    from content.questions2.rules.question_headers import Header
    from content.questions2.tokens import Token


@dataclass(slots=True)
class Draft:
    """A question as it stands in the file.

    ``answers`` are the statements of which options are right; ``rest`` are tokens that are not part
    of the question.
    """

    header: Header
    writing: Writing = ""
    stem: str = ""
    options: list[Option] = field(default_factory=list)
    answers: list[Statement] = field(default_factory=list)
    explanation: list[str] = field(default_factory=list)
    rest: list[Token] = field(default_factory=list)

    @property
    def is_answered(self) -> bool:
        """Return whether an option is marked, or a sentence names one."""
        return any(option.right for option in self.options) or bool(self.answers)
