"""Learns abbreviations from text: "Container Network Interface (CNI)" teaches both names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .words import STOP_WORDS, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SHORT_IN_BRACKETS = re.compile(r"\(([A-Z][A-Za-z0-9]{1,7})\)")
_LONG_IN_BRACKETS = re.compile(r"\b([A-Z][A-Za-z0-9]{1,7}) \(([^()\n]{5,80})\)")
_MOST_WORDS = 10


class Abbreviations:
    """Short and long names that mean each other, as learned from a library."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._longs: dict[str, set[str]] = {}
        self._shorts: dict[str, set[str]] = {}
        self._first_words: set[str] = set()
        for short, long in pairs:
            self._longs.setdefault(short, set()).add(long)
            self._shorts.setdefault(long, set()).add(short)
            self._first_words.add(long.split(" ", 1)[0])

    @classmethod
    def learn(cls, texts: Iterable[str]) -> Abbreviations:
        """Collect the pairs that ``texts`` introduce: ("cni", "container network interface")."""
        return cls(pair for text in texts for pair in _pairs(text))

    def other_names(self, text: str) -> tuple[str, ...]:
        """Return ``text``, folded, once for each name in it that has another, with that one."""
        tokens = [word.text for word in words(text)]
        found = []
        for start, end, replacement in self._matches(tokens):
            found.append(" ".join([*tokens[:start], replacement, *tokens[end:]]))
        return tuple(dict.fromkeys(found))

    def short_names(self, text: str) -> tuple[str, ...]:
        """Return the abbreviations of the long names that ``text`` spells out."""
        tokens = [word.text for word in words(text)]
        matches = self._matches(tokens)
        return tuple(dict.fromkeys(new for start, end, new in matches if end - start > 1))

    def _matches(self, tokens: list[str]) -> Iterator[tuple[int, int, str]]:
        for start, token in enumerate(tokens):
            for long in sorted(self._longs.get(token, ())):
                yield start, start + 1, long
            if token not in self._first_words:
                continue
            for end in range(start + 2, min(start + _MOST_WORDS, len(tokens)) + 1):
                for short in sorted(self._shorts.get(" ".join(tokens[start:end]), ())):
                    yield start, end, short


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """Yield (short, long), folded, for each abbreviation that ``text`` explains in brackets."""
    for match in _SHORT_IN_BRACKETS.finditer(text):
        before = [word.text for word in words(text[max(0, match.start() - 120) : match.start()])]
        long = _long_form(match.group(1), before[-_MOST_WORDS:])
        if long:
            yield _singular(match.group(1)), long
    for match in _LONG_IN_BRACKETS.finditer(text):
        inside = [word.text for word in words(match.group(2))]
        if _long_form(match.group(1), inside) == " ".join(inside):
            yield _singular(match.group(1)), " ".join(inside)


def _long_form(short: str, before: list[str]) -> str | None:
    """Return the last words of ``before`` whose initials spell ``short``, if any do."""
    letters = _singular(short)
    for size in range(2, len(before) + 1):
        tail = before[-size:]
        pieces = [piece for word in tail for piece in word.split("-") if piece]
        content = [piece for piece in pieces if piece not in STOP_WORDS]
        if letters in {_initials(pieces), _initials(content)} and tail[0] not in STOP_WORDS:
            return " ".join(tail)
    return None


def _initials(pieces: list[str]) -> str:
    return "".join(piece[0] for piece in pieces)


def _singular(short: str) -> str:
    """Return ``short`` in lower case without the s of a plural such as VMs."""
    return (short[:-1] if short.endswith("s") and short[:-1].isupper() else short).lower()
