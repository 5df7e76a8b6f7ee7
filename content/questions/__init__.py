"""Practice questions out of the blocks of a lesson, in every dialect that people write them in.

tokens          the blocks of a page as a flat stream of tokens, each labelled once
rules           one way of writing a part of a question to a file; other shapes become these first
titles          headings that announce questions and keys
groups          the options of a page, and the text above them that asks
evidence        whether something is a question at all
grammar         where each question and each key begins and ends
sorting, notes  one question's tokens sorted into stem, options, answer and explanation
drafts          what is found on a page: drafts of questions, keys, numbers
keys            answer keys, and their rows given to the questions above them
judge           what is wrong with a question, and what gives right options away

To read another way of writing: add a row to a table in ``rules`` (a mark, a letter, a box, a word),
or a rule that ``tokens`` asks when it labels a line; then a case in ``tests/content/fixtures``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from content.questions.drafts import Draft, Key
from content.questions.evidence import items_that_ask
from content.questions.grammar import Grammar
from content.questions.judge import check_style, judge
from content.questions.keys import match_keys, refuse_shared_answers
from content.questions.rules.other_shapes import spell_out
from content.questions.titles import is_questions_title

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from content.markdown.blocks import Block
    from content.problems import ProblemSink
    from content.questions.drafts import Piece

__all__ = ["Found", "find_questions", "is_questions_title"]


@dataclass(slots=True)
class Found:
    """The questions of a document, and the blocks that belong to none.

    ``asked`` has the lines of headings below which questions were found, ``keys`` those of keys.
    """

    questions: list[Draft] = field(default_factory=list)
    rest: list[Block] = field(default_factory=list)
    asked: set[int] = field(default_factory=set)
    keys: set[int] = field(default_factory=set)


def find_questions(blocks: Sequence[Block], sink: ProblemSink) -> Found:
    """Take the questions out of the blocks of a whole document.

    What cannot be asked stays among the blocks, so that nothing is lost, and is a problem.
    """
    blocks = spell_out(blocks)
    grammar = Grammar(blocks)
    pieces = grammar.run()
    match_keys(pieces, sink)
    drafts = [one for one in pieces if isinstance(one, Draft)]
    refuse_shared_answers(drafts, sink)
    keys = [one for one in pieces if isinstance(one, Key)]
    covered = {index for key in keys for index in key.tokens}
    for _, group in groupby(drafts, key=lambda draft: draft.places.start):
        for draft in items_that_ask(list(group)):
            covered.update(draft.tokens)
            draft.asked = judge(draft, sink)
    asked = [one for one in drafts if one.asked]
    check_style(asked, sink)
    _warn_of_numbers(pieces, sink)
    grammar.evidence.warn_of_unread(covered, drafts, sink)
    used = [key for key in keys if key.is_used_up]
    found = Found(asked, _rest(blocks, asked, used))
    found.asked = {blocks[place].line for one in asked for place in one.parents}
    for key in keys:
        # The headings of what is used up are gone, save its title.
        places = key.places[:1] if key.is_used_up else key.places
        found.keys.update(blocks[place].line for place in places)
    for key in used:
        found.asked.update(blocks[place].line for place in (*key.parents[-1:], *key.kept))
    return found


def _rest(blocks: Sequence[Block], asked: Sequence[Draft], used: Sequence[Key]) -> list[Block]:
    """Return the blocks that are part of no question and of no key."""
    taken = {place for one in asked for place in one.places}
    taken.update(place for key in used for place in key.places)
    taken.difference_update(token.place for one in asked for token in one.rest)
    taken.difference_update(place for key in used for place in key.kept)
    items = {draft.item.block.position for draft in asked if draft.item}
    rest: list[tuple[int, Block]] = []
    for place, block in enumerate(blocks):
        if block.is_list and any(one.position in items for one in block.children):
            rest += ((place, one) for one in _other_items(block, items))
        # A line between questions parts nothing once they are gone.
        elif place not in taken and not (block.kind == "hr" and place - 1 in taken):
            size = _emptied(rest, place) if block.kind == "details_end" else 0
            rest[len(rest) - size :] = [] if size else [(place, block)]
    return [block for _, block in rest]


def _emptied(rest: Sequence[tuple[int, Block]], end: int) -> int:
    """Return how many blocks are left of a box whose contents were all taken, and 0 for others."""
    kinds = [block.kind for _, block in rest[-2:]]
    size = 2 if kinds == ["details", "summary"] else int(kinds[-1:] == ["details"])
    return size if size and end - rest[-size][0] > size else 0


def _other_items(block: Block, asked: Container[int]) -> Iterator[Block]:
    """Yield the items of a list that ask nothing, each as a list with its number."""
    for number, item in enumerate(block.children, block.level):
        if item.position not in asked:
            yield block._replace(level=number, children=(item,), line=item.line)


def _warn_of_numbers(pieces: Iterable[Piece], sink: ProblemSink) -> None:
    """Warn of gaps and repeats in the numbers of the questions below one heading."""
    last: dict[tuple[int, ...], int] = {}
    for one in pieces:
        if isinstance(one, Key) or one.parents is None or one.number is None:
            continue
        before, number = last.get(one.parents), one.number
        last[one.parents] = number
        if isinstance(one, Draft) and before is not None and number not in {1, before + 1}:
            what = "repeats" if number <= before else "skips"
            message = f"question {number} stands behind question {before}: the numbering {what}"
            sink.warning(one.line, "question-number", message)
