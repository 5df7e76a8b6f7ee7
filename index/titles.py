"""Compares a query with the titles of a library: exactly, as a phrase, and in spite of typos."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from .spelling import edits
from .trigrams import Trigrams
from .words import keys, plain, run_together, stem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

_DIGITS = re.compile(r"\d+")
_CLOSE = 60.0
_MOST_CLOSE = 30
_SUGGESTED = 45.0
_LONGEST_NAME = 12
"""Words, or letters in Chinese, of the longest name that is looked for in a text."""
_LONGEST = 100
"""Characters of a query that may still be a title."""


def phrase(keyed: Sequence[str]) -> str:
    """Return keys as one string in which each stands between spaces."""
    return f" {' '.join(keyed)} "


class Titles:
    """Every title, with its other names, by the number of its document."""

    def __init__(self, entries: Iterable[Sequence[str]], numbers: Iterable[Sequence[str]]) -> None:
        """Take title and names of each document in their order, and what else names it in full."""
        self._numbers: list[int] = []
        self._plain: list[str] = []
        self._keys: list[str] = []
        # Without spaces, because people do not agree on where they are: "CI/CD", "cicd".
        self._exact: dict[str, list[int]] = {}
        self._own: set[tuple[str, int]] = set()
        for number, names in enumerate(entries):
            keyed = [keys(name) for name in names]
            self._keys.append("\n".join(map(phrase, keyed)))
            self._own |= {("".join(keyed[0]), number), (run_together(names[0]), number)}
            for name, one in zip(names, keyed, strict=True):
                self._numbers.append(number)
                self._plain.append(plain(name))
                for key in {"".join(one), run_together(name)}:
                    self._exact.setdefault(key, []).append(number)
        for number, others in enumerate(numbers):
            for name in others:
                self._exact.setdefault("".join(keys(name)), []).append(number)
        self._exact.pop("", None)
        self._trigrams = Trigrams(self._plain)

    def exact(self, queries: Iterable[Sequence[str]]) -> dict[int, bool]:
        """Return the documents of which one of ``queries`` is a name, and if it is the title."""
        found: dict[int, bool] = {}
        for query in map("".join, queries):
            for number in self._exact.get(query, ()):
                found[number] = found.get(number, False) or (query, number) in self._own
        return found

    def has(self, key: str) -> bool:
        """Return whether a document has this name, as keys run together."""
        return key in self._exact

    def mentioned(self, text: str) -> Iterator[int]:
        """Yield the documents whose names are in ``text``; of names in names, the longest."""
        found = keys(text)
        at = 0
        while at < len(found):
            for size in range(min(_LONGEST_NAME, len(found) - at), 0, -1):
                numbers = self._exact.get("".join(found[at : at + size]))
                if numbers:
                    yield from numbers
                    at += size - 1
                    break
            at += 1

    def close(self, queries: Iterable[str]) -> dict[int, float]:
        """Return the documents whose title resembles one of ``queries``, with 0.6 to 1."""
        found: dict[int, float] = {}
        for query in dict.fromkeys(queries):
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
            digits = set(_DIGITS.findall(query))
            for name, percent, place in scored:
                others = digits and set(_DIGITS.findall(name))
                if others and digits.isdisjoint(others):
                    continue  # "type 1" and "type 2" look alike and are not
                number = self._numbers[places[place]]
                found[number] = max(found.get(number, 0.0), percent / 100)
        return found

    def has_phrase(self, number: int, phrases: Iterable[str]) -> bool:
        """Return whether a title of a document has one of ``phrases``, made by ``phrase``."""
        names = self._keys[number]
        return any(wanted in names for wanted in phrases)

    def meant(self, query: Sequence[str], known: Collection[str]) -> dict[str, str]:
        """Return the word of a title for each word of a mistyped ``query``; nothing if none fits.

        A word that is ``known`` may be a typo too, but most of a query is not changed for that.
        """
        if len(query) == 1:
            return {}
        found: list[tuple[float, int, dict[str, str]]] = []
        for place in self._trigrams.nearest(" ".join(query), _MOST_CLOSE).tolist():
            title = self._plain[place].split(" ")
            if len(title) != len(query):
                continue
            pairs = zip(query, title, strict=True)
            changes = {one: other for one, other in pairs if stem(one) != stem(other)}
            counts = [edits(one, other) for one, other in changes.items()]
            if None not in counts and 2 * len(changes.keys() & known) < len(query):
                found.append((sum(filter(None, counts)), place, changes))
        return min(found, default=(0, 0, {}))[-1]

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
