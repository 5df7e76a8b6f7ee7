"""Warnings of what looks like a question but stays text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from content.questions2.rules.answer_statements import read_statement

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from content.markdown.blocks import Block
    from content.problems import ProblemSink

# "Answer: B." and "Answers: 1-b, 2-c"; "Answer: C is a language" says more than a letter.
_LETTER = re.compile(
    r"[:\uff1a]\W{0,8}(?:\d{1,3}\s?[.)-]\s?)?[A-Ha-h](?:\W{1,4}(?:and\W{1,4})?[A-Ha-h]\b)*"
    r"(?:\W{0,8}$|\s?[).:*,\u2013\u2014-])"
)
HOW = "number it as in `### Question 1`, and write each option on a line of its own"


def warn_of_answers(blocks: Sequence[Block], covered: Container[int], sink: ProblemSink) -> None:
    """Warn of answers that belong to no question; ``covered`` are the places that do."""
    for place, block in enumerate(blocks):
        if place not in covered and (line := _answer(block)) is not None:
            message = f"this answer belongs to no question that is read: {HOW}"
            sink.warning(line, "unread-question", message)


def _answer(block: Block) -> int | None:
    """Return the line of a sentence that names an option by its letter."""
    if block.kind in {"paragraph", "heading"}:
        if ":" not in block.content and "\uff1a" not in block.content:
            return None
        for number, line in enumerate(block.content.split("\n")):
            if _LETTER.search(line) and (said := read_statement(line)) and said.names:
                return min(block.line + number, block.end)
    elif block.is_list or block.kind in {"list_item", "blockquote"}:
        for child in block.children:
            line_number = _answer(child)
            if line_number is not None:
                return line_number
    return None
