"""The options of a question out of lists and checkboxes, and what tells them from notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from content.markdown.render import render, render_block
from content.questions._answers import explains, read_statement
from content.questions._marks import (
    Box,
    is_marked,
    letter_of,
    lettered,
    may_name,
    read_box,
    without_marks,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from content.markdown.blocks import Block

_ONLY_LINK = re.compile(r"\s*(?:[*_]{0,2})\[[^\[\]]+\]\([^()\s]+\)[*_.]{0,3}\s*")
_ANSWER = re.compile(r"[\s*_]*(?:the\s+)?(?:(?:correct|right)\s+)?answer[\s*_]*:", re.IGNORECASE)
_ASIDE = frozenset({"blockquote", "details", "summary", "details_end"})
_FIRST_ITEMS = 2
_FEW = 2


@dataclass(slots=True)
class Draft:
    """An option while it is read; ``text`` is Markdown."""

    line: int
    text: str
    right: bool = False
    box: Box | None = None
    reasons: list[str] = field(default_factory=list)


class Item(NamedTuple):
    """An option out of a list item, and the blocks in it that speak of the whole question."""

    draft: Draft
    notes: list[Block]


class Items(NamedTuple):
    """The items of a list that can be chosen, and those behind them that speak of the question."""

    options: Sequence[Block]
    notes: Sequence[Block]


def split_items(block: Block) -> Items:
    """Split the items without a box or letter off the end of a list whose other ones have some."""
    items = block.children
    if len(items) <= _FEW:
        return Items(items, ())
    for place in range(_FEW, len(items)):
        if read_statement(_first(items[place])):
            # Behind the answer nothing is an option.
            named = all(map(_is_named, items[:place]))
            return Items(items[:place], items[place:]) if named else _split_end(items)
    return Items(items, ()) if _is_named(items[-1]) else _split_end(items)


def _split_end(items: Sequence[Block]) -> Items:
    if not all(map(_is_named, items[:_FEW])):
        end = len(items) - bool(_ANSWER.match(_first(items[-1])))
        return Items(items[:end], items[end:])
    end = len(items) - 1
    while not _is_named(items[end - 1]):
        end -= 1
    # A gap says something where there is no other one.
    apart = _has_gap(items, end) and not any(_has_gap(items, n) for n in range(1, end))
    if all(_explains(item, apart=apart) for item in items[end:]):
        return Items(items[:end], items[end:])
    return Items(items, ())


def holds_options(block: Block) -> bool:
    """Return whether a list is no options but stems: its first item holds options of its own."""
    if block.kind != "ordered_list" or not block.children:
        return False
    return any(
        has_boxes(part) or is_lettered(part)
        if part.is_list
        else "\n" in part.content and may_hold(part)
        for part in block.children[0].children
    )


def has_marks(block: Block) -> bool:
    """Return whether an item of a list is marked as right."""
    return any(is_marked(part.content) for item in block.children for part in item.children)


def has_boxes(block: Block) -> bool:
    """Return whether the first items of a list begin with a checkbox."""
    return any(read_box(_first(item))[0] for item in block.children[:_FIRST_ITEMS])


def ticks(block: Block) -> int:
    """Return how many items of a list have a ticked checkbox."""
    found = [read_box(_first(item))[0] for item in block.children]
    return sum(bool(box and box.ticked) for box in found)


def is_lettered(block: Block, start: int = 0) -> bool:
    """Return whether all items of a list are named ``A``, ``B`` and so on."""
    if not block.children or letter_of(_first(block.children[0])) != start:
        return False
    return lettered([_first(item) for item in split_items(block).options], start)


def read_item(item: Block) -> Item:
    """Read an option out of a list item: nested lists and paragraphs are its reasons."""
    draft = Draft(item.line, "")
    notes: list[Block] = []
    texts: list[str] = []
    for index, block in enumerate(item.children):
        if notes or block.kind in _ASIDE or (block.is_list and _speaks_of_all(block)):
            notes.append(block)
        elif block.is_list:
            draft.reasons += [render(part.children) for part in block.children]
        elif index == 0 and block.is_text:
            texts.append(_read_text(draft, block, notes))
        elif index == 0 or block.is_code or is_image(block):
            texts.append(render_block(block))
        elif block.kind == "paragraph" and is_note(block.content):
            notes.append(block)
        else:
            draft.reasons.append(render_block(block))
    draft.text = "\n".join(filter(None, texts))
    return Item(draft, notes)


def may_hold(block: Block) -> bool:
    """Return whether a block looks like options; a list with bullets may be a stem's."""
    if block.is_list:
        return block.kind == "ordered_list" or shows_options(block)
    return block.kind == "paragraph" and shows_options(block)


def shows_options(block: Block) -> bool:
    """Return whether boxes, letters or marks tell that a block holds options."""
    if block.is_list:
        return has_boxes(block) or is_lettered(block) or has_marks(block)
    return (
        (block.is_text or block.kind == "code_block")
        and may_name(block.content)
        and any(letter_of(line.strip()) in {0, 1} for line in block.content.split("\n"))
    )


def is_image(block: Block) -> bool:
    """Return whether a paragraph is nothing but an image."""
    return block.kind == "paragraph" and block.content.startswith("![")


def is_note(content: str) -> bool:
    """Return whether a text speaks of the answer: ``Answer: B`` or ``Explanation: …``."""
    return read_statement(content) is not None or explains(content) is not None


def first_texts(blocks: Iterable[Block]) -> list[str]:
    """Return the first text of each item of a list."""
    return [_first(item) for item in blocks]


def _speaks_of_all(block: Block) -> bool:
    return all(is_note(_first(item)) for item in block.children)


def _first(item: Block) -> str:
    first = item.children[0] if item.children else None
    return first.content if first and first.is_text else ""


def _is_named(item: Block) -> bool:
    content = _first(item)
    return read_box(content)[0] is not None or letter_of(content) is not None


def _explains(item: Block, *, apart: bool) -> bool:
    """Return whether an item is no option by its own words; those apart may be sentences."""
    content = _first(item)
    if not item.children or is_note(content) or _ONLY_LINK.fullmatch(content):
        return True
    return apart and content.rstrip("*_`)\"' ").endswith((".", "!", "\u3002"))


def _has_gap(items: Sequence[Block], place: int) -> bool:
    """Return whether an empty line stands above an item."""
    above = items[place - 1]
    end = above.children[-1].end if above.children else above.line
    return items[place].line > end + 1


def is_aside(line: str, above: str) -> bool:
    """Return whether a line below an option speaks of the answer, or names a source."""
    if not _ONLY_LINK.fullmatch(line):
        return is_note(line)
    text = read_box(above)[1].strip("`.()*_ ")
    return len(text) > 1 and text[-1] not in ":,"


def _read_text(draft: Draft, block: Block, notes: list[Block]) -> str:
    """Read the text of an option; lines glued to it that are none of it become a note."""
    lines = block.content.split("\n")
    cut = next(
        (n for n, line in enumerate(lines) if n and is_aside(line, lines[n - 1])), len(lines)
    )
    if cut < len(lines):
        line = min(block.line + cut, block.end)
        notes.append(type(block)("paragraph", line, block.end, "\n".join(lines[cut:])))
    draft.box, text = read_box("\n".join(lines[:cut]))
    draft.right = bool(draft.box and draft.box.ticked)
    return take_marks(draft, text)


def take_marks(draft: Draft, text: str) -> str:
    """Return a text without its marks, and note whether they say that the option is right."""
    draft.right = draft.right or is_marked(text)
    return without_marks(text)
