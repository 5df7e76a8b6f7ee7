"""The pure core of admission: who is worked on, who waits, who is dropped; on a moving clock."""

from __future__ import annotations

import itertools
import statistics

import pytest

from bot.admission import (
    AUTOCOMPLETE,
    BUSY_LATENESS,
    LANE_LIMIT,
    LANE_PLACES,
    LATE_TURN,
    PATIENCE,
    PLACES,
    REMEMBERED,
    SUGGESTION_SECONDS,
    Admission,
    Arrival,
)
from bot.lateness import ANSWER_SECONDS, Ages, Tally

HOUR = 3600.0
PATIENCE_ALLOWED = 1.0
LONG_AGO = 1_700_000_000.0
"""What Discord's clock shows when ours, which counts from another moment, shows nothing."""


class Desk:
    """An admission with a clock that moves a microsecond at every reading."""

    def __init__(self, *, places: int = PLACES) -> None:
        self.tally = Tally()
        self.admission: Counting = Counting(self.tally, places=places)
        self.offset = LONG_AGO
        self._now = 0.0
        self._ids = itertools.count(1)

    def now(self) -> float:
        self._now += 1e-6
        return self._now

    def wait(self, seconds: float) -> None:
        self._now += seconds

    def arrive(
        self,
        kind: str = "component",
        *,
        lane: str | None = None,
        person: int = 1,
        old: float = 0.0,
        interaction: int | None = None,
    ) -> int:
        """Let one arrive that Discord received ``old`` seconds ago; return its id."""
        now = self.now()
        number = next(self._ids) if interaction is None else interaction
        arrival = Arrival(
            id=number,
            kind=kind,
            lane=lane or kind,
            person=person,
            sent=now + self.offset - old,
            payload=None,
        )
        self.admission.arrive(arrival, now)
        return number

    def take(self) -> list[int]:
        """Take all that may be taken now, and return their ids."""
        now = self.now()
        return [arrival.id for arrival in iter(lambda: self.admission.take(now), None)]

    def finish(self, *interactions: int) -> None:
        for interaction in interactions:
            self.admission.finish(interaction, self.now())

    def fill(self, lane: str = "component") -> list[int]:
        """Put as many in work as a lane has places for."""
        for _ in range(LANE_PLACES):
            self.arrive(lane=lane)
        taken = self.take()
        assert len(taken) == LANE_PLACES
        return taken


class Counting(Admission[None]):
    """Counts how often it looks at somebody who waits."""

    looks = 0

    def _is_void(self, lane: object, arrival: Arrival[None], now: float) -> bool:
        self.looks += 1
        return super()._is_void(lane, arrival, now)  # type: ignore[arg-type]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_whoever_comes_alone_is_taken_at_once(desk: Desk) -> None:
    for kind in ("application_command", "component", "modal_submit", AUTOCOMPLETE):
        mine = desk.arrive(kind)
        assert desk.take() == [mine]
        desk.finish(mine)
    assert not desk.tally


def test_one_older_than_discord_waits_is_dropped_before_any_work(desk: Desk) -> None:
    first = desk.arrive()
    desk.arrive(old=ANSWER_SECONDS + 0.1)
    desk.arrive("application_command", old=60)
    assert desk.take() == [first]
    assert desk.tally.take() == {"dropped": {"application_command": 1, "component": 1}}
    assert not desk.tally


def test_one_that_is_nearly_too_old_is_tried(desk: Desk) -> None:
    # Its kind may be slow at present; that is known only if some are tried.
    slow = desk.arrive()
    desk.take()
    desk.wait(30)
    desk.finish(slow)
    nearly = desk.arrive(old=ANSWER_SECONDS - 0.2)
    assert desk.take() == [nearly]


def test_the_same_interaction_is_taken_once(desk: Desk) -> None:
    mine = desk.arrive()
    desk.arrive(interaction=mine)
    assert desk.take() == [mine]
    desk.finish(mine)
    desk.arrive(interaction=mine)
    assert desk.take() == []
    assert desk.tally.take() == {"repeated": {"component": 2}}


