"""Completes what a person is typing from titles held in memory: concepts, lessons or labs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from .words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_CHOICES = 25
"""Choices that Discord shows at once."""

_ALIKE = 70.0
_SHORTEST_FUZZY = 3
_LONGEST_PREFIX = 100


class Suggester:
    """Finds labels by their beginning, and by less the less there is to find. Does no I/O."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        """Take (id, label) pairs in the order in which they are offered when nothing is typed."""
        self._entries = tuple(entries)
        self._folded = [_spaced(label) for _, label in self._entries]

    def complete(self, prefix: str, limit: int = MOST_CHOICES) -> list[tuple[str, str]]:
        """Return up to ``limit`` pairs whose labels fit ``prefix``.

        Labels that begin with it come first, then those with words that begin with its words, then
        those that contain it, then (only if there is none of these) those that resemble it.
        """
        typed = _spaced(prefix[:_LONGEST_PREFIX])
        if not typed:
            return list(self._entries[: max(0, limit)])
        beginnings = [f" {part}" for part in typed.split()]
        ranks: tuple[list[int], list[int], list[int]] = ([], [], [])
        for number, label in enumerate(self._folded):
            if label.startswith(typed):
                ranks[0].append(number)
            elif all(part in f" {label}" for part in beginnings):
                ranks[1].append(number)
            elif typed in label:
                ranks[2].append(number)
        found = [number for rank in ranks for number in rank] or self._resembling(typed, limit)
        return [self._entries[number] for number in found[: max(0, limit)]]

    def _resembling(self, typed: str, limit: int) -> list[int]:
        if len(typed) < _SHORTEST_FUZZY or limit < 1:
            return []
        scored = process.extract(
            typed, self._folded, scorer=fuzz.partial_ratio, score_cutoff=_ALIKE, limit=limit
        )
        return [number for _, _, number in scored]


def _spaced(label: str) -> str:
    """Return ``label`` folded, with every mark that separates words as one space."""
    return " ".join("".join(c if c.isalnum() else " " for c in fold(label)).split())
