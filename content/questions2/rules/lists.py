"""Options that are items of a list, and the items behind them that speak of the question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from content.markdown.render import render, render_block
from content.questions2.rules.answer_statements import states_answer
from content.questions2.rules.checkboxes import read_box
from content.questions2.rules.explanations import is_note
from content.questions2.rules.letters import letter_of, lettered
from content.questions2.rules.lines import is_aside, is_only_link
from content.questions2.rules.marks import is_marked
from content.questions2.rules.options import Option, read_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.markdown.blocks import Block

Writing = Literal["", "boxes", "marked", "letters", "lines", "ordered", "list"]
"""How the options of a question are written; ``""`` is not known."""

_FEW = 2
_ASIDE = frozenset({"blockquote", "details", "summary", "details_end"})


class Items(NamedTuple):
    """The options of a list, and the blocks in it that speak of the whole question."""

    options: list[Option]
    notes: list[Block]


def first_text(item: Block) -> str:
    """Return the text that a list item begins with."""
    first = item.children[0] if item.children else None
    return first.content if first and first.is_text else ""


def is_image(block: Block) -> bool:
    """Return whether a paragraph is nothing but an image."""
    return block.kind == "paragraph" and block.content.startswith("![")


def writing_of(block: Block) -> Writing:
    """Return how the items of a list are written if they are options."""
    texts = list(map(first_text, block.children))
    if any(read_box(text)[0] for text in texts[:_FEW]):
        return "boxes"
    if any(is_marked(part.content) for item in block.children for part in item.children):
        return "marked"
    first = letter_of(texts[0]) if texts else None
    if first is not None and lettered(texts[: _end(block.children, texts)], first):
        return "letters"
    return "ordered" if block.kind == "ordered_list" else "list"


def ticks(block: Block) -> int:
    """Return how many items of a list have a ticked checkbox."""
    boxes = (read_box(first_text(item))[0] for item in block.children)
    return sum(box is not None and box.ticked for box in boxes)


def read_items(block: Block) -> Items:
    """Read the items of a list as options; any list may be one, its writing says how surely."""
    items = block.children
    end = _end(items, list(map(first_text, items)))
    found = Items([], [])
    for item in items[:end]:
        found.options.append(_read_item(item, found.notes))
    for item in items[end:]:
        found.notes.extend(item.children)
    return found


def _end(items: Sequence[Block], texts: Sequence[str]) -> int:
    """Return the place of the first item from which on nothing is an option."""
    named = list(map(_is_named, texts))
    for place in range(_FEW, len(items)):
        if not named[place] and states_answer(texts[place]):
            return place
    end = len(items)
    if not all(named[:_FEW]):
        return end
    while end > _FEW and not named[end - 1]:
        end -= 1
    # A gap says something where there is no other one.
    apart = end < len(items) and _has_gap(items, end)
    apart = apart and not any(_has_gap(items, n) for n in range(1, end))
    whole = all(_explains(text, apart=apart) for text in texts[end:])
    return end if whole else len(items)


def _read_item(item: Block, notes: list[Block]) -> Option:
    """Read an option out of a list item: nested lists and paragraphs are its reasons."""
    option = Option(item.line, "")
    texts: list[str] = []
    aside = False
    for index, block in enumerate(item.children):
        aside = aside or block.kind in _ASIDE
        if aside or (block.is_list and all(is_note(first_text(one)) for one in block.children)):
            aside = True
            notes.append(block)
        elif block.is_list:
            option.reasons += [render(part.children) for part in block.children]
        elif index == 0 and block.is_text:
            option = _read_text(item, block, notes)
            texts.append(option.text)
        elif index == 0 or block.is_code or is_image(block):
            texts.append(render_block(block))
        elif block.kind == "paragraph" and is_note(block.content):
            aside = True
            notes.append(block)
        else:
            option.reasons.append(render_block(block))
    option.text = "\n".join(filter(None, texts))
    return option


def _read_text(item: Block, block: Block, notes: list[Block]) -> Option:
    """Read the text of an option; lines glued to it that are none of it become a note."""
    lines = block.content.split("\n")
    cut = next(
        (n for n, line in enumerate(lines) if n and is_aside(line, lines[n - 1])), len(lines)
    )
    if cut < len(lines):
        line = min(block.line + cut, block.end)
        notes.append(type(block)("paragraph", line, block.end, "\n".join(lines[cut:])))
    return read_option(item.line, "\n".join(lines[:cut]))


def _is_named(text: str) -> bool:
    return read_box(text)[0] is not None or letter_of(text) is not None


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
