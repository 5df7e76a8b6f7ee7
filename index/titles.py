"""Compares a query with the titles of a library: exactly, as a phrase, and in spite of typos."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from .trigrams import Trigrams
from .words import plain, stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_CLOSE = 60.0
_MOST_CLOSE = 30
_SUGGESTED = 45.0
_LONGEST_NAME = 8
"""Words of the longest name that is looked for in a text."""
_LONGEST = 100
"""Characters of a query that may still be a title."""


def phrase(stemmed: Sequence[str]) -> str:
    """Return stems as one string in which each stands between spaces."""
    return f" {' '.join(stemmed)} "


class Titles:
    """Every title, with its other names, by the number of its document."""

    def __init__(self, entries: Iterable[Sequence[str]]) -> None:
        """Take the names of each document, in the order of the documents' numbers."""
        self._numbers: list[int] = []
        self._plain: list[str] = []
        self._stems: list[str] = []
        self._exact: dict[tuple[str, ...], list[int]] = {}
        for number, names in enumerate(entries):
            stemmed = [tuple(stems(name)) for name in names]
            self._stems.append("\n".join(map(phrase, stemmed)))
            for name, one in zip(names, stemmed, strict=True):
                self._numbers.append(number)
                self._plain.append(plain(name))
                self._exact.setdefault(one, []).append(number)
        self._exact.pop((), None)
        self._trigrams = Trigrams(self._plain)

    def exact(self, queries: Iterable[Sequence[str]]) -> set[int]:
        """Return the documents whose title has the stems of one of ``queries`` and no other."""
        return {number for query in queries for number in self._exact.get(tuple(query), ())}

    def mentioned(self, text: str) -> Iterator[int]:
        """Yield the documents whose names are in ``text``; of names in names, the longest."""
        found = stems(text)
        at = 0
        while at < len(found):
            for size in range(min(_LONGEST_NAME, len(found) - at), 0, -1):
                numbers = self._exact.get(tuple(found[at : at + size]))
                if numbers:
                    yield from numbers
                    at += size - 1
                    break
            at += 1

    def close(self, queries: Iterable[str]) -> dict[int, float]:
        """Return the documents whose title resembles one of ``queries``, with 0.6 to 1."""
        found: dict[int, float] = {}
        for query in queries:
            if len(query) > _LONGEST:
                continue
            places = self._trigrams.nearest(query, _MOST_CLOSE).tolist()
            scored = process.extract(
                query,
                [self._plain[place] for place in places],
                scorer=fuzz.token_sort_ratio,
                score_cutoff=_CLOSE,
                limit=None,
            )
            for _, percent, place in scored:
                number = self._numbers[places[place]]
                found[number] = max(found.get(number, 0.0), percent / 100)
        return found

    def has_phrase(self, number: int, phrases: Iterable[str]) -> bool:
        """Return whether a title of a document has one of ``phrases``, made by ``phrase``."""
        names = self._stems[number]
        return any(wanted in names for wanted in phrases)

    def nearest(self, query: str, limit: int) -> list[int]:
        """Return the documents whose titles resemble ``query`` most, however little that is."""
        places = self._trigrams.nearest(query[:_LONGEST], 4 * _MOST_CLOSE).tolist()
        scored = process.extract(
            query,
            [self._plain[place] for place in places],
            scorer=fuzz.WRatio,
            score_cutoff=_SUGGESTED,
            limit=limit * 4,
        )
        return list(dict.fromkeys(self._numbers[places[place]] for _, _, place in scored))[:limit]
