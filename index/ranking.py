"""Second stage: joins what words found and what titles resemble, and judges what fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .matching import strongest
from .titles import phrase
from .words import stem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .matching import Matches
    from .models import HitKind
    from .titles import Titles

_CANDIDATES = 40
_EXACT = 2.0
_COVERAGE = 0.15
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
    """The number of a document and its score, above 0 and comparable within one query.

    ``fits`` says that it has enough of the query to be an answer and not a guess.
    """

    number: int
    score: float
    fits: bool


def rank(
    matches: Matches,
    titles: Titles,
    queries: Sequence[str],
    kinds: Sequence[HitKind],
    slots: int,
) -> list[Ranked]:
    """Return the documents that have anything of the query, best first.

    ``queries`` are the folded spellings of the query to compare with titles, ``kinds`` the kind of
    each document by its number, ``slots`` the number of words that were looked up.
    """
    stemmed = [[stem(word) for word in query.split(" ")] for query in queries]
    phrases = [phrase(one) for one in stemmed]
    close, exact = titles.close(queries), titles.exact(stemmed)
    best = strongest(matches.scores, _CANDIDATES).tolist()
    highest = float(matches.scores.max(initial=0.0)) or 1.0
    needed = _needed(slots)
    ranked = []
    for number in {*best, *close, *exact}:
        coverage = float(matches.coverage[number])
        likeness = close.get(number, 0.0)
        fits = coverage >= needed or likeness >= _TITLE_FITS or number in exact
        lexical = float(matches.scores[number]) / highest
        score = lexical * (1 - _COVERAGE + _COVERAGE * coverage) + _KIND[kinds[number]]
        score += _TITLE * max(0.0, (likeness - _TITLE_FLOOR) / (1 - _TITLE_FLOOR)) ** 2
        if number in exact:
            score += _EXACT + _EXACT_BY_KIND * _KIND[kinds[number]]
        score += _PHRASE * titles.has_phrase(number, phrases)
        ranked.append(Ranked(number, score, fits))
    return sorted(ranked, key=lambda found: (-found.score, found.number))


def _needed(slots: int) -> float:
    """Return the coverage that an answer needs, falling from short queries to long ones."""
    share = min(1.0, max(0.0, (slots - _SHORT) / (_LONG - _SHORT)))
    return _NEEDED_SHORT + share * (_NEEDED_LONG - _NEEDED_SHORT)
