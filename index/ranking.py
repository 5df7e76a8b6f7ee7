"""Second stage: joins what words found and what titles resemble, and judges what fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .matching import strongest
from .titles import phrase
from .words import keys, plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from .emphasis import Emphasis
    from .matching import Matches
    from .postings import Weights
    from .titles import Titles

_CANDIDATES = 40
_EXACT = 2.0
_NAME = 0.3  # less for another name than for the title
_EMPHASIS = 0.25
"""What counts for a text in which all of the query stands out: it is explained there."""
_COVERAGE = 0.15
_PHRASE = 0.3
_WHOLE = 0.9
_TITLE = 1.2
_TITLE_FLOOR = 0.6
_KIND: Mapping[str, float] = {"concept": 0.09, "section": 0.06, "lab": 0.03, "exam": 0.0}
_LAB = 0.75
"""What the words of a lab count beside those of a card: it says how, seldom what or why."""
_EXACT_BY_KIND = 40.0  # of the same title, the concept has the text that was asked for

# How much of a query's rarity a document must have to count as an answer: a good part of a short
# query, less of a long description, whose words are the asker's own.
_NEEDED_SHORT, _NEEDED_LONG = 0.38, 0.15
_SHORT, _LONG = 3, 10
TITLE_FITS = 0.78
_MEANT, _SAID, _LEAD = 0.7, 0.2, 0.05
_TERM = 3
"""Words of a query that may be a term which lessons only mention."""
_FEW = 3
"""Of how many titles a query may be a part for the best of them to be surely meant."""


class Ranked(NamedTuple):
    """The number of a document and its score, above 0 and comparable within one query.

    ``fits`` says that it has enough of the query to be an answer and not a guess, ``is_sure`` that
    its title, or what stands out in its text, is what was asked for.
    """

    number: int
    score: float
    fits: bool
    is_sure: bool
    coverage: float


def rank(
    matches: Matches,
    titles: Titles,
    emphasis: Emphasis,
    queries: Sequence[str],
    *,
    kinds: Sequence[str],
    slots: int,
) -> list[Ranked]:
    """Return the documents that have anything of the query, best first.

    ``queries`` are the folded spellings of the query to compare with titles, ``kinds`` the kind of
    each document by its number ("exam" for a lab of one), ``slots`` the number of words looked up.
    """
    keyed = [keys(query) for query in queries]
    phrases = [phrase(one) for one in keyed]
    emphatic = emphasis.of(keyed)
    close, exact = titles.close(map(plain, queries)), titles.exact(keyed)
    best = strongest(matches.scores, _CANDIDATES).tolist()
    highest = float(matches.scores.max(initial=0.0)) or 1.0
    needed = _needed(slots)
    numbers = list({*best, *close, *exact, *emphatic})
    coverages = matches.coverage[numbers].tolist()
    lexicals = (matches.scores[numbers] / highest).tolist()
    ranked, partial = [], set()
    for number, coverage, lexical in zip(numbers, coverages, lexicals, strict=True):
        likeness = close.get(number, 0.0)
        is_exact = number in exact
        score = lexical * (1 - _COVERAGE + _COVERAGE * coverage) + _KIND[kinds[number]]
        score -= (1 - _LAB) * lexical * (kinds[number] in {"lab", "exam"})
        if likeness > _TITLE_FLOOR:
            score += _TITLE * ((likeness - _TITLE_FLOOR) / (1 - _TITLE_FLOOR)) ** 2
        if is_exact:
            score += _EXACT + _EXACT_BY_KIND * _KIND[kinds[number]] - _NAME * (not exact[number])
        # A title with all of the query in it has nearly all of its words.
        has_phrase = (coverage >= _WHOLE or bool(likeness)) and titles.has_phrase(number, phrases)
        if has_phrase:
            score += _PHRASE
            partial.add(number)
        score += _EMPHASIS * (number in emphatic)
        is_named = likeness >= TITLE_FITS or is_exact or number in emphatic
        fits = is_named or coverage >= needed
        ranked.append(Ranked(number, score, fits, is_named, coverage))
    if len(partial) <= _FEW:
        ranked = [one._replace(is_sure=True) if one.number in partial else one for one in ranked]
    ranked.sort(key=lambda found: (-found.score, found.number))
    return ranked


def is_meant(ranked: Sequence[Ranked], said: Weights) -> bool:
    """Return whether the best card is what a description means, by meaning and not by words.

    Words alone do not tell: of the best cards that had nearly all of a description's, half were
    wrong (docs/search.md). But a card that has nearly none of them is not surely meant either:
    ``said`` is what each has of the words alone.
    """
    best, *others = ranked
    lead = best.score - others[0].score if others else best.score
    return best.coverage >= _MEANT and bool(said[best.number] >= _SAID) and lead >= _LEAD


def in_passing(ranked: Sequence[Ranked], words: int, together: NDArray[np.int32]) -> list[Ranked]:
    """Return what mentions a term that nothing is about, of ``words`` words.

    ``together`` are the numbers of the documents that have the words side by side.
    """
    if words > _TERM or any(found.is_sure for found in ranked):
        return []
    beside = set(together.tolist())
    return [
        found
        for found in ranked
        if found.coverage >= _WHOLE and (words == 1 or found.number in beside)
    ]


def _needed(slots: int) -> float:
    """Return the coverage that an answer needs, falling from short queries to long ones."""
    share = min(1.0, max(0.0, (slots - _SHORT) / (_LONG - _SHORT)))
    return _NEEDED_SHORT + share * (_NEEDED_LONG - _NEEDED_SHORT)
