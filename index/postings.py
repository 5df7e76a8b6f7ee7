"""Whoosh's postings as columns of numbers: for each term its documents and what it counts there.

Whoosh reads a posting at a time, in Python, and works BM25F out anew for every query. A finished
index never changes, so that is done once, when it is built: the postings are read through Whoosh,
weighted, and written as arrays that a query adds up at once and that are mapped, not loaded.

BM25F as in Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields",
CIKM 2004: the frequencies of all fields are weighted and added before they are saturated.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import numpy as np

from .schema import FIELDS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from whoosh.reading import IndexReader

    Numbers = NDArray[np.int32]
    Weights = NDArray[np.float32]
    Frequencies = NDArray[np.float64]

SATURATION = 1.2
"""BM25's k1: how soon another occurrence of a term counts no more."""

_TERMS = "terms.list"
_ARRAYS = ("starts", "documents", "impacts", "inverse", "row-starts", "row-terms", "row-impacts")


class Posting(NamedTuple):
    """The documents of one term, in order, and what the term adds to the score of each."""

    documents: Numbers
    impacts: Weights


class Row(NamedTuple):
    """The numbers of one document's terms, in order, and what each adds to its score."""

    terms: Numbers
    impacts: Weights


class Postings:
    """The postings of one index; ``size`` is the number of its documents."""

    def __init__(self, terms: list[str], arrays: dict[str, NDArray[Any]], size: int) -> None:
        self.size = size
        self._numbers = {term: number for number, term in enumerate(terms)}
        self._starts = arrays["starts"]
        self._documents = arrays["documents"]
        self._impacts = arrays["impacts"]
        self._inverse = arrays["inverse"]
        self._rarest = float(inverse_frequency(np.array([1]), size)[0]) if size else 0.0
        self._row_starts = arrays["row-starts"]
        self._row_terms = arrays["row-terms"]
        self._row_impacts = arrays["row-impacts"]

    @classmethod
    def load(cls, folder: Path, size: int) -> Self:
        """Map the arrays that ``write`` left in ``folder``."""
        arrays = {name: mapped(folder / f"{name}.npy") for name in _ARRAYS}
        text = (folder / _TERMS).read_text(encoding="utf-8")
        return cls(text.split("\n") if text else [], arrays, size)

    def __contains__(self, term: str) -> bool:
        return term in self._numbers

    def number(self, term: str) -> int | None:
        """Return the number of ``term``, by which pairs name it."""
        return self._numbers.get(term)

    def get(self, term: str) -> Posting | None:
        """Return the posting of ``term``; None when no document has it."""
        number = self._numbers.get(term)
        return None if number is None else self.of(number)

    def of(self, number: int) -> Posting:
        """Return the posting of the term with a number."""
        start, end = self._starts[number], self._starts[number + 1]
        return Posting(self._documents[start:end], self._impacts[start:end])

    def row(self, document: int) -> Row:
        """Return the terms of a document, in order, and what each adds to its score."""
        start, end = self._row_starts[document], self._row_starts[document + 1]
        return Row(self._row_terms[start:end], self._row_impacts[start:end])

    def rarity(self, term: str) -> float:
        """Return the inverse document frequency; a term that nothing has is as rare as can be."""
        number = self._numbers.get(term)
        return self._rarest if number is None else float(self._inverse[number])


def mapped(path: Path) -> NDArray[Any]:
    """Return the array in a file, read when it is used."""
    # The plain view of a mapped array: slices of numpy's own subclass take ten times as long.
    return np.asarray(np.load(path, mmap_mode="r"))


def inverse_frequency(documents: NDArray[np.integer], size: int) -> Frequencies:
    """Return BM25's inverse document frequencies of what is in ``documents`` out of ``size``."""
    return np.log1p((size - documents + 0.5) / (documents + 0.5))


def saturated(frequency: Frequencies) -> Frequencies:
    """Return what weighted frequencies count: 1 for one occurrence in a text of usual length."""
    return frequency * (SATURATION + 1) / (frequency + SATURATION)


def write(reader: IndexReader, folder: Path) -> list[str]:
    """Read all postings through Whoosh and write them to ``folder``; return the terms in order."""
    size = reader.doc_count_all()
    numbers: dict[str, int] = {}
    rows = _added([_weighted(reader, name, numbers, size) for name in FIELDS])
    inverse = inverse_frequency(np.bincount(rows.terms, minlength=len(numbers)), size)
    impacts = inverse[rows.terms] * saturated(rows.frequencies)
    order = np.argsort(rows.documents, kind="stable")
    arrays: dict[str, NDArray[Any]] = {
        "starts": _starts(rows.terms, len(numbers)),
        "documents": rows.documents,
        "impacts": impacts.astype(np.float32),
        "inverse": inverse.astype(np.float32),
        "row-starts": _starts(rows.documents, size),
        "row-terms": rows.terms[order],
        "row-impacts": impacts[order].astype(np.float32),
    }
    for name, array_ in arrays.items():
        np.save(folder / f"{name}.npy", array_)
    (folder / _TERMS).write_text("\n".join(numbers), encoding="utf-8")
    return list(numbers)


class _Rows(NamedTuple):
    """Postings as three columns of one length: term, document, and a weighted frequency."""

    terms: Numbers
    documents: Numbers
    frequencies: Frequencies


def _weighted(reader: IndexReader, name: str, numbers: dict[str, int], size: int) -> _Rows:
    """Return the postings of a field, weighted for BM25F; give new terms a number."""
    terms, documents, counts = array("i"), array("i"), array("d")
    for text in reader.lexicon(name):
        number = numbers.setdefault(text.decode(), len(numbers))
        matcher = reader.postings(name, text)
        while matcher.is_active():
            terms.append(number)
            documents.append(matcher.id())
            counts.append(matcher.weight())
            matcher.next()
    where = np.frombuffer(documents, np.int32)
    count = np.frombuffer(counts, np.float64)
    lengths = np.bincount(where, count, minlength=size)
    field = FIELDS[name]
    norm = 1 - field.length + field.length * lengths / max(lengths.sum() / max(size, 1), 1e-9)
    return _Rows(np.frombuffer(terms, np.int32), where, field.weight * count / norm[where])


def _added(fields: Sequence[_Rows]) -> _Rows:
    """Add what a term has in a document up over all fields; sort by term, then document."""
    terms = np.concatenate([field.terms for field in fields])
    documents = np.concatenate([field.documents for field in fields])
    frequencies = np.concatenate([field.frequencies for field in fields])
    order = np.lexsort((documents, terms))
    terms, documents, frequencies = terms[order], documents[order], frequencies[order]
    new = np.ones(len(order), dtype=bool)
    new[1:] = (np.diff(terms) != 0) | (np.diff(documents) != 0)
    places = np.flatnonzero(new)
    totals = np.add.reduceat(frequencies, places) if len(places) else frequencies
    return _Rows(terms[places], documents[places], totals)


def _starts(owners: Numbers, count: int) -> NDArray[np.int64]:
    """Return where the rows of each of ``count`` owners begin, and where the last ones end."""
    return np.concatenate([[0], np.cumsum(np.bincount(owners, minlength=count))]).astype(np.int64)
