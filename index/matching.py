"""First stage: scores all documents by the words of a query at once.

Besides the score it tells how much of the query's meaning a document has, which the second stage
needs, and the judgement whether anything fits at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .feedback import expanded
from .words import pairs_in, stem, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from .pairs import Pairs
    from .postings import Postings, Weights
    from .query import Query
    from .spelling import Vocabulary
    from .words import Word

_PART_WEIGHT = 0.35
_PAIR_WEIGHT = 0.2
_MOST_JOINED = 3
"""Words of a query in which two may be one that was torn apart."""
_FILLER_WEIGHT = 0.4
DESCRIBES = 4
"""From so many words on a query is a description: even its "someone" and "without" tell, and it
learns from what it finds.
"""
_ROUNDS, _BEST = 2, 5
"""How often a description learns, and from how many of its best matches."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One word of the query as the forms it may have in a text, each with a weight up to 1."""

    forms: tuple[tuple[str, float], ...]
    rarity: float
    """Inverse document frequency of its most common full form; highest for an unknown word."""


class Matches(NamedTuple):
    """For each document, by its number, its score and how much of the query it has, 0 to 1."""

    scores: Weights
    coverage: Weights


def make_slots(query: Query, vocabulary: Vocabulary, postings: Postings) -> tuple[Slot, ...]:
    """Return the slots for the words of a query; "side car" may match "sidecar" and the reverse."""
    alternatives: list[dict[str, float]] = []
    for word in query.content:
        alternatives += _readings(word, vocabulary)
    if len(alternatives) == len(query.content) <= _MOST_JOINED:
        for place, (left, right) in enumerate(pairwise(query.content)):
            joined = left.text + right.text
            if vocabulary.knows(joined):
                for forms in alternatives[place : place + 2]:
                    forms[joined] = 1.0
    return tuple(Slot(tuple(forms.items()), _rarity(forms, postings)) for forms in alternatives)


def _readings(word: Word, vocabulary: Vocabulary) -> Iterator[dict[str, float]]:
    """Yield the forms of a word with their weights; those of each part if no text has the whole."""
    if pairs_in(word.text):
        yield from ({pair: 1.0} for pair in pairs_in(word.text))
        return
    forms = dict.fromkeys(word.forms, _PART_WEIGHT)
    whole = [form for form in (word.text, "".join(word.parts)) if vocabulary.knows(form)]
    if whole or len(word.parts) == 1:
        yield forms | dict.fromkeys(whole or word.forms[:2], 1.0)
    else:
        for part in word.parts:
            for one in words(part):
                yield from _readings(one, vocabulary)


def match(query: Query, slots: Sequence[Slot], postings: Postings, pairs: Pairs) -> Matches:
    """Score every document by ``slots``, and by the words of ``query`` side by side."""
    scores, coverage = _by_words(slots, postings)
    for left, right in pairwise(slots):
        if posting := pairs.of(stem(left.forms[0][0]), stem(right.forms[0][0]), postings):
            scores[posting.documents] += posting.impacts * _PAIR_WEIGHT
    if len(query.content) >= DESCRIBES:
        for word in query.fillers:
            if posting := postings.get(stem(word)):
                scores[posting.documents] += posting.impacts * _FILLER_WEIGHT
        for _ in range(_ROUNDS):
            scores = expanded(scores, strongest(scores, _BEST), postings)
    for terms in query.quoted:
        scores[pairs.with_all(terms, postings)] += scores.max(initial=0.0)
    return Matches(scores, coverage)


def _by_words(slots: Sequence[Slot], postings: Postings) -> tuple[Weights, Weights]:
    """Return for each document its score by ``slots``, and the share of their rarity it has."""
    scores = np.zeros(postings.size, np.float32)
    coverage = np.zeros(postings.size, np.float32)
    total = sum(slot.rarity for slot in slots) or 1.0
    for slot in slots:
        share = slot.rarity / total
        if len(slot.forms) == 1:
            if posting := postings.get(stem(slot.forms[0][0])):
                scores[posting.documents] += posting.impacts
                coverage[posting.documents] += share
            continue
        best = np.zeros(postings.size, np.float32)
        for form, weight in slot.forms:
            if posting := postings.get(stem(form)):
                scores[posting.documents] += posting.impacts * weight
                best[posting.documents] = np.maximum(best[posting.documents], weight)
        coverage += best * share
    return scores, coverage


def strongest(scores: Weights, limit: int) -> NDArray[np.intp]:
    """Return up to ``limit`` documents with the highest scores above 0, unordered."""
    places = np.flatnonzero(scores)
    if len(places) <= limit:
        return places
    return places[np.argpartition(scores[places], -limit)[-limit:]]


def _rarity(forms: dict[str, float], postings: Postings) -> float:
    """Return the inverse document frequency of the commonest form that counts in full."""
    return min(postings.rarity(stem(form)) for form, weight in forms.items() if weight == 1.0)
