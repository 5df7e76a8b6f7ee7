"""Questions whose parts are named by headings such as ``## --text--`` and ``## --answers--``."""

from __future__ import annotations

import re
from itertools import groupby, takewhile
from typing import TYPE_CHECKING

from content.markdown.blocks import Block

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CODED = re.compile(r"--(?P<name>[a-z][a-z-]*)--")
_GROUPS = frozenset({"description", "questions", "question", "quizzes", "quiz"})
"""Headings that say nothing of their own."""
_OPTIONS = frozenset({"answers", "distractors", "answer"})


def spell_out(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return blocks with numbered headings and ticked boxes instead of coded headings."""
    return list(_parts(blocks)) if any(map(_name, blocks)) else blocks


def _parts(blocks: Sequence[Block]) -> Iterator[Block]:
    number = place = 0
    while place < len(blocks):
        block, name = blocks[place], _name(blocks[place])
        place += 1
        if name == "text":
            number += 1
            yield block._replace(content=f"Question {number}")
        elif name in _OPTIONS:
            begin = place - 1
            while place < len(blocks) and _name(blocks[place]) in {"", "feedback", *_OPTIONS}:
                place += 1
            yield _options(blocks[begin:place], _solution(blocks[place : place + 2]))
            place += 2 * (_solution(blocks[place : place + 2]) > 0)
        elif not name:
            yield block
        elif name not in _GROUPS:
            yield block._replace(content=name.replace("-", " ").capitalize())


def _name(block: Block) -> str:
    """Return what a coded heading names; empty for everything else."""
    found = _CODED.fullmatch(block.content) if block.kind == "heading" else None
    return found["name"] if found else ""


def _solution(blocks: Sequence[Block]) -> int:
    """Return the number of the right option where it stands below ``--video-solution--``."""
    said = len(blocks) > 1 and _name(blocks[0]) == "video-solution" and blocks[1].content.strip()
    return int(said) if said and said.isascii() and said.isdigit() else 0


def _options(blocks: Sequence[Block], right: int) -> Block:
    """Return a list with a box for each option; lines part them, and feedback is a nested list."""
    items: list[Block] = []
    kind = ""
    for parted, group in groupby(blocks, _parts_options):
        parts = list(group)
        if parted:
            kind = next(filter(None, map(_name, reversed(parts))), kind)
            continue
        own = list(takewhile(lambda one: not _name(one), parts))
        if not own:
            continue
        why = [one for one in parts[len(own) :] if not _name(one)]
        ticked = kind == "answer" or len(items) + 1 == right
        items.append(_item(own, why, "[x]" if ticked else "[ ]"))
    return Block("bullet_list", blocks[0].line, blocks[-1].end, children=tuple(items))


def _parts_options(block: Block) -> bool:
    return block.kind == "hr" or _name(block) in _OPTIONS


def _item(own: Sequence[Block], why: Sequence[Block], box: str) -> Block:
    line, end = own[0].line, (why or own)[-1].end
    text = own[0].content if own[0].kind == "paragraph" else ""
    first = Block("paragraph", line, own[0].end, f"{box} {text}".rstrip())
    reason = Block("list_item", why[0].line, end, children=tuple(why)) if why else None
    below = [Block("bullet_list", line, end, children=(reason,))] if reason else []
    return Block("list_item", line, end, children=(first, *own[bool(text) :], *below))
