"""The REST routes as discord.py calls them, with Discord's own error codes."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import pytest

from bot.clock import SystemClock
from bot.playground import payloads
from bot.playground.errors import ActionRefused
from bot.playground.payloads import overwrite
from bot.playground.permissions import Permission
from tests.playground.conftest import TOKEN, next_event
from tests.waiting import CEILING

if TYPE_CHECKING:
    from collections.abc import Awaitable
    from datetime import datetime

    from tests.playground.conftest import Stage

BOT = {"Authorization": f"Bot {TOKEN}"}


class LaterClock(SystemClock):
    """A clock that is sixteen minutes ahead."""

    def now(self) -> datetime:
        return super().now() + timedelta(minutes=16)


async def code_of(work: Awaitable[object]) -> tuple[int, int]:
    """Return the status and the code with which a request fails."""
    with pytest.raises(discord.HTTPException) as caught:
        await work
    return caught.value.status, caught.value.code


def general(stage: Stage) -> discord.TextChannel:
    channel = stage.bot.get_channel(stage.channel("general"))
    assert isinstance(channel, discord.TextChannel)
    return channel


async def test_messages_are_sent_edited_listed_and_deleted(stage: Stage) -> None:
    channel = general(stage)
    async with stage.playground.subscribe(stage.sam) as events:
        first = await channel.send("one")
        assert (await next_event(events, "MESSAGE_CREATE"))["content"] == "one"
        second = await channel.send("two", reference=first)
        await first.edit(content="ONE", embed=discord.Embed(title="T"))
        assert (await next_event(events, "MESSAGE_UPDATE"))["embeds"][0]["type"] == "rich"
        assert [m.content async for m in channel.history()] == ["two", "ONE"]
        assert [m.content async for m in channel.history(after=first)] == ["two"]
        fetched = await channel.fetch_message(second.id)
        assert fetched.reference
        assert isinstance(fetched.reference.resolved, discord.Message)
        await first.delete()
        assert (await next_event(events, "MESSAGE_DELETE"))["id"] == str(first.id)
    assert (await channel.fetch_message(second.id)).content == "two"
    assert await code_of(channel.fetch_message(first.id)) == (404, 10008)


async def test_a_reply_needs_the_permission_to_read_history(stage: Stage) -> None:
    channel = general(stage)
    first = await channel.send("one")
    world = stage.world
    world.channels[channel.id]["permission_overwrites"] = [
        overwrite(world.bot_id, deny=Permission.READ_MESSAGE_HISTORY, is_member=True)
    ]
    assert await code_of(channel.send("two", reference=first)) == (403, 160002)
    await channel.send("two")


async def test_people_reply_edit_and_delete_what_is_theirs(stage: Stage) -> None:
    playground, channel = stage.playground, stage.channel("general")
    first = await general(stage).send("one")
    bot = str(stage.world.bot_id)
    reply = await playground.send_message(stage.sam, channel, "hello", first.id)
    assert reply["type"] == 19
    assert reply["message_reference"]["message_id"] == str(first.id)
    assert [user["id"] for user in reply["mentions"]] == [bot], "a reply pings"
    async with playground.subscribe(stage.sam) as events:
        await playground.edit_message(stage.sam, int(reply["id"]), f"<@{bot}> hi")
        changed = await next_event(events, "MESSAGE_UPDATE")
        assert (changed["content"], bool(changed["edited_timestamp"])) == (f"<@{bot}> hi", True)
        with pytest.raises(ActionRefused, match=r"2,000"):
            await playground.edit_message(stage.sam, int(reply["id"]), "x" * 2001)
        with pytest.raises(ActionRefused, match="somebody else"):
            await playground.edit_message(stage.sam, first.id, "mine")
        with pytest.raises(ActionRefused, match="somebody else"):
            await playground.delete_message(stage.sam, first.id)
        await playground.delete_message(stage.sam, int(reply["id"]))
        assert (await next_event(events, "MESSAGE_DELETE"))["id"] == reply["id"]


async def test_a_nonce_makes_a_send_idempotent(stage: Stage) -> None:
    channel = general(stage)
    first = await channel.send("once", nonce="n1")
    await channel.send("between", nonce="n2")
    again = await channel.send("twice", nonce="n1")
    assert (again.id, again.content, again.created_at) == (first.id, "once", first.created_at)
    assert len(stage.playground.messages(stage.sam, channel.id)) == 2
    stage.world.clock = LaterClock()
    assert (await channel.send("later", nonce="n1")).id != first.id


async def test_an_edit_has_its_time(stage: Stage) -> None:
    message = await general(stage).send("one")
    assert message.edited_at is None
    edited = (await message.edit(content="two")).edited_at
    assert edited is not None
    assert edited > message.created_at
    fetched = await general(stage).fetch_message(message.id)
    assert fetched.edited_at == edited


async def test_errors_have_discords_codes(stage: Stage) -> None:
    bot, channel = stage.bot, general(stage)
    assert await code_of(bot.fetch_channel(1)) == (404, 10003)
    assert await code_of(bot.fetch_channel(stage.channel("staff-room"))) == (403, 50001)
    assert await code_of(bot.fetch_user(1)) == (404, 10013)
    assert await code_of(channel.send("x" * 2001)) == (400, 50035)
    assert await code_of(channel.send("")) == (400, 50006)
    sent = await stage.playground.send_message(stage.sam, channel.id, "mine")
    theirs = channel.get_partial_message(int(sent["id"]))
    assert await code_of(theirs.edit(content="yours")) == (403, 50005)
    assert await code_of(theirs.delete()) == (403, 50013)
    stage.world.channels[channel.id]["permission_overwrites"] = [
        payloads.overwrite(stage.world.bot_id, deny=Permission.SEND_MESSAGES, is_member=True)
    ]
    assert await code_of(channel.send("no")) == (403, 50013)


async def test_a_bad_body_is_answered_field_by_field(stage: Stage) -> None:
    embed = discord.Embed(title="t" * 257).add_field(name="n", value="v" * 1025)
    with pytest.raises(discord.HTTPException) as caught:
        await general(stage).send(embed=embed)
    assert caught.value.code == 50035
    assert "In embeds.0.title: Must be 256 or fewer in length." in caught.value.text
    assert "In embeds.0.fields.0.value: Must be between 1 and 1024 in length." in caught.value.text


async def test_unknown_routes_and_tokens_are_clear(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    base = stage.world.base_url + "/api/v10"
    async with aiohttp.ClientSession() as session:
        async with session.get(base + "/guilds/1/audit-logs", headers=BOT) as response:
            assert response.status == 404
            message = (await response.json())["message"]
        assert message == "The local Discord has no route GET /guilds/1/audit-logs"
        assert message in caplog.text
        async with session.put(base + "/users/@me", headers=BOT) as response:
            assert "no route PUT /users/@me" in (await response.json())["message"]
        async with session.get(base + "/users/@me", headers={"Authorization": "Bot x"}) as response:
            assert response.status == 401
            assert await response.json() == {"message": "401: Unauthorized", "code": 0}
        async with session.get(base + "/gateway/bot", headers=BOT) as response:
            assert response.headers["Content-Type"] == "application/json"
            assert int(response.headers["X-RateLimit-Remaining"]) > 0
        url = f"{base}/channels/{stage.channel('general')}/messages"
        async with session.post(url, headers=BOT, data=b"{") as response:
            assert (await response.json())["code"] == 50109


async def test_interaction_tokens(stage: Stage) -> None:
    interaction = await stage.use("say", text="x")
    await stage.answered(interaction, "message")
    token = stage.world.interactions[interaction].token
    base = stage.world.base_url + "/api/v10"
    again = f"{base}/interactions/{interaction}/{token}/callback"
    answer = {"type": 4, "data": {"content": "y"}}
    hook = f"{base}/webhooks/{stage.world.bot_id}"
    async with aiohttp.ClientSession() as session:

        async def post(url: str, body: dict[str, Any]) -> tuple[int, int]:
            async with session.post(url, json=body) as response:
                return response.status, (await response.json())["code"]

        assert await post(again, answer) == (400, 40060)
        assert await post(again.replace(token, "wrong"), answer) == (404, 10062)
        assert await post(f"{hook}/wrong", {"content": "y"}) == (401, 50027)
        assert await post(f"{base}/webhooks/1/{token}", {"content": "y"}) == (404, 10015)


async def test_interaction_tokens_die_after_fifteen_minutes(stage: Stage) -> None:
    interaction = await stage.use("say", text="x")
    await stage.answered(interaction, "message")
    known = stage.world.interactions[interaction]
    stage.world.clock = LaterClock()
    url = f"{stage.world.base_url}/api/v10/webhooks/{stage.world.bot_id}/{known.token}"
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, json={"content": "y"}) as response,
    ):
        assert (response.status, (await response.json())["code"]) == (401, 50027)
    await stage.use("say", text="later")
    assert interaction not in stage.world.interactions


async def test_threads(stage: Stage) -> None:
    channel = general(stage)
    async with stage.playground.subscribe(stage.sam) as events:
        start = await channel.send("Lab 1")
        thread = await start.create_thread(name="Lab 1")
        assert (await next_event(events, "THREAD_CREATE"))["parent_id"] == str(channel.id)
        await thread.send("step 1")
        await thread.edit(archived=True)
        archived = await next_event(events, "THREAD_UPDATE")
        assert archived["thread_metadata"]["archived"]
        await stage.playground.send_message(stage.sam, thread.id, "still here")
        woken = await next_event(events, "THREAD_UPDATE")
        assert not woken["thread_metadata"]["archived"]
    assert await code_of(start.create_thread(name="again")) == (400, 160004)
    listed = {c["id"] for c in stage.playground.channels(stage.noor)}
    assert str(thread.id) in listed
    await thread.edit(locked=True)
    shown = next(c for c in stage.playground.channels(stage.sam) if c["id"] == str(thread.id))
    assert not shown["can_send"]


async def test_private_threads_are_for_their_members(stage: Stage) -> None:
    thread = await general(stage).create_thread(name="Sam's lab")

    def sees(person: int) -> bool:
        return str(thread.id) in {c["id"] for c in stage.playground.channels(person)}

    assert not sees(stage.sam)
    await thread.add_user(discord.Object(stage.sam))
    assert sees(stage.sam)
    assert not sees(stage.noor)
    assert sees(stage.ines)  # manages threads


async def test_direct_messages(stage: Stage) -> None:
    user = await stage.bot.fetch_user(stage.sam)
    message = await user.send("hello")
    assert stage.text(message.id) == "hello"
    await stage.playground.send_message(stage.sam, message.channel.id, "hi")
    async with asyncio.timeout(CEILING):
        while (received := await stage.bot.received.get()).author.id != stage.sam:
            pass
    assert (received.content, received.guild) == ("hi", None)
    registrar = await stage.bot.fetch_user(int(stage.world.guild["owner_id"]))
    assert await code_of(registrar.send("hello")) == (400, 50007)


@pytest.mark.parametrize(
    ("allowed", "pinged"),
    [
        (discord.AllowedMentions.all(), (True, True)),
        (discord.AllowedMentions.none(), (False, False)),
        (discord.AllowedMentions(users=True, roles=False, everyone=False), (True, False)),
    ],
)
async def test_allowed_mentions(
    stage: Stage, allowed: discord.AllowedMentions, pinged: tuple[bool, bool]
) -> None:
    role = next(r for r in stage.world.roles.values() if r["name"] == "Student")
    text = f"<@{stage.sam}> <@&{role['id']}> `<@{stage.ines}>`"
    message = await general(stage).send(text, allowed_mentions=allowed)
    shown = stage.message(message.id)
    assert [user["id"] for user in shown["mentions"]] == [str(stage.sam)] * pinged[0]
    assert shown["mention_roles"] == [role["id"]] * pinged[1]
    assert stage.message(message.id, stage.noor)["pings_me"] is pinged[1]


async def test_a_role_is_pinged_only_with_the_permission(stage: Stage) -> None:
    role = next(r for r in stage.world.roles.values() if r["name"] == "Student")
    mine = next(r for r in stage.world.roles.values() if r["name"] == "Syllabot")
    mine["permissions"] = "0"
    anyone = discord.AllowedMentions.all()
    text = f"<@&{role['id']}> @everyone"
    shown = stage.message((await general(stage).send(text, allowed_mentions=anyone)).id)
    assert (shown["mention_roles"], shown["mention_everyone"]) == ([], False)
    role["mentionable"] = True
    shown = stage.message((await general(stage).send(text, allowed_mentions=anyone)).id)
    assert shown["mention_roles"] == [role["id"]]


async def test_components_v2(stage: Stage) -> None:
    view = discord.ui.LayoutView()
    view.add_item(discord.ui.Container(discord.ui.TextDisplay("# Lab"), discord.ui.Separator()))
    message = await general(stage).send(view=view)
    shown = stage.message(message.id)
    assert shown["flags"] & payloads.MessageFlag.COMPONENTS_V2
    assert all("id" in part for part in shown["components"])
    assert await code_of(message.edit(content="and text")) == (400, 50035)


async def test_registration_keeps_ids_and_tells_the_pages(stage: Stage) -> None:
    before = {c.name: c.id for c in await stage.bot.tree.fetch_commands()}
    stage.bot.tree.remove_command("say")
    async with stage.playground.subscribe(stage.sam) as events:
        await stage.bot.tree.sync()
        await next_event(events, "COMMANDS_UPDATE")
    after = {c.name: c.id for c in await stage.bot.tree.fetch_commands()}
    assert after == {name: number for name, number in before.items() if name != "say"}
    command = await stage.bot.tree.fetch_command(after["fruit"])
    assert [option.name for option in command.options] == ["name", "count"]
    await command.delete()
    assert await code_of(stage.bot.tree.fetch_command(command.id)) == (404, 10063)


async def test_guild_routes(stage: Stage) -> None:
    guild = await stage.bot.fetch_guild(stage.world.guild_id)
    assert guild.name == "Study Server"
    assert len(await guild.fetch_channels()) == 6
    assert {role.name for role in await guild.fetch_roles()} >= {"Student", "Instructor"}
    member = await guild.fetch_member(stage.ines)
    assert member.guild_permissions.manage_guild
    assert not (await guild.fetch_member(stage.sam)).guild_permissions.manage_guild
    assert await code_of(guild.fetch_member(1)) == (404, 10007)
    assert (await stage.bot.application_info()).id == stage.world.bot_id


async def test_the_application_belongs_to_the_instructor(stage: Stage) -> None:
    application = await stage.bot.application_info()
    assert application.owner.id == stage.ines
    assert application.team is None
