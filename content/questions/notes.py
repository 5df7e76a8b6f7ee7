"""What stands behind the options of a question: sentences that name the answer or explain it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from content import words
from content.markdown.render import render_block, unwrap
from content.questions.groups import asks
from content.questions.rules.answer_statements import (
    Statement,
    adds_to_answer,
    as_text,
    named,
    read_alone,
    shows,
    spelled_out,
    without_label,
    without_repeat,
)
from content.questions.rules.marks import without_bold
from content.questions.titles import announces_answer, is_label, named_concept

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.questions.drafts import Draft
    from content.questions.tokens import Token

_CORRECTION = re.compile(rf"[\W_]*(?:correction|{words.KEY})[\W_]*", re.IGNORECASE)


def end_of_notes(draft: Draft, tokens: Sequence[Token]) -> int:
    """Return the place of a second answer, or of its bold stem; one may repeat the first.

    It belongs to a question that was not seen.
    """
    found, stem = draft.options, None
    right = {place for place, option in enumerate(found) if option.right}
    # What stands right below boxes and marks speaks of them, be it right or wrong.
    own = bool(right)
    right = right.union(*(named(found, one) for one in draft.answers))
    for place, token in enumerate(tokens):
        said = token.statement
        names = named(found, _meant(draft, said)) if said else set()
        if said and names and names <= right:
            stem = None
        elif said and right and stem is not None:
            return stem
        elif names and right and not own:
            return place
        elif token.kind == "paragraph" and not token.owned:
            line = token.block.content.split("\n", 1)[0].strip()
            asking = without_bold(line) != line or asks(token.block)
            stem = place if asking or not own else None
        right |= names
    return len(tokens)


class Notes:
    """Sorts tokens behind the options of a question in their order.

    ``owned`` says that text behind the options belongs to the question and not to the lesson.
    """

    def __init__(self, draft: Draft, *, owned: bool) -> None:
        self._draft = draft
        self._owned = owned
        self._awaits = False
        """Whether a label announced the answer, which is to come."""
        self._announced = False
        """Whether a label or a colon announced the next token."""
        self._closed = False
        """Whether a quote or a box that explains has ended, below a question without a number."""

    def add(self, token: Token, *, owned: bool = False) -> None:
        """Read a token; ``owned`` says that it is the question's for sure."""
        owned = owned or token.owned or self._announced or self._owned
        self._announced = False
        content = token.block.content
        if token.kind in {"blockquote", "notes"}:
            for one in token.inside:
                self.add(one, owned=True)
            self._close()
        elif token.kind == "details":
            # From here on it is inside of the question's own box.
            self._owned = True
        elif concept := named_concept(content):
            self._draft.concept = concept
        elif token.statement:
            self.state(token.statement, content.partition("\n")[2])
        elif token.kind == "explanation":
            self._explain(without_label(content))
        elif token.kind in {"heading", "summary"}:
            if not (is_label(content) or _CORRECTION.fullmatch(content)):
                self._draft.explanation.append(render_block(token.block))
            self._awaits = announces_answer(content)
        elif token.kind == "details_end":
            self._close()
        elif token.kind != "hr" and not self._is_awaited(token):
            self._announced = _announces(content)
            if (owned and not self._closed) or adds_to_answer(content):
                self._draft.explanation.append(render_block(token.block))
            else:
                self._draft.rest.append(token)

    def state(self, statement: Statement, more: str = "") -> None:
        """Read which options are right, and what stands behind that."""
        statement = _meant(self._draft, statement)
        self._awaits = not statement.names and not statement.text
        if not self._awaits:
            self._draft.answers.append(statement)
        self._explain(
            "\n".join(filter(None, [without_repeat(self._draft.options, statement), more]))
        )
        self._announced = self._announced and not statement.names

    def _close(self) -> None:
        """Note that what explains is complete: text behind it leads to the next question."""
        header, explains = self._draft.header, bool(self._draft.explanation)
        self._closed = explains and header.style == "paragraph" and not header.sure

    def _explain(self, text: str) -> None:
        text = unwrap(text)
        self._announced = not text or _announces(text)
        if text:
            self._draft.explanation.append(text)

    def _is_awaited(self, token: Token) -> bool:
        """Read the answer that a label above announced; return whether this is one."""
        if not self._awaits:
            return False
        self._awaits = False
        line, _, more = token.block.content.partition("\n")
        statement = read_alone(line) or Statement((), line.strip())
        if not named(self._draft.options, statement):
            return False
        self.state(statement, more)
        return True


def _meant(draft: Draft, statement: Statement) -> Statement:
    """Return what an answer says of the options of this question, by the names that they show."""
    if statement.names == (str(draft.number),) and draft.options:
        # "Answer: 2. a" below question 2 is the row of a key.
        row = read_alone(statement.text)
        statement = row if row and shows(draft.writing, row.names[0]) else statement
    return as_text(draft.options, spelled_out(draft.options, statement), draft.writing)


def _announces(content: str) -> bool:
    return content.rstrip("*_ ").endswith(":")
