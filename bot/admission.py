"""Decides which interactions are worked on, which wait and which are dropped under overload.

Discord waits 3 s for an answer. Work that starts for every arrival at once shares the processor or
the database, and all of it becomes late together. So a few are worked on, the others wait here, and
what cannot be answered in time is dropped before it costs anything. Each kind of work (a command or
a button in one channel) waits in a lane of its own, and the lanes take turns, so that none keeps
the others. Pure: the caller passes the moment in, in seconds of a monotonic clock.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from bot.lateness import ANSWER_SECONDS, Ages

if TYPE_CHECKING:
    from bot.lateness import Tally

PayloadT = TypeVar("PayloadT")

AUTOCOMPLETE = "autocomplete"

PLACES = 12
"""Interactions in work at once, while the processor is what they wait for."""
LANE_PLACES = 8
"""Interactions of one lane in work at once: what they wait for may be a lock that they share."""
LATE_TURN = 0.01
"""A timer of the event loop that is this late, in seconds, tells that the processor is busy."""
BUSY_LATENESS = 0.02
"""Average lateness from which on nobody is even told that there was no time for them."""
PATIENCE = 0.4
"""Seconds that the first of a lane waits before the newest is taken first: with more arrivals than
answers, the oldest in the lane would always be the one that is just too late."""
SUGGESTION_SECONDS = 1.0
"""How long suggestions may wait; whoever types has typed on by then."""
REFUSAL_SECONDS = 0.8
"""Somebody whose lane is full is told so when Discord waits for no longer than this."""
LANE_LIMIT = 1_000
REMEMBERED = 10_000
"""Ids that are known to have arrived: a resumed session or a retry brings some a second time."""

_MARGIN = 0.15
"""Seconds that an answer takes to reach Discord, estimated high."""
_LONGEST_EXPECTED = 2.0
"""Slow work elsewhere must not lead to dropping what has only just arrived."""
_WEIGHT = 0.1
_LATENESS_WEIGHT = 0.2


@dataclass(slots=True)
class Arrival(Generic[PayloadT]):
    """An interaction or a message that came; ``sent`` is its moment, of Discord's clock."""

    id: int
    kind: str
    lane: str
    person: int
    sent: float
    payload: PayloadT
    patience: float = ANSWER_SECONDS
    """Seconds from ``sent`` in which an answer is of use."""
    since: float = 0.0
    due: float = 0.0
    refused: bool = False
    """Whether it is too late for its work, but not for telling the person to try again."""

    @property
    def is_suggestion(self) -> bool:
        """Whether it asks for suggestions, which are of use for a short time only."""
        return self.kind == AUTOCOMPLETE


@dataclass(slots=True)
class _Lane(Generic[PayloadT]):
    """Those of one kind of work: how many are in work, how long that takes, and who waits."""

    line: deque[Arrival[PayloadT]] = field(default_factory=deque)
    working: int = 0
    expected: float = 0.0

    def next(self, now: float) -> Arrival[PayloadT]:
        """Remove the one whose turn it is from the line."""
        newest_first = now - self.line[0].since > PATIENCE
        return self.line.pop() if newest_first else self.line.popleft()

    def is_late(self, arrival: Arrival[PayloadT], now: float) -> bool:
        """Return whether an answer would come too late. One that did not wait is always tried."""
        return now > arrival.since and now + self.expected + _MARGIN > arrival.due

    def note(self, took: float) -> None:
        """Remember how long one took, as a moving average."""
        took = min(max(took, 0.0), _LONGEST_EXPECTED)
        self.expected += (took - self.expected) * _WEIGHT


