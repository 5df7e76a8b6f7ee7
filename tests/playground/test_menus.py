"""Commands in the menus of messages and people, between people and a discord.py bot."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import pytest
import pytest_asyncio

from bot.playground.errors import ActionRefused
from bot.playground.payloads import CommandType, MessageType
from tests.playground.conftest import TOKEN, next_event

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from tests.playground.conftest import Stage

    Send = Callable[..., Awaitable[tuple[int, Any]]]


async def test_a_message_command_gets_the_message(stage: Stage) -> None:
    asked = await stage.say("three small words")
    answer = stage.message(
        await stage.answered(await stage.use_on(asked, "Count Words"), "message"), stage.noor
    )
    assert answer["content"] == "3 words by Ines"
    assert answer["type"] == MessageType.CONTEXT_MENU_COMMAND
    assert answer["referenced_message"]["content"] == "three small words"
    metadata = answer["interaction_metadata"]
    assert metadata["name"] == "Count Words"
    assert metadata["target_message_id"] == str(asked)
    place = stage.bot.get_partial_messageable(stage.channel("general"))
    fetched = await place.fetch_message(int(answer["id"]))
    assert fetched.interaction_metadata
    assert fetched.interaction_metadata.target_message_id == asked
    assert fetched.reference
    assert isinstance(fetched.reference.resolved, discord.Message)


async def test_a_message_of_the_bot_with_components_is_a_target_too(stage: Stage) -> None:
    card = await stage.answered(await stage.use("parts"), "message")
    answer = await stage.answered(await stage.use_on(card, "Count Words"), "message")
    assert stage.text(answer) == "2 words by Syllabot"


async def test_a_user_command_gets_the_member(stage: Stage) -> None:
    for target, staff in ((stage.ines, True), (stage.noor, False)):
        used = await stage.use_on(target, "Wave", kind=CommandType.USER)
        answer = stage.message(await stage.answered(used, "message"))
        assert answer["content"] == f"<@{target}> is waved at, staff={staff}"
        assert answer["interaction_metadata"]["target_user"]["id"] == str(target)
        assert "message_reference" not in answer


async def test_in_a_direct_message_there_are_two(stage: Stage) -> None:
    private = int(stage.world.dm_with(stage.sam)["id"])
    used = await stage.use_on(stage.world.bot_id, "Wave", channel=private, kind=CommandType.USER)
    assert "staff=False" in stage.text(await stage.answered(used, "message"))
    with pytest.raises(ActionRefused, match="no such person"):
        await stage.use_on(stage.noor, "Wave", channel=private, kind=CommandType.USER)
    sent = await stage.playground.send_message(stage.sam, private, "psst")
    used = await stage.use_on(int(sent["id"]), "Count Words", channel=private)
    assert stage.text(await stage.answered(used, "message")) == "1 words by Sam"


async def test_a_private_deferral_and_its_follow_up(stage: Stage) -> None:
    asked = await stage.say("remember")
    used = await stage.use_on(asked, "Keep for Later")
    thinking = await stage.answered(used, "deferred")
    with pytest.raises(ActionRefused, match="not there yet"):
        await stage.use_on(thinking, "Count Words")
    async with stage.playground.subscribe(stage.sam) as events:
        stage.bot.release.set()
        filled = await next_event(events, "MESSAGE_UPDATE")
    assert (filled["content"], filled["ephemeral"]) == ("kept “remember”", True)
    with pytest.raises(LookupError):
        stage.message(thinking, stage.noor)
    with pytest.raises(ActionRefused, match="gone"):
        await stage.use_on(thinking, "Count Words", person=stage.noor)


async def test_an_answer_outlives_its_message(stage: Stage) -> None:
    asked, general = await stage.say("fleeting"), stage.channel("general")
    used = await stage.use_on(asked, "Keep for Later")
    await stage.answered(used, "deferred")
    stage.playground.messages_service.delete(stage.world.message(general, asked))
    async with stage.playground.subscribe(stage.sam) as events:
        stage.bot.release.set()
        filled = await next_event(events, "MESSAGE_UPDATE")
    assert filled["referenced_message"] is None


async def test_a_form_from_a_message(stage: Stage) -> None:
    asked = await stage.say("what do you think?")
    async with stage.playground.subscribe(stage.sam) as events:
        used = await stage.use_on(asked, "Comment on This")
        assert (await next_event(events, "MODAL_OPEN"))["modal"]["title"] == "Feedback"
    await stage.answered(used, "modal")


async def test_what_is_refused(stage: Stage) -> None:
    asked, general = await stage.say("hello"), stage.channel("general")
    staff = await stage.say("secret", channel="staff-room")
    elsewhere = await stage.say("lab", channel="labs")
    command = stage.command("Count Words", kind=CommandType.MESSAGE)
    for target, reason in ((staff, "gone"), (elsewhere, "another channel"), (1, "gone")):
        with pytest.raises(ActionRefused, match=reason):
            await stage.use_on(target, "Count Words")
    with pytest.raises(ActionRefused, match="what the command is for"):
        await stage.playground.invoke(stage.sam, general, command, [])
    with pytest.raises(ActionRefused, match="no such person"):
        await stage.use_on(asked, "Wave", kind=CommandType.USER)
    only_staff = stage.command("Remove as Staff", stage.ines, kind=CommandType.MESSAGE)
    with pytest.raises(ActionRefused, match="do not have permission"):
        await stage.playground.invoke(stage.sam, general, only_staff, [], asked)
    used = await stage.use_on(asked, "Remove as Staff", person=stage.ines)
    await stage.answered(used, "message")
    stage.bot.tree.remove_command("Count Words", type=discord.AppCommandType.message)
    await stage.bot.tree.sync()
    with pytest.raises(ActionRefused, match="outdated"):
        await stage.playground.invoke(stage.sam, general, command, [], asked)
    await stage.bot.close()
    with pytest.raises(ActionRefused, match="offline"):
        await stage.use_on(asked, "Keep for Later")


async def test_menus_follow_permissions_and_contexts(stage: Stage) -> None:
    def names(person: int, channel: int) -> list[str]:
        listed = stage.playground.commands(person, channel, CommandType.MESSAGE)
        return [command["name"] for command in listed]

    general, private = stage.channel("general"), int(stage.world.dm_with(stage.ines)["id"])
    everyone = ["Comment on This", "Count Words", "Keep for Later"]
    assert names(stage.sam, general) == everyone
    assert names(stage.ines, general) == [*everyone, "Remove as Staff"]
    assert names(stage.ines, private) == everyone
    assert names(stage.sam, stage.channel("announcements")) == []


class TestSilence:
    """The rule that the bot answers within three seconds, here shortened."""

    @pytest.fixture
    def answer_within(self) -> float:
        return 0.2

    async def test_a_bot_that_has_forgotten_the_command_fails(self, stage: Stage) -> None:
        asked = await stage.say("hello")
        stage.bot.tree.remove_command("Count Words", type=discord.AppCommandType.message)
        async with stage.playground.subscribe(stage.sam) as events:
            await stage.use_on(asked, "Count Words")
            failed = await next_event(events, "INTERACTION_FAILED")
        assert failed["message"] == "The application did not respond"
        assert failed["message_id"] is None


@pytest_asyncio.fixture
async def send(stage: Stage) -> AsyncIterator[Send]:
    """Return a function that sends a request to the routes of commands."""
    base = f"{stage.world.base_url}/api/v10/applications/{stage.world.bot_id}/commands"
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {TOKEN}"}) as session:

        async def request(method: str, body: object, path: str = "") -> tuple[int, Any]:
            async with session.request(method, base + path, json=body) as response:
                return response.status, await response.json()

        yield request


async def test_registration_over_rest(stage: Stage, send: Send) -> None:
    ask = {"type": 3, "name": "Ask About This"}
    status, made = await send("POST", ask)
    assert (status, made["type"], made["name"]) == (201, 3, "Ask About This")
    assert made["description"] == ""
    assert "options" not in made
    status, again = await send("POST", ask | {"description": ""})
    assert (status, again["id"], again["version"]) == (200, made["id"], made["version"])
    status, other = await send("POST", ask | {"type": 2})
    assert (status, other["id"] != made["id"]) == (201, True)
    status, wrong = await send("POST", ask | {"description": "x"})
    assert (status, wrong["code"], list(wrong["errors"])) == (400, 50035, ["description"])
    status, wrong = await send("PATCH", {"name": ""}, f"/{made['id']}")
    assert (status, wrong["code"], list(wrong["errors"])) == (400, 50035, ["name"])
    # with the four of the bot there are five, which is all that an application may have
    status, wrong = await send("POST", {"type": 3, "name": "One Too Many"})
    assert (status, wrong["code"]) == (400, 30032)
    status, wrong = await send("PUT", [ask, ask])
    assert (status, list(wrong["errors"])) == (400, ["1"])
    status, kept = await send("PUT", [ask])
    assert (status, [command["id"] for command in kept]) == (200, [made["id"]])


async def test_two_people_use_menus_at_once(stage: Stage) -> None:
    asked = await stage.say("one two")
    people = [stage.sam, stage.noor] * 5
    used = [await stage.use_on(asked, "Count Words", person=person) for person in people]
    await asyncio.gather(*(stage.answered(interaction, "message") for interaction in used))
    answers = stage.playground.messages(stage.sam, stage.channel("general"))[1:]
    asking = [int(answer["interaction_metadata"]["user"]["id"]) for answer in answers]
    assert sorted(asking) == sorted(people)
