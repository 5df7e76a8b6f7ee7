"""Understands what a person typed: which words matter, and where they are in the query."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from .words import STOP_WORDS, Word, in_a_row, words

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_CHARACTERS = 1000
"""Characters of a query that are read; a person's question is shorter."""

MOST_WORDS = 40
"""Words of a query that are looked up, so that the work for one query is bounded."""

_QUESTION = """
hi hello hey what whats what's who whos who's where when why how which can could would you please
tell me us about explain define describe the a an is are was were do does did i'd like to know
"""
_OPENERS = frozenset(_QUESTION.split())
_OF = {"meaning": "of", "definition": "of", "difference": "between"}
_AIMS = frozenset(["for", "in"])
_TERM = 3
_POLITE = frozenset(["please", "thanks"])
_STANDS = (["stand", "for"], ["stands", "for"])
_VERBS = frozenset(["mean", "means", "work", "works"])
_VERBED = frozenset(["do", "does", "did", "what", "how"])
_TOLD, _TOLD_WORDS = 3, 6
_QUOTED = re.compile('["\u201c\u201d\u201e]([^"\u201c\u201d\u201e]+)["\u201c\u201d]')


class Query:
    """One query: its text, all of its words, and those that carry its meaning."""

    def __init__(self, text: str) -> None:
        self.text = text[:MOST_CHARACTERS]
        self.words: tuple[Word, ...] = tuple(words(self.text))
        self.asked: Sequence[Word] = _without_question(self.words)
        self.content: tuple[Word, ...] = tuple(_content(self.asked))[:MOST_WORDS]

    @property
    def quoted(self) -> list[list[str]]:
        """Return the words in quotes that carry meaning, for each pair of quotes around several."""
        parts = [in_a_row(found[1]) for found in _QUOTED.finditer(self.text)]
        return [part for part in parts if len(part) > 1]

    @property
    def is_description(self) -> bool:
        """Whether it says what is meant in several words, small ones too, and is not a term."""
        return len(self.content) >= _TOLD or len(self.words) >= _TOLD_WORDS

    @property
    def fillers(self) -> list[str]:
        """Return the stop words of the query, each once."""
        found = dict.fromkeys(word.text for word in self.words if word.text in STOP_WORDS)
        return list(found)[:MOST_WORDS]

    @cached_property
    def plain(self) -> str:
        """The folded words of the query, one space between."""
        return " ".join(word.text for word in self.words)

    @cached_property
    def core(self) -> str:
        """The folded query without its question words: what a title looks like."""
        return " ".join(word.text for word in self.asked or self.words)

    def part(self, kept: Sequence[Word]) -> Query:
        """Return the query that is only these words of it, one behind another."""
        return Query(self.text[kept[0].start : kept[-1].end])

    def with_changes(self, changes: dict[str, str]) -> str:
        """Return the query with the words that are keys of ``changes`` replaced, nothing else."""
        pieces, position = [], 0
        for word in self.words:
            if word.text in changes:
                pieces += [self.text[position : word.start], changes[word.text]]
                position = word.end
        return "".join([*pieces, self.text[position:]])


def _without_question(found: Sequence[Word]) -> Sequence[Word]:
    """Drop "can you explain what … means" from both ends of the words."""
    texts = [word.text for word in found]
    start, end = 0, len(texts)
    while start < end:
        if texts[start] in _OPENERS:
            start += 1
        elif texts[start + 1 : start + 2] == [_OF.get(texts[start])]:
            start += 2
        else:
            break
    while end > start and texts[end - 1] in _POLITE:
        end -= 1
    # "For my exam", "in my lab"; but "after I updated my container" is what a description is about.
    if 0 < start < end - 3 <= start + _TERM and texts[end - 3] in _AIMS and texts[end - 2] == "my":
        end -= 3
    if texts[max(start + 1, end - 2) : end] in _STANDS:
        end -= 2
    # "mean" and "work" are concepts too, so they go only where the question needs them as its verb.
    if end - start > 1 and not _VERBED.isdisjoint(texts[:start]) and texts[end - 1] in _VERBS:
        end -= 1
    return found[start:end]


def _content(asked: Sequence[Word]) -> Sequence[Word]:
    """Return the words that carry meaning, each once; stop words alone can only name a title."""
    unique = {word.text: word for word in reversed(asked) if word.text not in STOP_WORDS}
    return sorted(unique.values(), key=lambda word: word.start)
