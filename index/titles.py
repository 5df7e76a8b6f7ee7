"""Compares a query with the titles of a library: exactly, as a phrase, and in spite of typos."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from .words import plain, stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_CLOSE = 60.0
_MOST_CLOSE = 30
_SUGGESTED = 45.0


class Titles:
    """Every title, with its other names, by the number of its document."""

    def __init__(self, entries: Iterable[Sequence[str]]) -> None:
        """Take the names of each document, in the order of the documents' numbers."""
        self._numbers: list[int] = []
        self._plain: list[str] = []
        self._stems: dict[int, list[tuple[str, ...]]] = {}
        self._exact: dict[tuple[str, ...], set[int]] = {}
        for number, names in enumerate(entries):
            for name in names:
                self._numbers.append(number)
                self._plain.append(plain(name))
                stemmed = tuple(stems(name))
                self._stems.setdefault(number, []).append(stemmed)
                self._exact.setdefault(stemmed, set()).add(number)
        self._exact.pop((), None)

    def exact(self, queries: Iterable[str]) -> set[int]:
        """Return the documents that have one of ``queries`` as a title, apart from inflection."""
        return {number for query in queries for number in self._exact.get(tuple(stems(query)), ())}

    def close(self, queries: Iterable[str]) -> dict[int, float]:
        """Return the documents whose title resembles one of ``queries``, with 0.6 to 1."""
        found: dict[int, float] = {}
        for query in queries:
            scored = process.extract(
                query,
                self._plain,
                scorer=fuzz.token_sort_ratio,
                score_cutoff=_CLOSE,
                limit=_MOST_CLOSE,
            )
            for _, percent, position in scored:
                number = self._numbers[position]
                found[number] = max(found.get(number, 0.0), percent / 100)
        return found

    def has_phrase(self, number: int, phrase: Sequence[str]) -> bool:
        """Say whether a title of document ``number`` has the stems ``phrase`` side by side."""
        size = len(phrase)
        wanted = tuple(phrase)
        return bool(size) and any(
            name[at : at + size] == wanted
            for name in self._stems.get(number, ())
            for at in range(len(name) - size + 1)
        )

    def nearest(self, query: str, limit: int) -> list[int]:
        """Return the documents whose titles resemble ``query`` most, however little that is."""
        scored = process.extract(
            query, self._plain, scorer=fuzz.WRatio, score_cutoff=_SUGGESTED, limit=limit * 4
        )
        return list(dict.fromkeys(self._numbers[position] for _, _, position in scored))[:limit]
