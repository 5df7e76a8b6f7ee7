"""Whether something is a question at all: by its header, its options, its answer, its siblings."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from content.questions2.groups import asks, find_groups
from content.questions2.rules.question_headers import bare_header
from content.questions2.titles import is_numbered_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.questions2.drafts import Draft
    from content.questions2.rules.question_headers import QuestionHeader
    from content.questions2.tokens import Token

_FEW = 2
_MANY = 3


class Evidence:
    """What speaks for questions on a page; ``groups`` are all its options."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self.groups = list(find_groups(tokens))
        self._by_stem = {group.stem: group for group in self.groups if group.stem is not None}
        self._choices: Counter[object] = Counter()
        self._lists: Counter[object] = Counter()
        for stem, group in self._by_stem.items():
            token = tokens[stem]
            if group.writing == "boxes" and token.block.kind == "heading":
                word = token.header.word if token.header else ""
                for kind in filter(None, (token.block.level, word)):
                    self._lists[kind] += 1
                    self._choices[kind] += group.ticks == 1 < group.size

    def has_options(self, place: int) -> bool:
        """Return whether the text at ``place`` stands above options that it asks for."""
        return place in self._by_stem

    def header(self, place: int) -> QuestionHeader | None:
        """Return the header at ``place``, unless what stands below says that it asks nothing."""
        token = self._tokens[place]
        header = token.header
        if header is None or header.sure:
            return header
        if header.word:
            # Any word may stand before a number.
            return header if self._is_asked(place, header.word) else None
        title = token.block.kind == "heading" and is_numbered_title(token.block.text)
        return None if title else header

    def bare_header(self, place: int, *, announced: bool) -> QuestionHeader | None:
        """Return a header for a text without a number that stands above options."""
        token = self._tokens[place]
        group = self._by_stem.get(place)
        if group is None:
            return bare_header(token.block) if announced and self._is_marked(place) else None
        if group.writing == "boxes" and not (group.is_choice or group.answered):
            return None
        if announced or self._is_asked(place, token.block.level):
            return bare_header(token.block)
        return None

    def asks_alone(self, place: int) -> bool:
        """Return whether a heading asks something without options, as those below ``4. FAQ`` do."""
        token = self._tokens[place]
        return place not in self._by_stem and (
            asks(token.block) or token.block.text[:2] in {"Q:", "Q."}
        )

    @cached_property
    def are_all_choices(self) -> bool:
        """Return whether there are several lists of boxes, and one box of each is ticked."""
        boxes = [group for group in self.groups if group.writing == "boxes"]
        return len(boxes) >= _MANY and all(group.ticks == 1 < group.size for group in boxes)

    def _is_marked(self, place: int) -> bool:
        """Return whether a text stands right above a list with a marked option."""
        below = self._tokens[place + 1] if place + 1 < len(self._tokens) else None
        return (
            self._tokens[place].block.kind in {"heading", "paragraph"}
            and below is not None
            and below.writing == "marked"
        )

    def _is_asked(self, place: int, kind: object) -> bool:
        """Return whether options are those of a question, by themselves or by others like them.

        A ``kind`` is a heading's level, or the word in front of its number. In a plan some lists
        are done and some have not been begun, so most of the others must have one tick.
        """
        group = self._by_stem.get(place)
        if group is None or group.answered or group.writing != "boxes":
            return group is not None and group.answered
        chosen = self._choices[kind]
        siblings = chosen >= _MANY and chosen * 4 >= self._lists[kind] * 3
        return siblings or (group.is_choice and asks(self._tokens[place].block))


def is_question(draft: Draft, *, announced: bool) -> bool:
    """Return whether a draft is a question, by its header, its options and what answers it."""
    header = draft.header
    lettered = draft.writing in {"letters", "lines"}
    if header.sure:
        # A list of frequent questions stays text.
        listed = announced and (header.style != "summary" or bool(draft.options))
        return listed or draft.is_answered or lettered or draft.writing == "boxes"
    if len(draft.options) < _FEW:
        return False
    if header.word:
        return draft.is_answered or draft.writing == "boxes"
    if lettered:
        return announced or draft.is_answered or header.number is not None
    return draft.is_answered or (announced and draft.writing == "boxes")


def items_that_ask(drafts: Sequence[Draft]) -> Sequence[Draft]:
    """Return which drafts are questions out of those in one list.

    Letters or boxes below some of its items are steps and things to do.
    """
    if not drafts[0].item or len(drafts) == drafts[0].item.size:
        return drafts
    asking = [
        draft
        for draft in drafts
        if draft.writing in {"letters", "lines"} or asks(draft.header.block)
    ]
    return asking if any(draft.is_answered for draft in asking) else ()
