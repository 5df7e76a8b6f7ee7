"""Cards by what they mean: the vectors of their sentences, compared with that of a description.

Written when the index is built, where the optional sentence model is installed. Words stay half of
the judgement: a model knows what a folder is, but not which of two names a learner typed.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Self

import numpy as np

from .postings import mapped
from .sentence_model import installed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from .documents import Document
    from .matching import Matches
    from .postings import Weights
    from .sentence_model import SentenceModel

_VECTORS, _STARTS, _KEYS = "sentence-vectors.npy", "sentence-starts.npy", "sentence-keys.npy"
_ENDS = re.compile(r"(?<=[.!?:])\s+")
_SHORTEST = 15
"""Characters of a sentence that says something; less is a label or a number."""
_MOST = 40
"""Sentences of a card that are read."""
_REMEMBERED = 500
_WEIGHT = 0.75
_WHOLE = 0.5
"""What the mean of all sentences counts beside the two nearest."""
_COMPARED = 31
"""The card at this place is as good as none: likeness counts from there to the best."""
_UNLIKE, _ALIKE = 0.2, 0.7
"""Between these likenesses a card has none to all of what was asked."""


class Meanings:
    """The meanings of the documents of one index."""

    def __init__(self, vectors: Weights, starts: NDArray[np.int64], model: SentenceModel) -> None:
        self._vectors = vectors
        self._starts = starts
        self._counts = np.diff(np.append(starts, len(vectors)))
        self._whole = np.add.reduceat(vectors, starts) / self._counts[:, None]
        self._whole /= np.linalg.norm(self._whole, axis=1, keepdims=True)
        self._asked = lru_cache(_REMEMBERED)(model.vector)

    @classmethod
    def load(cls, folder: Path, model: SentenceModel | None) -> Self | None:
        """Map what ``write`` left in ``folder``; None when it was built without the model."""
        if model is None or not (folder / _STARTS).exists():
            return None
        starts = mapped(folder / _STARTS)
        return cls(mapped(folder / _VECTORS), starts, model) if len(starts) else None

    def joined(self, text: str, matches: Matches, inside: NDArray[np.bool] | None) -> Matches:
        """Return ``matches`` joined with how near the documents ``inside`` are to a text."""
        likeness = self._likeness(text)
        if inside is not None:
            likeness = np.where(inside, likeness, 0)
        place = min(_COMPARED, len(likeness) - 1)
        least = np.partition(likeness, -place - 1)[-place - 1]
        near = np.maximum(likeness - least, 0) / max(float(likeness.max() - least), 1e-6)
        words = matches.scores / (matches.scores.max(initial=0.0) or 1.0)
        covered = np.clip((likeness - _UNLIKE) / (_ALIKE - _UNLIKE), 0, 1)
        return matches._replace(
            scores=((1 - _WEIGHT) * words + _WEIGHT * near).astype(np.float32),
            coverage=np.maximum(matches.coverage, covered),
        )

    def _likeness(self, text: str) -> Weights:
        """Return how near each document is: its two nearest sentences, and a little the whole."""
        asked = self._asked(text)
        cosines = self._vectors @ asked
        first = np.maximum.reduceat(cosines, self._starts)
        owners = np.repeat(np.arange(len(self._counts)), self._counts)
        # The best of each is taken out once; a document of one sentence counts that twice.
        best = np.lexsort((-cosines, owners))[self._starts]
        rest = cosines.copy()
        rest[best] = np.where(self._counts > 1, -1.0, cosines[best])
        nearest = (first + np.maximum.reduceat(rest, self._starts)) / 2
        total = (nearest + _WHOLE * (self._whole @ asked)) / (1 + _WHOLE)
        return np.asarray(total, np.float32)


def write(docs: Sequence[Document], folder: Path, model: SentenceModel) -> None:
    """Write the vectors of all sentences to ``folder``; take those known from older siblings."""
    texts = [sentences(document) for document in docs]
    every = [text for one in texts for text in one]
    known = _known(folder.parent)
    keys = [_key(text) for text in every]
    for key, text in zip(keys, every, strict=True):
        if key not in known:
            known[key] = model.vector(text)
    counts = np.array([len(one) for one in texts], np.int64)
    np.save(folder / _VECTORS, np.array([known[key] for key in keys], np.float32))
    np.save(folder / _KEYS, np.array(keys, np.uint64))
    np.save(folder / _STARTS, np.cumsum(counts) - counts)


def sentences(document: Document) -> list[str]:
    """Return the title of a document and the sentences of its text."""
    text = " ".join(document.text.split())
    found = [part for part in _ENDS.split(text) if len(part) > _SHORTEST]
    return [document.title, *found[:_MOST]]


def _known(folder: Path) -> dict[int, Weights]:
    """Return the vectors in the indexes below ``folder``: most sentences outlive an edit."""
    found: dict[int, Weights] = {}
    for keys in folder.glob(f"*/{_KEYS}"):
        try:
            vectors = np.load(keys.with_name(_VECTORS))
            found |= dict(zip(np.load(keys).tolist(), vectors, strict=True))
        except (OSError, ValueError):
            continue  # half written, damaged, or pruned by another process
    return found


def _key(text: str) -> int:
    told = f"{installed()} {text}".encode(errors="replace")
    return int.from_bytes(hashlib.blake2b(told, digest_size=8).digest(), "little")
