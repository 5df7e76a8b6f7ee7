"""A request to Discord that takes too long is left alone, so that the next one is not lost too."""

from __future__ import annotations

import pytest

from bot.playground.faults import rate_limit
from bot.retries import answered_within
from tests.playground.conftest import Stage


async def test_a_global_limit_outlasts_nobodys_patience(stage: Stage) -> None:
    limit = rate_limit(1.0, scope="global")
    stage.playground.faults.add("GET", "/oauth2/applications/@me", limit, times=1)
    stage.playground.faults.add("GET", "/applications/@me", limit, times=1)
    with pytest.raises(TimeoutError):
        await answered_within(0.1, stage.bot.application_info())
    # With the first request cancelled, discord.py would wait here for ever.
    assert (await stage.bot.application_info()).id == stage.world.bot_id