@pytest.mark.parametrize("jump", [-HOUR, HOUR, 7.0])
def test_a_clock_that_is_set_drops_nobody(desk: Desk, jump: float) -> None:
    desk.finish(desk.arrive(), *desk.take())
    desk.offset += jump
    for _ in range(20):
        desk.wait(1)
        mine = desk.arrive()
        assert desk.take() == [mine]
        desk.finish(mine)
    assert not desk.tally


def test_a_delay_of_seconds_that_never_ends_is_a_clock_after_all(desk: Desk) -> None:
    desk.finish(desk.arrive(), *desk.take())
    for second in range(60):
        desk.wait(1)
        desk.arrive(old=7)
        if taken := desk.take():
            desk.finish(*taken)
            assert second > 20
            break
    else:
        pytest.fail("everything was dropped for a minute")
    desk.arrive(old=7)
    assert len(desk.take()) == 1


def test_clocks_that_drift_apart_are_followed() -> None:
    # 86 seconds in a day: a bad clock.
    ages, drift = Ages(), 0.001
    seen = [ages.age(now * (1 - drift), float(now)) for now in range(0, 86_400, 60)]
    assert max(seen) < 1.0


def test_no_more_than_the_limit_are_in_work(desk: Desk) -> None:
    ids = [desk.arrive(lane=f"lane {number % 7}") for number in range(PLACES * 2)]
    taken = desk.take()
    assert len(taken) == PLACES
    desk.finish(*taken[:3])
    assert len(desk.take()) == 3
    assert desk.admission.waiting == len(ids) - PLACES - 3
    desk.finish(999)
    assert desk.admission.working == PLACES


def test_a_lane_that_waits_for_its_lock_does_not_keep_the_others(desk: Desk) -> None:
    desk.fill("press")
    desk.arrive(lane="press")
    other = desk.arrive("application_command")
    assert desk.take() == [other]


def test_lanes_take_turns() -> None:
    desk = Desk(places=1)
    desk.arrive(lane="a")
    (working,) = desk.take()
    for lane in "aaabbb":
        desk.arrive(lane=lane)
    order = []
    for _ in range(6):
        desk.finish(working)
        (working,) = desk.take()
        order.append("a" if working <= 4 else "b")
    assert order in (list("ababab"), list("bababa"))


def test_who_waits_on_a_network_does_not_keep_new_ones(desk: Desk) -> None:
    lanes = [f"lane {number}" for number in range(8)]
    for lane in lanes:
        for _ in range(LANE_PLACES):
            desk.arrive(lane=lane)
    taken = len(desk.take())
    for _ in range(20):
        desk.wait(0.02)
        desk.admission.turn(0.001)
        taken += len(desk.take())
    assert taken == 8 * LANE_PLACES
    assert desk.admission.waiting == 0


def test_a_busy_processor_gets_no_more_work(desk: Desk) -> None:
    for number in range(4 * PLACES):
        desk.arrive(lane=f"lane {number % 16}")
    taken = len(desk.take())
    for lateness in (0.001, LATE_TURN, LATE_TURN * 5, LATE_TURN, LATE_TURN, LATE_TURN, LATE_TURN):
        desk.wait(0.02)
        desk.admission.turn(lateness)
        taken += len(desk.take())
    assert taken == 2 * PLACES
    assert desk.admission.limit == PLACES


def test_the_newest_come_first_once_the_line_is_long() -> None:
    desk = Desk(places=1)
    (working,) = [desk.arrive() for _ in range(1)]
    desk.take()
    early = [desk.arrive(), desk.arrive()]
    desk.finish(working)
    assert desk.take() == early[:1]
    desk.wait(PATIENCE)
    late = desk.arrive()
    desk.finish(early[0])
    assert desk.take() == [late]


