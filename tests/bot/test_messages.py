"""Messages to the bot: who gets an answer, the one answer a message has, and what becomes of it."""

from __future__ import annotations

import asyncio
import copy
from typing import TYPE_CHECKING, Any

import discord
import pytest
from structlog.testing import capture_logs

from bot.admission import LANE_PLACES, _Lane
from bot.exts.concepts._messages import Messages
from bot.intake import BUSY
from bot.store.lookups import LookupRepository
from tests.bot.page_kit import OTHERS, labels_of, message_of, options_of, posts, text_of
from tests.bot.test_concepts import BrokenCatalogue

if TYPE_CHECKING:
    import simcord

    from tests.bot.conftest import Study
    from tests.contract.discord_contract import Request


def me(study: Study) -> str:
    """Return what mentions the bot."""
    assert study.bot.user is not None
    return study.bot.user.mention


def answers(study: Study, channel: simcord.ChannelHandle | None = None) -> list[discord.Message]:
    """Return what the bot has said in a channel."""
    return [
        message
        for message in posts(channel or study.channel)
        if message.author.id == study.bot.user.id  # type: ignore[union-attr]
    ]


def answer(study: Study, channel: simcord.ChannelHandle | None = None) -> discord.Message:
    (found,) = answers(study, channel)
    return found


def created(study: Study) -> dict[str, Any]:
    """Return the first message that somebody sent, as the gateway sent it."""
    sent = (entry[2] for entry in study.env.backend.transcript if entry[1] == "MESSAGE_CREATE")
    return copy.deepcopy(dict(next(sent)))


async def test_a_mention_is_answered_in_the_channel_as_a_reply(
    study: Study, requests: list[Request]
) -> None:
    asked = await study.ben.send(study.channel, f"{me(study)} what is a kettle?")
    said = answer(study)
    assert "## Kettle\n" in text_of(said)
    assert said.reference is not None
    assert said.reference.message_id == asked.id
    assert said.mentions == []
    sent = next(body for method, path, body in requests if path.endswith("/messages"))
    assert sent["allowed_mentions"] == {"parse": []}
    assert sent["enforce_nonce"] is True


async def test_others_open_the_answer_for_themselves(study: Study) -> None:
    await study.ben.send(study.channel, f"{me(study)} kettle")
    said = answer(study)
    opened = message_of(await study.cleo.click(said, label="Open for me"))
    assert opened.ephemeral
    assert "Share" in labels_of(opened)
    other = next(value for value, label in options_of(said, OTHERS).items() if "Kuber" in label)
    picked = message_of(await study.cleo.select(said, [other], custom_id=_others(said)))
    assert picked.ephemeral
    assert "## Kubernetes" in text_of(picked)
    assert "## Kettle" in text_of(answer(study))


def _others(message: discord.Message) -> str:
    view = discord.ui.LayoutView.from_message(message)
    return next(
        item.custom_id
        for item in view.walk_children()
        if isinstance(item, discord.ui.Select) and item.custom_id.startswith(OTHERS)
    )


async def test_a_direct_message_needs_no_mention_and_its_card_changes_in_place(
    study: Study,
) -> None:
    asked = await study.ben.user.send_dm("what is a kettle?")
    said = answer(study, study.ben.user.dm_channel)
    assert "## Kettle\n" in text_of(said)
    assert said.reference is not None
    assert said.reference.message_id == asked.id
    assert "Share" not in labels_of(said)
    moved = message_of(await study.ben.user.click(said, label="Kubernetes →"))
    assert moved.id == said.id
    assert "## Kubernetes" in text_of(answer(study, study.ben.user.dm_channel))


async def test_what_is_not_for_the_bot_is_not_answered(study: Study) -> None:
    await study.ben.send(study.channel, "what is a kettle?")
    await study.ben.send(study.channel, f"`{me(study)} kettle` is how you ask")
    await study.dana.send(study.channel, f"@everyone ask {me(study)} about a kettle")
    await study.dana.send(study.channel, f"@here ask {me(study)} about a kettle")
    tutors = study.guild.create_role("Tutors", mentionable=True)
    await study.dana.send(study.channel, f"{tutors.mention} {me(study)} kettle")
    hook = study.guild.create_webhook(study.channel)
    await hook.send(f"{me(study)} kettle")
    robot = study.guild.add_member(study.env.create_user("robot", bot=True))
    await robot.send(study.channel, f"{me(study)} kettle")
    assert answers(study) == []


async def test_a_reply_to_the_bot_counts_only_with_a_mention_in_it(study: Study) -> None:
    await study.ben.send(study.channel, f"{me(study)} kettle")
    said = answer(study)
    await study.cleo.send(study.channel, "thanks, and steeping?", reply_to=said)
    assert len(answers(study)) == 1
    await study.cleo.send(study.channel, f"{me(study)} and steeping?", reply_to=said)
    assert "## Steeping" in text_of(answers(study)[-1])


