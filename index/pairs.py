"""Words side by side: "control plane" says more than "control" and "plane" far from each other.

Pairs of terms are kept like postings are, but sorted by a number made of both terms: there are too
many of them for a table in memory, and a query asks for a few only.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from .postings import Posting, inverse_frequency, mapped, saturated

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from .postings import Postings

_ARRAYS = ("keys", "starts", "documents", "impacts")


class Pairs:
    """The pairs of one index, by the numbers of their terms."""

    def __init__(self, arrays: dict[str, NDArray[Any]]) -> None:
        self._keys = arrays["keys"]
        self._starts = arrays["starts"]
        self._documents = arrays["documents"]
        self._impacts = arrays["impacts"]

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Map the arrays that ``write`` left in ``folder``."""
        return cls({name: mapped(folder / f"pair-{name}.npy") for name in _ARRAYS})

    def of(self, left: str, right: str, postings: Postings) -> Posting | None:
        """Return the documents that have two terms side by side; None when there are none."""
        first, second = postings.number(left), postings.number(right)
        if first is None or second is None:
            return None
        key = np.uint64(first << 32 | second)
        place = int(np.searchsorted(self._keys, key))
        if place == len(self._keys) or self._keys[place] != key:
            return None
        start, end = self._starts[place], self._starts[place + 1]
        return Posting(self._documents[start:end], self._impacts[start:end])

    def with_all(self, terms: Sequence[str], postings: Postings) -> NDArray[np.int32]:
        """Return the documents that have each of ``terms`` beside the next."""
        found: NDArray[np.int32] | None = None
        for left, right in pairwise(terms):
            posting = self.of(left, right, postings)
            if posting is None:
                return np.empty(0, np.int32)
            both = posting.documents
            found = both if found is None else np.intersect1d(found, both, assume_unique=True)
        return np.empty(0, np.int32) if found is None else found


def write(rows: Iterable[Sequence[int]], folder: Path, size: int) -> None:
    """Write the pairs of ``rows``, the terms of each document in their order, to ``folder``."""
    keys, documents = [np.empty(0, np.uint64)], [np.empty(0, np.int32)]
    for number, row in enumerate(rows):
        terms = np.array(row, np.uint64)
        keys.append(terms[:-1] << np.uint64(32) | terms[1:])
        documents.append(np.full(len(keys[-1]), number, np.int32))
    key, document = np.concatenate(keys), np.concatenate(documents)
    order = np.lexsort((document, key))
    key, document = key[order], document[order]
    new = np.ones(len(key), dtype=bool)
    new[1:] = (np.diff(key) != 0) | (np.diff(document) != 0)
    places = np.flatnonzero(new)
    counts = np.diff(np.append(places, len(key))).astype(np.float64)
    key, document = key[places], document[places]
    unique, first, owner, found = np.unique(
        key, return_index=True, return_inverse=True, return_counts=True
    )
    impacts = inverse_frequency(found, size)[owner] * saturated(counts)
    np.save(folder / "pair-keys.npy", unique)
    np.save(folder / "pair-starts.npy", np.append(first, len(key)).astype(np.int64))
    np.save(folder / "pair-documents.npy", document)
    np.save(folder / "pair-impacts.npy", impacts.astype(np.float32))
