"""Where each question and each answer key of a page begins and ends, in any dialect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from content.markdown.render import render_block
from content.questions2.evidence import Evidence, is_question, items_that_ask
from content.questions2.found import Candidate, Found, Key, Numbers
from content.questions2.heading_stack import HeadingStack
from content.questions2.keys import AnswerKeys
from content.questions2.rules.lists import first_text
from content.questions2.rules.question_headers import Header, item_header
from content.questions2.sorting import read_draft
from content.questions2.titles import is_label
from content.questions2.tokens import Token, header_tokens, tokens_of
from content.questions2.unread import HOW

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from content.markdown.blocks import Block
    from content.problems import ProblemSink
    from content.questions2.drafts import Draft

_NEAR = 20
"""How many tokens below a list may stand before what makes its last item a question.

To read all that follows each list would take too long.
"""


class Grammar:
    """Walks the tokens of a page once."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._tokens = tokens_of(blocks)
        self.evidence = Evidence(self._tokens)
        self._begins: dict[int, int] = {}
        """Which token each block begins with."""
        for index, token in enumerate(self._tokens):
            self._begins.setdefault(token.place, index)
        self._begins[len(blocks)] = len(self._tokens)
        self._keys = AnswerKeys(blocks, self._asks)
        self._stack = HeadingStack()
        self._found: list[Found] = []
        self._explained = -1
        """The end of the last question that the text below it explains."""
        self._waiting: set[int | None] = set()
        """The numbers of the questions that have no answer yet."""

    def run(self) -> list[Found]:
        """Return every candidate and key, and the numbers between them."""
        index = 0
        while index < len(self._tokens):
            index = self._step(index)
        return self._found

    def warn_of_boxes(self, covered: Container[int], sink: ProblemSink, *, boxes: bool) -> None:
        """Warn of ticked boxes in no question; ``boxes`` says that the page asks with others."""
        if not (boxes or self.evidence.are_all_choices):
            return
        for group in self.evidence.groups:
            first = self._tokens[group.start]
            if first.place not in covered and group.ticks == 1 < group.every:
                block = (first if group.stem is None else self._tokens[group.stem]).block
                message = (
                    "one of these boxes is ticked, but nothing says that this is a question: "
                    f"{HOW}"
                )
                sink.warning(block.line, "unread-question", message)

    def _step(self, index: int) -> int:
        """Read what begins at a token; return where to go on."""
        block, place = self._tokens[index].block, self._tokens[index].place
        heading = self._stack.read(block, place) if block.kind == "heading" else None
        if not (heading.lab if heading else self._stack.in_lab):
            if end := self._key(index) or self._question(index) or self._items(index):
                return end
            if self._blocks[place].kind == "ordered_list":
                last = block.level + len(block.children) - 1
                self._found.append(Numbers(block.level, last))
        if heading:
            self._stack.enter(heading)
        return index + 1

    def _asks(self, place: int) -> bool:
        """Return whether a question with options begins at a block."""
        tokens = range(self._begins[place], self._begins[place + 1])
        return any(map(self.evidence.has_options, tokens))

    def _header(self, index: int) -> Header | None:
        """Return how a token begins a question; anything may where questions are announced."""
        if index >= len(self._tokens):
            return None
        return self.evidence.header(index) or self._bare(index)

    def _bare(self, index: int) -> Header | None:
        return self.evidence.bare_header(index, announced=self._stack.announced)

    def _question(self, index: int) -> int | None:
        """Read a question that begins at a token; return where it ends."""
        opened = self._tokens[index].kind == "open"
        start = index + opened
        header = self._header(start)
        if header is None or (opened and header.style != "summary"):
            return None
        below = self._tokens[start + 1 : start + 2]
        if below and below[0].kind == "stems" and (header.stem or len(below[0].inside) > 1):
            # The header is the title of what asks.
            return None
        end = self._end(header, start)
        owned = self._stack.announced or header.style in {"heading", "summary"}
        tokens = [*header_tokens(header, self._tokens[start].place), *self._tokens[start + 1 : end]]
        draft = read_draft(header, tokens, owned=owned)
        if not is_question(draft, announced=self._stack.announced):
            if header.number is not None:
                parents = self._stack.parents(header.level)
                self._found.append(Numbers(header.number, header.number, parents))
            return None
        if self._explains(draft, index, end):
            draft.explanation.append(render_block(draft.rest.pop().block))
            self._explained = end
        tail = end - len(draft.rest)
        if self._tokens[tail:end] == draft.rest:
            end = tail
        self._add(draft, index, end)
        return end

    def _explains(self, draft: Draft, index: int, end: int) -> bool:
        """Return whether the only text below a question explains it, as others like it do."""
        if [token.kind for token in draft.rest] != ["text"] or draft.explanation:
            return False
        if not (draft.header.sure and draft.is_answered):
            return False
        if self._explained in {index, index - 1}:
            return True
        end += any(token.kind == "rule" for token in self._tokens[end : end + 1])
        other = self.evidence.header(end) if end < len(self._tokens) else None
        return bool(other and other.sure and other.style == draft.header.style)

    def _end(self, header: Header, start: int, limit: int | None = None) -> int:
        """Return the place behind the last token that can belong to a question."""
        limit = len(self._tokens) if limit is None else min(limit, len(self._tokens))
        depth = 0
        seen = _shows_options(self._tokens[start])
        for index in range(start + 1, limit):
            token = self._tokens[index]
            if depth == 0 and self._is_boundary(header, index, seen=seen):
                return index
            if self._keys.is_box(token.place):
                depth += 1
            elif token.kind == "close":
                if depth == 0 and header.style == "summary":
                    # A summary that is a stem: its box is the question.
                    return index + 1
                depth = max(0, depth - 1)
            seen = seen or _shows_options(token)
        return limit

    def _is_boundary(self, header: Header, index: int, *, seen: bool) -> bool:
        """Return whether a new thing begins at a token; ``seen`` says that options were."""
        token = self._tokens[index]
        if token.kind == "open":
            below = self._header(index + 1)
            asks = below is not None and below.style == "summary"
            return asks or (seen and self._keys.is_titled(token.place))
        if token.kind == "rule":
            return seen and header.style != "summary"
        other = self.evidence.header(index)
        if other and (other.number is not None or not other.sure or header.stem):
            asks = (seen or not header.sure) and self.evidence.has_options(index)
            return other.sure or other.style in {header.style, "heading"} or asks
        if token.block.kind == "heading":
            return self._is_next_heading(header, index)
        if seen and self._is_key(index):
            return True
        if header.style == "item":
            number = (header.number or 0) + 1
            return token.block.kind == "ordered_list" and token.block.level == number
        return header.style == "paragraph" and seen and self._bare(index) is not None

    def _is_next_heading(self, header: Header, index: int) -> bool:
        """Return whether a heading without a number is no part of a question."""
        token = self._tokens[index]
        if token.kind in {"answer", "explanation"} or is_label(token.block.content):
            return self._keys.is_titled(token.place)
        if header.style != "heading" or token.block.level <= header.level:
            return True
        alone = bool(header.stem) and not header.sure and self.evidence.asks_alone(index)
        return alone or self._bare(index) is not None

    def _is_key(self, index: int) -> bool:
        place = self._tokens[index].place
        if self._begins[place] != index:
            return False
        return self._keys.is_bare(place) or self._keys.is_titled(place)

    def _items(self, index: int) -> int | None:
        """Read the questions that are items of an ordered list; return where they end."""
        token, block = self._tokens[index], self._tokens[index].block
        stems = token.inside if token.kind == "stems" else ()
        if block.kind == "ordered_list" and len(block.children) == 1 and not stems:
            stems = self._only_item(block, token.place)
        drafts: dict[int, Draft] = {}
        end = index + 1
        for place, stem in enumerate(stems):
            if not stem.header:
                continue
            more: Sequence[Token] = ()
            if place == len(stems) - 1 and (place == 0 or drafts):
                end = self._end_of_item(stem, index)
                more = self._tokens[index + 1 : end]
            draft = read_draft(stem.header, [*stem.inside, *more], owned=True)
            if draft.writing not in {"ordered", "list"} and is_question(
                draft, announced=self._stack.announced
            ):
                drafts[place] = draft
        drafts = items_that_ask(drafts, len(stems))
        if not drafts:
            return None
        end = end if len(stems) - 1 in drafts else index + 1
        for place in range(len(stems)):
            if place in drafts:
                self._add(drafts[place], index, end, item=place, of=len(stems))
            else:
                number = block.level + place
                self._found.append(Numbers(number, number, self._stack.parents()))
        return end

    def _only_item(self, block: Block, place: int) -> tuple[Token, ...]:
        """Return the only item of a list, whose options may stand below the list."""
        item = block.children[0]
        if not first_text(item):
            return ()
        header = item_header(item, block.level)
        return (Token("text", item, place, header, header_tokens(header, place)),)

    def _end_of_item(self, stem: Token, index: int) -> int:
        """Return where the question ends that is the last item of a list."""
        near = [*stem.inside, *self._tokens[index + 1 : index + _NEAR]]
        if not stem.header or not any(token.shows_options for token in near):
            # What stands below an ordinary list is no part of it.
            return index + 1
        end = self._end(stem.header, index, index + _NEAR)
        return end if end < index + _NEAR else self._end(stem.header, index)

    def _add(
        self, draft: Draft, start: int, end: int, *, item: int | None = None, of: int = 0
    ) -> None:
        places = self._tokens[start].place, self._tokens[end - 1].place + 1
        parents = self._stack.parents(draft.header.level)
        self._found.append(Candidate(draft, *places, parents, item, of))
        if not draft.is_answered:
            self._waiting.add(draft.header.number)

    def _key(self, index: int) -> int | None:
        """Read an answer key that begins at a token; return where it ends."""
        place = self._tokens[index].place
        if not self._found or self._begins[place] != index:
            return None
        key = self._keys.find(place)
        if key is None:
            return None
        first, end = key
        read = self._keys.read(first, end)
        numbers = {row.number for row in read.rows}
        if first == place and not numbers & self._waiting:
            # A table without a title that answers nothing is a table.
            return None
        kept = [first + n for n in read.kept if not self._is_repeated(self._blocks[first + n])]
        self._found.append(Key(read.rows, place, end, kept, self._stack.parents()))
        self._waiting -= numbers
        return self._begins[end]

    def _is_repeated(self, block: Block) -> bool:
        """Return whether a heading in a key says nothing that those above did not say."""
        if block.kind == "summary":
            return is_label(block.content)
        return block.kind == "heading" and block.content in self._stack.titles


def _shows_options(token: Token) -> bool:
    """Return whether a token may be options; a list with bullets may be a stem's."""
    if token.kind == "stems" or token.shows_options:
        return True
    return token.block.kind == "ordered_list" or any(one.shows_options for one in token.inside)
