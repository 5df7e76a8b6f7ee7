"""Warnings of what looks like a question but stays text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from content.questions._answers import read_statement
from content.questions._faults import Fault

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from content.markdown.blocks import Block
    from content.questions._spots import Spots

# "Answer: B." and "Answers: 1-b, 2-c"; "Answer: C is a language" says more than a letter.
_LETTER = re.compile(
    r"[:\uff1a]\W{0,8}(?:\d{1,3}\s?[.)-]\s?)?[A-Ha-h](?:\W{1,4}(?:and\W{1,4})?[A-Ha-h]\b)*"
    r"(?:\W{0,8}$|\s?[).:*,\u2013\u2014-])"
)
HOW = "number it as in `### Question 1`, and write each option on a line of its own"


def unread(
    blocks: Sequence[Block], covered: Container[int], spots: Spots, *, boxes: bool
) -> Iterator[Fault]:
    """Warn of answers and ticked boxes that belong to no question.

    ``covered`` are the places that are part of one, or of a key; ``boxes`` says that the document
    has questions with boxes, so that others like them are none of things to do.
    """
    for place, block in enumerate(blocks):
        if place not in covered and (line := _answer(block)) is not None:
            message = f"this answer belongs to no question that is read: {HOW}"
            yield Fault(line, "warning", "unread-question", message)
    for stem, spot in spots.found:
        if spot.start in covered or spot.ticks != 1 or spot.every == 1:
            continue
        if boxes or spots.are_all_choices:
            block = blocks[spot.start if stem is None else stem]
            message = (
                f"one of these boxes is ticked, but nothing says that this is a question: {HOW}"
            )
            yield Fault(block.line, "warning", "unread-question", message)


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
