"""Which questions a quiz asks, and in which order, whatever there is and whatever was answered."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.exts.quiz._choosing import History, Record, choose
from content.models import Option, Question

CONCEPTS = "abcdef"


def question(name: str, concept: str | None) -> Question:
    return Question(
        id=name,
        line=1,
        stem="Which?",
        options=(Option(text="yes", reason=None), Option(text="no", reason=None)),
        correct=(0,),
        explanation=None,
        concept=concept,
    )


POOLS = st.lists(st.sampled_from([*CONCEPTS, None]), min_size=1, max_size=14).map(
    lambda concepts: [question(f"q{n}", concept) for n, concept in enumerate(concepts)]
)
RECORDS = st.sampled_from([None, Record(2, 0), Record(2, 1), Record(3, 3)])


def about(one: Question) -> str:
    return one.concept or one.id


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Question], int, History, random.Random]:
    pool = draw(POOLS)
    count = draw(st.integers(1, len(pool) + 2))
    records = {one.id: record for one in pool if (record := draw(RECORDS)) is not None}
    last = draw(st.permutations([one.id for one in pool]))[:count]
    return pool, count, History(records, last), random.Random(draw(st.integers(0, 99)))


@given(cases())
def test_no_concept_comes_twice_before_each_was_asked_once(
    case: tuple[list[Question], int, History, random.Random],
) -> None:
    pool, count, history, rng = case
    chosen = choose(pool, count, history, rng)
    assert len(chosen) == len({one.id for one in chosen}) == min(count, len(pool))
    there = Counter(map(about, pool))
    asked: Counter[str] = Counter()
    for one in chosen:
        least = min((asked[name] for name, most in there.items() if asked[name] < most), default=0)
        assert asked[about(one)] == least, "another concept has its turn"
        asked[about(one)] += 1


@given(cases())
def test_neighbours_are_about_different_concepts_where_they_can_be(
    case: tuple[list[Question], int, History, random.Random],
) -> None:
    chosen = choose(*case)
    left = Counter(map(about, chosen))
    for one, following in pairwise(chosen):
        left[about(one)] -= 1
        if about(one) == about(following):
            assert sum(left.values()) == left[about(one)], "nothing else was left"


@given(cases())
def test_two_draws_in_a_row_differ(
    case: tuple[list[Question], int, History, random.Random],
) -> None:
    pool, count, history, rng = case
    first = choose(pool, count, history, rng)
    again = choose(pool, count, History(history.records, [one.id for one in first]), rng)
    if len(first) < len(pool):
        assert {one.id for one in first} != {one.id for one in again}
    elif len(pool) > 1:
        assert first != again


@given(cases())
def test_of_each_concept_the_unseen_come_first_then_the_missed(
    case: tuple[list[Question], int, History, random.Random],
) -> None:
    pool, count, history, rng = case
    history = History(history.records)
    chosen = choose(pool, count, history, rng)
    for one in chosen:
        for other in pool:
            if other not in chosen and about(other) == about(one):
                assert history.turn(one) <= history.turn(other)
    most = Counter(map(about, chosen)).most_common(1)[0][1]
    if most == 1:
        left_out = [other for other in pool if other not in chosen]
        best = {
            name: min(history.turn(o) for o in pool if about(o) == name)
            for name in map(about, left_out)
            if name not in set(map(about, chosen))
        }
        assert all(history.turn(one) <= turn for one in chosen for turn in best.values())


def test_half_wrong_is_missed() -> None:
    assert Record(2, 1).missed
    assert not Record(3, 2).missed


def test_every_question_comes_up_in_time() -> None:
    pool = [question(f"q{n}", "ab"[n % 2]) for n in range(12)]
    seen: set[str] = set()
    history = History()
    rng = random.Random(1)
    for _ in range(3):
        chosen = [one.id for one in choose(pool, 4, history, rng)]
        assert not seen.intersection(chosen)
        seen.update(chosen)
        history = History(dict.fromkeys(seen, Record(1, 0)), chosen)
    assert len(seen) == 12
