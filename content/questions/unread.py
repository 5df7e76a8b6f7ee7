"""Warnings of what looks like a question but stays text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from content import words
from content.questions.rules.letters import NAME
from content.questions.tokens import Token, tokens_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from content.problems import ProblemSink

# "Answer: B." and "Answers: 1-b, 2-c"; "Answer: C is a language" says more than a letter.
_NAME = rf"(?![I-Zi-z]\b){NAME}"
_LETTER = re.compile(
    rf"(?:[:\uff1a]|{words.IS})\W{{0,8}}(?:\d{{1,3}}\s?[.)-]\s?)?{_NAME}"
    rf"(?:\W{{1,4}}(?:and\W{{1,4}})?{_NAME}(?![^\W_]))*(?:\W{{0,8}}$|\s?[).:*,\u2013\u2014-])"
)
HOW = "number it as in `### Question 1`, and write each option on a line of its own"


def warn_of_unread(
    tokens: Sequence[Token],
    covered: Container[int],
    boxes: Iterable[tuple[int, int]],
    sink: ProblemSink,
) -> None:
    """Warn of answers and ticked boxes in no question.

    ``covered`` are the places of blocks that belong to one; ``boxes`` are where options stand, and
    where their stem.
    """
    for token in tokens:
        if token.place not in covered and (answer := _answer(token)):
            message = f"this answer belongs to no question that is read: {HOW}"
            sink.warning(answer.block.line, "unread-question", message)
    for start, stem in boxes:
        if tokens[start].place not in covered:
            message = (
                f"one of these boxes is ticked, but nothing says that this is a question: {HOW}"
            )
            sink.warning(tokens[stem].block.line, "unread-question", message)


def _answer(token: Token) -> Token | None:
    """Return a sentence that names an option by its letter."""
    if token.statement:
        line = token.block.content.split("\n", 1)[0]
        return token if token.statement.names and _LETTER.search(line) else None
    items = token.block.children if token.kind == "options" else ()
    inside = token.inside or tokens_of(part for item in items for part in item.children)
    return next(filter(None, map(_answer, inside)), None)
