"""The options of a question, in whichever way they are written.

Lines of a paragraph, ``A. …``, parts of one line, or items of a list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from content.markdown.blocks import Block
from content.questions.rules.answer_statements import is_note, states_answer
from content.questions.rules.letters import is_bare, letter_of, lettered, split_letter
from content.questions.rules.marks import is_marked, read_box, without_marks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.questions.rules.marks import Box

Writing = Literal["", "boxes", "marked", "letters", "lines", "ordered", "list"]
"""How the options of a question are written, the surest way first; ``""`` is not at all."""
_ONLY_LINK = re.compile(r"\s*(?:[*_]{0,2})\[[^\[\]]+\]\([^()\s]+\)[*_.]{0,3}\s*")
# What stands between options on one line.
_GAP = re.compile(
    r"(?:(?:[ \u00a0\u3000]|&[en][mnb]sp;){2,40}|[ \t]?(?:\t|&[en][mnb]sp;)[ \t]?)"
    r"(?=[*_(]{0,4}\w[.):*_])"
)


@dataclass(slots=True)
class Option:
    """An option; ``text`` is Markdown."""

    line: int
    text: str
    right: bool = False
    box: Box | None = None
    reasons: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Add code or a picture below an option to its text."""
        self.text = "\n".join(filter(None, [self.text, text]))


class Lines(NamedTuple):
    """The options of a paragraph, the letter of the first one, and how many lines are above it.

    ``below`` is the number of the first line that is no part of them.
    """

    options: list[Option]
    first: int
    above: int
    below: int


def read_option(line: int, content: str) -> Option:
    """Read the text of an option: its box, its marks, and what is left without them."""
    box, text = read_box(content)
    right = bool(box and box.ticked) or is_marked(text)
    return Option(line, without_marks(text), right, box)


def take_off_letters(options: Sequence[Option], *, pictured: bool) -> None:
    """Take ``A)`` off the options when all of them have such names in a row.

    A card has letters of its own. What stands below options that are nothing but letters is their
    text, unless the letters are those of a picture.
    """
    if len(options) > 1 and lettered([option.text for option in options]):
        named = [split_letter(option.text) for option in options]
        whole = any(text for _, text in named)
        for option, (letter, text) in zip(options, named, strict=True):
            option.text = text if whole else letter
    bodies = [_body(option, pictured=pictured) for option in options]
    if len(options) > 1 and all(bodies):
        for option, body in zip(options, bodies, strict=True):
            option.reasons = option.reasons if "\n" in option.text else []
            option.text = body


def _body(option: Option, *, pictured: bool) -> str:
    """Return what stands below an option that is its letter or a colon, and nothing else."""
    first, _, rest = option.text.partition("\n")
    if first.startswith(("```", "~~~")):
        return option.text
    if not is_bare(first):
        return ""
    return rest or ("" if pictured else "\n".join(option.reasons))


def read_lines(block: Block) -> Lines | None:
    """Read the options among the lines of a paragraph; None where there are none."""
    lines = block.content.split("\n")
    named = [letter_of(line.strip()) for line in lines]
    above = named.index(0) if 0 in named else 0
    first = named[above]
    if first is None:
        return None
    below = _end_of_text(lines, above + 1)
    found: list[tuple[int, str]] = []
    for number in range(above, below):
        letter = first + len(found)
        if named[number] == letter:
            found += ((number, part) for part in _beside(lines[number].strip(), letter))
        else:
            line, text = found[-1]
            found[-1] = line, f"{text}\n{lines[number]}"
    # A sign that breaks the line above the next option.
    inner = len(found) - (below == len(lines))
    found[:inner] = [(line, text.removesuffix("\\")) for line, text in found[:inner]]
    options = [read_option(min(block.line + line, block.end), text) for line, text in found]
    return Lines(options, first, above, below)


def is_only_link(content: str) -> bool:
    """Return whether a line is a link and nothing else: a source."""
    return bool(_ONLY_LINK.fullmatch(content))


def split_aside(block: Block) -> tuple[str, list[Block]]:
    """Split lines that speak of the answer or name a source off the text of an option."""
    lines = block.content.split("\n")
    cut = _end_of_text(lines, 1)
    line = min(block.line + cut, block.end)
    aside = [Block("paragraph", line, block.end, "\n".join(lines[cut:]))] if lines[cut:] else []
    return "\n".join(lines[:cut]), aside


def _end_of_text(lines: Sequence[str], start: int) -> int:
    """Return the place of the first line from ``start`` on that is no part of an option."""
    for place in range(start, len(lines)):
        if is_note(lines[place]):
            return place
        above = read_box(lines[place - 1])[1].strip("`.()*_ ")
        if is_only_link(lines[place]) and len(above) > 1 and above[-1] not in ":,":
            return place
    return len(lines)


def _beside(line: str, start: int) -> list[str]:
    """Split ``a) bread  b) water`` where each letter follows the one before it."""
    parts = [part.strip() for part in _GAP.split(line)]
    whole = len(parts) > 1 and lettered(parts, start) and all(split_letter(one)[1] for one in parts)
    return parts if whole else [line]


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
    above = items[end - 1].children or items[end - 1 : end]
    apart = end < len(items) and items[end].line > above[-1].end + 1
    return end if all(_explains(text, apart=apart) for text in texts[end:]) else len(items)


def _explains(text: str, *, apart: bool) -> bool:
    """Return whether an item is no option by its own words; those apart may be sentences."""
    if not text or is_note(text) or is_only_link(text):
        return True
    return apart and text.rstrip("*_`)\"' ").endswith((".", "!", "\u3002"))
