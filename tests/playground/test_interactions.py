"""Commands, components, modals and their answers, between people and a discord.py bot."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.playground.errors import ActionRefused
from tests.playground.conftest import next_event
from tests.waiting import CEILING

if TYPE_CHECKING:
    from tests.playground.conftest import Stage


async def test_a_command_is_answered_for_everyone(stage: Stage) -> None:
    message = await stage.answered(await stage.use("say", text="hello"), "message")
    shown = stage.message(message, stage.noor)
    assert shown["content"] == "hello"
    assert shown["interaction_metadata"]["user"]["id"] == str(stage.sam)
    assert shown["interaction_metadata"]["name"] == "say"
    assert not shown["ephemeral"]


async def test_an_ephemeral_answer_is_seen_by_one_person(stage: Stage) -> None:
    message = await stage.answered(await stage.use("whisper", text="secret"), "message")
    assert stage.message(message)["ephemeral"]
    with pytest.raises(LookupError):
        stage.message(message, stage.noor)
    general = stage.bot.get_channel(stage.channel("general"))
    assert [m async for m in general.history()] == []  # type: ignore[union-attr]


async def test_autocomplete_offers_what_fits(stage: Stage) -> None:
    command, general = stage.command("fruit"), stage.channel("general")
    typing = [{"name": "name", "value": "ap", "focused": True}]
    choices = await stage.playground.autocomplete(stage.sam, general, command, typing)
    assert choices == [
        {"name": "apple", "value": "apple"},
        {"name": "apricot", "value": "apricot"},
    ]
    message = await stage.answered(await stage.use("fruit", name="pear", count=3), "message")
    assert stage.text(message) == "3 pear"


async def test_subcommands(stage: Stage) -> None:
    options = [{"name": "start", "options": [{"name": "name", "value": "docker"}]}]
    interaction = await stage.playground.invoke(
        stage.sam, stage.channel("general"), stage.command("lab"), options
    )
    message = await stage.answered(interaction, "message")
    assert stage.text(message) == "lab start docker"
    assert stage.message(message)["interaction_metadata"]["name"] == "lab start"


async def test_users_and_roles_are_resolved_and_pinged(stage: Stage) -> None:
    student = next(role for role in stage.world.roles.values() if role["name"] == "Student")
    used = await stage.use("about", who=str(stage.noor), role=student["id"])
    message = await stage.answered(used, "message")
    assert "Noor" in stage.text(message)
    assert stage.message(message, stage.noor)["pings_me"]
    assert stage.message(message, stage.sam)["pings_me"]
    assert not stage.message(message, stage.ines)["pings_me"]


async def test_a_deferred_answer_and_its_follow_ups(stage: Stage) -> None:
    interaction = await stage.use("slow")
    async with stage.playground.subscribe(stage.sam) as events:
        message = await stage.answered(interaction, "deferred")
        assert stage.message(message)["flags"] & 128
        stage.bot.release.set()
        filled = await next_event(events, "MESSAGE_UPDATE")
        assert (filled["id"], filled["content"]) == (str(message), "done")
        assert filled["edited_timestamp"] is None
        more = await next_event(events, "MESSAGE_CREATE")
        assert more["content"] == "and more"
        assert more["ephemeral"]
        assert (await next_event(events, "MESSAGE_UPDATE"))["content"] == "done, truly"


async def test_a_private_deferral_stays_private(stage: Stage) -> None:
    stage.bot.release.set()
    async with stage.playground.subscribe(stage.sam) as events:
        message = await stage.answered(await stage.use("slow", ephemeral=True), "deferred")
        assert (await next_event(events, "MESSAGE_UPDATE"))["ephemeral"]
    with pytest.raises(LookupError):
        stage.message(message, stage.noor)


@pytest.mark.parametrize("hidden", [False, True])
async def test_buttons_update_their_message(stage: Stage, hidden: bool) -> None:
    message = await stage.answered(await stage.use("parts", hidden=hidden), "message")
    click = await stage.playground.click(stage.sam, message, "step:1")
    assert await stage.answered(click, "update") == message
    assert stage.text(message) == "at 2"
    with pytest.raises(ActionRefused, match="no such button"):
        await stage.playground.click(stage.sam, message, "step:1")
    if hidden:
        with pytest.raises(ActionRefused, match="gone"):
            await stage.playground.click(stage.noor, message, "step:2")


async def test_selects(stage: Stage) -> None:
    message = await stage.answered(await stage.use("parts"), "message")
    choose = stage.playground.select
    answer = await stage.answered(await choose(stage.noor, message, "colour", ["blue"]), "message")
    assert stage.text(answer, stage.noor) == "chose blue"
    with pytest.raises(ActionRefused, match="not offered"):
        await choose(stage.noor, message, "colour", ["green"])
    with pytest.raises(ActionRefused, match="Choose 1"):
        await choose(stage.noor, message, "colour", [])


async def test_a_modal_is_opened_checked_and_submitted(stage: Stage) -> None:
    async with stage.playground.subscribe(stage.sam) as events:
        opened = await stage.use("form")
        modal = (await next_event(events, "MODAL_OPEN"))["modal"]
    await stage.answered(opened, "modal")
    row, label = modal["components"]
    name = row["components"][0]["custom_id"]
    level = label["component"]["custom_id"]

    def filled(text: str) -> list[dict[str, object]]:
        return [
            {"type": 1, "components": [{"type": 4, "custom_id": name, "value": text}]},
            {"type": 18, "component": {"type": 3, "custom_id": level, "values": ["Hard"]}},
        ]

    submit = stage.playground.submit_modal
    with pytest.raises(ActionRefused, match="it has 21"):
        await submit(stage.sam, opened, filled("x" * 21))
    with pytest.raises(ActionRefused, match="no longer open"):
        await submit(stage.noor, opened, filled("Sam"))
    message = await stage.answered(await submit(stage.sam, opened, filled("Sam")), "message")
    assert stage.text(message) == "Sam: Hard"
    with pytest.raises(ActionRefused, match="no longer open"):
        await submit(stage.sam, opened, filled("Sam"))


async def test_two_people_press_at_once(stage: Stage) -> None:
    message = await stage.answered(await stage.use("tally"), "message")
    people = [stage.sam, stage.noor] * 10

    async def press(person: int) -> str:
        click = await stage.playground.click(person, message, "count")
        return stage.text(await stage.answered(click, "message"), person)

    answers = await asyncio.gather(*map(press, people))
    assert sorted(answers) == sorted(f"you are {n}" for n in range(1, 21))
    assert sorted(stage.bot.tally.presses) == sorted(people)


async def test_refused_actions(stage: Stage) -> None:
    message = await stage.answered(await stage.use("tally"), "message")
    with pytest.raises(ActionRefused, match="switched off"):
        await stage.playground.click(stage.sam, message, "off")
    with pytest.raises(ActionRefused, match="Fill in “text”"):
        await stage.use("say")
    with pytest.raises(ActionRefused, match="wrong kind"):
        await stage.use("fruit", name="pear", count="many")
    manage = stage.command("manage", stage.ines)
    with pytest.raises(ActionRefused, match="do not have permission"):
        await stage.playground.invoke(stage.sam, stage.channel("general"), manage, [])


async def test_commands_follow_permissions_and_contexts(stage: Stage) -> None:
    general, private = stage.channel("general"), int(stage.world.dm_with(stage.ines)["id"])

    def names(person: int, channel: int) -> set[str]:
        return {command["name"] for command in stage.playground.commands(person, channel)}

    assert "manage" not in names(stage.sam, general)
    assert "manage" in names(stage.ines, general)
    assert "manage" not in names(stage.ines, private)
    assert "say" in names(stage.ines, private)
    assert names(stage.sam, stage.channel("announcements")) == set()
    message = await stage.answered(await stage.use("manage", person=stage.ines), "message")
    assert stage.text(message) == "manage_guild=True"


async def test_a_command_in_a_direct_message(stage: Stage) -> None:
    private = int(stage.world.dm_with(stage.sam)["id"])
    message = await stage.answered(await stage.use("say", channel=private, text="psst"), "message")
    assert stage.message(message)["channel_id"] == str(private)
    with pytest.raises(ActionRefused, match="no such channel"):
        stage.playground.messages(stage.noor, private)


async def test_files_are_served_back(stage: Stage) -> None:
    message = stage.message(await stage.answered(await stage.use("file"), "message"))
    [attachment] = message["attachments"]
    assert message["embeds"][0]["image"]["url"] == attachment["url"]
    assert await stage.bot.http.get_from_cdn(attachment["url"]) == b"\x89PNG"


class TestSilence:
    """The rule that the bot answers within three seconds, here shortened."""

    @pytest.fixture
    def answer_within(self) -> float:
        return 0.2

    async def test_a_late_answer_is_refused(self, stage: Stage) -> None:
        async with stage.playground.subscribe(stage.sam) as events:
            interaction = await stage.use("late")
            failed = await next_event(events, "INTERACTION_FAILED")
        assert failed["message"] == "The application did not respond"
        assert (await stage.playground.settled(interaction)).kind == "failed"
        stage.bot.release.set()
        error = await asyncio.wait_for(stage.bot.errors.get(), CEILING)
        assert (error.status, error.code) == (404, 10062)
