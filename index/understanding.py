"""Reads a query before it is searched for: the name that it asks about, and its typos."""

from __future__ import annotations

from itertools import chain, combinations
from typing import TYPE_CHECKING

from .frames import bare, is_spoken, subject
from .matching import DESCRIBES
from .query import Query
from .spelling import corrections, torn
from .words import keys_of

if TYPE_CHECKING:
    from .emphasis import Emphasis
    from .spelling import Vocabulary
    from .titles import Titles

_TERM = 3
"""Words that may be a term which no card is about."""
_MOST_READ = 12
"""Words in which names are looked for."""


class Understanding:
    """Knows the names and the words of one index."""

    def __init__(self, titles: Titles, emphasis: Emphasis, vocabulary: Vocabulary) -> None:
        self._titles = titles
        self._emphasis = emphasis
        self._vocabulary = vocabulary

    def name(self, query: Query) -> Query | None:
        """Return the name that all of a query asks about, without the question around it."""
        name = subject(query.text, query.words, self._is_name, self._vocabulary.knows)
        return None if name is None else query if name == query.text else Query(name)

    def has_name(self, text: str) -> bool:
        """Return whether the name of a card is in a text, as whole words."""
        parts = [word.parts for word in Query(text).words[:_MOST_READ]]
        spans = combinations(range(len(parts) + 1), 2)
        return any(
            self._titles.has("".join(keys_of(chain(*parts[start:end])))) for start, end in spans
        )

    def read(self, asked: Query, name: Query | None) -> tuple[Query, Query, str | None]:
        """Return a query without its frame, the same understood, and as corrected if it was.

        ``name`` is the name that it asks about, if it has been found.
        """
        understood, corrected = self._corrected(name or asked)
        named = self.name(understood) if corrected else name
        if name is not None:
            # A name is only spelled as the lessons do: "load balancers" for "loadbalancers".
            return (name, understood, corrected) if named else (name, name, None)
        spoken = _spoken(asked)
        return spoken, named or (_spoken(understood) if corrected else spoken), corrected

    def _is_name(self, key: str) -> bool:
        return self._titles.has(key) or self._emphasis.has(key)

    def _corrected(self, query: Query) -> tuple[Query, str | None]:
        """Return ``query`` with its typos corrected, and its text when there were any."""
        knows = self._vocabulary.knows
        unknown = [word for word in query.content if not (knows(word.text) or is_spoken(word))]
        if not unknown:
            return query, None
        core = query.core.split(" ")
        changes = (
            self._titles.meant(core, {word for word in core if knows(word)})
            or torn(query.content, self._vocabulary)
            or corrections(unknown, self._vocabulary, describes=len(query.content) >= DESCRIBES)
        )
        if not changes:
            return query, None
        spelled = {word: self._vocabulary.spelled(better) for word, better in changes.items()}
        text = " ".join(query.with_changes(spelled).split())
        return Query(text), text


def _spoken(query: Query) -> Query:
    """Return a query without the words of asking around what may be a term."""
    kept = bare(query.asked, is_spoken)
    return query.part(kept) if 0 < len(kept) <= min(_TERM, len(query.words) - 1) else query