def test_who_has_waited_too_long_is_told_while_that_is_cheap(desk: Desk) -> None:
    desk.fill()
    mine = desk.arrive()
    suggestion = desk.arrive(AUTOCOMPLETE, lane="component")
    desk.wait(ANSWER_SECONDS - 0.5)
    now = desk.now()
    refused = desk.admission.take(now)
    assert refused is not None
    assert (refused.id, refused.refused) == (mine, True)
    assert desk.take() == []
    assert suggestion
    assert desk.tally.take() == {"refused": {"component": 1}, "dropped": {AUTOCOMPLETE: 1}}
    desk.finish(mine)
    assert desk.admission.working == LANE_PLACES


def test_nobody_is_told_while_the_processor_is_busy(desk: Desk) -> None:
    desk.fill()
    desk.arrive()
    desk.admission.turn(BUSY_LATENESS * 10)
    desk.wait(ANSWER_SECONDS - 0.5)
    assert desk.take() == []
    desk.wait(0.5)
    assert desk.take() == []
    assert desk.admission.waiting == 0
    assert desk.tally.take() == {"dropped": {"component": 1}}


def test_only_the_newest_suggestions_of_a_person_are_made(desk: Desk) -> None:
    working = desk.fill(AUTOCOMPLETE)
    for _ in range(3):
        newest = desk.arrive(AUTOCOMPLETE, person=7)
    other = desk.arrive(AUTOCOMPLETE, person=8)
    desk.finish(*working)
    assert desk.take() == [newest, other]
    assert desk.tally.take() == {"dropped": {AUTOCOMPLETE: 2}}


def test_suggestions_are_of_no_use_after_a_second(desk: Desk) -> None:
    working = desk.fill(AUTOCOMPLETE)
    desk.arrive(AUTOCOMPLETE)
    desk.wait(SUGGESTION_SECONDS)
    desk.finish(*working)
    assert desk.take() == []
    assert desk.tally.take() == {"dropped": {AUTOCOMPLETE: 1}}


def test_what_is_kept_is_bounded(desk: Desk) -> None:
    for _ in range(REMEMBERED + 5 * LANE_LIMIT):
        desk.arrive()
    assert desk.admission.waiting == LANE_LIMIT
    assert len(desk.admission._seen) == REMEMBERED
    desk.wait(ANSWER_SECONDS)
    assert desk.take() == []
    desk.admission.turn(0.0)
    assert desk.admission._lanes == {}


def serve(desk: Desk, *, rate: int, capacity: int, seconds: int) -> list[float]:
    """Let ``rate`` arrive each second where ``capacity`` can be worked on; return the ages."""
    born: dict[int, float] = {}
    ages: list[float] = []
    working: list[int] = []
    step = 1 / (rate * capacity)
    for tick in range(seconds * rate * capacity):
        desk.wait(step - 2e-6)
        if tick % capacity == 0:
            born[desk.arrive(lane=f"lane {tick % 3}")] = desk.now()
        if tick % rate == 0 and working:
            done = working.pop(0)
            desk.finish(done)
            ages.append(desk.now() - born[done])
            if tick % (rate * 4) == 0:
                desk.admission.turn(BUSY_LATENESS * 10)
        if desk.admission.working < desk.admission.limit:
            working += desk.take()
    return ages


@pytest.mark.parametrize("overload", [1, 2, 4])
def test_overload_leaves_as_much_answered_in_time(overload: int) -> None:
    capacity = 50
    ages = serve(Desk(), rate=capacity * overload, capacity=capacity, seconds=20)
    in_time = sum(age <= ANSWER_SECONDS for age in ages)
    assert in_time >= 0.9 * capacity * 20
    assert in_time >= 0.98 * len(ages)
    # The oldest first would answer each one when it has nearly expired.
    assert statistics.median(ages) <= PATIENCE_ALLOWED


def test_the_work_for_each_arrival_does_not_grow_with_the_line() -> None:
    looks = {}
    for seconds in (5, 10, 20):
        desk = Desk()
        serve(desk, rate=100, capacity=20, seconds=seconds)
        looks[seconds] = desk.admission.looks / (100 * seconds)
    assert max(looks.values()) <= 4
    assert looks[20] <= looks[5] * 1.5
