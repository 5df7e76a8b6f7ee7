"""Faults of the local Discord, as the unmodified discord.py meets them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import discord
import pytest

from bot.playground.faults import CUT, banned, proxy_error, rate_limit, refusal
from tests.playground.conftest import next_event
from tests.playground.test_rest import code_of, general
from tests.waiting import CEILING

if TYPE_CHECKING:
    from tests.playground.conftest import Stage

SEND = ("POST", "/channels/*/messages")


def texts(stage: Stage) -> list[str]:
    """Return what is in the channel of the tests."""
    seen = stage.playground.messages(stage.sam, stage.channel("general"))
    return [message["content"] for message in seen]


async def test_a_refusal_has_discords_code_and_no_effect(stage: Stage) -> None:
    faults = stage.playground.faults
    fault = faults.add(*SEND, refusal(403, 50013, "Missing Permissions"), times=2)
    for _ in range(2):
        assert await code_of(general(stage).send("no")) == (403, 50013)
    await general(stage).send("yes")
    assert (fault.hits, texts(stage)) == (2, ["yes"])


async def test_a_fault_is_for_its_method_and_path(stage: Stage) -> None:
    faults = stage.playground.faults
    message = await general(stage).send("one")
    edits = faults.add("PATCH", "/channels/*/messages/*", refusal(404, 10008))
    webhooks = faults.add("*", "/webhooks/*", refusal(404, 10015))
    answers = faults.add("post", "/interactions/*/*/callback", refusal(404, 10062))
    await general(stage).send("two")
    assert await code_of(message.edit(content="ONE")) == (404, 10008)
    assert (await general(stage).fetch_message(message.id)).content == "one"
    stage.bot.release.set()
    await stage.use("late")
    assert (await stage.bot.errors.get()).code == 10062
    assert (edits.hits, webhooks.hits, answers.hits) == (1, 0, 1)
    faults.remove(edits)
    await message.edit(content="ONE")
    faults.clear()
    assert texts(stage) == ["ONE", "two"]


async def test_the_client_waits_as_a_rate_limit_says(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    own = stage.playground.faults.add(*SEND, rate_limit(0.1), times=2)
    await general(stage).send("one")
    all_routes = stage.playground.faults.add(*SEND, rate_limit(0.1, scope="global"), times=1)
    await general(stage).send("two")
    assert (own.hits, all_routes.hits, texts(stage)) == (2, 1, ["one", "two"])
    assert caplog.text.count("We are being rate limited") == 3
    assert caplog.text.count("Global rate limit has been hit") == 1


async def test_a_ban_is_no_limit_to_wait_for(stage: Stage) -> None:
    fault = stage.playground.faults.add(*SEND, banned())
    assert await code_of(general(stage).send("no")) == (429, 0)
    assert fault.hits == 1


async def test_a_page_of_the_proxy(stage: Stage) -> None:
    stage.playground.faults.add(*SEND, proxy_error(503))
    with pytest.raises(discord.DiscordServerError) as caught:
        await general(stage).send("no")
    assert (caught.value.status, texts(stage)) == (503, [])
    assert "<title>503 Service Unavailable</title>" in caught.value.text


async def test_a_cut_before_or_after_the_effect(stage: Stage) -> None:
    faults = stage.playground.faults
    faults.add(*SEND, CUT, times=1)
    faults.add(*SEND, CUT, takes_effect=True, times=1)
    for text in ("lost", "kept"):
        with pytest.raises(aiohttp.ClientError):
            await general(stage).send(text)
    assert texts(stage) == ["kept"]
    await general(stage).send("whole")
    assert texts(stage) == ["kept", "whole"]


async def test_a_repeat_after_a_lost_answer_is_one_message(stage: Stage) -> None:
    stage.playground.faults.add(*SEND, proxy_error(502), takes_effect=True, times=1)
    async with stage.playground.subscribe(stage.sam) as events:
        sent = await general(stage).send("once", nonce="1")
        first = await next_event(events, "MESSAGE_CREATE")
    assert (str(sent.id), sent.created_at.isoformat()[:23]) == (
        first["id"],
        first["timestamp"][:23],
    )
    assert texts(stage) == ["once"]


async def test_an_answer_or_an_effect_is_held(stage: Stage) -> None:
    go = asyncio.Event()
    late_effect = stage.playground.faults.add(*SEND, before=go, times=1)
    sending = asyncio.create_task(general(stage).send("one"))
    await late_effect.was_hit()
    assert texts(stage) == []
    go.set()
    await sending
    lost = asyncio.Event()
    stage.playground.faults.add(*SEND, after=lost, times=1)
    async with stage.playground.subscribe(stage.sam) as events:
        sending = asyncio.create_task(general(stage).send("two"))
        await next_event(events, "MESSAGE_CREATE")
        assert not sending.done()
    lost.set()
    await sending
    assert texts(stage) == ["one", "two"]


async def test_files_arrive_through_a_fault(stage: Stage) -> None:
    stage.playground.faults.add("*", "/interactions/*", before=0.01)
    message = stage.message(await stage.answered(await stage.use("file"), "message"))
    assert [item["filename"] for item in message["attachments"]] == ["chart.png"]


async def test_a_held_request_does_not_outlive_the_server(stage: Stage) -> None:
    fault = stage.playground.faults.add(*SEND, before=asyncio.Event())
    sending = asyncio.create_task(general(stage).send("never"))
    await fault.was_hit()
    stage.playground.faults.close()
    with pytest.raises(aiohttp.ClientError):
        await sending
    assert texts(stage) == []


async def test_a_session_that_is_gone_starts_anew(stage: Stage) -> None:
    async with stage.playground.subscribe(stage.sam) as events:
        await stage.gateway.drop(resumable=False)
        assert await next_event(events, "BOT_STATUS") == {"online": False}
        assert await next_event(events, "BOT_STATUS") == {"online": True}
    assert not stage.bot.resumed.is_set()
    await stage.answered(await stage.use("say", text="back"), "message")


async def test_the_gateway_takes_nobody_until_told(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.gateway.accepting = False
    await stage.gateway.drop()
    async with asyncio.timeout(CEILING):
        await stage.gateway.refused.wait()
        assert not stage.playground.bot_online
        stage.gateway.accepting = True
        await stage.playground.came_online.wait()
    await stage.answered(await stage.use("say", text="back"), "message")
    assert "Invalid response status" in caplog.text
