"""Second stage: joins what words found and what titles resemble, and drops what does not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .words import stems

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .matching import Match
    from .models import HitKind
    from .titles import Titles

_CANDIDATES = 100
_EXACT = 2.0
_COVERAGE = 0.5
_PHRASE = 0.3
_TITLE = 1.2
_TITLE_FLOOR = 0.6
_KIND: Mapping[HitKind, float] = {"concept": 0.06, "section": 0.03, "lab": 0.0}
_EXACT_BY_KIND = 40.0  # of the same title, the concept has the text that was asked for

# How much of a query's rarity a document must have to count as an answer: a good part of a short
# query, less of a long description, whose words are the asker's own.
_NEEDED_SHORT, _NEEDED_LONG = 0.38, 0.15
_SHORT, _LONG = 3, 10
_TITLE_FITS = 0.78


class Ranked(NamedTuple):
    """The number of a document and its score, above 0 and comparable within one query."""

    number: int
    score: float


def rank(
    matches: Mapping[int, Match],
    titles: Titles,
    queries: Sequence[str],
    kinds: Sequence[HitKind],
    slots: int,
) -> list[Ranked]:
    """Return the documents that fit, best first.

    ``queries`` are the folded spellings of the query to compare with titles, ``kinds`` the kind of
    each document by its number, ``slots`` the number of words that were looked up.
    """
    close, exact = titles.close(queries), titles.exact(queries)
    phrases = [stems(query) for query in queries]
    strongest = max((found.score for found in matches.values()), default=0.0) or 1.0
    needed = _needed(slots)
    numbers = {*_strongest(matches), *close, *exact}
    ranked = []
    for number in numbers:
        found = matches.get(number)
        coverage = found.coverage if found else 0.0
        likeness = close.get(number, 0.0)
        if coverage < needed and likeness < _TITLE_FITS and number not in exact:
            continue
        lexical = found.score / strongest if found else 0.0
        score = lexical * (1 - _COVERAGE + _COVERAGE * coverage) + _KIND[kinds[number]]
        score += _TITLE * max(0.0, (likeness - _TITLE_FLOOR) / (1 - _TITLE_FLOOR)) ** 2
        if number in exact:
            score += _EXACT + _EXACT_BY_KIND * _KIND[kinds[number]]
        score += _PHRASE * any(titles.has_phrase(number, phrase) for phrase in phrases)
        ranked.append(Ranked(number, score))
    return sorted(ranked, key=lambda found: (-found.score, found.number))


def _strongest(matches: Mapping[int, Match]) -> list[int]:
    """Return the documents that the second stage looks at, so that its work is bounded."""
    by_score = sorted(matches, key=lambda number: -matches[number].score)
    return by_score[:_CANDIDATES]


def _needed(slots: int) -> float:
    """Return the coverage that an answer needs, falling from short queries to long ones."""
    share = min(1.0, max(0.0, (slots - _SHORT) / (_LONG - _SHORT)))
    return _NEEDED_SHORT + share * (_NEEDED_LONG - _NEEDED_SHORT)
