"""A clock that a test moves by hand, for what runs without Discord."""

from __future__ import annotations

from datetime import UTC, datetime


class Hands:
    """Stands still at noon of the first of January 2026, a Thursday, until ``moment`` is set."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 1, 1, 12, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.moment.timestamp()

    async def sleep_until(self, moment: datetime) -> None:
        self.moment = max(self.moment, moment)
