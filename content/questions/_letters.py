"""Options that letters name: the lines of a paragraph, and the letters taken off again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from content.questions._marks import letter_of, lettered, may_name, split_letter
from content.questions._options import Draft, is_aside, take_marks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.markdown.blocks import Block

_BARE = frozenset({"", *"ABCDEFGHIJ"})
_FENCES = ("```", "~~~")
# What stands between options on one line.
_GAP = re.compile(
    r"(?:(?:[ \u00a0]|&[en][mnb]sp;){2,40}|[ \t]?(?:\t|&[en][mnb]sp;)[ \t]?)"
    r"(?=[*_(]{0,4}[A-Za-z][.):*_])"
)
_LONGEST = 26
_FEW = 2


class Lines(NamedTuple):
    """Options out of the lines of a paragraph, and the text above and below them that is none."""

    drafts: list[Draft]
    above: str
    below: str


def read_lines(block: Block, start: int = 0) -> Lines:
    """Read ``A. …`` lines out of a paragraph, from the letter with the index ``start`` on."""
    if not may_name(block.content):
        return Lines([], block.content, "")
    above: list[str] = []
    below: list[str] = []
    drafts: list[Draft] = []
    texts: list[list[str]] = []
    for number, line in enumerate(block.content.split("\n")):
        bare = line.strip()
        if below or (drafts and is_aside(bare, "\n".join(texts[-1][-_FEW:]))):
            below.append(line)
        elif letter_of(bare) == start + len(drafts) and start + len(drafts) < _LONGEST:
            line_number = min(block.line + number, block.end)
            parts = _parts(bare, start + len(drafts))
            drafts += (Draft(line_number, "") for _ in parts)
            texts += ([part] for part in parts)
        elif drafts:
            texts[-1].append(line)
        else:
            above.append(line)
    for place, (draft, lines) in enumerate(zip(drafts, texts, strict=True), 1):
        text = "\n".join(lines)
        if below or place < len(drafts):
            # A sign that breaks the line above the next option.
            text = text.removesuffix("\\")
        draft.text = take_marks(draft, text)
    return Lines(drafts, "\n".join(above), "\n".join(below))


def _parts(line: str, start: int) -> list[str]:
    """Split ``a) bread  b) water`` where each letter follows the one before it."""
    parts = [part.strip() for part in _GAP.split(line)]
    whole = len(parts) > 1 and lettered(parts, start) and all(split_letter(one)[1] for one in parts)
    return parts if whole else [line]


def unlisted(block: Block) -> Block:
    """Return the line ``- a) bread  b) water`` out of a list of its own."""
    if block.kind != "bullet_list" or len(block.children) != 1:
        return block
    inside = block.children[0].children
    if len(inside) != 1 or inside[0].kind != "paragraph":
        return block
    return inside[0] if len(read_lines(inside[0]).drafts) > 1 else block


def name_letters(drafts: Sequence[Draft], *, pictured: bool) -> None:
    """Take ``A)`` off the options when all of them have such names in a row.

    A card has letters of its own. What stands below options that are nothing but letters is their
    text, unless the letters are those of a picture.
    """
    if len(drafts) < _FEW:
        return
    if lettered([draft.text for draft in drafts]):
        named = [split_letter(draft.text) for draft in drafts]
        whole = any(text for _, text in named)
        for draft, (letter, text) in zip(drafts, named, strict=True):
            draft.text = text if whole else letter
    bodies = [_body(draft, pictured=pictured) for draft in drafts]
    if all(bodies):
        for draft, body in zip(drafts, bodies, strict=True):
            draft.reasons = draft.reasons if "\n" in draft.text else []
            draft.text = body


def _body(draft: Draft, *, pictured: bool) -> str:
    """Return what stands below an option that is its letter or a colon, and nothing else."""
    first, _, rest = draft.text.partition("\n")
    if first.startswith(_FENCES):
        return draft.text
    if not is_bare(first):
        return ""
    return rest or ("" if pictured else "\n".join(draft.reasons))


def is_bare(text: str) -> bool:
    """Return whether an option is empty, or nothing but a letter."""
    return text.strip("`.:()*_ ").upper() in _BARE
