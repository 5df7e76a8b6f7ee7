"""Where each question and each answer key of a page begins and ends, in any dialect."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from content.labs import lab_title
from content.markdown.render import render_block
from content.outline.numbers import strip_number
from content.questions import titles
from content.questions.drafts import Draft, Key, NumberGap, Piece
from content.questions.evidence import Evidence, is_question
from content.questions.groups import asks
from content.questions.keys import AnswerKeys, may_answer, means
from content.questions.rules.answer_statements import read_alone
from content.questions.rules.key_rows import read_key
from content.questions.rules.marks import only_bold
from content.questions.sorting import read_draft
from content.questions.tokens import Token, stem_tokens, tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from content.markdown.blocks import Block
    from content.questions.rules.key_rows import Row
    from content.questions.rules.question_headers import QuestionHeader

_LEVELS = 6
"""How deep headings are."""
_BOX = 7
"""The level of the title of a box: it is deeper than each heading."""


class _Open(NamedTuple):
    """A heading that is open, and what it announces for what is below: questions, or a lab."""

    level: int = 0
    place: int = -1
    announced: bool = False
    practice: bool = False
    """Whether ticked boxes below it are those of questions, be they ever so few."""
    lab: bool = False
    tasks: bool = False
    """Whether boxes below it are things to do, unless it is practice."""
    faq: bool = False
    """Whether people's own questions stand below it."""


