"""The page over HTTP: what it serves, what it refuses, and its stream of events."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
import pytest_asyncio

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.playground.conftest import Stage


@pytest_asyncio.fixture
async def http(stage: Stage) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(stage.world.base_url) as session:
        yield session


async def act(http: aiohttp.ClientSession, name: str, **body: Any) -> tuple[int, dict[str, Any]]:
    async with http.post(f"/page/{name}", json=body) as response:
        return response.status, await response.json()


async def test_the_address_is_completed_with_a_student_and_a_channel(
    stage: Stage, http: aiohttp.ClientSession
) -> None:
    async with http.get("/") as response:
        assert response.url.query == {
            "as": str(stage.sam),
            "channel": str(stage.channel("welcome")),
        }
        text = await response.text()
    assert "You are: </span>Sam" in text
    assert "staff-room" not in text
    async with http.get("/", params={"as": "1", "channel": "nonsense"}) as response:
        assert response.url.query["as"] == str(stage.sam)
    async with http.get("/", params={"as": str(stage.ines)}) as response:
        assert "staff-room" in await response.text()


async def test_nothing_inline_and_nothing_foreign(http: aiohttp.ClientSession) -> None:
    async with http.get("/") as response:
        policy = response.headers["Content-Security-Policy"]
        text = await response.text()
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert " style=" not in text
    assert "<style" not in text
    assert text.count("<script") == text.count('<script type="module" src="/page/static/')


@pytest.mark.parametrize("name", ["main.js", "base.css", "icon.svg"])
async def test_static_files(http: aiohttp.ClientSession, name: str) -> None:
    async with http.get(f"/page/static/{name}") as response:
        assert response.status == 200
        assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["absent.js", "..%2Fguard.py", "main.py"])
async def test_other_files_are_not_served(http: aiohttp.ClientSession, name: str) -> None:
    async with http.get(f"/page/static/{name}") as response:
        assert response.status == 404


async def test_actions_reach_the_world(stage: Stage, http: aiohttp.ClientSession) -> None:
    channel = str(stage.channel("general"))
    sam = {"as": str(stage.sam), "channel": channel}
    assert await act(http, "send", **sam, content="hello") == (200, {})
    command = str(stage.command("fruit"))
    focused = {"name": "name", "type": 3, "value": "ap", "focused": True}
    status, found = await act(http, "autocomplete", **sam, command=command, options=[focused])
    assert status == 200
    assert [choice["name"] for choice in found["choices"]] == ["apple", "apricot"]
    option = {"name": "name", "type": 3, "value": "pear"}
    status, opened = await act(http, "invoke", **sam, command=command, options=[option])
    assert status == 200
    await stage.answered(int(opened["interaction_id"]), "message")
    texts = [m["content"] for m in stage.playground.messages(stage.noor, int(channel))]
    assert texts == ["hello", "1 pear"]


async def test_menus_are_offered_and_used(stage: Stage, http: aiohttp.ClientSession) -> None:
    asked = await stage.say("two words")
    person, channel = str(stage.sam), str(stage.channel("general"))
    async with http.get("/", params={"as": person, "channel": channel}) as response:
        assert 'data-menus="message user"' in await response.text()
    params = {"as": person, "channel": str(stage.channel("announcements"))}
    async with http.get("/", params=params) as response:
        assert 'data-menus=""' in await response.text()
    async with http.get("/page/commands", params={"as": person, "channel": channel}) as response:
        menus = (await response.json())["menus"]
    names = {kind: [command["name"] for command in found] for kind, found in menus.items()}
    assert names == {
        "message": ["Comment on This", "Count Words", "Keep for Later"],
        "user": ["Wave"],
    }
    used = {"channel": channel, "command": menus["message"][1]["id"], "options": []}
    async with http.get("/events", params={"as": person}) as response:
        await told(response.content, "ready")
        status, opened = await act(http, "invoke", **{"as": person}, **used, target=str(asked))
        assert status == 200
        answer = await told(response.content, "message")
        assert answer["asked"]
        assert "2 words by Ines" in answer["html"]
    await stage.answered(int(opened["interaction_id"]), "message")
    assert (await act(http, "invoke", **{"as": person}, **used, target=5))[0] == 400
    assert (await act(http, "invoke", **{"as": person}, **used))[0] == 409


@pytest.mark.parametrize(
    ("name", "change", "status"),
    [
        ("send", {"as": "1"}, 409),
        ("send", {"as": None}, 400),
        ("send", {"channel": "x"}, 400),
        ("send", {"channel": "1"}, 409),
        ("send", {"content": ""}, 409),
        ("send", {"content": 5}, 400),
        ("invoke", {"command": "1", "options": []}, 409),
        ("invoke", {"command": "1", "options": ["x"]}, 400),
        ("click", {"message": "1", "custom_id": "a"}, 409),
        ("select", {"message": "1", "custom_id": "a", "values": [1]}, 400),
        ("modal", {"interaction": "1", "components": []}, 409),
    ],
)
async def test_wrong_actions_are_refused_in_words(
    stage: Stage, http: aiohttp.ClientSession, name: str, change: dict[str, Any], status: int
) -> None:
    body = {"as": str(stage.sam), "channel": str(stage.channel("general")), "content": "x"}
    answered, answer = await act(http, name, **(body | change))
    assert answered == status
    assert answer["message"]
    assert stage.world.history(stage.channel("general")) == []


async def test_a_form_of_another_site_cannot_act(stage: Stage, http: aiohttp.ClientSession) -> None:
    body = json.dumps({"as": str(stage.sam), "channel": "1", "content": "x"})
    headers = {"Content-Type": "text/plain"}
    async with http.post("/page/send", data=body, headers=headers) as response:
        assert response.status == 409
    async with http.post("/page/send", json=[1]) as response:
        assert response.status == 400
    async with http.post(
        "/page/send", data=b"{", headers={"Content-Type": "application/json"}
    ) as response:
        assert response.status == 400


async def test_a_channel_that_one_does_not_see_is_not_shown(
    stage: Stage, http: aiohttp.ClientSession
) -> None:
    staff = str(stage.channel("staff-room"))
    for path in ("/page/channel", "/page/commands"):
        params = {"as": str(stage.sam), "channel": staff}
        async with http.get(path, params=params) as response:
            assert response.status == 409
    async with http.get("/", params={"as": str(stage.sam), "channel": staff}) as response:
        assert response.url.query["channel"] == str(stage.channel("welcome"))


async def told(lines: aiohttp.StreamReader, name: str) -> dict[str, Any]:
    """Return the next event of a name."""
    async for line in lines:
        if line.startswith(b"data: "):
            event: dict[str, Any] = json.loads(line[6:])
            if event["name"] == name:
                return event
    raise AssertionError(f"the stream ended before {name}")


async def test_the_stream_tells_fragments_to_those_who_see_them(
    stage: Stage, http: aiohttp.ClientSession
) -> None:
    staff, general = stage.channel("staff-room"), stage.channel("general")
    async with http.get("/events", params={"as": str(stage.sam)}) as response:
        assert response.content_type == "text/event-stream"
        await told(response.content, "ready")
        await stage.playground.send_message(stage.ines, staff, "secret")
        await stage.playground.send_message(stage.ines, general, f"**hi** <@{stage.sam}>")
        event = await told(response.content, "message")
        assert event["channel"] == str(general)
        assert event["fresh"]
        assert event["ping"]
        assert not event["mine"]
        assert "<strong>hi</strong>" in event["html"]
        assert "@Sam" in event["html"]
        await stage.use("whisper", person=stage.noor, text="for Noor")
        await stage.use("whisper", text="for Sam")
        assert "for Sam" in (await told(response.content, "message"))["html"]
        await stage.use("form")
        assert "Feedback" in (await told(response.content, "modal"))["html"]
        stage.playground.messages_service.delete(stage.world.message(general, int(event["id"])))
        assert (await told(response.content, "gone"))["id"] == event["id"]
        stage.playground.hub.tell_everyone("COMMANDS_UPDATE", {})
        await told(response.content, "commands")
        stage.playground.hub.close()
        assert (await response.content.read()).strip() == b""


async def test_the_stream_of_nobody_is_refused(http: aiohttp.ClientSession) -> None:
    async with http.get("/events", params={"as": "12"}) as response:
        assert response.status == 409
