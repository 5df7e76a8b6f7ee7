"""Messages to the bot over real sockets: several people at once, and a bot that is killed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from bot.playground.errors import ActionRefused
from bot.playground.payloads import overwrite
from bot.playground.permissions import Permission
from tests.e2e.local_discord import LocalDiscord, open_local_discord
from tests.waiting import CEILING

if TYPE_CHECKING:
    from pathlib import Path

    from bot.playground.world import World

ASKED = {
    "etcd": "## etcd",
    "service mesh": "## Service Mesh",
    "network namespaces": "## Network Names",
}


def me(here: LocalDiscord) -> str:
    return f"<@{here.playground.world.bot_id}>"


async def gone(here: LocalDiscord, place: str, message: dict[str, Any]) -> None:
    """Wait until a message has no answer any more."""
    async with asyncio.timeout(CEILING), here.playground.subscribe(here.kai.id) as events:
        while here.kai.answers(place, message):
            await anext(events)


async def test_the_role_of_the_bot_means_the_bot_and_no_other_does(here: LocalDiscord) -> None:
    roles = {role["name"]: one for one, role in here.playground.world.roles.items()}
    other = await here.ines.says("general", f"<@&{roles['Student']}> what is etcd?")
    asked = await here.sam.says("general", f"<@&{roles['Syllabot']}> what is etcd?")
    await here.sam.reads_answer("general", asked, "## etcd")
    assert not here.sam.answers("general", other)


async def test_many_ask_at_once_and_each_message_has_one_answer(here: LocalDiscord) -> None:
    people = (here.ines, here.sam, here.noor, here.kai)
    places = ("general", "labs", "quiz")

    async def ask(number: int) -> None:
        person, place = people[number % 4], places[number % 3]
        term, wanted = list(ASKED.items())[number // 4 % 3]
        asked = await person.says(place, f"{me(here)} what is {term}?")
        said = await person.reads_answer(place, asked, wanted)
        assert said["mentions"] == []
        assert not said["ephemeral"]

    await asyncio.gather(*map(ask, range(24)))
    said = [one for place in places for one in here.kai.sees(place) if one["author"]["bot"]]
    assert len(said) == 24
    assert len({one["message_reference"]["message_id"] for one in said}) == 24
    dm = here.playground.world.dm_with(here.sam.id)
    dm["name"] = "sam and syllabot"  # the seam of tests finds channels by name
    alone = await here.sam.says(dm["name"], "what is etcd?")
    await here.sam.reads_answer(dm["name"], alone, "## etcd")


async def test_a_bot_that_is_killed_keeps_one_answer_to_a_message(here: LocalDiscord) -> None:
    asked = await here.sam.says("general", f"{me(here)} etcd")
    first = await here.noor.reads_answer("general", asked, "## etcd")
    await here.kill_bot()
    await here.start_bot()
    await here.playground.edit_message(
        here.sam.id, int(asked["id"]), f"{me(here)} what is a service mesh?"
    )
    second = await here.noor.reads_answer("general", asked, "## Service Mesh")
    assert second["id"] == first["id"]
    await here.kill_bot()
    await here.start_bot()
    await here.playground.delete_message(here.sam.id, int(asked["id"]))
    await gone(here, "general", asked)
    thanks = await here.noor.says("general", f"{me(here)} etcd")
    said = await here.noor.reads_answer("general", thanks, "## etcd")
    await here.noor.says("general", "thank you", reply_to=said)
    last = await here.noor.says("general", f"{me(here)} service mesh", reply_to=said)
    await here.noor.reads_answer("general", last, "## Service Mesh")
    said_by_bot = [one for one in here.noor.sees("general") if one["author"]["bot"]]
    assert len(said_by_bot) == 2, "a reply without a mention has no answer"


async def test_an_answer_that_cannot_quote_is_a_plain_message(tmp_path: Path) -> None:
    def forbid(world: World) -> None:
        for channel in world.channels.values():
            if channel.get("name") == "general":
                channel["permission_overwrites"] = [
                    overwrite(world.bot_id, deny=Permission.READ_MESSAGE_HISTORY, is_member=True)
                ]
            if channel.get("name") == "labs":
                channel["permission_overwrites"] = [
                    overwrite(world.bot_id, deny=Permission.SEND_MESSAGES, is_member=True)
                ]

    async with open_local_discord(tmp_path, prepare=forbid) as here:
        await here.sam.says("labs", f"{me(here)} etcd")
        await here.sam.says("general", f"{me(here)} etcd")
        said = await here.sam.waits_for("general", "## etcd")
        assert "message_reference" not in said
        assert not [one for one in here.sam.sees("labs") if one["author"]["bot"]]
        assert "message.unanswered" in here.log.read_text(encoding="utf-8")


async def test_people_change_only_their_own_messages(here: LocalDiscord) -> None:
    asked = await here.sam.says("general", "kettle")
    for refused in (
        here.playground.edit_message(here.noor.id, int(asked["id"]), "pot"),
        here.playground.delete_message(here.noor.id, int(asked["id"])),
        here.playground.edit_message(here.sam.id, int(asked["id"]), "x" * 2001),
    ):
        with pytest.raises(ActionRefused):
            await refused
    assert here.noor.sees("general")[-1]["content"] == "kettle"
