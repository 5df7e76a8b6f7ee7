"""Discord's rate limits, for load tests: requests per channel or token, and all of a bot's."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from bot.clock import Clock

_SEND = r"POST /channels/{channel:\d+}/messages"
_MESSAGE = r"/channels/{channel:\d+}/messages/{message:\d+}"
_WEBHOOK = r"/webhooks/{application:\d+}/{token}"
_ANSWER = _WEBHOOK + r"/messages/{message:@original|\d+}"
LIMITS = {
    _SEND: (5, 5.0),
    f"PATCH {_MESSAGE}": (5, 5.0),
    f"DELETE {_MESSAGE}": (5, 1.0),
    f"POST {_WEBHOOK}": (5, 2.0),
    f"PATCH {_ANSWER}": (5, 2.0),
}
"""Requests and seconds for each route, as far as Discord's answers have shown them."""
GLOBAL = (50, 1.0)
GENEROUS = (1_000, 1.0)
_NOT_GLOBAL = ("/interactions/", "/webhooks/")


@dataclass(frozen=True)
class Usage:
    """What one request found of its bucket."""

    bucket: str
    limit: int
    remaining: int
    reset_after: float
    scope: Literal["user", "global"] | None = None
    """Which limit was passed, if one was."""


@dataclass
class _Window:
    """The requests since the first of a time span."""

    ends: float
    left: int

    @classmethod
    def of(cls, known: _Window | None, limit: tuple[int, float], now: float) -> _Window:
        """Return the window that is open now."""
        return known if known and now < known.ends else cls(now + limit[1], limit[0])


class RateLimits:
    """Counts the bot's requests; unless `enforced` there is room for all."""

    def __init__(self, *, enforced: bool) -> None:
        self.enforced = enforced
        self.refused: Counter[str] = Counter()
        """How many requests of each route were too many."""
        self._windows: dict[tuple[str, str], _Window] = {}
        self._all: _Window | None = None

    def take(self, route: str, owner: str, clock: Clock) -> Usage:
        """Count a request of a route, for the channel or token that it belongs to."""
        bucket = hashlib.blake2s(route.encode(), digest_size=8).hexdigest()
        limit = LIMITS.get(route, GENEROUS)
        if not self.enforced:
            return Usage(bucket, GENEROUS[0], GENEROUS[0] - 1, GENEROUS[1])
        now = clock.monotonic()
        self._forget(now)
        if not route.partition(" ")[2].startswith(_NOT_GLOBAL):
            self._all = _Window.of(self._all, GLOBAL, now)
            if not self._all.left:
                self.refused[route] += 1
                return Usage(bucket, GLOBAL[0], 0, self._all.ends - now, "global")
            self._all.left -= 1
        key = (route, owner)
        window = self._windows[key] = _Window.of(self._windows.get(key), limit, now)
        if not window.left:
            self.refused[route] += 1
            return Usage(bucket, limit[0], 0, window.ends - now, "user")
        window.left -= 1
        return Usage(bucket, limit[0], window.left, window.ends - now)

    def _forget(self, now: float) -> None:
        """Drop what is over once there is much of it."""
        if len(self._windows) > GENEROUS[0]:
            self._windows = {key: w for key, w in self._windows.items() if now < w.ends}
