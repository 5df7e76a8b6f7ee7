"""Answer keys: where they stand on a page, and which question above each of their rows answers."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from content.outline.numbers import strip_number
from content.questions.drafts import Draft, Key, NumberGap
from content.questions.evidence import HOW
from content.questions.notes import Notes
from content.questions.rules.answer_statements import named, words_of
from content.questions.rules.key_rows import Row, is_bare_key, read_key
from content.questions.titles import is_key_title, is_one_answer_title
from content.questions.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from content.markdown.blocks import Block
    from content.problems import ProblemSink
    from content.questions.drafts import Piece

_BEGINS = 40
"""How many blocks below a title are looked at to tell whether it is that of a key."""


class AnswerKeys:
    """Finds the keys of a page and the ends of its boxes, by the places of its blocks.

    ``asking`` are the places where questions with options begin: no key holds one.
    """

    def __init__(self, blocks: Sequence[Block], asking: Container[int]) -> None:
        self._blocks = blocks
        self._asking = asking
        self._boxes: dict[int, int] = {}
        # A box that is never closed would swallow all questions below it.
        opened: list[int] = []
        for place, block in enumerate(blocks):
            if block.kind == "details":
                opened.append(place)
            elif block.kind == "details_end" and opened:
                self._boxes[opened.pop()] = place

    def is_box(self, place: int) -> bool:
        """Return whether a box that is closed opens at ``place``."""
        return place in self._boxes

    def find(self, place: int) -> tuple[int, int] | None:
        """Return the first block and the end of an answer key that begins at ``place``."""
        if self.is_titled(place):
            title = place + (self._blocks[place].kind == "details")
            return title + 1, self._end(title, len(self._blocks))
        return (place, place + 1) if is_bare_key(self._blocks[place]) else None

    def is_titled(self, place: int) -> bool:
        """Return whether the title of a key stands at ``place``, above rows that name options."""
        place = min(place + (self._blocks[place].kind == "details"), len(self._blocks) - 1)
        title = self._blocks[place]
        text = strip_number(title.text)[1] if title.kind == "heading" else title.content
        if not title.is_text or not is_key_title(text):
            return False
        # The answer to one question may be explained by an ordered list.
        one = is_one_answer_title(text)
        limit = place + 1 + (1 if one or title.kind != "heading" else _BEGINS)
        end = self._end(place, min(limit, len(self._blocks)))
        if any(below in self._asking for below in range(place + 1, end)):
            # What asks questions of its own answers none above it.
            return False
        rows = read_key(self._blocks[place + 1 : end]).rows
        return any(row.answer.names or (row.answer.text and not one) for row in rows)

    def _end(self, place: int, limit: int) -> int:
        """Return where the key below a title ends; at most ``limit``."""
        title = self._blocks[place]
        if title.kind == "summary":
            # A box that is never closed holds its summary alone.
            return min(self._boxes.get(place - 1, place) + 1, limit)
        for end in range(place + 1, limit):
            block = self._blocks[end]
            if title.kind == block.kind == "heading":
                if block.level <= title.level:
                    return end
            elif title.kind != "heading" and (block.kind == "heading" or end in self._asking):
                return end
        return limit


def means(row: Row, asked: Sequence[Draft] | None) -> bool:
    """Return whether a row names one of the questions with its number, or an option of one.

    ``asked`` is empty where something with its number only looks like a question.
    """
    text = row.answer.text
    if not asked or not text:
        return asked is not None or not text
    return any(may_answer(row, one) or words_of(one.stem) == words_of(text) for one in asked)


def may_answer(row: Row, draft: Draft) -> bool:
    """Return whether an answer in words may be meant for a question, be it slightly off."""
    if not draft.options or named(draft.options, row.answer):
        return True
    texts = tuple(words_of(one.text) for one in draft.options if one.text)
    return not draft.is_answered and words_of(row.answer.text).startswith(texts)


def match_keys(found: Iterable[Piece], sink: ProblemSink) -> None:
    """Give the rows of each key to the questions above it, by number and in their order.

    First come those that have no answer, in the section of the key before others; then those since
    the key before it, which it explains.
    """
    waiting: dict[int | None, list[Draft]] = {}
    latest: dict[int | None, Draft] = {}
    gaps: set[int] = set()
    new: list[Draft] = []
    for one in found:
        if isinstance(one, Draft):
            new.append(one)
            latest[one.number] = one
        elif isinstance(one, NumberGap):
            gaps.add(one.number)
        else:
            answered: dict[int | None, list[Draft]] = {}
            for draft in new:
                pool = answered if draft.is_answered else waiting
                pool.setdefault(draft.number, []).append(draft)
            for row in one.rows:
                drafts = waiting.get(row.number) or answered.get(row.number)
                # A second key may explain what is answered.
                if asked := _take(drafts, one.parents) if drafts else latest.get(row.number):
                    _answer(asked, row)
                    one.answered.append(asked)
                elif row.number not in gaps:
                    message = f"this key answers question {row.number}, which is not above it"
                    sink.warning(row.line, "unused-answer", message)
            _warn_of_unused(one, gaps, sink)
            new = []


def refuse_shared_answers(drafts: Iterable[Draft], sink: ProblemSink) -> None:
    """Take away answers that are as many as the questions without one above them, and this one.

    ``Answers: B, A`` below two questions may say one of each, or two of the last.
    """
    without = 0
    for draft in drafts:
        if not draft.is_answered:
            without += 1
            continue
        shared = [one for one in draft.answers if len(one.names) == without + 1 > 1]
        if shared and not any(option.right for option in draft.options):
            names = ", ".join(shared[0].names)
            message = f"{names} may answer the {without} above too: write one below each question"
            sink.warning(draft.line, "unused-answer", message)
            draft.answers.clear()
        without = 0


def _take(drafts: list[Draft], section: tuple[int, ...]) -> Draft:
    """Take the first of the drafts in the section of a key, or the first of all.

    A key stands below the questions of its section, so those come last.
    """
    depth = len(section)
    inside = bisect_left(drafts, True, key=lambda draft: draft.parents[:depth] == section)
    return drafts.pop(inside if inside < len(drafts) else 0)


def _answer(draft: Draft, row: Row) -> None:
    """Read a row as if it stood below its question; what is answered is only explained."""
    answers = list(draft.answers) if draft.is_answered else None
    notes = Notes(draft, owned=True)
    notes.state(row.answer)
    for token in tokens_of(row.below):
        notes.add(token)
    draft.answers = draft.answers if answers is None else answers


def _warn_of_unused(key: Key, gaps: Container[int], sink: ProblemSink) -> None:
    if key.answered or not all(row.number in gaps for row in key.rows):
        return
    letters = sum(any(map(str.isalpha, row.answer.names)) for row in key.rows)
    if letters * 2 >= max(len(key.rows), 2):
        message = f"no question that this key answers is read: {HOW}"
        sink.warning(key.rows[0].line, "unused-answer", message)
