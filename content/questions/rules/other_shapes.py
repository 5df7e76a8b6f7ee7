"""Questions in other shapes, written as the usual ones: coded headings, and the rows of a table.

The headings are ``## --text--``, ``## --answers--`` and their like; the columns of a table are the
question, its options and the answer.
"""

from __future__ import annotations

import re
from itertools import groupby, takewhile
from typing import TYPE_CHECKING

from content import words
from content.markdown.blocks import Block
from content.questions.rules.options import read_lines
from content.questions.rules.question_headers import read_header
from content.questions.titles import is_question_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CODED = re.compile(r"--(?P<name>[a-z][a-z-]*)--")
_GROUPS = frozenset({"description", "questions", "question", "quizzes", "quiz"})
"""Headings that say nothing of their own."""
_OPTION_COLUMN = re.compile(
    r"(?:(?:options?|choices?|answers?) ?)?[A-H1-8]|options|choices", re.IGNORECASE
)
_ANSWER_COLUMN = re.compile(
    rf"(?:(?:{words.RIGHT}) )?(?:{words.ANSWER})(?: key)?|{words.RIGHT}", re.IGNORECASE
)
_WHY_COLUMN = re.compile(words.EXPLANATION, re.IGNORECASE)
_BETWEEN_OPTIONS = tuple(
    re.compile(one)
    for one in (r"\s*(?:<br ?/?>|\n)\s*", r"\s+(?=\(?[A-Ha-h][.)]\s)", r"\s*[;|]\s*", r",\s+")
)
_OPTIONS = frozenset({"answers", "distractors", "answer"})


def spell_out(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return blocks with numbered stems above lists instead of coded headings and tables."""
    if not any(block.kind in {"table", "blockquote"} or _name(block) for block in blocks):
        return blocks
    return list(_parts(blocks))


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
        elif block.kind == "blockquote" and _is_question(block):
            *asked, last = block.children
            whole = last.is_list or read_lines(last) or read_header(last)
            yield from (*asked, last if whole else block._replace(children=(last,)))
        elif not name:
            yield from _table(block) if block.kind == "table" else [block]
        elif name not in _GROUPS:
            yield block._replace(content=name.replace("-", " ").capitalize())


def _is_question(quote: Block) -> bool:
    """Return whether a quote begins with the header of a question and holds its options."""
    first = quote.children[0] if quote.children else quote
    header = read_header(first) if first.is_text else None
    shown = (read_lines(one) if one.is_text else one.is_list for one in quote.children)
    return bool(header and header.sure and any(shown))


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
    for parted, group in groupby(blocks, lambda one: one.kind == "hr" or _name(one) in _OPTIONS):
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


def _item(own: Sequence[Block], why: Sequence[Block], box: str) -> Block:
    line, end = own[0].line, (why or own)[-1].end
    text = own[0].content if own[0].kind == "paragraph" else ""
    first = Block("paragraph", line, own[0].end, f"{box} {text}".rstrip())
    reason = Block("list_item", why[0].line, end, children=tuple(why)) if why else None
    below = [Block("bullet_list", line, end, children=(reason,))] if reason else []
    return Block("list_item", line, end, children=(first, *own[bool(text) :], *below))


def _table(block: Block) -> Iterator[Block]:
    """Yield the questions that the rows of a table ask, if its columns say so."""
    head, *body = block.children
    titles = [cell.text.strip() for cell in head.children[0].children]
    columns = list(enumerate(titles))
    asks = next((place for place, title in columns if is_question_title(title)), None)
    options = [place for place, title in columns if _OPTION_COLUMN.fullmatch(title)]
    below = [
        (label, place)
        for label, pattern in (("Answer:", _ANSWER_COLUMN), ("Explanation:", _WHY_COLUMN))
        for place, title in columns
        if pattern.fullmatch(title)
    ]
    if asks is None or not options or not below:
        yield block
        return
    for number, row in enumerate((row for part in body for row in part.children), start=1):
        cells = [cell.content.strip() for cell in row.children]
        texts = [cells[place] for place in options if cells[place]]
        if len(texts) == 1:
            texts = [part.strip() for part in _split_options(texts[0])]
        items = (
            Block("list_item", row.line, row.end, children=(_text(row, text),)) for text in texts
        )
        yield _text(row, f"**Question {number}:** {cells[asks]}")
        if texts:
            yield Block("bullet_list", row.line, row.end, children=tuple(items))
        yield from (_text(row, f"{label} {cells[place]}") for label, place in below if cells[place])


def _text(row: Block, content: str) -> Block:
    return Block("paragraph", row.line, row.end, content)


def _split_options(text: str) -> list[str]:
    """Split a cell with all options of a question: by their letters, by lines, else by commas."""
    for pattern in _BETWEEN_OPTIONS:
        parts = [part for part in pattern.split(text) if part.strip()]
        if len(parts) > 1:
            return parts
    return [text]