class Grammar:
    """Walks the tokens of a page once."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._tokens = list(tokens_of(blocks))
        self.evidence = Evidence(self._tokens)
        self._begins: dict[int, int] = {}
        """Which token each block begins with."""
        for index, token in enumerate(self._tokens):
            self._begins.setdefault(token.place, index)
        self._begins[len(blocks)] = len(self._tokens)
        self._keys = AnswerKeys(blocks, self.evidence.asking)
        self._open = [_Open()]
        self._found: list[Piece] = []
        self._asked: dict[int | None, list[Draft]] = {}
        """The questions by their number; none for what only looks like one."""
        self._gaps: set[int | None] = set()
        self._explained = -1
        """The end of the last question that the text below it explains."""

    def run(self) -> list[Piece]:
        """Return every candidate and key, and the numbers between them."""
        index = 0
        while index < len(self._tokens):
            index = self._step(index)
        return self._found

    def _step(self, index: int) -> int:
        """Read what begins at a token; return where to go on."""
        token, block = self._tokens[index], self._tokens[index].block
        titled = block.kind in {"heading", "summary"}
        heading = self._opened(block, token.place) if titled else None
        if not (heading or self._open[-1]).lab:
            if end := self._key(index) or self._question(index):
                return end
            if self._open[-1].announced:
                self.evidence.suspect(index)
            if token.kind == "item":
                self._skip([token.first], self._parents())
            elif block.kind == "ordered_list":
                self._skip(range(block.level, block.level + len(block.children)))
        if heading:
            self._open = [*(one for one in self._open if one.level < heading.level), heading]
        elif token.kind == "details_end":
            self._open = [one for one in self._open if one.level < _BOX]
        return index + 1

    def _skip(self, numbers: Iterable[int], parents: tuple[int, ...] | None = None) -> None:
        """Note numbers above what asks nothing; those with ``parents`` look like a question's."""
        for number in numbers:
            self._found.append(NumberGap(number, parents))
            self._gaps.add(number)

    def _opened(self, block: Block, place: int) -> _Open:
        """Return what a heading opens that is no part of a question."""
        level = block.level or _BOX
        above = next(one for one in reversed(self._open) if one.level < level)
        title = strip_number(block.text)[1]
        announces = titles.is_questions_title(title)
        practice = above.practice or titles.may_announce(title)
        lab = not announces and (above.lab or lab_title(block.text) is not None)
        announces, faq = announces or above.announced, titles.is_faq(title) or above.faq
        tasks = titles.announces_tasks(title) or above.tasks
        return _Open(level, place, announces, practice, lab, tasks, faq)

    def _parents(self, level: int = 0) -> tuple[int, ...]:
        """Return the places of the headings above one with ``level``; 0 is no heading."""
        return tuple(one.place for one in self._open[1:] if one.level < level or not level)

    def _header(self, index: int) -> QuestionHeader | None:
        """Return how a token begins a question; anything may where questions are announced."""
        if index >= len(self._tokens) or self._names_a_section(index):
            return None
        return self.evidence.header(index) or self._bare(index)

    def _names_a_section(self, index: int) -> bool:
        """Return whether only headings part a heading from one that announces questions."""
        above, *below = (one.block for one in self._tokens[index : index + _LEVELS])
        for block in below:
            if above.kind != "heading" or block.kind != "heading" or block.level <= above.level:
                return False
            if titles.is_questions_title(strip_number(block.text)[1]):
                return not titles.is_question_title(block.text)
            above = block
        return False

    def _bare(self, index: int) -> QuestionHeader | None:
        above, block = self._open[-1], self._tokens[index].block
        tasks = above.tasks or (block.level and titles.announces_tasks(strip_number(block.text)[1]))
        if tasks and not above.practice and self.evidence.has_boxes(index):
            return None
        return self.evidence.bare_header(index, announced=above.practice)

    def _question(self, index: int) -> int | None:
        """Read a question that begins at a token; return where it ends."""
        start = index + (self._tokens[index].kind == "details")
        header = self._header(start)
        if header is None or (start > index and header.style != "summary"):
            return None
        first, below = self._tokens[start], start + 1
        item = self._tokens[below] if below < len(self._tokens) else first
        stem = stem_tokens(header, first.place)
        if item.kind == "item" and header.style != "item":
            if header.stem or item.size > 1:
                # The header is the title of what asks.
                return None
            # The only item of a list is the stem.
            stem, below = item.inside, below + 1
        end = self._end(header, start, below)
        announced, parents = self._open[-1].announced, self._parents(header.level)
        owned = announced or header.style in {"heading", "summary"}
        draft = read_draft(header, [*stem, *self._tokens[below:end]], owned=owned)
        numbered = header.sure or (announced and (header.number is not None or asks(header.block)))
        if numbered and not (draft.is_answered or self._open[-1].faq):
            for place in only_bold([one.written for one in draft.options]):
                draft.options[place].right = draft.writing != "boxes"
        if not is_question(draft, announced=announced):
            if header.number is not None and header.style != "item":
                self._skip([header.number], parents)
                self._asked.setdefault(header.number, [])
                if header.sure and len(draft.options) > 1 and not self._open[-1].faq:
                    evidence = self.evidence
                    (evidence.open if draft.explanation else evidence.unanswered).append(
                        header.block
                    )
            return None
        if self._explains(draft, index, end):
            draft.explanation.append(render_block(draft.rest.pop().block))
            self._explained = end
        tail = end - len(draft.rest)
        if self._tokens[tail:end] == draft.rest:
            end = tail
        draft.places = range(self._tokens[index].place, self._tokens[end - 1].place + 1)
        draft.tokens = range(index, end)
        draft.announced = announced
        draft.parents = parents
        draft.item = first if first.kind == "item" else None
        self._found.append(draft)
        self._asked.setdefault(draft.number, []).append(draft)
        return end

    def _explains(self, draft: Draft, index: int, end: int) -> bool:
        """Return whether the only text below a question explains it, as others like it do."""
        if [token.kind for token in draft.rest] != ["paragraph"] or draft.explanation:
            return False
        if self._explained in {index, index - 1}:
            return True
        end += any(token.kind == "hr" for token in self._tokens[end : end + 1])
        other = self.evidence.header(end) if end < len(self._tokens) else None
        return bool(other and other.sure and other.style == draft.header.style)

    def _end(self, header: QuestionHeader, start: int, below: int) -> int:
        """Return the place behind the last token that can belong to a question."""
        depth = 0
        seen = _may_be_options(self._tokens[start])
        for index in range(below, len(self._tokens)):
            token = self._tokens[index]
            if depth == 0 and self._is_boundary(header, index, seen=seen):
                return index
            if token.kind == "details" and self._keys.is_box(token.place):
                depth += 1
            elif token.kind == "details_end":
                if depth == 0:
                    # The box of a summary that is a stem is the question.
                    return index + (header.style == "summary")
                depth -= 1
            seen = seen or _may_be_options(token)
        return len(self._tokens)

    def _is_boundary(self, header: QuestionHeader, index: int, *, seen: bool) -> bool:
        """Return whether a new thing begins at a token; ``seen`` says that options were."""
        token, block = self._tokens[index], self._tokens[index].block
        if token.kind == "details":
            below = self._header(index + 1)
            asks = below is not None and below.style == "summary"
            return asks or (seen and self._keys.is_titled(token.place))
        if token.kind == "hr":
            return seen and header.style != "summary"
        other = self.evidence.header(index)
        if other:
            asks = (seen or not header.sure) and index in self.evidence.by_stem
            return other.sure or other.style in {header.style, "heading"} or asks
        if block.kind == "heading":
            deeper = header.style == "heading" and block.level > header.level
            if token.kind != "heading" or titles.is_label(block.content):
                one = titles.is_one_answer_title(block.text)
                several = titles.is_key_title(block.text) and not one
                chapter = block.level <= self._open[-1].level and not self._answers(index + 1)
                return self._keys.is_titled(token.place) or (several and not deeper) or chapter
            return not (deeper and header.sure) or self._bare(index) is not None
        if token.kind == "item":
            return seen or header.style == "item"
        key = self._begins[token.place] == index and self._keys.find(token.place)
        return seen and (self.evidence.asks_again(index) or bool(key))

    def _answers(self, index: int) -> bool:
        """Return whether a token says which option is right, by its name alone or in a sentence."""
        return any(
            one.statement or one.inside or read_alone(one.block.content)
            for one in self._tokens[index : index + 1]
        )

    def _key(self, index: int) -> int | None:
        """Read an answer key that begins at a token; return where it ends."""
        place = self._tokens[index].place
        found = self._keys.find(place) if self._asked and self._begins[place] == index else None
        if not found:
            return None
        first, end = found
        title = self._blocks[place]
        asked = self._asked
        read = read_key(self._blocks[first:end], lambda row: means(row, asked.get(row.number)))
        if not self._has_answers(read.rows, title):
            return None
        kept = [first + number for number in read.kept]
        behind = first + read.end
        if behind < end and self._blocks[first - 1].kind == "summary":
            # Its box holds what stands behind the key as well.
            kept += range(behind, end - 1)
        elif behind < end:
            # Its title stays above the heading that ends it.
            kept += range(place, first)
            end = behind
        parents = self._parents(title.level if title.kind == "heading" else 0)
        tokens = range(index, self._begins[end])
        self._found.append(Key(read.rows, range(place, end), tokens, kept, parents))
        return tokens.stop

    def _has_answers(self, rows: Sequence[Row], title: Block) -> bool:
        """Return whether a row answers something above: chapters may be named like keys as well."""
        if titles.tells_answers(title.text) and all(self._asked.get(row.number) for row in rows):
            return True
        return any(
            any(may_answer(row, one) for one in self._asked.get(row.number, ()))
            or (row.answer.names and (row.number in self._gaps or self._asked.get(row.number)))
            for row in rows
        )


def _may_be_options(token: Token) -> bool:
    """Return whether a token may be options; a list with bullets may be a stem's."""
    shown = any(one.shows_options for one in (token, *token.inside))
    return shown or token.block.kind == "ordered_list"
