"""Underlines the words of a query in a card's text, outside of code, links and other marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.words import stem, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

# What stays as it is: code blocks and spans, links, bare addresses, timestamps and the like.
_WHOLE = re.compile(
    r"```.*?(?:```|$)|(`+)(?!`).*?(?<!`)\1(?!`)|\[[^\]\n]*\]\([^)\n]*\)|<[^>\s]*>|https?://\S+"
    r"|\\.|__[^_\n]+__",
    re.DOTALL,
)
_MOST = 30
"""Underlined words of a card; more would only make it restless."""


def highlight(text: str, terms: Collection[str]) -> str:
    """Return Discord's Markdown with the words underlined whose stems are among ``terms``."""
    parts = []
    left = _MOST
    for piece, plain in _pieces(text):
        marked, count = _underlined(piece, terms, left) if plain else (piece, 0)
        parts.append(marked)
        left -= count
    return "".join(parts)


def count_terms(text: str, terms: Collection[str]) -> int:
    """Return how many different ``terms`` a text has."""
    found = {stem(form) for word in words(text) for form in word.forms}
    return len(found.intersection(terms))


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Yield a text piece by piece, and whether each is plain."""
    end = 0
    for found in _WHOLE.finditer(text):
        yield text[end : found.start()], True
        yield found[0], False
        end = found.end()
    yield text[end:], True


def _underlined(text: str, terms: Collection[str], most: int) -> tuple[str, int]:
    parts = []
    end = count = 0
    for word in words(text):
        whole = text[word.start : word.end]
        if count < most and "_" not in whole and any(stem(form) in terms for form in word.forms):
            parts += [text[end : word.start], f"__{whole}__"]
            end = word.end
            count += 1
    return "".join([*parts, text[end:]]), count
