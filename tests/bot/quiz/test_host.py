"""What the host of a quiz, and who moderates, may do to it; and those who have more time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.errors import NotAllowed, UserError
from bot.exts.quiz._events import LOBBY_CARD, Continued
from bot.exts.quiz._plan import (
    BREAK_LIMIT,
    EXTENSION,
    GRACE,
    HOST_WAIT,
    LOBBY_WAIT,
    LONGEST_PAUSE,
    MOST_POINTS,
    SETTLE,
    SHORTEST_PAUSE,
    Phase,
    Rules,
)
from bot.exts.quiz._score import standings
from tests.bot.quiz.game import BEN, CLEO, HOST, PLAN, SECONDS, START, Game, card

if TYPE_CHECKING:
    from bot.exts.quiz._session import Control


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def begun(rules: Rules | None = None, **changes: object) -> Game:
    """Return a quiz of host and Ben (or Ben and Cleo) whose first question is open."""
    rules = rules or Rules()
    game = Game(replace(PLAN, rules=rules, **changes))  # type: ignore[arg-type]
    game.do(game.session.join(BEN, START))
    if not rules.host_plays:
        game.do(game.session.join(CLEO, START))
    game.advance()
    return game


@pytest.mark.parametrize("what", ["begin", "pause", "go", "extend", "close", "skip", "next", "end"])
def test_only_the_host_and_moderators(what: Control) -> None:
    game = begun()
    with pytest.raises(NotAllowed, match="<@1>"):
        game.control(what, game.at(1), user=BEN)
    try:
        game.control(what, game.at(1), user=BEN, moderates=True)
    except NotAllowed:
        pytest.fail("a moderator may")
    except UserError:
        pass  # not now, but not for who asks


def test_a_press_on_the_card_of_another_question_changes_nothing() -> None:
    game = begun()
    with pytest.raises(UserError, match="gone on"):
        game.session.control("skip", HOST, LOBBY_CARD, game.at(1))
    game.advance()
    game.control("next", game.now)
    game.advance()
    assert game.session.question == 1
    with pytest.raises(UserError, match="gone on"):
        game.session.control("next", HOST, 0, game.now)


def test_the_host_holds_the_lobbys_countdown() -> None:
    game = Game()
    game.control("pause", START + seconds(10))
    assert game.control("pause", START + seconds(11)) == [], "two presses are one"
    assert game.session.due_at == START + seconds(10) + BREAK_LIMIT
    game.control("go", START + seconds(100))
    assert game.session.due_at == START + seconds(90) + LOBBY_WAIT
    game.control("pause", START + seconds(101))
    game.control("begin", START + seconds(102))
    game.do(game.session.tick(START + seconds(102)))
    assert game.session.phase is Phase.ASKING


def test_a_pause_that_is_forgotten_ends_by_itself() -> None:
    game = begun()
    game.control("pause", game.at(5))
    assert game.session.tick(game.at(5) + BREAK_LIMIT - seconds(1)) == []
    (event,) = game.session.tick(game.at(5) + BREAK_LIMIT)
    assert isinstance(event, Continued)
    asked, deadline = game.session.asked_at, game.session.deadline
    assert asked is not None
    assert deadline is not None
    game.do([event])
    assert game.session.deadline == deadline + BREAK_LIMIT
    assert game.session.asked_at == asked + BREAK_LIMIT


def test_an_answer_during_a_pause_counts_as_of_its_beginning() -> None:
    game = begun(Rules(speed=True))
    game.control("pause", game.at(5))
    game.answer(BEN, 1, seconds=300)
    assert game.session.answers[0][BEN].took == seconds(5)
    assert game.session.due_at == game.at(5) + BREAK_LIMIT, "all answered, but it is paused"


def test_more_time_for_all() -> None:
    game = begun()
    game.control("extend", game.at(SECONDS))
    game.answer(BEN, 1, seconds=SECONDS + 10)
    assert game.session.due_at == game.at(SECONDS) + EXTENSION + GRACE
    game.advance()
    before = game.session.due_at
    assert before is not None
    game.control("extend", game.now)
    assert game.session.due_at == before + EXTENSION


def test_showing_the_answer_closes_the_question_for_everybody() -> None:
    game = begun(Rules(untimed=True))
    game.do(game.session.give_time(BEN, 3.0, game.at(0)))
    game.answer(HOST, 1, seconds=1)
    game.control("close", game.at(9))
    assert game.session.due_at == game.at(9) + GRACE
    with pytest.raises(UserError, match="too late"):
        game.answer(BEN, 1, seconds=9.5)
    game.answer(BEN, 1, seconds=8.9)
    game.advance()
    assert [place.right for place in standings(game.session)] == [1, 1]


def test_a_skipped_question_does_not_count() -> None:
    game = begun()
    game.answer(BEN, 1)
    game.control("skip", game.at(2))
    assert game.session.phase is Phase.REVEALED
    assert [(place.right, place.asked) for place in standings(game.session)] == [(0, 0), (0, 0)]
    with pytest.raises(UserError, match="closed"):
        game.control("skip", game.at(3))


def test_at_the_hosts_pace_the_answer_stays_until_they_go_on() -> None:
    game = begun(Rules(host_paced=True))
    with pytest.raises(UserError, match="not shown yet"):
        game.control("next", game.at(1))
    game.do(game.session.tick(game.at(60)))
    game.do(game.session.sent(100, game.at(62)))
    assert game.session.due_at == game.at(62) + HOST_WAIT, "and not for ever"
    game.control("next", game.at(70))
    assert game.control("next", game.at(70)) == [], "two presses are one"
    game.do(game.session.tick(game.at(70)))
    assert game.session.question == 1


def test_going_on_is_taken_even_before_we_hear_that_the_answer_stands() -> None:
    game = begun()
    game.do(game.session.tick(game.at(60)))
    game.control("next", game.at(60.5))
    assert game.session.due_at is None
    game.do(game.session.sent(100, game.at(61)))
    assert game.session.due_at == game.at(61)


@pytest.mark.parametrize(
    ("words", "pause"),
    [
        (0, SHORTEST_PAUSE),
        (59, seconds(18)),  # with the reason of an option
        (99, seconds(30)),
        (400, LONGEST_PAUSE),
    ],
)
def test_the_pause_grows_with_what_there_is_to_read(words: int, pause: timedelta) -> None:
    cards = (card(explanation="word " * words),)
    game = begun(cards=cards)
    game.advance()
    due = game.session.due_at
    assert due is not None
    assert abs(due - game.now - pause) < seconds(0.01)


def test_text_without_spaces_takes_its_time_too() -> None:
    assert card(explanation="水は百度で沸く。" * 10).words_to_read == pytest.approx(42)


def test_a_host_who_does_not_play() -> None:
    game = begun(Rules(host_plays=False))
    assert HOST not in game.session.players
    with pytest.raises(UserError, match="do not play"):
        game.answer(HOST, 1)
    game.answer(BEN, 1, seconds=2)
    game.answer(CLEO, 0, seconds=3)
    assert game.session.due_at == game.at(3) + SETTLE, "nobody waits for the host"
    lobby = Game(replace(PLAN, rules=Rules(host_plays=False)))
    with pytest.raises(UserError, match="do not play"):
        lobby.session.join(HOST, START)
    with pytest.raises(UserError, match="Nobody has joined"):
        lobby.control("begin", START)


def test_without_a_time_a_question_waits_for_all() -> None:
    game = begun(Rules(untimed=True))
    game.answer(BEN, 1, seconds=200)
    game.answer(HOST, 1, seconds=300)
    assert game.session.due_at == game.at(300) + SETTLE


def test_who_has_more_time_is_waited_for_and_nobody_else() -> None:
    game = begun()
    game.do(game.session.give_time(BEN, 2.0, game.at(0)))
    assert game.session.due_at == game.at(2 * SECONDS) + GRACE
    with pytest.raises(UserError, match="too late"):
        game.answer(HOST, 1, seconds=SECONDS + 1)
    game.answer(BEN, 1, seconds=2 * SECONDS)
    assert game.session.due_at == game.at(SECONDS) + GRACE
    game.advance()
    assert {place.user: place.right for place in standings(game.session)} == {HOST: 0, BEN: 1}


def test_more_time_comes_with_who_joins_late() -> None:
    game = begun()
    game.answer(CLEO, 1, seconds=25, factor=1.5)
    assert game.session.factors == {CLEO: 1.5}
    with pytest.raises(UserError, match="too late"):
        game.answer(4, 1, seconds=25)


def test_speed_is_judged_by_ones_own_time() -> None:
    game = begun(Rules(speed=True))
    game.do(game.session.give_time(BEN, 2.0, game.at(0)))
    game.answer(HOST, 1, seconds=SECONDS / 2)
    game.answer(BEN, 1, seconds=SECONDS)
    game.answer(CLEO, 1, seconds=0.4)
    game.advance()
    assert [(place.user, place.points) for place in standings(game.session)] == [
        (CLEO, MOST_POINTS),
        (HOST, 750),
        (BEN, 750),
    ]


def test_what_was_paused_stays_paused_through_an_interruption() -> None:
    game = begun()
    game.control("pause", game.at(5))
    back = game.at(500)
    game.do(game.session.resume(back))
    sent = back + seconds(1)
    game.do(game.session.sent(100, sent))
    assert game.session.due_at == sent + BREAK_LIMIT
    game.control("go", sent + seconds(60))
    assert game.session.due_at == sent + seconds(60 + SECONDS) + GRACE


def test_what_was_closed_stays_closed_through_an_interruption() -> None:
    game = begun()
    game.control("close", game.at(5))
    back = game.at(500)
    game.do(game.session.resume(back))
    game.do(game.session.sent(100, back))
    assert game.session.due_at == back
    with pytest.raises(UserError, match="too late"):
        game.answer(BEN, 1, seconds=1)
