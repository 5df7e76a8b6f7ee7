"""What each sign of a match is worth, beside the share of the best score that the words give.

The sums are written out, so that a weight cannot change without somebody's judging it anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.emphasis import Emphasis, emphasized
from index.matching import Matches
from index.ranking import Ranked, in_passing, rank
from index.titles import Titles

if TYPE_CHECKING:
    from collections.abc import Sequence

QUERY = "blue kettle"
WITHIN = "Where people who like tea put the blue kettle when it is empty"


def ranked(
    cards: Sequence[Sequence[str]],
    lexical: Sequence[float],
    coverage: Sequence[float],
    *,
    kinds: Sequence[str] = (),
    bold: str = "",
    slots: int = 2,
) -> dict[int, Ranked]:
    """Rank cards with these names for ``QUERY``; the first has ``bold`` in its text."""
    found = rank(
        Matches(np.array(lexical, np.float32), np.array(coverage, np.float32)),
        Titles(cards, []),
        Emphasis([emphasized(bold)]),
        [QUERY],
        kinds=kinds or ["concept"] * len(cards),
        slots=slots,
    )
    return {one.number: one for one in found}


def score(
    *names: str, coverage: float = 1.0, kind: str = "concept", bold: str = "", lexical: float = 0.5
) -> float:
    """Return the score of a card beside one that has more of the words."""
    found = ranked(
        [names, ["Something else"]], [lexical, 1.0], [coverage, 0.0], kinds=[kind, kind], bold=bold
    )
    return found[0].score


@pytest.mark.parametrize(
    ("kind", "worth"), [("concept", 0.09), ("section", 0.06), ("lab", 0.03), ("exam", 0.0)]
)
def test_what_a_kind_is_worth(kind: str, worth: float) -> None:
    words = 0.5 * (0.75 if kind in {"lab", "exam"} else 1)
    assert score("Another", kind=kind) == pytest.approx(words + worth)
    exact = words + worth + 1.2 + 0.3 + 2.0 + 40 * worth
    assert score("Blue Kettle", kind=kind) == pytest.approx(exact)
    assert score("Another", "Blue Kettle", kind=kind) == pytest.approx(exact - 0.3)


@pytest.mark.parametrize(("coverage", "share"), [(0.0, 0.85), (0.5, 0.925), (1.0, 1.0)])
def test_what_having_more_of_the_query_is_worth(coverage: float, share: float) -> None:
    assert score("Another", coverage=coverage) == pytest.approx(0.5 * share + 0.09)
    assert score("Another", coverage=coverage, lexical=0.2) == pytest.approx(0.2 * share + 0.09)


@pytest.mark.parametrize(
    ("title", "likeness"),
    [("Blue Kxttle", 20 / 22), ("Blue Kxttxx", 16 / 22), ("Blue Kettle Lids", 22 / 27)],
)
def test_what_a_title_that_looks_like_the_query_is_worth(title: str, likeness: float) -> None:
    has_phrase = title.startswith("Blue Kettle ")
    worth = 1.2 * ((likeness - 0.6) / 0.4) ** 2 + 0.3 * has_phrase
    assert score(title) == pytest.approx(0.59 + worth)


def test_a_title_that_looks_a_little_like_the_query_is_worth_nothing() -> None:
    assert score("Blxx Kxttxx") == pytest.approx(0.59)


@pytest.mark.parametrize(("coverage", "worth"), [(0.88, 0.0), (0.92, 0.3), (1.0, 0.3)])
def test_what_the_query_in_a_longer_title_is_worth(coverage: float, worth: float) -> None:
    lexical = 0.5 * (0.85 + 0.15 * coverage)
    assert score(WITHIN, coverage=coverage) == pytest.approx(lexical + 0.09 + worth)


def test_what_standing_out_in_a_text_is_worth() -> None:
    assert score("Another", bold="the lid\nBlue kettles") == pytest.approx(0.59 + 0.25)
    assert score("Another", bold="the blue kettle and its lid") == pytest.approx(0.59)


@pytest.mark.parametrize(
    ("slots", "least"),
    [(1, 0.38), (3, 0.38), (6, 0.2814), (8, 0.2157), (10, 0.15), (30, 0.15)],
)
def test_how_much_of_a_query_is_enough(slots: int, least: float) -> None:
    found = ranked([["One"], ["Two"]], [1, 1], [least - 0.01, least + 0.01], slots=slots)
    assert (found[0].fits, found[1].fits) == (False, True)


def test_a_title_much_like_the_query_is_enough() -> None:
    found = ranked([["Blue Kettlxx"], ["Blue Kexxxx"], ["Blue Kxttxx"]], [1, 1, 1], [0, 0, 0])
    assert [found[number].fits for number in range(3)] == [True, False, False]
    assert [found[number].is_sure for number in range(3)] == [True, False, False]


@pytest.mark.parametrize(("titles", "is_sure"), [(1, True), (3, True), (4, False)])
def test_a_part_of_many_titles_is_not_sure(titles: int, is_sure: bool) -> None:
    found = ranked(
        [[f"{WITHIN} {letter}"] for letter in "pqrs"[:titles]], [1] * titles, [1] * titles
    )
    assert {one.is_sure for one in found.values()} == {is_sure}


def test_what_is_ranked_is_bounded() -> None:
    size = 90
    lexical = np.linspace(1, 2, size).tolist()
    found = ranked([[f"Card {number}"] for number in range(size)], lexical, [1] * size)
    assert set(found) == set(range(size - 40, size))


def test_which_words_may_be_a_term_that_is_only_mentioned() -> None:
    few = list(ranked([["One"], ["Two"]], [1, 1], [0.88, 0.92]).values())
    both = np.array([0, 1], np.int32)
    assert [one.number for one in in_passing(few, 1, both)] == [1]
    assert [one.number for one in in_passing(few, 3, both)] == [1]
    assert in_passing(few, 4, both) == []
