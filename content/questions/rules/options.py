"""The options of a question, in whichever way they are written.

Lines of a paragraph, ``A. …``, parts of one line, or items of a list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Literal, NamedTuple

from content.markdown.blocks import Block
from content.questions.rules.answer_statements import is_note, states_answer
from content.questions.rules.letters import (
    ENCLOSED,
    end_of_letter,
    is_weak,
    lettered,
    letters_of,
    name_of,
    split_front,
    split_letter,
)
from content.questions.rules.marks import Box, read_box, read_marks, split_hint, ticked, verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.questions.tokens import Token

Writing = Literal["", "boxes", "marked", "letters", "lines", "weak", "ordered", "list"]
"""How the options of a question are written, the surest way first; ``""`` is not at all."""
# "Incorrect: it sinks", and italics that are all of a line, speak of the option above.
_VERDICT = re.compile(
    r"\s*(?:[*_]{0,2}(?:not correct|(?:in)?correct|wrong|right|false|true)[*_]{0,2}[:.!\u2013]"
    r"|\*[^*\n]+\*\s*\Z|_[^_\n]+_\s*\Z)",
    re.IGNORECASE,
)
_ONLY_LINK = re.compile(r"\s*(?:[*_]{0,2})\[[^\[\]]+\]\([^()\s]+\)[*_.]{0,3}\s*")
_SIGN = re.compile(r"\s*[☐☑☒⬜✅❌✔✘✗✓❎🚫][\ufe0e\ufe0f]?\s*[^\s]")
# What stands between options on one line.
_GAP = re.compile(
    r"(?:(?:[ \u00a0\u3000]|&[en][mnb]sp;){2,40}|[ \t]?(?:\t|&[en][mnb]sp;)[ \t]?)"
    rf"(?=[*_(\uff08]{{0,4}}(?:\w[.):*_\uff0e\uff09\u3001]|[{ENCLOSED}]))|[ \t]+(?=[{ENCLOSED}])"
)


@dataclass(slots=True)
class Option:
    """An option; ``text`` is Markdown, ``written`` the same with all marks.

    ``name`` is the letter in front of it, as far as all have one; ``wrong`` says that it is marked
    so. ``asides`` stand below it and may speak of the whole question, ``below`` counts texts there.
    """

    line: int
    text: str
    written: str = ""
    name: str = ""
    right: bool = False
    wrong: bool = False
    box: Box | None = None
    reasons: list[str] = field(default_factory=list)
    asides: list[Token] = field(default_factory=list)
    below: int = 0
    listed: bool = False
    """Whether a list below it may be its text: one nested item is a reason."""

    @property
    def says(self) -> bool | None:
        """Return whether it is marked as right or as wrong; None where it is not."""
        return self.right if self.right or self.wrong else None

    def add(self, text: str) -> None:
        """Add code or a picture below an option to its text."""
        self.text = "\n".join(filter(None, [self.text, text]))

    def add_list(self, block: Block) -> None:
        """Note that a list below may be the text, and not a reason."""
        announced = not self.text or self.text.endswith((":", "\uff1a"))
        self.listed = announced or len(block.children) > 1


class Lines(NamedTuple):
    """The options of a paragraph, the letter of the first one, and how many lines are above it.

    ``below`` is the number of the first line that is no part of them.
    """

    options: list[Option]
    writing: Writing
    first: int
    above: int
    below: int


def read_option(line: int, content: str) -> Option:
    """Read the text of an option: its box, its marks, and what is left without them."""
    box, text = read_box(content)
    front, text = split_front(text)
    if box is None:
        end = end_of_letter(text)
        box, rest = read_box(text[end:])
        text = text[:end] + rest
    marks, written = read_marks(text), text.strip()
    right, wrong = marks.right or front not in {"", "~"}, marks.wrong or front == "~"
    return Option(line, marks.text, written, "", right, wrong, box, list(marks.reasons))


def settle(options: Sequence[Option], *, pictured: bool) -> None:
    """Read what options say together: which boxes are ticked, and whether letters name them.

    A card has letters of its own. What stands below options that are nothing but letters in their
    order is their text, unless the letters are those of a picture.
    """
    _read_marks_of_others(options)
    texts = [option.text for option in options]
    if len(options) > 1 and lettered(texts, slips=True):
        named = list(map(split_letter, texts))
        whole = any(text for _, text in named)
        for option, (name, text) in zip(options, named, strict=True):
            option.name, option.text = name, text if whole else name
    bodies = _bodies(options, pictured=pictured)
    if len(options) > 1 and bodies and all(bodies):
        for option, body in zip(options, bodies, strict=True):
            option.reasons = option.reasons if "\n" in option.text else []
            option.text = body


def _read_marks_of_others(options: Sequence[Option]) -> None:
    """Read the marks that say what they mean only beside those of other options."""
    if any(one.right or one.wrong for one in options):
        hints = [split_hint(option.text) for option in options]
        both = zip(options, hints, strict=True)
        said = [
            {one for one in (option.says, hint) if one is not None} for option, (hint, *_) in both
        ]
        # One that has neither a mark nor a hint, or both but not the same, makes them text.
        if all(len(one) == 1 for one in said):
            for option, (_, text, _), says in zip(options, hints, said, strict=True):
                option.text, option.right, option.wrong = text, True in says, False in says
    elif not any(one.box for one in options):
        for option in options:
            below = verdict(option.reasons[0]) if option.reasons else None
            option.right, option.wrong = below is True, below is False
    # A mark is as good as a box.
    mixed = any(one.box for one in options)
    same = {None: None, True: Box("✓", whole=True), False: Box("✗", whole=True)}
    boxes = [one.box or (same[one.says] if mixed else None) for one in options]
    for option, box, right in zip(options, boxes, ticked(boxes), strict=True):
        option.right = option.right or (right and option.box is not None)
        option.box = box
        if not (option.text or option.reasons):
            # "What does a tick look like?"
            option.text, option.right, option.wrong = option.written, False, False


def _bodies(options: Sequence[Option], *, pictured: bool) -> list[str]:
    """Return what stands below options that are their letters or colons, and nothing else."""
    fences = ("```", "~~~")
    texts = [f"\n{one.text}" if one.text.startswith(fences) else one.text for one in options]
    names = [text.partition("\n")[0].strip("`.:()*_ ") for text in texts]
    below = [text.partition("\n")[2] for text in texts]
    if any(names):
        whole = any(below) or all(one.listed for one in options)
        row = lettered([f"({name})" for name in names], slips=whole)
        numbers = any(one.isdecimal() for one in names) and not options[0].name
        if numbers or not row or max(map(len, names)) > 1:
            return []
        # Below those that are marked stand reasons: of vitamin A as well.
        marked = any(option.box or option.says is not None for option in options)
        pictured = pictured or (marked and not whole)
    reasons = ["" if pictured else "\n".join(option.reasons) for option in options]
    return [body or reason for body, reason in zip(below, reasons, strict=True)]


def read_lines(block: Block) -> Lines | None:
    """Read the options among the lines of a paragraph; None where there are none."""
    lines = block.content.split("\n")
    named = letters_of([line.strip() for line in lines])
    if not any(name is not None for name in named):
        named = _count_signs(lines)
    above = named.index(0) if 0 in named else 0
    first = named[above]
    if first is None:
        return None
    below = _end_of_text(lines, above + 1)
    found: list[tuple[int, str]] = []
    # One letter among several may be a slip.
    letter, slips = first, 2 * (sum(name is not None for name in named[above:below]) > 2)  # noqa: PLR2004
    for number in range(above, below):
        slip = slips > 0 and len(found) > 0 and named[number] in {letter - 1, letter + 1}
        if named[number] == letter or slip:
            parts = _beside(lines[number].strip(), letter)
            found += ((number, part) for part in parts)
            letter, slips = (named[number] or 0) + len(parts), slips - slip
        else:
            line, text = found[-1]
            found[-1] = line, f"{text}\n{lines[number]}"
    # A sign that breaks the line above the next option.
    inner = len(found) - (below == len(lines))
    found[:inner] = [(line, text.removesuffix("\\")) for line, text in found[:inner]]
    options = [read_option(min(block.line + line, block.end), text) for line, text in found]
    weak = is_weak([text for _, text in found]) and not any(one.right for one in options)
    writing: Writing = "weak" if weak else "lines"
    return Lines(options, writing, first, above, below)


def _count_signs(lines: Sequence[str]) -> list[int | None]:
    """Number the lines that begin with a sign, ``✅ bread``, when there are several."""
    begins = [_SIGN.match(line) is not None for line in lines] if len(lines) > 1 else []
    if sum(begins) < 2:  # noqa: PLR2004 - one is a word of the text
        return [None] * len(lines)
    counts = accumulate(begins)
    return [n - 1 if begin else None for begin, n in zip(begins, counts, strict=True)]


def split_aside(block: Block, *, sentence: bool) -> tuple[str, list[Block]]:
    """Split lines that speak of the answer, name a source or are a sentence off an option."""
    lines = block.content.split("\n")
    cut = 1 if sentence else _end_of_text(lines, 1)
    line = min(block.line + cut, block.end)
    aside = [Block("paragraph", line, block.end, "\n".join(lines[cut:]))] if lines[cut:] else []
    return "\n".join(lines[:cut]), aside


def _end_of_text(lines: Sequence[str], start: int) -> int:
    """Return the place of the first line from ``start`` on that is no part of an option."""
    for place in range(start, len(lines)):
        if is_note(lines[place]) or _VERDICT.match(lines[place]):
            return place
        above = read_box(lines[place - 1])[1].strip("`.()*_ ")
        if _ONLY_LINK.fullmatch(lines[place]) and len(above) > 1 and above[-1] not in ":,":
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
    parts = [part.content for item in block.children for part in item.children]
    if any(read_marks(part).right for part in parts) or _are_judged(texts):
        return "marked"
    named = texts[: end_of_items(block.children)]
    first = letters_of(named)[0] if named else None
    if first is not None and lettered(named, first, slips=True):
        return "weak" if is_weak(named) else "letters"
    return "ordered" if block.kind == "ordered_list" else "list"


def _are_judged(texts: Sequence[str]) -> bool:
    """Return whether each text is marked as wrong, or has a hint where others are."""
    marks = list(map(read_marks, texts))
    left = [split_hint(one.text)[0] for one in marks if not one.wrong]
    return 0 < len(left) < len(texts) and any(left) and None not in left


def ticks(block: Block) -> int:
    """Return how many items of a list have a ticked checkbox."""
    return sum(ticked([read_box(first_text(item))[0] for item in block.children]))


def end_of_items(items: Sequence[Block]) -> int:
    """Return the place of the first item from which on nothing is an option."""
    texts = list(map(first_text, items))
    named = [read_box(text)[0] is not None or name_of(text) != "" for text in texts]
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
    if not text or is_note(text) or _ONLY_LINK.fullmatch(text):
        return True
    return apart and text.rstrip("*_`)\"' ").endswith((".", "!", "\u3002"))
