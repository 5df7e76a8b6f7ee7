"""Mends typos against the words of the index; a word that exists is never touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from .words import STOP_WORDS, stem

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHORTEST = 3
_EDITS_PER_LETTER = 0.3
_MOST_EDITS = 3
_CANDIDATES = 30


class Vocabulary:
    """The words of an index, with the number of documents that have each."""

    def __init__(self, frequencies: Mapping[str, int], title_words: frozenset[str]) -> None:
        self._frequencies = frequencies
        self._title_words = title_words
        self._stems = {stem(word) for word in frequencies}
        self._targets = [
            word
            for word in frequencies
            if len(word) >= _SHORTEST and word[0].isalpha() and word not in STOP_WORDS
        ]

    def knows(self, word: str) -> bool:
        """Say whether ``word`` or another form of it occurs in the index."""
        return word in self._frequencies or stem(word) in self._stems

    def mend(self, word: str) -> str | None:
        """Return what ``word`` was probably meant to be (two words if a space is lost) or None."""
        if self.knows(word) or len(word) < _SHORTEST or not any(map(str.isalpha, word)):
            return None
        allowed = min(_MOST_EDITS, max(1, int(len(word) * _EDITS_PER_LETTER)))
        near = process.extract(
            word, self._targets, scorer=OSA.distance, score_cutoff=allowed, limit=_CANDIDATES
        )
        # Of three letters, one changed makes another word; only swapped ones are surely a typo.
        costs = (
            self._cost(word, other, int(edits))
            for other, edits, _ in near
            if len(word) > _SHORTEST or sorted(word) == sorted(other)
        )
        best = min(costs, default=None)
        split = self._split(word)
        if split and (best is None or best[0] > 1):
            return split
        return best[-1] if best else split

    def _cost(self, word: str, other: str, edits: int) -> tuple[float, bool, int, str]:
        """Order candidates: few edits, the same first letter, words of titles, common words."""
        swapped = sorted(word) == sorted(other)
        cost = edits - 0.4 * swapped + 0.6 * (word[0] != other[0])
        return (cost, other not in self._title_words, -self._frequencies[other], other)

    def _split(self, word: str) -> str | None:
        """Return "load balancer" for "loadbalancer" when both halves are words of the index."""
        halves = (
            (word[:cut], word[cut:])
            for cut in range(_SHORTEST, len(word) - _SHORTEST + 1)
            if word[:cut] in self._frequencies and word[cut:] in self._frequencies
        )
        best = max(
            halves, key=lambda pair: min(self._frequencies[half] for half in pair), default=None
        )
        return " ".join(best) if best else None
