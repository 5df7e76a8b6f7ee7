"""The Whoosh schema: which fields a document has, what each counts, and how text becomes terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from whoosh.analysis.acore import Token
from whoosh.analysis.tokenizers import Tokenizer
from whoosh.fields import ID, STORED, TEXT, Schema

from .words import stem, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SCHEMA_VERSION = 5
"""Raise it with every change to fields, tokens or stored values: older indexes are then rebuilt."""


class Field(NamedTuple):
    """What a field counts in BM25F: its weight, and how much its length takes away from it (b)."""

    weight: float
    length: float


FIELDS = {
    "title": Field(2.0, 0.6),
    "heading": Field(0.3, 0.5),
    "bold": Field(0.4, 0.3),
    "body": Field(1.0, 0.7),
    "code": Field(0.6, 0.7),
    "parts": Field(0.4, 0.5),
}
"""The searched fields. ``bold`` repeats what ``body`` has, so it adds to the weight of a word;
``parts`` are the parts of its compound words, "proxy" of "kube-proxy".
"""


class TermTokenizer(Tokenizer):
    """Hands on the terms of a field, which the builder has made already.

    Whoosh's own analysers cut words differently in each of its distributions.
    """

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TermTokenizer)

    def __hash__(self) -> int:
        return hash(type(self))

    def __call__(self, value: Sequence[str], **attributes: Any) -> Iterator[Token]:
        """Yield one token object again and again, as Whoosh asks; positions are not recorded."""
        token = Token(**attributes)
        token.boost = 1.0
        for text in value:
            token.text = text
            yield token


def whole_terms(text: str) -> list[str]:
    """Return the terms of the words of ``text`` as they are written, in their order."""
    return [stem(word.text) for word in words(text)]


def part_terms(text: str) -> list[str]:
    """Return the other terms under which the compound words of ``text`` are found."""
    return [stem(form) for word in words(text) for form in word.forms[1:]]


def make_schema(stored: Iterable[str]) -> Schema:
    """Return the schema of the index: the searched fields, and those ``stored`` for the hits."""
    searched = {name: TEXT(analyzer=TermTokenizer(), phrase=False) for name in FIELDS}
    return Schema(id=ID(stored=True, unique=True), **searched, **dict.fromkeys(stored, STORED))
