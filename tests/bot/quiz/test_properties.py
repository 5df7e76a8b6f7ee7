"""Whatever people, the host and the clock do to a quiz: its rules hold, replaying restores it."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple, get_args

from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.exts.quiz._events import from_stored, to_stored
from bot.exts.quiz._plan import GRACE, Phase, Rules
from bot.exts.quiz._score import counted, is_right, points, standings
from bot.exts.quiz._session import Control, Session
from tests.bot.quiz.game import HOST, PLAN, Game

if TYPE_CHECKING:
    pass

RULES = st.builds(Rules, st.booleans(), st.booleans(), st.booleans(), st.booleans())
FACTORS = st.sampled_from([1.0, 1.0, 1.25, 1.5, 2.0, 3.0])
_CONTROLS = get_args(Control)


class Step(NamedTuple):
    """Something that happens; what of it is used depends on ``kind``."""

    kind: str
    user: int
    question: int
    options: tuple[int, ...]
    seconds: float
    factor: float


STEPS = st.lists(
    st.builds(
        Step,
        st.sampled_from(
            ["join", "leave", "resume", "extra", *["answer"] * 3, *["time"] * 2, *_CONTROLS]
        ),
        st.integers(1, 5),
        st.integers(-1, 5),
        st.lists(st.integers(0, 3), max_size=3).map(tuple),
        st.floats(-5, 30),
        FACTORS,
    ),
    max_size=60,
)


@given(RULES, STEPS)
def test_replaying_stored_events_gives_the_same_state(rules: Rules, steps: list[Step]) -> None:
    plan = replace(PLAN, rules=rules)
    game = Game(plan)
    for step in steps:
        before = Session.replay(plan, game.events)
        try:
            _take(game, step)
        except UserError:
            assert game.session == before, "a refusal must change nothing"
        _check(game.session)
    replayed = Session.replay(plan, from_stored(to_stored(game.events)))
    assert replayed == game.session
    assert standings(replayed) == standings(game.session)


def _take(game: Game, step: Step) -> None:
    session = game.session
    at = game.now + timedelta(seconds=step.seconds)
    match step.kind:
        case "join":
            game.do(session.join(step.user, at, step.factor))
        case "leave":
            game.do(session.leave(step.user, at))
        case "answer":
            game.do(session.answer(step.user, step.question, step.options, at, step.factor))
        case "time":
            game.advance()
        case "resume":
            game.do(session.resume(at))
        case "extra":
            game.do(session.give_time(step.user, step.factor, at))
        case control if control in _CONTROLS:
            moderates = step.user == HOST + 1
            game.do(
                session.control(control, step.user, step.question, at, moderates=moderates)  # type: ignore[arg-type]
            )


def _check(session: Session) -> None:
    table = standings(session)
    assert {place.user for place in table} == set(session.players)
    assert all(0 <= place.right <= place.asked <= session.revealed for place in table)
    assert [place.rank for place in table] == sorted(place.rank for place in table)
    for place in table:
        judged = [(n, points(session, n, place.user)) for n in counted(session)]
        assert place.points == sum(worth for _, worth in judged)
        assert place.right == sum(is_right(session, n, place.user) for n, _ in judged)
    for number, given_answers in enumerate(session.answers):
        assert set(given_answers) <= set(session.players)
        assert not given_answers or number <= session.question
    if session.phase is Phase.ASKING and session.deadline is not None:
        assert session.due_at is not None
    assert session.plan.rules.host_plays or HOST not in session.players


ANSWERS = st.lists(st.tuples(st.integers(2, 6), st.integers(0, 2), st.floats(0, 60)), max_size=30)


@given(ANSWERS, st.dictionaries(st.integers(2, 6), FACTORS), st.randoms(use_true_random=False))
def test_the_order_in_which_answers_reach_us_changes_no_score(
    presses: list[tuple[int, int, float]],
    factors: dict[int, float],
    rng: random.Random,
) -> None:
    # Of two presses of one person at the same moment, nobody can say which was meant.
    distinct = list(
        {(user, seconds): (user, option, seconds) for user, option, seconds in presses}.values()
    )

    def play(order: list[tuple[int, int, float]]) -> dict[int, int]:
        game = Game()
        game.advance()
        for user, option, seconds in order:
            try:
                game.answer(user, option, seconds, factors.get(user, 1.0))
            except UserError:
                assert seconds > 20 * factors.get(user, 1.0)
        assert game.session.asked_at is not None
        game.do(game.session.tick(game.at(60) + GRACE))
        return {place.user: place.points for place in standings(game.session)}

    shuffled = distinct[:]
    rng.shuffle(shuffled)
    assert play(distinct) == play(shuffled)


@given(st.lists(st.tuples(st.floats(0, 40), st.floats(0, 900)), max_size=4), st.floats(0, 20))
def test_a_pause_is_nobodys_time(breaks: list[tuple[float, float]], think: float) -> None:
    game = Game()
    game.advance()
    clock = game.at(0)
    left = think
    for before, length in breaks:
        run = min(before, left)
        clock, left = clock + timedelta(seconds=run), left - run
        game.control("pause", clock)
        clock += timedelta(seconds=length)
        game.control("go", clock)
    game.do(game.session.answer(HOST, 0, (1,), clock + timedelta(seconds=left)))
    took = game.session.answers[0][HOST].took
    assert abs(took.total_seconds() - think) < 0.001
