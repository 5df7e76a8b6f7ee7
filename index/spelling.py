"""Corrects typos against the words of the index; a word that exists is never touched."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Self

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA, LCSseq, Prefix

from .trigrams import Trigrams
from .words import STOP_WORDS, fold, pairs_in, stem, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from .documents import Document
    from .words import Word

_WORDS, _COUNTS, _TITLES = "words.list", "word-counts.npy", "title-words.list"
_SPELLINGS = "spellings.list"
_SHORTEST = 3
_SHORT, _LONG = 6, 8
_UNSPOKEN = re.compile(r"[^aeiouy]{3}")
_DOUBLED = re.compile(r"(.)\1")
_EDITS_PER_LETTER = 0.3
_MOST_EDITS = 3
_ALIKE = 200
"""How many words that look alike are compared letter by letter."""
_CANDIDATES = 30
_REMEMBERED = 2000
_NEVER_TORN = STOP_WORDS | {"down", "back"}
"""What makes words of its own with others: "downside"."""
_ENDING = 2
"""Letters at the end of a word that its other forms may not have: "policy", "policies"."""


class Vocabulary:
    """The words of an index, with the number of documents that have each."""

    def __init__(
        self,
        frequencies: Mapping[str, int],
        title_words: frozenset[str],
        spellings: Iterable[str] = (),
    ) -> None:
        self._frequencies = frequencies
        self._title_words = title_words
        self._spellings = {fold(spelling): spelling for spelling in spellings}
        self._families: dict[str, list[str]] = {}
        for word in frequencies:
            self._families.setdefault(stem(word), []).append(word)
        self._targets = [
            word
            for word in frequencies
            if len(word) >= _SHORTEST
            and word[0].isalpha()
            and word not in STOP_WORDS
            and not pairs_in(word)
        ]
        self._trigrams = Trigrams(self._targets)
        # Swapped letters can leave a short word without any trigram of the right one.
        self._anagrams: dict[str, list[str]] = {}
        for word in self._targets:
            if len(word) <= _SHORT:
                self._anagrams.setdefault("".join(sorted(word)), []).append(word)
        self._corrected = lru_cache(_REMEMBERED)(self._find)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read the words that ``write`` left in ``folder``."""
        counts = np.load(folder / _COUNTS).tolist()
        found = _read(folder / _WORDS)
        frequencies = dict(zip(found, counts, strict=True))
        return cls(frequencies, frozenset(_read(folder / _TITLES)), _read(folder / _SPELLINGS))

    def knows(self, word: str) -> bool:
        """Return whether ``word`` or another form of it occurs in the index."""
        return word in self._frequencies or any(
            _is_inflected(word, other) for other in self._families.get(stem(word), ())
        )

    def names(self, word: str) -> bool:
        """Return whether ``word`` occurs in a title."""
        return word in self._title_words

    def spelled(self, text: str) -> str:
        """Return folded words as the lessons spell them: "größe" for "grosse"."""
        return " ".join(self._spellings.get(word, word) for word in text.split(" "))

    def correct(self, word: str) -> str | None:
        """Return what ``word`` was probably meant to be (two words if a space is lost) or None."""
        if self.knows(word) or len(word) < _SHORTEST or not any(map(str.isalpha, word)):
            return None
        # Where each letter is a word of its own, another letter is another word.
        return None if pairs_in(word) else self._corrected(word)

    def _find(self, word: str) -> str | None:
        split = self._split(word)
        # What may be a word torn from another one may as well be a name with letters too many.
        allowed = max(_allowed(word), 2 if split else 0)
        alike = [self._targets[place] for place in self._trigrams.nearest(word, _ALIKE).tolist()]
        near = process.extract(
            word,
            list(dict.fromkeys([*alike, *self._anagrams.get("".join(sorted(word)), ())])),
            scorer=OSA.distance,
            score_cutoff=allowed,
            limit=_CANDIDATES,
        )
        costs = (
            self._cost(word, other, int(edits))
            for other, edits, _ in near
            if self._may_be(word, other)
        )
        # Two words of three letters are found in many a word.
        is_short = split is not None and _SHORTEST in map(len, split.split(" "))
        torn = [(1.65 if is_short else 1.05, False, 0, split)] if split else []
        return min([*costs, *torn], default=(None,))[-1]

    def _may_be(self, word: str, other: str) -> bool:
        """Return whether ``word`` may be a typo of ``other`` and is not another word.

        Of three letters, one changed makes another word. Whoever mistypes a word begins it rightly:
        "bake" is not "take"; and short words that can be spoken, with other letters or in another
        order, are words: "probe" and "prove", "lots" and "lost". Unless a title says so.
        """
        if self.names(other):
            return len(word) > _SHORTEST or sorted(word) == sorted(other)
        is_word = len(word) < _SHORT and not _UNSPOKEN.search(word)
        is_within = LCSseq.similarity(word, other) == min(len(word), len(other))
        begins = len(word) > _SHORTEST and word[0] == other[0]
        return (begins or sorted(word) == sorted(other)) and (is_within or not is_word)

    def _cost(self, word: str, other: str, edits: int) -> tuple[float, bool, int, str]:
        """Order candidates: few edits, the same first letter, words of titles, common words."""
        swapped = sorted(word) == sorted(other)
        is_title = self.names(other)
        is_within = LCSseq.similarity(word, other) == len(other)
        cost = edits - 0.4 * swapped - 0.2 * other.startswith(word) + 0.6 * (word[0] != other[0])
        cost -= 0.4 * is_within + 0.3 * is_title
        return (cost, not is_title, -self._frequencies[other], other)

    def _split(self, word: str) -> str | None:
        """Return "load balancer" for "loadbalancer" when both halves are words of the index."""
        halves = (
            (word[:cut], word[cut:])
            for cut in range(_SHORTEST, len(word) - _SHORTEST + 1)
            if word[:cut] in self._frequencies and word[cut:] in self._frequencies
            if _NEVER_TORN.isdisjoint([word[:cut], word[cut:]])
        )
        best = max(
            halves, key=lambda pair: min(self._frequencies[half] for half in pair), default=None
        )
        return " ".join(best) if best else None