async def test_a_mention_alone_says_how_to_ask(study: Study) -> None:
    await study.ben.send(study.channel, f"  {me(study)} ")
    said = text_of(answer(study))
    assert f"“{me(study)} what is Boiling Point?”" in said
    assert "\n" not in said
    await study.ben.user.send_dm(me(study))
    alone = text_of(answer(study, study.ben.user.dm_channel))
    assert alone == "Write what you are looking for, such as “what is Boiling Point?”."


async def test_an_edit_within_a_minute_changes_the_answer(study: Study) -> None:
    asked = await study.ben.send(study.channel, f"{me(study)} kettle")
    first = answer(study)
    await study.env.advance_time(30)
    await study.ben.edit(asked, f"{me(study)} steeping")
    assert answer(study).id == first.id
    assert "## Steeping" in text_of(answer(study))
    await study.env.advance_time(31)
    await study.ben.edit(asked, f"{me(study)} boiling point")
    assert "## Steeping" in text_of(answer(study)), "after a minute it stays"


async def test_a_mention_that_an_edit_adds_is_answered_once(study: Study) -> None:
    asked = await study.ben.send(study.channel, "kettle")
    assert answers(study) == []
    await study.ben.edit(asked, f"{me(study)} kettle")
    assert "## Kettle\n" in text_of(answer(study))
    await study.env.advance_time(1)
    await study.ben.edit(asked, f"{me(study)} steeping")
    assert "## Steeping" in text_of(answer(study))


async def test_the_answer_goes_with_its_question(study: Study) -> None:
    asked = await study.ben.send(study.channel, f"{me(study)} kettle")
    await study.ben.delete(asked)
    assert answers(study) == []
    # In bulk, as moderators do.
    some = [await study.ben.send(study.channel, f"{me(study)} kettle") for _ in range(2)]
    assert len(answers(study)) == 2
    study.env.backend.bulk_delete_messages(study.channel.id, [message.id for message in some])
    await study.env.settle()
    assert answers(study) == []


async def test_after_a_restart_the_answer_still_goes_with_its_question(
    study: Study, requests: list[Any]
) -> None:
    asked = [await study.ben.send(study.channel, f"{me(study)} kettle") for _ in range(3)]
    kept = await study.ben.send(study.channel, f"{me(study)} steeping")
    await study.restart()
    before = len(requests)
    for message in asked[:2]:
        await study.ben.delete(message)
    await study.env.advance_time(2)
    left = [one.reference and one.reference.message_id for one in answers(study)]
    assert left == [asked[2].id, kept.id]
    study.env.backend.bulk_delete_messages(study.channel.id, [asked[2].id])
    # What others delete, and what the bot has seen itself, is not looked for.
    await study.dana.delete(answers(study)[0])
    mine = await study.ben.send(study.channel, "just talk")
    await study.ben.delete(mine)
    await study.env.advance_time(2)
    assert "## Steeping" in text_of(answer(study))
    looked = [one for one in requests[before:] if one[0] == "GET"]
    assert len(looked) <= 3


async def test_a_question_that_is_deleted_while_it_is_answered_leaves_nothing(
    study: Study,
) -> None:
    handler = study.bot.intake.on_message.__self__  # type: ignore[attr-defined]
    assert type(handler).__name__ == Messages.__name__
    send = handler._send

    async def slow(question: Any, view: Any) -> Any:
        sent = await send(question, view)
        study.env.backend.delete_message(question.channel, question.message)
        await asyncio.sleep(0)
        return sent

    handler._send = slow
    await study.ben.send(study.channel, f"{me(study)} kettle")
    assert answers(study) == []


async def test_an_answer_that_a_moderator_deleted_does_not_come_back(study: Study) -> None:
    asked = await study.ben.send(study.channel, f"{me(study)} kettle")
    await study.dana.delete(answer(study))
    await study.ben.edit(asked, f"{me(study)} steeping")
    assert answers(study) == []


async def test_an_edit_that_overtakes_its_message_wins(study: Study) -> None:
    asked = await study.ben.send(study.channel, f"{me(study)} kettle")
    await study.env.advance_time(1)
    await study.ben.edit(asked, f"{me(study)} steeping")
    study.bot.intake.admission._seen.clear()
    study.env.backend.emit("MESSAGE_CREATE", created(study))
    await study.env.settle()
    assert "## Steeping" in text_of(answer(study))


