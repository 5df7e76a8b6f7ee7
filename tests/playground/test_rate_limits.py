"""Discord's rate limits, as the unmodified discord.py and a careless client meet them."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import aiohttp
import pytest

from bot.playground.rate_limits import GLOBAL, LIMITS, RateLimits
from bot.playground.rest import interactions, messages
from tests.playground.test_rest import BOT, general
from tests.waiting import CEILING

if TYPE_CHECKING:
    from tests.playground.conftest import Stage

SEND = r"POST /channels/{channel:\d+}/messages"


@pytest.fixture
def rate_limits() -> bool:
    return True


class HandClock:
    """A clock that a test sets."""

    seconds = 0.0

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.seconds, UTC)

    def monotonic(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        raise AssertionError(seconds)


def test_a_window_opens_with_its_first_request() -> None:
    clock, limits = HandClock(), RateLimits(enforced=True)
    used = [limits.take(SEND, "1", clock) for _ in range(6)]
    assert [usage.remaining for usage in used] == [4, 3, 2, 1, 0, 0]
    assert [usage.scope for usage in used] == [None] * 5 + ["user"]
    assert limits.take(SEND, "2", clock).scope is None
    clock.seconds = 4.0
    assert limits.take(SEND, "1", clock).reset_after == 1.0
    clock.seconds = 5.0
    assert limits.take(SEND, "1", clock).remaining == 4
    assert limits.refused == {SEND: 2}


def test_all_requests_together_have_a_limit() -> None:
    clock, limits = HandClock(), RateLimits(enforced=True)
    used = [limits.take(SEND, str(number), clock).scope for number in range(GLOBAL[0] + 1)]
    assert used == [None] * GLOBAL[0] + ["global"]
    answer = r"POST /interactions/{interaction:\d+}/{token}/callback"
    assert limits.take(answer, "token", clock).scope is None


def test_limits_name_routes_that_there_are() -> None:
    routes = {f"{method} {path}" for method, path, _ in (*messages.ROUTES, *interactions.ROUTES)}
    assert set(LIMITS) <= routes


async def test_the_client_keeps_to_the_limit(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIMITS, SEND, (2, 0.2))
    await asyncio.gather(*(general(stage).send(str(number)) for number in range(6)))
    assert len(stage.playground.messages(stage.sam, general(stage).id)) == 6
    assert not stage.playground.rate_limits.refused


async def test_a_careless_client_is_told(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIMITS, SEND, (5, CEILING))
    url = f"{stage.world.base_url}/api/v10/channels/{general(stage).id}/messages"
    async with aiohttp.ClientSession(headers=BOT) as session:
        for left in (4, 3, 2, 1, 0):
            async with session.post(url, json={"content": "x"}) as response:
                assert response.status == 200
                assert response.headers["X-RateLimit-Remaining"] == str(left)
        async with session.post(url, json={"content": "x"}) as response:
            assert response.status == 429
            body, headers = await response.json(), response.headers
    assert 0 < body["retry_after"] <= CEILING
    assert not body["global"]
    assert (headers["X-RateLimit-Limit"], headers["X-RateLimit-Remaining"]) == ("5", "0")
    assert headers["X-RateLimit-Scope"] == "user"
    assert float(headers["X-RateLimit-Reset-After"]) == pytest.approx(body["retry_after"], abs=0.01)
