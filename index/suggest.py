"""Completes what a person is typing from titles held in memory: concepts, lessons or labs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from .trigrams import Trigrams
from .words import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

MOST_CHOICES = 25
"""Choices that Discord shows at once."""

_ALIKE = 70.0
_COMPARED = 100
"""How many labels that share letters are compared one by one."""
_SHORTEST_FUZZY = 3
_LONGEST_PREFIX = 100
_LAST = "\U0010ffff"


class Suggester:
    """Finds labels by their beginning, and by less the less there is to find. Does no I/O."""

    def __init__(
        self,
        entries: Iterable[tuple[str, str]],
        places: Mapping[str, str] | None = None,
        names: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Take (id, label) pairs in the order in which they are offered when nothing is typed.

        The part of an id before its first slash is its course. ``places`` say by id where an entry
        is, in words that are searched together with those of its label; ``names`` what else it is
        called, which stands in brackets behind the label where that does not say it.
        """
        labels = tuple(entries)
        called = names or {}
        others = [
            (identity, f"{label} ({name})", folded)
            for identity, label in labels
            for name in called.get(identity, ())
            if (folded := _spaced(name)) not in _spaced(label)
        ]
        # A label is offered before a name, whatever else they are.
        self._labels = len(labels)
        self._entries = (*labels, *((identity, label) for identity, label, _ in others))
        where = places or {}
        words = sorted(
            (word, number)
            for number, (identity, _) in enumerate(self._entries)
            for word in set(_spaced(where.get(identity, "")).split())
        )
        self._place_words = [word for word, _ in words]
        self._placed = [number for _, number in words]
        self._courses = [identity.partition("/")[0] for identity, _ in self._entries]
        self._folded = [_spaced(label) for _, label in labels] + [one for _, _, one in others]
        # What each label says from each of its words on, sorted, so that all with a beginning stand
        # side by side; and all labels as one text, in which what is inside of one is found.
        starts = sorted(
            (label[at:], number)
            for number, label in enumerate(self._folded)
            for at in _word_starts(label)
        )
        self._tails = [tail for tail, _ in starts]
        self._owners = [number for _, number in starts]
        self._order = sorted(range(len(self._folded)), key=self._folded.__getitem__)
        self._sorted = [self._folded[number] for number in self._order]
        self._numbers = {identity: number for number, (identity, _) in enumerate(labels)}
        self._text = "\n".join(self._folded)
        self._places = [0]
        for label in self._folded:
            self._places.append(self._places[-1] + len(label) + 1)
        self._trigrams = Trigrams(self._folded)

    def complete(
        self,
        prefix: str,
        limit: int = MOST_CHOICES,
        *,
        popular: Mapping[str, int] | None = None,
        courses: Collection[str] | None = None,
    ) -> list[tuple[str, str]]:
        """Return up to ``limit`` pairs whose labels fit ``prefix``.

        Labels that begin with it come first, then those with words that begin with its words, then
        those whose place has the other words, then those that contain it, then (only if there is
        none of these) those that resemble it. Of two that fit alike, the one that is more
        ``popular`` by its id comes first. ``courses`` limits what is offered; None offers all.
        """
        typed = _spaced(prefix[:_LONGEST_PREFIX])
        counts = popular or {}
        found: dict[str, int] = {}

        def order(number: int) -> tuple[int, int]:
            return -counts.get(self._entries[number][0], 0), number

        def offer(numbers: Iterable[int]) -> None:
            for number in numbers:
                if len(found) >= limit:
                    return
                if courses is None or self._courses[number] in courses:
                    found.setdefault(self._entries[number][0], number)

        tiers: list[Iterable[int]] = [
            self._starting(typed),
            self._beginning(typed),
            self._placed_at(typed),
            self._containing(typed),
        ]
        if not typed:
            tiers = [[self._numbers[one] for one in counts if one in self._numbers]]
        for tier in tiers:
            if len(found) < limit:
                offer(sorted(set(tier), key=order if counts else None))
        if not typed or not found:
            offer(self._resembling(typed) if typed else range(self._labels))
        return [self._entries[number] for number in found.values()]

    def _starting(self, typed: str) -> Iterator[int]:
        """Yield the labels that begin with ``typed``."""
        first = bisect_left(self._sorted, typed)
        last = bisect_right(self._sorted, typed + _LAST, lo=first)
        return iter(self._order[first:last])

    def _beginning(self, typed: str) -> Iterator[int]:
        """Yield the labels in which words begin with the words of ``typed``."""
        yield from self._from_word(typed)
        first, *rest = (set(self._from_word(word)) for word in typed.split())
        yield from sorted(first.intersection(*rest)) if rest else ()

    def _from_word(self, typed: str) -> list[int]:
        """Return the labels of which ``typed`` is a part that begins with a word."""
        first = bisect_left(self._tails, typed)
        return self._owners[first : bisect_right(self._tails, typed + _LAST, lo=first)]

    def _placed_at(self, typed: str) -> Iterator[int]:
        """Yield the entries that have all words of ``typed`` in their label or their place."""
        words = typed.split() if self._place_words else []
        found = [set(self._from_word(word)).union(self._in_place(word)) for word in words]
        yield from sorted(set.intersection(*found)) if found else ()

    def _in_place(self, word: str) -> list[int]:
        first = bisect_left(self._place_words, word)
        # Whoever types "lesson 5" does not mean lesson 50.
        last = word if word.isdigit() else word + _LAST
        return self._placed[first : bisect_right(self._place_words, last, lo=first)]

    def _containing(self, typed: str) -> Iterator[int]:
        at = self._text.find(typed)
        while at >= 0:
            number = bisect_right(self._places, at) - 1
            yield number
            at = self._text.find(typed, self._places[number + 1])

    def _resembling(self, typed: str) -> list[int]:
        if len(typed) < _SHORTEST_FUZZY:
            return []
        places = self._trigrams.nearest(typed, _COMPARED).tolist()
        scored = process.extract(
            typed,
            [self._folded[place] for place in places],
            scorer=fuzz.partial_ratio,
            score_cutoff=_ALIKE,
            limit=None,
        )
        return [places[place] for _, _, place in scored]


def _spaced(label: str) -> str:
    """Return ``label`` folded, with every mark that separates words as one space."""
    return " ".join("".join(c if c.isalnum() else " " for c in fold(label)).split())


def _word_starts(label: str) -> Iterator[int]:
    at = 0
    for word in label.split(" "):
        yield at
        at += len(word) + 1
