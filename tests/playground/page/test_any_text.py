"""The page shows a channel whatever is written there, and one bad message hides no other."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import SystemClock
from bot.playground.page.directory import Directory
from bot.playground.page.render import Renderer, preview
from bot.playground.page.views import directory_of
from bot.playground.page_api import ActionRefused, Playground
from bot.playground.world import World

if TYPE_CHECKING:
    from tests.playground.conftest import Stage

RENDERER = Renderer()
NAMES = Directory((), (), ())
PIECES = [
    *"*_`~|#>-+.1 \n\t\\<>()[]:/@é",
    "**",
    "``",
    "```",
    "||",
    ">>> ",
    "-# ",
    "\u200b",
    "\u0301",
]
PIECES += ["<@1>", "<t:99999999999999999:R>", "<t:-1>", "https://", "](https://a.b)"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=40)


@given(TEXTS)
def test_any_text_that_is_sent_can_be_listed_and_replied_to(text: str) -> None:
    async def in_both(text: str) -> None:
        playground = Playground(World(SystemClock()), "a.token")
        person = int(playground.people[0]["id"])
        directory = directory_of(playground, person)
        for channel in (playground.channels(person)[0], playground.channels(person)[-1]):
            place = int(channel["id"])
            try:
                sent = await playground.send_message(person, place, text)
            except ActionRefused:
                continue
            await playground.send_message(person, place, "a reply", reply_to=int(sent["id"]))
            shown = RENDERER.messages(playground.messages(person, place), directory)
            assert shown.count("<article") == 2
            assert "cannot be shown" not in shown

    asyncio.run(in_both(text))


def in_a_card(*texts: str) -> dict[str, Any]:
    return {"components": [{"type": 17, "components": [{"content": text} for text in texts]}]}


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ({"content": "C# and .NET"}, "C# and .NET"),
        ({"content": "use ghp_abc"}, "use ghp_abc"),
        ({"content": "**suid** `lvm`"}, "suid lvm"),
        ({"content": "a ~ b | c"}, "a ~ b | c"),
        ({"content": "**"}, "**"),
        ({"content": "\n# Title\nmore"}, "Title"),
        ({"content": "```py\n\nx = 1 < 2\n```"}, "x = 1 < 2"),
        ({"content": "\u200b"}, "a message without text"),
        ({"content": ">>> first\nsecond"}, "first"),
        ({"content": "word " * 30}, "word " * 15 + "word…"),
        (in_a_card("\u200b", "> what is etcd??", "-# others too", "## etcd"), "etcd"),
        ({"content": "> what is etcd??"}, "what is etcd??"),
        ({"content": "", "embeds": [{"title": "**", "description": "x"}]}, "**"),
    ],
)
def test_a_quotation_says_what_the_message_says(message: dict[str, Any], shown: str) -> None:
    assert preview(message, NAMES) == shown


async def test_a_message_that_cannot_be_shown_hides_no_other(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    await stage.say("before")
    broken = await stage.say("broken")
    await stage.say("after")
    channel = stage.channel("general")
    stage.world.messages[channel][broken]["timestamp"] = None
    query = {"as": str(stage.sam), "channel": str(channel)}
    async with aiohttp.ClientSession(stage.world.base_url) as http:
        async with http.get("/", params=query) as response:
            assert response.status == 200
            page = await response.text()
        async with http.get("/page/channel", params=query) as response:
            again = (await response.json())["messages"]
    for shown in (page, again):
        assert "before" in shown
        assert "after" in shown
        assert "This message cannot be shown" in shown
    assert f"Message {broken} cannot be shown" in caplog.text


async def test_half_a_surrogate_pair_breaks_nothing(stage: Stage) -> None:
    body = {"as": str(stage.sam), "channel": str(stage.channel("general")), "content": "a \ud83d b"}
    async with aiohttp.ClientSession(stage.world.base_url) as http:
        async with http.post("/page/send", json=body) as response:
            assert response.status == 200
        async with http.get("/", params={"as": body["as"], "channel": body["channel"]}) as page:
            assert "a ? b" in await page.text()