def corrections(
    unknown: Sequence[Word], vocabulary: Vocabulary, *, describes: bool
) -> dict[str, str]:
    """Return what the ``unknown`` words of a query were meant to be; it may be a description.

    What is not about the course has words that nothing corrects; its others were right as well.
    """
    found = {
        word: {part: better for part in word.parts if (better := vocabulary.correct(part))}
        for word in unknown
    }
    strange = any(not parts and len(word.text) > _SHORTEST for word, parts in found.items())
    changes = {}
    for word, parts in found.items():
        better = word.text
        for part, other in parts.items():
            is_meant = not describes and (not strange or vocabulary.names(other))
            if is_meant or is_slip(part, other):
                better = better.replace(part, other)
        if better != word.text:
            changes[word.text] = better
    return changes


def torn(found: Sequence[Word], vocabulary: Vocabulary) -> dict[str, str]:
    """Return what two words side by side are meant to be, if they are one of a title."""
    for left, right in pairwise(found):
        joined = left.text + right.text
        is_known = vocabulary.knows(left.text) and vocabulary.knows(right.text)
        if is_known or right.start - left.end != 1 or not joined.isalpha():
            continue
        better = joined if vocabulary.names(joined) else vocabulary.correct(joined)
        if better and vocabulary.names(better) and OSA.distance(joined, better) <= 1:
            return {left.text: better, right.text: ""}
    return {}


def is_slip(word: str, other: str) -> bool:
    """Return whether only a slip of the fingers makes ``word`` of ``other``, and no other word.

    In a description most words that no lesson has are the asker's own: a "folder" is not "older".
    """
    if sorted(word) == sorted(other) or _DOUBLED.sub(r"\1", word) == _DOUBLED.sub(r"\1", other):
        return True
    return len(word) >= _LONG and OSA.distance(word, other, score_cutoff=1) == 1


def edits(word: str, other: str) -> float | None:
    """Return how many typos make ``word`` of ``other``; None for what is another word."""
    allowed = _allowed(word)
    count = OSA.distance(word, other, score_cutoff=allowed)
    swapped = sorted(word) == sorted(other)
    is_other = (len(word) <= _SHORTEST and not swapped) or bool(pairs_in(word))
    is_number = any(map(str.isdigit, word + other))
    return None if count > allowed or is_other or is_number else count - 0.4 * swapped


def _allowed(word: str) -> int:
    return min(_MOST_EDITS, max(1, int(len(word) * _EDITS_PER_LETTER)))


def mend(text: str, vocabulary: Vocabulary) -> str:
    """Return ``text`` with its typos corrected; whoever mistypes a word begins it rightly."""
    parts, end = [], 0
    for word in words(text):
        better = None if word.text in STOP_WORDS else vocabulary.correct(word.text)
        if better is not None and better[0] == word.text[0]:
            parts += [text[end : word.start], better]
            end = word.end
    return "".join([*parts, text[end:]])


def _is_inflected(word: str, other: str) -> bool:
    """Return whether two words with one stem are forms of one word; a typo may share a stem too."""
    return Prefix.similarity(word, other) >= min(len(word), len(other)) - _ENDING


def write(docs: Sequence[Document], folder: Path) -> None:
    """Write the words of ``docs`` as they are spelled to ``folder``, with how many have each."""
    counts: Counter[str] = Counter()
    titles: set[str] = set()
    in_titles: dict[str, str] = {}
    in_texts: dict[str, Counter[str]] = {}
    for document in docs:
        title = " ".join([document.title, *document.names])
        parts = (title, document.lesson, document.section, document.prose, document.code)
        found = [(part, word) for part in parts for word in words(part)]
        counts.update({form for _, word in found for form in word.forms})
        titles.update(form for part, word in found if part is title for form in word.forms)
        for part, word in found:
            spelling = part[word.start : word.end]
            if spelling.lower() != word.text and len(word.forms) == 1:
                # Sentences and titles begin in capitals; within one a capital is the word's own.
                in_titles[word.text] = spelling.lower()
                if (
                    part is document.prose
                    and part[max(0, word.start - 2) : word.start].strip(" ").isalpha()
                ):
                    in_texts.setdefault(word.text, Counter())[spelling] += 1
    _save(folder / _WORDS, counts)
    np.save(folder / _COUNTS, np.fromiter(counts.values(), np.int32, len(counts)))
    _save(folder / _TITLES, sorted(titles))
    usual = {word: max(found, key=found.__getitem__) for word, found in in_texts.items()}
    _save(folder / _SPELLINGS, (in_titles | usual).values())


def _save(path: Path, found: Iterable[str]) -> None:
    path.write_text("\n".join(found), encoding="utf-8", errors="surrogatepass")


def _read(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8", errors="surrogatepass")
    return text.split("\n") if text else []
