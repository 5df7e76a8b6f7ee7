"""Whether something is a question at all: by its header, its options, its answer, its siblings."""

from __future__ import annotations

import re
from collections import Counter
from itertools import takewhile
from typing import TYPE_CHECKING

from content import words
from content.outline.numbers import strip_number
from content.questions.groups import asks, find_groups, is_emphasized
from content.questions.judge import warn_of_open
from content.questions.rules.letters import NAME
from content.questions.rules.question_headers import bare_header
from content.questions.titles import is_questions_title

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from content.markdown.blocks import Block
    from content.problems import ProblemSink
    from content.questions.drafts import Draft
    from content.questions.rules.question_headers import QuestionHeader
    from content.questions.tokens import Token

_LETTERED = frozenset({"letters", "lines"})
_MANY = 3
# "Answer: B." and "Answers: 1-b, 2-c"; "Answer: C is a language" says more than a letter.
_NAME = rf"(?![I-Zi-z]\b){NAME}"
_LETTER = re.compile(
    rf"(?:[:\uff1a]|{words.IS})\W{{0,8}}(?:\d{{1,3}}\s?[.)-]\s?)?{_NAME}"
    rf"(?:\W{{1,4}}(?:and\W{{1,4}})?{_NAME}(?![^\W_]))*(?:\W{{0,8}}$|\s?[).:*,\u2013\u2014-])"
)
# (1) Stem, 1\\. Stem
_NUMBER = re.compile(r"\(\d{1,3}\)\s+|\d{1,3}\\[.)]\s+")
HOW = "number it as in `### Question 1`, and write each option on a line of its own"