class Admission(Generic[PayloadT]):
    """The interactions in work and the lanes of those that wait for their turn."""

    def __init__(self, tally: Tally, *, places: int = PLACES) -> None:
        self.tally = tally
        self.waiting = 0
        """How many wait."""
        self._places = places
        self._extra = 0
        self._lateness = 0.0
        self._ages = Ages()
        self._seen: dict[int, None] = {}
        self._working: dict[int, tuple[str | None, float]] = {}
        self._lanes: dict[str, _Lane[PayloadT]] = {}
        self._newest_suggestion: dict[int, Arrival[PayloadT]] = {}

    @property
    def working(self) -> int:
        """How many are in work."""
        return len(self._working)

    @property
    def limit(self) -> int:
        """How many may be in work now."""
        return self._places + self._extra

    def arrive(self, arrival: Arrival[PayloadT], now: float) -> None:
        """Let an interaction wait for its turn unless it is too old or came before."""
        age = self._ages.age(arrival.sent, now)
        if arrival.id in self._seen:
            self.tally.add("repeated", arrival.kind)
            return
        self._remember(arrival.id)
        arrival.since, arrival.due = now, now - age + arrival.patience
        if arrival.due <= now:
            self.tally.add("dropped", arrival.kind)
            return
        if arrival.is_suggestion:
            arrival.due = min(arrival.due, now + SUGGESTION_SECONDS)
            self._newest_suggestion[arrival.person] = arrival
        lane = self._lanes.setdefault(arrival.lane, _Lane())
        lane.line.append(arrival)
        self.waiting += 1
        if len(lane.line) > LANE_LIMIT:
            self._drop(lane.line.popleft())

    def take(self, now: float) -> Arrival[PayloadT] | None:
        """Return the next to work on, which is in work from now on, or None."""
        if not self.waiting or len(self._working) >= self.limit:
            return None
        lanes = self._lanes.items()
        taken = ((name, self._take_from(lane, now)) for name, lane in lanes)
        name, arrival = next((pair for pair in taken if pair[1] is not None), ("", None))
        if arrival is None:
            return None
        # The lanes take turns.
        self._lanes[name] = self._lanes.pop(name)
        self._working[arrival.id] = (None if arrival.refused else name, now)
        return arrival

    def finish(self, interaction: int, now: float) -> None:
        """Note that the work on an interaction has ended, however it did."""
        name, began = self._working.pop(interaction, (None, now))
        if name is None:
            return
        lane = self._lanes[name]
        lane.working -= 1
        lane.note(now - began)
        if not lane.working and not lane.line:
            del self._lanes[name]

    def turn(self, lateness: float) -> None:
        """Fit the limit to how late a timer came while somebody waited.

        Where the event loop is on time, those in work wait for a network or a database, and must
        not keep the other lanes; where it is late, more of them would make all of them slower.
        """
        self._lateness += (lateness - self._lateness) * _LATENESS_WEIGHT
        if not self.waiting:
            self._extra, self._lateness = 0, 0.0
            self._lanes = {name: lane for name, lane in self._lanes.items() if lane.working}
        elif lateness >= LATE_TURN:
            self._extra //= 2
        elif len(self._working) >= self.limit:
            self._extra += self._places

    def _take_from(self, lane: _Lane[PayloadT], now: float) -> Arrival[PayloadT] | None:
        """Return the lane's next that can be answered in time, if it has a place."""
        while lane.line and self._is_void(lane, lane.line[0], now):
            if (arrival := self._drop_or_refuse(lane.line.popleft(), now)) is not None:
                return arrival
        while lane.line and lane.working < LANE_PLACES:
            arrival = lane.next(now)
            if not self._is_void(lane, arrival, now):
                self._leave(arrival)
                lane.working += 1
                return arrival
            if (arrival := self._drop_or_refuse(arrival, now)) is not None:
                return arrival
        oldest = lane.line[0] if lane.line else None
        if oldest is not None and oldest.due - now < REFUSAL_SECONDS and not oldest.is_suggestion:
            return self._refuse(lane.line.popleft()) if self._can_tell else None
        return None

    @property
    def _can_tell(self) -> bool:
        """Return whether there is time to tell people that there was no time for more."""
        return self._lateness < BUSY_LATENESS

    def _is_void(self, lane: _Lane[PayloadT], arrival: Arrival[PayloadT], now: float) -> bool:
        """Return whether an answer would come too late, or to somebody who has typed on."""
        if arrival.is_suggestion and self._newest_suggestion.get(arrival.person) is not arrival:
            return True
        return lane.is_late(arrival, now)

    def _drop_or_refuse(self, arrival: Arrival[PayloadT], now: float) -> Arrival[PayloadT] | None:
        """Tell the person while that is cheap and in time; else do nothing at all."""
        if not self._can_tell or arrival.is_suggestion or now + _MARGIN > arrival.due:
            self._drop(arrival)
            return None
        return self._refuse(arrival)

    def _refuse(self, arrival: Arrival[PayloadT]) -> Arrival[PayloadT]:
        self._leave(arrival)
        self.tally.add("refused", arrival.kind)
        arrival.refused = True
        return arrival

    def _drop(self, arrival: Arrival[PayloadT]) -> None:
        self._leave(arrival)
        self.tally.add("dropped", arrival.kind)

    def _leave(self, arrival: Arrival[PayloadT]) -> None:
        """Note that somebody waits no longer."""
        self.waiting -= 1
        if self._newest_suggestion.get(arrival.person) is arrival:
            del self._newest_suggestion[arrival.person]

    def _remember(self, interaction: int) -> None:
        self._seen[interaction] = None
        if len(self._seen) > REMEMBERED:
            del self._seen[next(iter(self._seen))]
