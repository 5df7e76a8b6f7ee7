"""The quiz without Discord: its rules, its fairness, and that replaying gives the state back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import NotAllowed, UserError
from bot.exts.quiz._events import (
    LOBBY_CARD,
    Answered,
    Opened,
    QuestionChosen,
    to_stored,
)
from bot.exts.quiz._plan import (
    GRACE,
    LOBBY_WAIT,
    SETTLE,
    SHORTEST_PAUSE,
    Phase,
)
from bot.exts.quiz._score import Standing, counts, standings, winners
from tests.bot.quiz.game import BEN, CLEO, HOST, PLAN, SECONDS, START, Game


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
        game.session.control("begin", BEN, LOBBY_CARD, START)
    game.do(game.session.control("begin", HOST, LOBBY_CARD, START + timedelta(seconds=3)))
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


def test_the_same_answer_again_is_as_quick_as_before_and_outlives_one_in_between(
    game: Game,
) -> None:
    game.answer(BEN, 1, seconds=5)
    game.answer(BEN, 1, seconds=8)
    assert game.session.answers[0][BEN].took == timedelta(seconds=5)
    assert game.answer(BEN, 0, seconds=6) == [], "it came before, though we hear of it later"
    assert game.session.answers[0][BEN].options == (1,)


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
    assert standings(game.session)[0] == Standing(1, BEN, 1, 4, 1)


def test_equals_share_a_rank_and_late_ones_count_fewer_questions(game: Game) -> None:
    game.answer(HOST, 1)
    game.answer(BEN, 1)
    game.advance()
    game.advance()
    game.answer(CLEO, (0, 2))
    game.answer(BEN, (0,))
    game.advance()
    assert standings(game.session) == [
        Standing(1, HOST, 1, 2, 1),
        Standing(1, BEN, 1, 2, 1),
        Standing(1, CLEO, 1, 1, 1),
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
    assert game.session.due_at == shown_at + SHORTEST_PAUSE
    assert game.session.sent(100, game.at(95)) == [], "it is noted once"


def test_after_an_interruption_the_clock_starts_no_earlier_than_its_end(game: Game) -> None:
    back = game.at(500)
    before = game.at(1)
    game.do(game.session.resume(back))
    game.do(game.session.sent(100, before))
    assert game.session.deadline == back + timedelta(seconds=SECONDS)


def test_stored_events_are_plain_json() -> None:
    stored = to_stored([Answered(START, BEN, 0, (0, 2)), Opened(START, 0, START + GRACE)])
    assert stored[0].payload == {"user": BEN, "question": 0, "options": [0, 2]}
    assert stored[1].payload == {"question": 0, "deadline": "2026-01-01T00:00:01+00:00"}