class Evidence:
    """What speaks for questions on a page: all its options, and those of each text that asks."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self.groups = find_groups(tokens)
        self.by_stem = {group.stem: group for group in self.groups if group.stem is not None}
        self.open: list[Block] = []
        """Texts among questions that have no options."""
        self.unanswered: list[Block] = []
        """Stems above options of which nothing says which is right."""
        self.asking = {tokens[stem].place for stem in self.by_stem}
        """The places of the blocks in which questions with options begin."""
        self._choices: Counter[object] = Counter()
        self._lists: Counter[object] = Counter()
        self._any_choice = any(group.is_choice for group in self.groups)
        for stem, group in self.by_stem.items():
            header = tokens[stem].header
            if group.writing == "boxes":
                for kind in filter(None, (_look(tokens[stem]), header.word if header else "")):
                    self._lists[kind] += 1
                    self._choices[kind] += group.ticks == 1 < group.size

    def has_boxes(self, place: int) -> bool:
        """Return whether the options below a text are boxes that no sentence answers."""
        group = self.by_stem.get(place)
        return group is not None and group.writing == "boxes" and not group.answered

    def asks_again(self, place: int) -> bool:
        """Return whether a text below options has its own; "In other words:" may have open ones."""
        group = self.by_stem.get(place)
        told = group is not None and (group.answered or group.ticks > 0)
        return told or (group is not None and not self._tokens[place].block.text.endswith(":"))

    def header(self, place: int) -> QuestionHeader | None:
        """Return the header at ``place``, unless what stands below says that it asks nothing."""
        block, header = self._tokens[place].block, self._tokens[place].header
        if header is None or header.sure:
            return header
        if header.word:
            # Any word may stand before a number.
            return header if self._is_asked(place, header.word) else None
        # Some titles with a number announce questions.
        return None if is_questions_title(strip_number(block.text)[1]) else header

    def bare_header(self, place: int, *, announced: bool) -> QuestionHeader | None:
        """Return a header for a text without a number that stands above options."""
        token, group = self._tokens[place], self.by_stem.get(place)
        if group is None:
            return None
        chosen = group.answered or group.is_choice or group.writing != "boxes"
        # Where others are choices, one that nobody ticked was forgotten.
        chosen = chosen or (self._any_choice and group.size > 1)
        if not (announced and chosen) and not self._is_asked(place, _look(token)):
            return None
        if token.header:
            return token.header
        header = bare_header(token.asking)
        number = _NUMBER.match(header.stem)
        return header._replace(stem=header.stem[number.end() :]) if number else header

    def suspect(self, index: int) -> None:
        """Note an item without options, or an answer that names none, among questions."""
        token = self._tokens[index]
        below = (self._tokens[place] for place in range(index + 1, len(self._tokens)))
        if token.kind == "item":
            inside = takewhile(lambda one: one.owned, below)
            if not any(map(named_answer, (token, *inside))):
                self.open.append(token.asking)
        elif token.statement or (token.header and token.kind == "paragraph"):
            if not token.owned and not named_answer(token):
                self.open.append(token.block)
        elif token.kind == "paragraph" and asks(token.block):
            lists = next(below, token).writing in {"list", "ordered"}
            self.unanswered += [token.block] * lists

    def warn_of_unread(
        self, covered: Container[int], drafts: Sequence[Draft], sink: ProblemSink
    ) -> None:
        """Warn of answers and ticked boxes in no question, ``covered`` being the tokens of those.

        Many lists with one ticked box are questions, and so is one beside others with boxes.
        """
        for index, token in enumerate(self._tokens):
            if index not in covered and (answer := named_answer(token)):
                message = f"this answer belongs to no question that is read: {HOW}"
                sink.warning(answer.block.line, "unread-question", message)
        boxes = [group for group in self.groups if group.writing == "boxes"]
        chosen = [group for group in boxes if group.ticks == 1 < group.size]
        # Two headings above lists that are begun may be a plan.
        titles = any(one.stem is None or self._tokens[one.stem].block.level for one in boxes)
        many = len(boxes) >= _MANY - (not titles) and len(chosen) == len(boxes)
        if many or any(one.asked and one.writing == "boxes" for one in drafts):
            message = "one of these boxes is ticked, but nothing says that this is a question: "
            for one in chosen:
                stem = self._tokens[one.start if one.stem is None else one.stem]
                if one.start not in covered:
                    sink.warning(stem.asking.line, "unread-question", message + HOW)
        for block in self.open:
            warn_of_open(block.line, sink)
        # A single one may be a question that people ask.
        for block in self.unanswered if drafts or len(self.unanswered) > 1 else ():
            message = "nothing says which of these options is right: mark one with [correct]"
            sink.warning(block.line, "unread-question", message)

    def _is_asked(self, place: int, kind: object) -> bool:
        """Return whether options are those of a question, by themselves or by others like them.

        A ``kind`` is the look of a text, or the word in front of its number. In a plan some lists
        are done and some have not been begun, so most of the others must have one tick.
        """
        group = self.by_stem.get(place)
        if group is None or group.answered:
            return group is not None
        chosen = self._choices[kind]
        siblings = chosen >= _MANY and chosen * 4 >= self._lists[kind] * 3
        return siblings or (group.is_choice and asks(self._tokens[place].asking, colon=False))


def _look(token: Token) -> str:
    """Return what texts that ask have in common: headings of one level, or being all bold."""
    block = token.asking
    return f"h{block.level}" if block.level else "bold" * is_emphasized(block)


def is_question(draft: Draft, *, announced: bool) -> bool:
    """Return whether a draft is a question, by its header, its options and what answers it."""
    header, boxes = draft.header, draft.writing == "boxes"
    asks_itself = draft.is_answered or draft.writing in _LETTERED
    if header.sure:
        marked = any(option.wrong for option in draft.options)
        asks_itself = asks_itself or marked or draft.writing == "weak"
        # A list of frequent questions stays text.
        return announced or asks_itself or boxes
    judged = bool(draft.options) and all(one.says is not None for one in draft.options)
    if judged and not (draft.answers or announced):
        # "3. Pros and cons" asks nothing.
        return asks(header.block)
    # Boxes below a number are things to do.
    return bool(draft.options) and (asks_itself or (boxes and (announced or bool(header.word))))


def items_that_ask(drafts: Sequence[Draft]) -> Sequence[Draft]:
    """Return which drafts are questions out of those in one list.

    Letters or boxes below some of its items are steps and things to do.
    """
    if not drafts[0].item or len(drafts) * 4 >= drafts[0].item.size * 3 or drafts[0].announced:
        return drafts
    asking = [one for one in drafts if one.writing in _LETTERED or asks(one.header.block)]
    return asking if any(one.is_answered for one in asking) else ()


def named_answer(token: Token) -> Token | None:
    """Return a sentence that names an option by its letter."""
    if token.statement:
        line = token.block.content.split("\n", 1)[0]
        return token if token.statement.names and _LETTER.search(line) else None
    return next(filter(None, map(named_answer, token.inside)), None)