@pytest.mark.parametrize("kind", ["thread", "forum", "voice"])
async def test_threads_posts_and_voice_chats_are_channels_too(study: Study, kind: str) -> None:
    if kind == "voice":
        place = study.guild.create_voice_channel("lounge")
    else:
        make = (
            study.guild.create_text_channel
            if kind == "thread"
            else (study.guild.create_forum_channel)
        )
        parent = make("parent")
        await study.env.settle()
        known = study.bot.get_channel(parent.id)
        assert isinstance(known, discord.TextChannel | discord.ForumChannel)
        if isinstance(known, discord.ForumChannel):
            await known.create_thread(name="post", content="First")
        else:
            await known.create_thread(name="talk", type=discord.ChannelType.public_thread)
        (place,) = parent.threads
    await study.ben.send(place, f"{me(study)} kettle")
    found = [text_of(one) for one in answers(study, place) if one.components]
    assert len(found) == 1
    assert "## Kettle\n" in found[0]


async def test_where_the_bot_may_not_write_it_logs_a_line(
    study: Study, requests: list[Request]
) -> None:
    silent = discord.PermissionOverwrite(send_messages=False)
    everyone = study.guild.default_role
    place = study.guild.create_text_channel("quiet", overwrites={everyone: silent})
    before = len(requests)
    with capture_logs() as lines:
        await study.dana.send(place, f"{me(study)} kettle")
    assert answers(study, place) == []
    assert [line["event"] for line in lines] == ["message.unanswered"]
    assert lines[0]["missing"] == ["send_messages"]
    assert len(requests) == before


async def test_a_refusal_of_discord_is_a_line_in_the_log(study: Study) -> None:
    study.env.inject_error("POST", "/channels/*/messages", status=403, code=50013)
    with capture_logs() as lines:
        await study.ben.send(study.channel, f"{me(study)} kettle")
    assert [line["event"] for line in lines] == ["message.unanswered"]
    await study.ben.send(study.channel, f"{me(study)} kettle")
    answer(study)


async def test_what_nobody_foresaw_is_told_with_an_id(study: Study) -> None:
    study.bot.reloader.catalogue = BrokenCatalogue(study.library, study.searcher)
    with capture_logs() as lines:
        await study.ben.send(study.channel, f"{me(study)} kettle")
    (failure,) = [line for line in lines if line["event"] == "failure"]
    assert f"`{failure['error_id']}`" in text_of(answer(study))
    assert "disk on fire" not in text_of(answer(study))


async def test_a_server_switches_it_off_and_on(study: Study) -> None:
    said = await study.dana.slash(study.channel, "settings mentions", answered=False)
    assert "do not answer messages here" in text_of(message_of(said))
    await study.restart()
    await study.ben.send(study.channel, f"{me(study)} kettle")
    assert answers(study) == []
    await study.ben.user.send_dm("kettle")
    answer(study, study.ben.user.dm_channel)
    shown = await study.dana.slash(study.channel, "settings show")
    assert "do not answer messages here" in text_of(message_of(shown))
    await study.dana.slash(study.channel, "settings mentions", answered=True)
    await study.ben.send(study.channel, f"{me(study)} kettle")
    answer(study)


@pytest.mark.parametrize(("age", "said"), [(50.0, "## Kettle"), (59.6, BUSY), (61.0, None)])
async def test_messages_wait_for_a_minute_and_many_are_told_to_try_again(
    study: Study, age: float, said: str | None
) -> None:
    await study.ben.send(study.channel, f"{me(study)} kettle")
    late = created(study)
    late["id"] = str(int(late["id"]) - (int(age * 1000) << 22))
    del late["edited_timestamp"]
    if said == BUSY:
        # Nobody in this channel gets a turn before it is too late.
        lanes = study.bot.intake.admission._lanes
        lanes[f"message {study.channel.id}"] = _Lane(working=LANE_PLACES)
    study.env.backend.emit("MESSAGE_CREATE", late)
    await study.env.settle()
    _, *more = answers(study)
    assert [text_of(one).split("\n")[0] for one in more] == ([said] if said else [])
    assert study.bot.intake.admission.working == 0


async def test_a_long_message_is_told_that_not_all_of_it_was_looked_for(study: Study) -> None:
    await study.ben.send(study.channel, f"{me(study)} {'kettle ' * 60}")
    assert "I looked for its first 200 characters" in text_of(answer(study))
    await study.ben.user.send_dm("kettle " * 28)
    assert "I looked" not in text_of(answer(study, study.ben.user.dm_channel))


async def test_messages_count_as_lookups_without_names(study: Study) -> None:
    await study.ben.send(study.channel, f"{me(study)} steep boat zzz")
    assert "Nothing fits “steep boat zzz”" in text_of(answer(study))
    await study.env.settle()
    since = study.bot.clock.now().replace(year=2025)
    (gap,) = await LookupRepository(study.bot.database).in_vain(study.guild.id, since)
    assert gap.query == "steep boat zzz"


async def test_a_malformed_event_ends_nothing(study: Study) -> None:
    with capture_logs() as lines:
        study.env.backend.emit("MESSAGE_DELETE", {"id": "x", "channel_id": "1"})
        await study.env.settle()
    assert [line["event"] for line in lines] == ["failure"]
    await study.ben.send(study.channel, f"{me(study)} kettle")
    answer(study)
