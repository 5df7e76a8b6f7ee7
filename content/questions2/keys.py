"""Answer keys: where they stand on a page, and which question above each of their rows answers."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from typing import TYPE_CHECKING

from content.outline.tree import strip_number
from content.questions2.drafts import Draft, Key, NumberGap
from content.questions2.notes import Notes
from content.questions2.rules.answer_statements import read_statement
from content.questions2.rules.key_rows import Reading, Row, is_bare_key, read_key
from content.questions2.titles import is_key_title, is_one_answer_title
from content.questions2.tokens import tokens_of
from content.questions2.unread import HOW

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Sequence

    from content.markdown.blocks import Block
    from content.problems import ProblemSink
    from content.questions2.drafts import Found

_BEGINS = 40
"""How many blocks below a title are looked at to tell whether it is that of a key."""


class AnswerKeys:
    """Finds the keys of a page and the ends of its boxes, by the places of its blocks.

    ``asks`` says of a place whether a question with options begins there: no key holds one.
    """

    def __init__(self, blocks: Sequence[Block], asks: Callable[[int], bool]) -> None:
        self._blocks = blocks
        self._asks = asks
        self._headings = [n for n, block in enumerate(blocks) if block.kind == "heading"]
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
            first = place + 1 + (self._blocks[place].kind == "details")
            return first, self._end(first - 1, len(self._blocks))
        return (place, place + 1) if is_bare_key(self._blocks[place]) else None

    def is_bare(self, place: int) -> bool:
        """Return whether a block is a key by itself."""
        return is_bare_key(self._blocks[place])

    def is_titled(self, place: int) -> bool:
        """Return whether the title of a key, or a box with one, stands at ``place``."""
        block = self._blocks[place]
        if block.kind == "details":
            place += 1
            block = self._blocks[place] if place < len(self._blocks) else block
            if block.kind != "summary":
                return False
        elif block.kind == "summary":
            return False
        title = strip_number(block.text)[1] if block.kind == "heading" else block.content
        return block.is_text and is_key_title(title) and self._holds_key(place)

    def read(self, first: int, end: int) -> Reading:
        """Read a key out of its blocks."""
        return read_key(self._blocks[first:end])

    def _holds_key(self, place: int) -> bool:
        """Return whether the first blocks below a title answer questions."""
        title = self._blocks[place]
        limit = min(place + _BEGINS, len(self._blocks))
        blocks = self._blocks[place + 1 : min(self._end(place, limit), limit)]
        if title.kind == "heading" and not is_one_answer_title(title.text):
            return any(row.answer.names or row.answer.text for row in read_key(blocks).rows)
        # The answer to one question may be explained by an ordered list.
        if not blocks or read_statement(blocks[0].content):
            return False
        rows = read_key(blocks[:1]).rows
        named = any(row.answer.names for row in rows)
        return bool(rows) and (named or not is_one_answer_title(title.content))

    def _end(self, place: int, limit: int) -> int:
        """Return where the key below a title ends, but not much more than ``limit``."""
        title = self._blocks[place]
        if title.kind == "summary":
            # A box that is never closed holds its summary alone.
            return self._boxes.get(place - 1, place) + 1
        if title.kind == "heading":
            for below in self._headings[bisect_right(self._headings, place) :]:
                if self._blocks[below].level <= title.level:
                    return below
            return len(self._blocks)
        end = place + 1
        while end < limit and not (self._blocks[end].kind == "heading" or self._asks(end)):
            end += 1
        return end


def match_keys(found: Iterable[Found], sink: ProblemSink) -> None:
    """Give the rows of each key to the questions above it, by number and in their order.

    Questions since the key before it are all asked for; of those above that, what has no answer.
    """
    waiting: dict[int, deque[Draft]] = {}
    latest: dict[int, Draft] = {}
    gaps: set[int] = set()
    last = 0
    for one in found:
        if isinstance(one, Draft):
            waiting.setdefault(one.number or 0, deque()).append(one)
            latest[one.number or 0] = one
        elif isinstance(one, NumberGap):
            gaps.add(one.number)
        else:
            for row in one.rows:
                drafts = waiting.get(row.number, deque())
                while drafts and drafts[0].places.start < last and drafts[0].is_answered:
                    drafts.popleft()
                # A second key may explain what is answered.
                draft = drafts.popleft() if drafts else latest.get(row.number)
                if draft:
                    _answer(draft, row)
                    one.answered.append(draft)
                elif row.number not in gaps:
                    message = f"this key answers question {row.number}, which is not above it"
                    sink.warning(row.line, "unused-answer", message)
            _warn_of_unused(one, gaps, sink)
            last = one.places.stop


def _answer(draft: Draft, row: Row) -> None:
    """Read a row as if it stood below its question."""
    notes = Notes(draft, owned=True)
    before = list(draft.answers)
    answered = draft.is_answered
    notes.state(row.answer)
    if answered:
        # What is answered already is only explained.
        draft.answers[:] = before
    for token in tokens_of(row.below):
        notes.add(token)


def _warn_of_unused(key: Key, gaps: Container[int], sink: ProblemSink) -> None:
    if key.answered or not all(row.number in gaps for row in key.rows):
        return
    letters = sum(any(map(str.isalpha, row.answer.names)) for row in key.rows)
    if letters * 2 >= max(len(key.rows), 2):
        message = f"no question that this key answers is read: {HOW}"
        sink.warning(key.rows[0].line, "unused-answer", message)
