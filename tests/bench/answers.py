"""Measures answers to own words, and how honest they are: ``python -m tests.bench.answers``.

Asked of the lesson that ships. ``--show`` prints what is found for each query.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from content.library import load, shipped_courses
from index.searcher import open_searcher

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.models import Hit, SearchResult
    from index.searcher import Searcher

_OWN_WORDS = {"own words": "own_words.tsv", "confirming": "own_words_2.tsv"}
"""What the weights were chosen with, and what was only asked to see whether that holds."""


class Asked(NamedTuple):
    """A query of a kind such as "typo", and the cards that answer it."""

    kind: str
    text: str
    cards: frozenset[str]


def asked() -> list[Asked]:
    """Return the queries of all sets, as they were judged."""
    here = Path(__file__).parent
    own = [(kind, *row) for kind, name in _OWN_WORDS.items() for row in _rows(here / name)]
    return [
        Asked(kind, text, frozenset(" ".join(cards).split()))
        for kind, text, *cards in [*own, *_rows(here / "honest.tsv")]
    ]


def _rows(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def found(result: SearchResult) -> list[str]:
    """Return what was found, best first, as the sets name it."""
    return [card(hit) for hit in result.hits]


def card(hit: Hit) -> str:
    """Return how the sets name what was found."""
    return hit.id.rpartition("#")[2]


def verdict(result: SearchResult) -> str:
    """Return how the best hit is shown."""
    if result.is_sure:
        return "sure"
    return "closest" if result.fits else "nothing"


def show(searcher: Searcher, queries: Sequence[Asked]) -> None:
    """Print what is found for each query, with a mark for the right ones."""
    for one in queries:
        result = searcher.search(one.text)
        best = found(result)[:3]
        marked = [f"*{card}" if card in one.cards else card for card in best]
        print(f"{one.kind:11}{verdict(result):8}{one.text}\n{'':19}{'  '.join(marked)}")


def measure(searcher: Searcher, queries: Sequence[Asked]) -> None:
    """Print for each kind how often the right card is first and among three, and what is said."""
    print(f"{'':17}  first  three     sure (right)  closest (right)  nothing (right)")
    sure_right = sure = held_back = right = 0
    for kind in dict.fromkeys(one.kind for one in queries):
        rows = [(one, searcher.search(one.text)) for one in queries if one.kind == kind]
        first = [bool(one.cards.intersection(found(result)[:1])) for one, result in rows]
        three = [bool(one.cards.intersection(found(result)[:3])) for one, result in rows]
        said = [verdict(result) for _, result in rows]
        good = {
            word: sum(is_right for is_right, one in zip(first, said, strict=True) if one == word)
            for word in ("sure", "closest", "nothing")
        }
        told = "".join(
            f"  {said.count(word):7} {good[word]:7}" for word in ("sure", "closest", "nothing")
        )
        print(f"{kind:12}{len(rows):5}  {_share(first)}  {_share(three)}{told}")
        if kind == "passing":
            named = sum(bool(result.in_passing) for _, result in rows)
            print(f"{'':12}said to be mentioned only: {named}")
        if kind == "compare":
            pairs = sum({*map(card, result.compared)} == one.cards for one, result in rows)
            print(f"{'':12}both cards side by side: {pairs}")
        if kind in {"passing", "compare"}:
            continue
        sure_right, sure = sure_right + good["sure"], sure + said.count("sure")
        held_back, right = held_back + sum(first) - good["sure"], right + sum(first)
    print(f"sure answers that are right: {sure_right} of {sure} ({sure_right / sure:.0%})")
    print(f"right answers called unsure: {held_back} of {right} ({held_back / right:.0%})")


def _share(marks: Sequence[bool]) -> str:
    return f"{sum(marks) / len(marks):5.0%}"


def main() -> None:
    """Measure, or show what is found."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--show", metavar="KIND", help="print what is found; a kind, or all")
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        open_searcher(load([shipped_courses()]), Path(folder)) as searcher,
    ):
        if given.show:
            show(searcher, [one for one in asked() if given.show in {one.kind, "all"}])
        else:
            measure(searcher, asked())


if __name__ == "__main__":
    main()
