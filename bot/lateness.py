"""How old an interaction is when it arrives, and how many were not answered; free of Discord."""

from __future__ import annotations

import math
from collections import Counter

ANSWER_SECONDS = 3.0
"""How long Discord waits for the first answer to an interaction."""
_IMPLAUSIBLE = 900.0
"""No interaction is older: its token is dead by then. Such an age means that a clock was set."""
_DOUBT_SECONDS = 30.0
"""When nothing was in time for so long, the estimate of Discord's clock is what is wrong."""
_MEMORY_SECONDS = 300.0


class Ages:
    """Tells how old interactions are, whatever the difference between Discord's clock and ours.

    Of all that arrived lately, the one with the least distance between the two clocks is taken for
    one that came without delay.
    """

    def __init__(self) -> None:
        self._least = self._least_before = math.inf
        self._rotated = self._late_since = -math.inf
        self._late = False

    def age(self, sent: float, now: float) -> float:
        """Return the seconds since ``sent``, a moment of Discord's clock."""
        distance = now - sent
        if now - self._rotated > _MEMORY_SECONDS:
            self._rotated = now
            self._least_before, self._least = self._least, distance
        self._least = min(self._least, distance)
        age = distance - min(self._least, self._least_before)
        if age <= ANSWER_SECONDS:
            self._late = False
            return age
        if not self._late:
            self._late, self._late_since = True, now
        if age > _IMPLAUSIBLE or abs(now - self._late_since) > _DOUBT_SECONDS:
            self._late, self._least, self._least_before = False, distance, math.inf
            return 0.0
        return age


class Tally:
    """Counts what was not answered, by what happened to it and by its kind, until it is logged."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[str]] = {}

    def add(self, outcome: str, kind: str) -> None:
        """Count one: ``dropped`` or ``refused`` before any work, ``expired``, ``repeated``."""
        self._counts.setdefault(outcome, Counter())[kind] += 1

    def __bool__(self) -> bool:
        return bool(self._counts)

    def take(self) -> dict[str, dict[str, int]]:
        """Return the counts by outcome and kind, and begin at nothing."""
        counts, self._counts = self._counts, {}
        return {outcome: dict(sorted(kinds.items())) for outcome, kinds in counts.items()}
