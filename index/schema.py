"""The Whoosh schema: which fields a document has and how text becomes terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from whoosh.analysis.acore import Token
from whoosh.analysis.tokenizers import Tokenizer
from whoosh.fields import ID, STORED, TEXT, Schema

from .words import stem, words

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMA_VERSION = 1
"""Raise it with every change to fields, tokens or stored values: older indexes are then rebuilt."""

STEMMED = ("title", "heading", "body")
"""The fields that hold stems; ``exact`` holds the words as they are written."""


class WordTokenizer(Tokenizer):
    """Turns text into the forms of its words, stemmed or as written.

    It is explicit because the default analysers of the Whoosh distributions cut words differently.
    """

    def __init__(self, *, stemmed: bool) -> None:
        self.stemmed = stemmed

    def __eq__(self, other: object) -> bool:
        return isinstance(other, WordTokenizer) and other.stemmed == self.stemmed

    def __hash__(self) -> int:
        return hash((type(self), self.stemmed))

    def __call__(self, value: str, **attributes: Any) -> Iterator[Token]:
        """Yield one token object again and again, as Whoosh asks; positions are not recorded."""
        token = Token(**attributes)
        token.boost = 1.0
        for word in words(value):
            for form in word.forms:
                token.text = stem(form) if self.stemmed else form
                yield token


def make_schema() -> Schema:
    """Return the schema of the index: four searched fields, the rest stored for the hits."""
    stemmed = WordTokenizer(stemmed=True)
    exact = WordTokenizer(stemmed=False)
    return Schema(
        id=ID(stored=True, unique=True),
        title=TEXT(analyzer=stemmed, phrase=False),
        heading=TEXT(analyzer=stemmed, phrase=False),
        body=TEXT(analyzer=stemmed, phrase=False),
        exact=TEXT(analyzer=exact, phrase=False),
        label=STORED,
        names=STORED,
        kind=STORED,
        lesson=STORED,
        section=STORED,
        text=STORED,
        path=STORED,
        line=STORED,
    )
