"""Whether something is a question at all: by its header, its options, its answer, its siblings."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from content.outline.tree import strip_number
from content.questions.groups import asks, find_groups
from content.questions.rules.question_headers import bare_header
from content.questions.titles import is_questions_title
from content.questions.tokens import Token, tokens_of

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from content.problems import ProblemSink
    from content.questions.drafts import Draft
    from content.questions.rules.question_headers import QuestionHeader

_LETTERED = frozenset({"letters", "lines"})
_MANY = 3
# "Answer: B." and "Answers: 1-b, 2-c"; "Answer: C is a language" says more than a letter.
_LETTER = re.compile(
    r"[:\uff1a]\W{0,8}(?:\d{1,3}\s?[.)-]\s?)?[A-Ha-h](?:\W{1,4}(?:and\W{1,4})?[A-Ha-h]\b)*"
    r"(?:\W{0,8}$|\s?[).:*,\u2013\u2014-])"
)
HOW = "number it as in `### Question 1`, and write each option on a line of its own"


class Evidence:
    """What speaks for questions on a page; ``groups`` are all its options."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self.groups = list(find_groups(tokens))
        self._by_stem = {group.stem: group for group in self.groups if group.stem is not None}
        self.asking = {tokens[stem].place for stem in self._by_stem}
        """The places of the blocks in which questions with options begin."""
        self._choices: Counter[object] = Counter()
        self._lists: Counter[object] = Counter()
        for stem, group in self._by_stem.items():
            header, block = tokens[stem].header, tokens[stem].block
            if group.writing == "boxes":
                for kind in filter(None, (block.level, header.word if header else "")):
                    self._lists[kind] += 1
                    self._choices[kind] += group.ticks == 1 < group.size

    def has_options(self, place: int) -> bool:
        """Return whether the text at ``place`` stands above options that it asks for."""
        return place in self._by_stem

    def header(self, place: int) -> QuestionHeader | None:
        """Return the header at ``place``, unless what stands below says that it asks nothing."""
        block, header = self._tokens[place].block, self._tokens[place].header
        if header is None or header.sure:
            return header
        if header.word:
            # Any word may stand before a number.
            return header if self._is_asked(place, header.word) else None
        if header.style == "item":
            return header if self.has_options(place) else None
        # Some titles with a number announce questions.
        name = strip_number(block.text)[1]
        return None if is_questions_title(name) and name.lower() != "question" else header

    def bare_header(self, place: int, *, announced: bool) -> QuestionHeader | None:
        """Return a header for a text without a number that stands above options."""
        block, group = self._tokens[place].block, self._by_stem.get(place)
        if group is None:
            return None
        chosen = group.answered or group.is_choice or group.writing != "boxes"
        if (announced and chosen) or self._is_asked(place, block.level):
            return bare_header(block)
        return None

    def warn_of_unread(self, covered: Container[int], sink: ProblemSink, *, asked: bool) -> None:
        """Warn of answers and ticked boxes in no question: ``covered`` are the places of those.

        ``asked`` says that the page has other questions with boxes; many lists with one ticked box
        are questions too.
        """
        for token in self._tokens:
            if token.place not in covered and (answer := _answer(token)):
                message = f"this answer belongs to no question that is read: {HOW}"
                sink.warning(answer.block.line, "unread-question", message)
        boxes = [group for group in self.groups if group.writing == "boxes"]
        chosen = [group for group in boxes if group.ticks == 1 < group.size]
        if asked or (len(boxes) >= _MANY and len(chosen) == len(boxes)):
            message = "one of these boxes is ticked, but nothing says that this is a question: "
            for one in chosen:
                stem = self._tokens[one.start if one.stem is None else one.stem]
                if self._tokens[one.start].place not in covered:
                    sink.warning(stem.block.line, "unread-question", message + HOW)

    def _is_asked(self, place: int, kind: object) -> bool:
        """Return whether options are those of a question, by themselves or by others like them.

        A ``kind`` is a heading's level, or the word in front of its number. In a plan some lists
        are done and some have not been begun, so most of the others must have one tick.
        """
        group = self._by_stem.get(place)
        if group is None or group.answered:
            return group is not None
        chosen = self._choices[kind]
        siblings = chosen >= _MANY and chosen * 4 >= self._lists[kind] * 3
        return siblings or (group.is_choice and asks(self._tokens[place].block))


def is_question(draft: Draft, *, announced: bool) -> bool:
    """Return whether a draft is a question, by its header, its options and what answers it."""
    header, boxes = draft.header, draft.writing == "boxes"
    asks_itself = draft.is_answered or draft.writing in _LETTERED
    if header.sure:
        # A list of frequent questions stays text.
        return announced or asks_itself or boxes
    # Boxes below a number are things to do.
    return bool(draft.options) and (asks_itself or (boxes and (announced or bool(header.word))))


def items_that_ask(drafts: Sequence[Draft]) -> Sequence[Draft]:
    """Return which drafts are questions out of those in one list.

    Letters or boxes below some of its items are steps and things to do.
    """
    if not drafts[0].item or len(drafts) == drafts[0].item.size:
        return drafts
    asking = [one for one in drafts if one.writing in _LETTERED or asks(one.header.block)]
    return asking if any(one.is_answered for one in asking) else ()


def _answer(token: Token) -> Token | None:
    """Return a sentence that names an option by its letter."""
    if token.statement:
        line = token.block.content.split("\n", 1)[0]
        return token if token.statement.names and _LETTER.search(line) else None
    items = token.block.children if token.kind == "options" else ()
    inside = token.inside or tokens_of(part for item in items for part in item.children)
    return next(filter(None, map(_answer, inside)), None)
