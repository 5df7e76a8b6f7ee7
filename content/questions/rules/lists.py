"""Options that are items of a list, and the items behind them that are none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from content.questions.rules.answer_statements import states_answer
from content.questions.rules.checkboxes import read_box
from content.questions.rules.explanations import is_note
from content.questions.rules.letters import letter_of, lettered
from content.questions.rules.lines import is_only_link
from content.questions.rules.marks import is_marked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.markdown.blocks import Block

Writing = Literal["", "boxes", "marked", "letters", "lines", "ordered", "list"]
"""How the options of a question are written, the surest way first; ``""`` is not at all."""


def first_text(item: Block) -> str:
    """Return the text that a list item begins with."""
    first = item.children[0] if item.children else None
    return first.content if first and first.is_text else ""


def writing_of(block: Block) -> Writing:
    """Return how the items of a list are written if they are options."""
    texts = list(map(first_text, block.children))
    if any(read_box(text)[0] for text in texts[:2]):
        return "boxes"
    if any(is_marked(part.content) for item in block.children for part in item.children):
        return "marked"
    first = letter_of(texts[0]) if texts else None
    if first is not None and lettered(texts[: end_of_items(block.children)], first):
        return "letters"
    return "ordered" if block.kind == "ordered_list" else "list"


def ticks(block: Block) -> int:
    """Return how many items of a list have a ticked checkbox."""
    boxes = (read_box(first_text(item))[0] for item in block.children)
    return sum(box is not None and box.ticked for box in boxes)


def end_of_items(items: Sequence[Block]) -> int:
    """Return the place of the first item from which on nothing is an option."""
    texts = list(map(first_text, items))
    named = [read_box(text)[0] is not None or letter_of(text) is not None for text in texts]
    for place in range(2, len(items)):
        if not named[place] and states_answer(texts[place]):
            return place
    end = len(items)
    while end > 2 and all(named[:2]) and not named[end - 1]:  # noqa: PLR2004 - a choice needs two
        end -= 1
    apart = end < len(items) and _has_gap(items, end)
    return end if all(_explains(text, apart=apart) for text in texts[end:]) else len(items)


def _explains(text: str, *, apart: bool) -> bool:
    """Return whether an item is no option by its own words; those apart may be sentences."""
    if not text or is_note(text) or is_only_link(text):
        return True
    return apart and text.rstrip("*_`)\"' ").endswith((".", "!", "\u3002"))


def _has_gap(items: Sequence[Block], place: int) -> bool:
    """Return whether an empty line stands above an item."""
    above = items[place - 1]
    end = above.children[-1].end if above.children else above.line
    return items[place].line > end + 1
