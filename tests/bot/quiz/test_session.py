"""The quiz without Discord: its rules, its fairness, and that replaying gives the state back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import NotAllowed, UserError
from bot.exts.quiz._events import Answered, Joined, Opened, QuestionChosen, from_stored, to_stored
from bot.exts.quiz._plan import (
    GRACE,
    LOBBY_WAIT,
    PAUSE,
    PAUSE_UNANSWERED,
    SETTLE,
    Phase,
    Plan,
)
from bot.exts.quiz._score import Standing, counts, standings, winners
from bot.exts.quiz._session import Session
from bot.exts.quiz._snapshot import Card, ShownOption

if TYPE_CHECKING:
    from bot.exts.quiz._events import Event

START = datetime(2026, 1, 1, tzinfo=UTC)
HOST, BEN, CLEO = 1, 2, 3
SECONDS = 20


def card(correct: tuple[int, ...] = (1,), name: str = "q") -> Card:
    return Card(
        name,
        "Which?",
        (ShownOption("a", None), ShownOption("b", "yes"), ShownOption("c", None)),
        correct,
        None,
    )


PLAN = Plan(HOST, "Tea", SECONDS, (card(), card((0, 2)), card(), card()), START)


class Game:
    """A session whose decisions come true at once, with what led to it."""

    def __init__(self, plan: Plan = PLAN) -> None:
        self.session = Session(plan)
        self.events: list[Event] = []
        self.now = START
        self.do([Joined(START, HOST)])

    def do(self, events: list[Event]) -> list[Event]:
        for event in events:
            self.session.apply(event)
        self.events += events
        return events

    def at(self, seconds: float) -> datetime:
        """Return the moment so long after the question was asked."""
        assert self.session.asked_at is not None
        return self.session.asked_at + timedelta(seconds=seconds)

    def advance(self) -> list[Event]:
        """Let time pass until something happens; a card that is then due is sent at once."""
        if self.session.due_at is not None:
            self.now = max(self.now, self.session.due_at)
        happened = self.do(self.session.tick(self.now))
        if self.session.due_at is None and not self.session.over:
            happened += self.do(self.session.sent(100 + self.session.question, self.now))
        return happened

    def answer(self, user: int, option: int | tuple[int, ...], seconds: float = 1) -> list[Event]:
        options = option if isinstance(option, tuple) else (option,)
        question = self.session.question
        return self.do(self.session.answer(user, question, options, self.at(seconds)))


@pytest.fixture
def game() -> Game:
    started = Game()
    started.do(started.session.join(BEN, START))
    started.advance()
    return started


def test_the_lobby_waits_half_a_minute_and_the_host_may_cut_it_short() -> None:
    game = Game()
    assert game.session.due_at == START + LOBBY_WAIT
    assert game.session.tick(START + LOBBY_WAIT - timedelta(seconds=0.1)) == []
    with pytest.raises(NotAllowed):
        game.session.begin(BEN, START)
    game.do(game.session.begin(HOST, START + timedelta(seconds=3)))
    assert game.session.tick(START + timedelta(seconds=3)) == [
        QuestionChosen(START + timedelta(seconds=3), 0)
    ]


def test_nobody_joins_twice_or_leaves_from_outside() -> None:
    session = Game().session
    with pytest.raises(UserError, match="joined already"):
        session.join(HOST, START)
    with pytest.raises(UserError, match="not joined"):
        session.leave(BEN, START)


def test_the_clock_starts_when_the_question_was_sent() -> None:
    game = Game()
    game.do(game.session.tick(START + LOBBY_WAIT))
    assert game.session.due_at is None
    sent_at = START + LOBBY_WAIT + timedelta(seconds=9)
    game.do(game.session.sent(100, sent_at))
    assert game.session.deadline == sent_at + timedelta(seconds=SECONDS)
    assert game.session.due_at == game.session.deadline + GRACE


def test_an_answer_in_time_counts_however_late_it_reaches_us(game: Game) -> None:
    game.now = game.at(SECONDS + 0.9)
    assert game.session.tick(game.now) == []
    game.answer(BEN, 1, seconds=SECONDS)
    game.advance()
    assert winners(game.session, 0) == [BEN]


def test_an_answer_after_the_deadline_does_not_count_however_soon_it_reaches_us(game: Game) -> None:
    with pytest.raises(UserError, match=r"Question 1 is closed.*too late"):
        game.answer(BEN, 1, seconds=SECONDS + 0.001)
    assert game.session.answers[0] == {}


def test_of_two_presses_the_later_one_counts_even_if_it_is_handled_first(game: Game) -> None:
    game.answer(BEN, 1, seconds=5)
    assert game.answer(BEN, 0, seconds=4) == []
    assert game.session.answers[0][BEN].options == (1,)
    game.answer(BEN, 2, seconds=6)
    assert game.session.answers[0][BEN].options == (2,)


def test_the_same_answer_again_changes_nothing(game: Game) -> None:
    game.answer(BEN, 1, seconds=5)
    assert game.answer(BEN, 1, seconds=6) == []


def test_all_answered_closes_early_and_a_change_waits_anew(game: Game) -> None:
    game.answer(BEN, 1, seconds=2)
    assert game.session.due_at == game.at(SECONDS) + GRACE
    game.answer(HOST, 1, seconds=3)
    assert game.session.due_at == game.at(3) + SETTLE
    game.answer(BEN, 0, seconds=4)
    assert game.session.due_at == game.at(4) + SETTLE
    game.answer(BEN, 1, seconds=SECONDS - 0.1)
    assert game.session.due_at == game.at(SECONDS) + GRACE, "never later than the full time"


def test_all_right_options_and_no_other_score(game: Game) -> None:
    game.advance()
    game.advance()
    assert game.session.plan.cards[1].several
    game.answer(HOST, (2, 0))
    game.answer(BEN, (0,))
    game.answer(CLEO, (0, 1, 2))
    game.advance()
    assert winners(game.session, 1) == [HOST]
    assert counts(game.session, 1) == [3, 1, 2]


@pytest.mark.parametrize("options", [(), (3,), (0, 1), (-1,), (-3,), (2**63,)])
def test_impossible_answers_are_refused(game: Game, options: tuple[int, ...]) -> None:
    with pytest.raises(UserError, match="not one of the options"):
        game.answer(BEN, options)


def test_answers_to_other_questions_are_refused(game: Game) -> None:
    with pytest.raises(UserError, match="not been asked"):
        game.session.answer(BEN, 1, (0,), game.at(1))
    with pytest.raises(UserError, match="not part"):
        game.session.answer(BEN, 99, (0,), game.at(1))


def test_pauses_are_longer_when_nobody_answered(game: Game) -> None:
    game.advance()
    assert game.session.due_at == game.now + PAUSE_UNANSWERED
    game.advance()
    game.answer(BEN, (0, 2))
    game.advance()
    assert game.session.due_at == game.now + PAUSE


def test_three_unanswered_questions_in_a_row_end_it(game: Game) -> None:
    game.answer(BEN, 1)
    game.advance()
    for question in (1, 2, 3):
        game.advance()
        assert game.session.question == question
        assert game.session.phase is Phase.ASKING
        game.advance()
    game.advance()
    assert game.session.reason == "idle"
    assert standings(game.session)[0] == Standing(1, BEN, 1, 4)


def test_equals_share_a_rank_and_late_ones_count_fewer_questions(game: Game) -> None:
    game.answer(HOST, 1)
    game.answer(BEN, 1)
    game.advance()
    game.advance()
    game.answer(CLEO, (0, 2))
    game.answer(BEN, (0,))
    game.advance()
    assert standings(game.session) == [
        Standing(1, HOST, 1, 2),
        Standing(1, BEN, 1, 2),
        Standing(1, CLEO, 1, 1),
    ]


def test_an_open_question_does_not_count_when_the_quiz_is_stopped(game: Game) -> None:
    game.answer(BEN, 1)
    game.do(game.session.end("stopped", game.at(2)))
    assert [place.asked for place in standings(game.session)] == [0, 0]
    with pytest.raises(UserError, match="over already"):
        game.session.end("stopped", game.at(3))
    with pytest.raises(UserError, match="quiz is over"):
        game.answer(BEN, 0, seconds=3)


def test_a_restart_gives_a_whole_clock_and_keeps_answers(game: Game) -> None:
    game.answer(BEN, 1, seconds=2)
    back = game.at(500)
    game.do(game.session.resume(back))
    assert game.session.due_at is None
    game.do(game.session.answer(CLEO, 0, (0,), back))
    sent_at = back + timedelta(seconds=1)
    assert game.do(game.session.sent(100, sent_at)) == [
        Opened(sent_at, 0, sent_at + timedelta(seconds=SECONDS))
    ]
    assert game.session.answers[0][BEN].options == (1,)
    assert CLEO in game.session.players
    game.do(game.session.answer(HOST, 0, (1,), sent_at))
    assert game.session.due_at == sent_at + SETTLE


def test_a_host_alone_leaves_the_first_question_open_for_others() -> None:
    game = Game()
    game.advance()
    game.answer(HOST, 1, seconds=2)
    assert game.session.due_at == game.at(SECONDS) + GRACE
    game.answer(CLEO, 0, seconds=9)
    assert game.session.due_at == game.at(9) + SETTLE
    alone = Game(replace(PLAN, alone=True))
    alone.advance()
    alone.answer(HOST, 1, seconds=2)
    assert alone.session.due_at == alone.at(2) + SETTLE, "nobody can join a direct message"
    game.do(game.session.tick(game.at(60)))
    assert game.session.phase is Phase.REVEALED


def test_the_pause_begins_when_the_answer_stands_in_the_channel(game: Game) -> None:
    game.answer(BEN, 1)
    game.do(game.session.tick(game.at(60)))
    assert game.session.phase is Phase.REVEALED
    assert game.session.due_at is None, "the answer must be shown before anything else"
    assert game.session.tick(game.at(600)) == []
    shown_at = game.at(90)
    game.do(game.session.sent(100, shown_at))
    assert game.session.due_at == shown_at + PAUSE
    assert game.session.sent(100, game.at(95)) == [], "it is noted once"


def test_after_an_interruption_the_clock_starts_no_earlier_than_its_end(game: Game) -> None:
    back = game.at(500)
    before = game.at(1)
    game.do(game.session.resume(back))
    game.do(game.session.sent(100, before))
    assert game.session.deadline == back + timedelta(seconds=SECONDS)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["join", "leave", "begin", "answer", "time", "resume", "stop"]),
        st.integers(1, 5),
        st.integers(-1, 5),
        st.lists(st.integers(0, 3), max_size=3),
        st.floats(-5, 30),
    ),
    max_size=60,
)


@given(STEPS)
def test_replaying_stored_events_gives_the_same_state(
    steps: list[tuple[str, int, int, list[int], float]],
) -> None:
    game = Game()
    for kind, user, question, options, seconds in steps:
        at = game.now + timedelta(seconds=seconds)
        before = Session.replay(PLAN, game.events)
        try:
            _step(game, kind, user, (question, tuple(options)), at)
        except UserError:
            assert game.session == before, "a refusal must change nothing"
        _check(game.session)
    replayed = Session.replay(PLAN, from_stored(to_stored(game.events)))
    assert replayed == game.session
    assert standings(replayed) == standings(game.session)


def _step(
    game: Game, kind: str, user: int, answer: tuple[int, tuple[int, ...]], at: datetime
) -> None:
    session = game.session
    match kind:
        case "join":
            game.do(session.join(user, at))
        case "leave":
            game.do(session.leave(user, at))
        case "begin":
            game.do(session.begin(user, at))
        case "answer":
            game.do(session.answer(user, *answer, at))
        case "time":
            game.advance()
        case "resume":
            game.do(session.resume(at))
        case "stop" if answer[0] == 5:
            game.do(session.end("stopped", at))


def _check(session: Session) -> None:
    table = standings(session)
    assert {place.user for place in table} == set(session.players)
    assert all(0 <= place.right <= place.asked <= session.revealed for place in table)
    assert [place.rank for place in table] == sorted(place.rank for place in table)
    for number, given_answers in enumerate(session.answers):
        assert set(given_answers) <= set(session.players)
        assert not given_answers or number <= session.question


def test_stored_events_are_plain_json() -> None:
    stored = to_stored([Answered(START, BEN, 0, (0, 2)), Opened(START, 0, START + GRACE)])
    assert stored[0].payload == {"user": BEN, "question": 0, "options": [0, 2]}
    assert stored[1].payload == {"question": 0, "deadline": "2026-01-01T00:00:01+00:00"}
