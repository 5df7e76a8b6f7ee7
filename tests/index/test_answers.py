"""What a result says of itself: sure, only mentioned, two cards side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.comparison import side_by_side
from index.searcher import open_searcher

from .sample import Shelf, concept, lesson, section

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.searcher import Searcher

TREES = section(
    "trees",
    "Trees",
    concept("oak", "Oak", "An oak bears **acorns**, which squirrels and boars eat in autumn."),
    concept("beech", "Beech", "A beech has smooth bark. Its nuts fall in autumn; boars eat them."),
    concept("seeds", "Seeds", "Acorns and nuts are seeds; acorns sprout where squirrels forget."),
    concept("mast", "ForkLift", "In a mast year a wood bears far more than boars can eat."),
    concept("grafts", "Grafts or Seeds", "Grafts keep the sort; what is sown differs."),
)


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    with open_searcher(Shelf((lesson(TREES),)), tmp_path_factory.mktemp("trees")) as opened:
        yield opened


@pytest.mark.parametrize(
    "query", ["acorn", "what are acorns?", "forklift", "what does oak stand for"]
)
def test_the_card_that_explains_a_term_is_first_and_sure(trees: Searcher, query: str) -> None:
    result = trees.search(query)
    assert result.is_sure
    assert result.in_passing == ()
    assert result.hits[0].id == {"f": "mast", "w": "oak", "a": "oak"}[query.replace("?", "")[0]]


@pytest.mark.parametrize(
    ("query", "mention"),
    [
        ("boars", {"oak", "beech", "mast"}),
        ("what is a squirrel", {"oak", "seeds"}),
        ("smooth bark", {"beech"}),
        ("bark boars", set()),  # one card has both words, but not this term
        ("oak", set()),
        ("asdf", set()),
        ("why do boars eat nuts from trees in autumn", set()),
    ],
)
def test_what_is_only_mentioned_is_said(trees: Searcher, query: str, mention: set[str]) -> None:
    result = trees.search(query)
    assert {hit.id for hit in result.in_passing} == mention
    assert not (mention and result.is_sure)


@pytest.mark.parametrize(
    ("query", "pair"),
    [
        ("oak vs beech", ["oak", "beech"]),
        ("Beech vs. Oak", ["beech", "oak"]),
        ("what is the difference between an oak and a beech?", ["oak", "beech"]),
        ("compare beeches with oaks", ["beech", "oak"]),
        ("should I plant an oak or a beech, and why?", []),
        ("which is better: oak or beech?", ["oak", "beech"]),
        ("how do oaks differ from beeches", ["oak", "beech"]),
        ("oak or forklfit", ["oak", "mast"]),
        ("oak or boar", []),
        ("oak or oaks", []),
        ("grafts or seeds", []),  # a card has this name
        ("oak", []),
    ],
)
def test_two_cards_are_put_side_by_side(trees: Searcher, query: str, pair: list[str]) -> None:
    assert [hit.id for hit in trees.search(query).compared] == pair


def test_cards_of_other_courses_are_not_compared(trees: Searcher) -> None:
    assert trees.search("oak vs beech", courses={"course"}).compared
    assert trees.search("oak vs beech", courses={"other"}).compared == ()


def test_a_comparison_is_found_in_any_text_at_once() -> None:
    for text in (" " * 1000, "compare " * 125, "or " * 333, "between and " * 80):
        side_by_side(text, lambda _: None, lambda _: False)  # no time that grows with the square


@pytest.mark.parametrize(
    ("query", "corrected"),
    [
        ("where do the boards find their food for the autumn", None),
        ("where do the boars find squirrles in the autumn", "squirrels"),
        ("where do the boars find squirels in the autumn", "squirrels"),
        ("where do the mild boars find squirrels in autumn", None),  # not "wild", though a title
        ("boards wods", "boars woods"),
    ],
)
def test_words_of_a_description_are_corrected_only_when_they_are_slips(
    tmp_path: Path, query: str, corrected: str | None
) -> None:
    woods = concept("woods", "Wild Places", "Squirrels live in woods, and boars in swamps.")
    with open_searcher(Shelf((lesson(section("wild", "Wild", woods)),)), tmp_path) as opened:
        found = opened.search(query).corrected
    assert (corrected in found) if corrected and found else found == corrected


@pytest.mark.parametrize(
    "query",
    [
        "what does an oak do",
        "and oak?",
        "could you tell me what an oak is",
        "hey, what is an oak?",
        "wtf is oak",
        "what the heck is an oak",
        "I don't understand oaks",
        "oak meaning",
        "please explain oak to me",
        "can someone explain what an oak is",
        "so what's an oak again?",
        "was bedeutet oak",
        "erkläre mir bitte oak",
        "c'est quoi oak ?",
        "¿qué es oak?",
        "@Syllabot oak",
        "/concept oak",
        "what is an oka?",
        "wtf is an oka",
        "o\u200bak",
        "oak vs oaks",
    ],
)
def test_a_name_in_the_frame_of_a_question_is_surely_its_card(trees: Searcher, query: str) -> None:
    result = trees.search(query)
    assert (result.hits[0].id, result.is_sure) == ("oak", True)
    assert (result.in_passing, result.compared, result.lacking) == ((), (), ())


@pytest.mark.parametrize(
    "query", ["oak disease", "oak is sick", "how old is an oak", "install oak", "wtf is larch"]
)
def test_what_else_is_asked_about_a_name_is_not_sure(trees: Searcher, query: str) -> None:
    result = trees.search(query)
    assert not result.is_sure
    assert result.in_passing == ()


@pytest.mark.parametrize("query", ["what are boars again", "please explain boars to me"])
def test_what_is_only_mentioned_is_said_in_any_frame(trees: Searcher, query: str) -> None:
    mentions = [hit.id for hit in trees.search(query).in_passing]
    assert mentions == [hit.id for hit in trees.search("boars").in_passing] != []


@pytest.mark.parametrize(
    ("query", "cards", "lacking"),
    [
        ("oak and beech", ["oak", "beech"], ()),
        ("oak, beech", ["oak", "beech"], ()),
        ("oak/beech", ["oak", "beech"], ()),
        ("what is oak vs beech vs forklift", ["oak", "beech", "mast"], ()),
        ("which is better oak or beech", ["oak", "beech"], ()),
        ("whats the difference btw oak and beech", ["oak", "beech"], ()),
        ("oak vs beech vs larch", ["oak", "beech"], ("larch",)),
        ("oak vs a larch", ["oak"], ("larch",)),
        ("larch or oak?", ["oak"], ("larch",)),
        ("acorns or oak", ["oak"], ()),
        ("oak or sick oak", None, ()),
        ("oak and larch", None, ()),
        ("larch vs fir", None, ()),
    ],
)
def test_sides_without_a_card_are_told(
    trees: Searcher, query: str, cards: list[str] | None, lacking: tuple[str, ...]
) -> None:
    result = trees.search(query)
    shown = [hit.id for hit in result.compared or result.hits[:1]] if result.is_sure else None
    assert (shown, result.lacking) == (cards, lacking)
