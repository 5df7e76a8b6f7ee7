"""Finds the strings that look like another one, by the runs of three characters that they share.

It is the quick look before an edit distance, which is exact and too slow for every string there is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_BASE = 1 << 21
"""More than the largest code point."""
_LEAST = 0.2
"""The share of its trigrams that a string must have in common to be looked at."""


class Trigrams:
    """The trigrams of many strings, which are known by their places."""

    def __init__(self, strings: Sequence[str]) -> None:
        codes, lengths = _codes(strings)
        owners = np.repeat(np.arange(len(strings), dtype=np.int32), lengths)
        order = np.argsort(codes, kind="stable")
        self._keys, first = np.unique(codes[order], return_index=True)
        self._starts = np.append(first, len(codes))
        self._owners = owners[order]
        self._lengths = lengths

    def nearest(self, text: str, limit: int) -> NDArray[np.intp]:
        """Return the places of up to ``limit`` strings that share most of ``text``, unordered."""
        codes, (length,) = _codes([text])
        places = np.searchsorted(self._keys, codes)
        runs = [
            self._owners[self._starts[place] : self._starts[place + 1]]
            for place, code in zip(places.tolist(), codes.tolist(), strict=True)
            if place < len(self._keys) and self._keys[place] == code
        ]
        if not runs:
            return np.empty(0, np.intp)
        shared = np.bincount(np.concatenate(runs), minlength=len(self._lengths))
        places = np.flatnonzero(shared >= max(1, int(length * _LEAST)))
        if len(places) <= limit:
            return places
        shared = shared[places]
        likeness = shared / (self._lengths[places] + (length - shared))
        return places[np.argpartition(likeness, -limit)[-limit:]]


def _codes(strings: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return all trigrams as numbers, one string after the other, and how many each string has."""
    lengths = np.fromiter(map(len, strings), np.int64, len(strings))
    # Each string stands between two spaces, so that its ends count, and has as many trigrams as
    # characters; those that reach into the next string are left out.
    text = "".join(f" {string} " for string in strings)
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
    if len(points) < 3:  # noqa: PLR2004  (a trigram)
        return np.empty(0, np.int64), lengths
    codes = (points[:-2] * _BASE + points[1:-1]) * _BASE + points[2:]
    inside = np.ones(len(points), dtype=bool)
    ends = np.cumsum(lengths + 2)
    inside[ends - 1] = inside[ends - 2] = False
    return codes[inside[:-2]], lengths
