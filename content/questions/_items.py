"""Questions that are the items of one ordered list, beside items that ask nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from content.questions import _options as options
from content.questions._draft import read_draft
from content.questions._found import is_question
from content.questions._leads import item_lead
from content.questions._spots import asks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from content.markdown.blocks import Block
    from content.questions._draft import Draft
    from content.questions._leads import Lead


def read_items(
    block: Block, below: Callable[[Lead], Sequence[Block]], *, announced: bool
) -> dict[int, Draft]:
    """Return the questions in a list by their places in it.

    ``below`` returns the blocks below the list that may belong to its last question.
    """
    last = len(block.children) - 1
    drafts: dict[int, Draft] = {}
    for place, item in enumerate(block.children):
        if not item.children or not item.children[0].is_text:
            continue
        lead = item_lead(item, block.level + place)
        # What stands below an ordinary list is no part of it.
        more = below(lead) if place == last and (last == 0 or drafts) else ()
        # Most items of most lists hold no options.
        if not more and not any(part.is_code or options.may_hold(part) for part in item.children):
            continue
        draft = read_draft(lead, [*item.children[1:], *more], owned=True)
        if draft.chosen not in {"ordered", "list"} and is_question(draft, announced=announced):
            drafts[place] = draft
    if len(drafts) > last:
        return drafts
    # Boxes below some of the items are things to do.
    return {
        place: draft
        for place, draft in drafts.items()
        if draft.chosen in {"letters", "lines"} or asks(draft.lead.block)
    }


def left_items(block: Block, drafts: dict[int, Draft]) -> list[Block]:
    """Return the other items of the list, each as a list with its number."""
    return [
        block._replace(level=block.level + place, children=(item,), line=item.line)
        for place, item in enumerate(block.children)
        if place not in drafts
    ]
