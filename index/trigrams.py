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
        # Each string stands between two spaces, so that its ends count, and has as many trigrams as
        # characters; those that reach into the next string are left out.
        lengths = np.fromiter(map(len, strings), np.int64, len(strings))
        codes = _codes("".join(f" {string} " for string in strings))
        inside = np.ones(len(codes) + 2, dtype=bool)
        ends = np.cumsum(lengths + 2)
        inside[ends - 1] = inside[ends - 2] = False
        codes = codes[inside[: len(codes)]]
        owners = np.repeat(np.arange(len(strings), dtype=np.int32), lengths)
        order = np.argsort(codes, kind="stable")
        keys, first = np.unique(codes[order], return_index=True)
        # Behind the last key there is one that nothing has.
        self._keys = np.append(keys, -1)
        self._starts = np.append(first, [len(codes), len(codes)])
        self._owners = owners[order]
        self._lengths = lengths

    def nearest(self, text: str, limit: int) -> NDArray[np.intp]:
        """Return the places of up to ``limit`` strings that share most of ``text``, unordered."""
        length, codes = len(text), _codes(f" {text} ")
        places = self._keys[:-1].searchsorted(codes)
        places = places[self._keys[places] == codes]
        starts, ends = self._starts[places].tolist(), self._starts[places + 1].tolist()
        runs = [self._owners[start:end] for start, end in zip(starts, ends, strict=True)]
        if not runs:
            return np.empty(0, np.intp)
        shared = np.bincount(np.concatenate(runs), minlength=len(self._lengths))
        places = (shared >= max(1, int(length * _LEAST))).nonzero()[0]
        if len(places) <= limit:
            return places
        shared = shared[places]
        likeness = shared / (self._lengths[places] + (length - shared))
        return places[likeness.argpartition(-limit)[-limit:]]


def _codes(text: str) -> NDArray[np.int64]:
    """Return each trigram of a text as a number."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
    return (points[:-2] * _BASE + points[1:-1]) * _BASE + points[2:]
