"""First stage: scores documents by the words of the query with Whoosh's BM25F, term by term.

One Or query would only give sums. Going term by term also tells which words of the query each
document has, which the second stage needs, and the judgement whether anything fits at all.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from whoosh.query.terms import Term

from .words import Word, stem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from whoosh.searching import Searcher as WhooshSearcher

    from .spelling import Vocabulary

WEIGHTS = {"title": 0.8, "heading": 0.4, "body": 1.0, "exact": 0.4}
_PART_WEIGHT = 0.35


@dataclass(frozen=True, slots=True)
class Slot:
    """One word of the query as the forms it may have in a text, each with a weight up to 1."""

    forms: tuple[tuple[str, float], ...]
    rarity: float
    """Inverse document frequency of its most common full form; highest for an unknown word."""


@dataclass(slots=True)
class Match:
    """What one document has of the query: its BM25F score and how much of the query's meaning."""

    score: float = 0.0
    coverage: float = 0.0
    _covered: dict[int, float] = field(default_factory=dict)

    def add(self, slot: int, weight: float, score: float) -> None:
        """Count ``score`` for a form of ``slot`` that has ``weight``."""
        self.score += score
        if weight > self._covered.get(slot, 0.0):
            self._covered[slot] = weight

    def finish(self, slots: Sequence[Slot], total: float) -> None:
        """Work out the coverage, 0 to 1: the share of the query's rarity that was found."""
        covered = sum(slots[number].rarity * weight for number, weight in self._covered.items())
        self.coverage = covered / total


def make_slots(
    words: Sequence[Word], vocabulary: Vocabulary, searcher: WhooshSearcher
) -> tuple[Slot, ...]:
    """Return the slots for the words of a query; "side car" may match "sidecar" and the reverse."""
    alternatives: list[dict[str, float]] = []
    for word in words:
        whole = [form for form in (word.text, "".join(word.forms[1:-1])) if vocabulary.knows(form)]
        if len(word.forms) == 1:
            alternatives.append({word.text: 1.0})
        elif whole:
            parts = dict.fromkeys(word.forms, _PART_WEIGHT)
            alternatives.append(parts | dict.fromkeys(whole, 1.0))
        else:
            alternatives.extend({part: 1.0} for part in word.forms[1:])
    for left, right in pairwise(words):
        joined = left.text + right.text
        if len(alternatives) == len(words) and vocabulary.knows(joined):
            alternatives[words.index(left)][joined] = 1.0
            alternatives[words.index(right)][joined] = 1.0
    return tuple(Slot(tuple(forms.items()), _rarity(forms, searcher)) for forms in alternatives)


def match(slots: Sequence[Slot], searcher: WhooshSearcher) -> dict[int, Match]:
    """Return what each document, by its number, has of ``slots``, if it has anything."""
    matches: dict[int, Match] = {}
    for number, slot in enumerate(slots):
        for form, weight in slot.forms:
            for name, boost in WEIGHTS.items():
                text = form if name == "exact" else stem(form)
                matcher = Term(name, text).matcher(searcher)
                while matcher.is_active():
                    found = matches.setdefault(matcher.id(), Match())
                    found.add(number, weight, matcher.score() * boost * weight)
                    matcher.next()
    total = sum(slot.rarity for slot in slots)
    for found in matches.values():
        found.finish(slots, total)
    return matches


def _rarity(forms: dict[str, float], searcher: WhooshSearcher) -> float:
    """Return the inverse document frequency of the commonest form that counts in full."""
    reader, total = searcher.reader(), searcher.doc_count_all()
    most = max(
        (
            max(reader.doc_frequency(name, stem(form)) for name in ("title", "body"))
            for form, weight in forms.items()
            if weight == 1.0
        ),
        default=0,
    )
    most = max(most, 1)  # an unknown word says no more than one that occurs once
    return math.log(1 + (total - most + 0.5) / (most + 0.5))
