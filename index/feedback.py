"""Long queries learn from their own best matches: what these have in common is searched as well.

A description seldom has the words of the text that it describes, but the first few texts that it
finds do. This is relevance feedback without a person (RM3): Lavrenko and Croft, "Relevance-based
language models", SIGIR 2001; Abdul-Jaleel et al., "UMass at TREC 2004".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .words import STOP_WORDS, stems

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .postings import Postings, Weights

_TERMS = 15
_WEIGHT = 0.6
_LIKENESS_TERMS = 20
_STRONGEST = 10
"""Terms of a text that stand out; of a short one half of its terms."""


def expanded(scores: Weights, best: NDArray[np.intp], postings: Postings) -> Weights:
    """Return ``scores`` with those for the commonest terms of the ``best`` documents added."""
    if not len(best):
        return scores
    rows = [postings.row(number) for number in best.tolist()]
    shares = scores[best] / scores[best].sum()
    weights = [
        row.impacts * (share / np.sqrt(row.impacts @ row.impacts))
        for row, share in zip(rows, shares, strict=True)
    ]
    terms, place = np.unique(np.concatenate([row.terms for row in rows]), return_inverse=True)
    weight = np.bincount(place, np.concatenate(weights))
    kept = np.argsort(-weight, kind="stable")[:_TERMS]
    more = np.zeros_like(scores)
    for number, share in zip(terms[kept].tolist(), weight[kept].tolist(), strict=True):
        posting = postings.of(number)
        more[posting.documents] += posting.impacts * share
    more *= _WEIGHT * scores.max() / more.max()
    return scores + more


def likeness(document: int, postings: Postings) -> Weights:
    """Return for each document how much it has in common with one of them, by its rarest terms."""
    row = postings.row(document)
    kept = np.argsort(-row.impacts, kind="stable")[:_LIKENESS_TERMS]
    scores = np.zeros(postings.size, np.float32)
    for number, impact in zip(row.terms[kept].tolist(), row.impacts[kept].tolist(), strict=True):
        posting = postings.of(number)
        scores[posting.documents] += posting.impacts * impact
    return scores


def is_related(one: int, other: int, titles: tuple[str, str], postings: Postings) -> bool:
    """Return whether one of two documents names the other, or what stands out is in both.

    In a small library every word is rare: some that they have in common say nothing.
    """
    rows = postings.row(one), postings.row(other)
    terms = [set(row.terms.tolist()) for row in rows]
    for title, text in zip(titles, reversed(terms), strict=True):
        named = {postings.number(term) for term in stems(title) if term not in STOP_WORDS}
        if len(title) > 1 and named and named <= text:
            return True
    mine, its = (
        row.terms[np.argsort(-row.impacts)[: min(_STRONGEST, len(row.terms) // 2)]].tolist()
        for row in rows
    )
    return not set(mine).isdisjoint(its)
