"""Announcing labs in a simulated Discord: preview, post, permissions, pings, restarts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
import pytest

from bot.error_handler import unwrap
from bot.errors import NotAllowed, UserError
from bot.exts.announcements._service import AnnouncementService
from bot.exts.announcements._views import SEND_WAITS
from bot.store.announcements import CLAIM_LASTS, AnnouncementRepository
from content.library import Library
from tests.bot.page_kit import labels_of, only_for_one, parts_of, posts, text_of

if TYPE_CHECKING:
    import simcord
    from simcord.results import InteractionResult, ResponseMessage

    from tests.bot.conftest import Study

TEA = "demo/01-kettles#making-tea"


async def preview(
    study: Study, who: simcord.MemberActor | None = None, **options: Any
) -> ResponseMessage:
    """Return the preview of an announcement by ``who`` (the owner if left out)."""
    options = {"lab": TEA, **options}
    return only_for_one(await (who or study.dana).slash(study.channel, "announce lab", **options))


async def refusal(study: Study, who: simcord.MemberActor | None = None, **options: Any) -> str:
    """Return why the command was refused."""
    message = await preview(study, who, **options)
    assert isinstance(unwrap(study.env.errors[-1]), UserError)
    assert posts(study.channel) == posts(study.board) == []
    return message.content


def said(result: InteractionResult) -> str:
    """Return the private refusal of a press, which may come after a deferral."""
    message = result.followups[-1] if result.followups else only_for_one(result)
    assert message.ephemeral
    return message.content


def sent(study: Study) -> list[Any]:
    """Return the bodies of the messages that the bot sent to channels."""
    return [
        request.json
        for request in study.env.http_requests
        if request.method == "POST" and request.path.endswith("/messages")
    ]


async def make_instructor(
    study: Study, *, permissions: discord.Permissions | None = None
) -> simcord.MemberActor:
    """Return a member who is an instructor by the server's own role."""
    role = study.guild.create_role("Tutors", permissions=permissions)
    await study.bot.guild_choices.set_instructor_role(study.guild.id, role.id)
    return study.guild.add_member(study.env.create_user("iris"), roles=[role])


async def test_a_lab_is_previewed_posted_and_started_by_students(study: Study) -> None:
    card = await preview(study, when="in 2 hours", note="Bring @everyone and <@12345678901234567>")
    assert posts(study.channel) == []
    assert labels_of(card) == ["Start", "Post", "Cancel"]
    shown = text_of(card)
    done = only_for_one(await study.dana.click(card, label="Post"))
    (post,) = posts(study.channel)
    assert f"/{study.guild.id}/{study.channel.id}/{post.id}" in text_of(done)
    assert shown.startswith(text_of(post))
    for part in (
        "## Making Tea",
        "Switch the kettle on and make a cup",
        "**When** <t:17672328",
        ":R>",
        "> Bring @\N{ZERO WIDTH SPACE}everyone",
        f"Announced by <@{study.dana.id}>",
    ):
        assert part in text_of(post)
    assert sent(study)[-1]["allowed_mentions"]["parse"] == []
    assert not sent(study)[-1]["allowed_mentions"].get("roles")
    await study.restart()
    for student in (study.ben, study.cleo):
        attempt = only_for_one(await student.click(post, label="Start"))
        attempt = only_for_one(await student.click(attempt, label="Start"))
        assert "Step 1 of 3" in text_of(attempt)
    again = only_for_one(await study.ben.click(post, label="Start"))
    assert "you left off" in text_of(again)


async def test_post_works_after_a_restart_and_posts_once(study: Study) -> None:
    card = await preview(study, channel=study.board)
    post = next(part["custom_id"] for part in parts_of(card) if part.get("label") == "Post")
    await study.restart()
    done = only_for_one(await study.dana.click(card, custom_id=post))
    assert "Announced in" in text_of(done)
    assert len(posts(study.board)) == 1
    assert posts(study.channel) == []
    assert sent(study)[-1]["enforce_nonce"] is True


async def test_a_second_press_of_post_finds_the_first(study: Study) -> None:
    first = await preview(study)
    # Another preview of the same draft, as a double click would still see it.
    second = await study.dana.slash(study.channel, "announce lab", lab=TEA)
    announcements = AnnouncementRepository(study.bot.database)
    assert await announcements.claim(1, study.bot.clock.now())
    assert "being posted already" in said(await study.dana.click(first, label="Post"))
    assert posts(study.channel) == []
    await announcements.confirm(1, 4711, study.bot.clock.now())
    done = only_for_one(await study.dana.click(first, label="Post"))
    assert "/4711" in text_of(done)
    assert posts(study.channel) == []
    assert "Post" in labels_of(only_for_one(second))


async def test_a_bot_that_died_while_posting_leaves_no_draft_behind(study: Study) -> None:
    card = await preview(study)
    assert await AnnouncementRepository(study.bot.database).claim(1, study.bot.clock.now())
    await study.env.advance_time(CLAIM_LASTS.total_seconds() + 1)
    await study.dana.click(card, label="Post")
    assert len(posts(study.channel)) == 1


async def test_a_refused_post_is_told_and_can_be_tried_again(study: Study) -> None:
    card = await preview(study)
    study.env.inject_error("POST", "/channels/*/messages", status=403, times=None)
    assert "nothing was posted" in said(await study.dana.click(card, label="Post"))
    assert posts(study.channel) == []
    study.env.backend.faults.clear()
    await study.dana.click(card, label="Post")
    assert len(posts(study.channel)) == 1


async def test_a_post_that_discord_cannot_take_now_is_tried_again(study: Study) -> None:
    card = await preview(study)
    study.env.inject_error("POST", "/channels/*/messages", status=503, times=2)
    pressed = await study.dana.click(card, label="Post")
    await study.env.advance_time(sum(SEND_WAITS))
    assert len(posts(study.channel)) == 1
    assert "Announced in" in text_of(only_for_one(pressed))


async def test_a_post_that_discord_cannot_take_is_told(study: Study) -> None:
    card = await preview(study)
    study.env.inject_error("POST", "/channels/*/messages", status=503, times=None)
    pressed = await study.dana.click(card, label="Post")
    await study.env.advance_time(sum(SEND_WAITS))
    assert "I do not know whether" in said(pressed)
    study.env.backend.faults.clear()
    await study.dana.click(card, label="Post")
    assert len(posts(study.channel)) == 1


async def test_a_draft_can_be_cancelled(study: Study) -> None:
    card = await preview(study)
    twin = await preview(study)
    done = only_for_one(await study.dana.click(card, label="Cancel"))
    assert "nothing was posted" in text_of(done)
    assert await AnnouncementRepository(study.bot.database).get(1) is None
    await study.dana.click(twin, label="Post")
    assert len(posts(study.channel)) == 1


async def test_students_are_refused_and_instructors_by_role_are_not(study: Study) -> None:
    assert "**Manage Server**" in await refusal(study, study.ben)
    iris = await make_instructor(study)
    assert "Only instructors" in await refusal(study, study.ben)
    card = await preview(study, iris)
    await iris.click(card, label="Post")
    assert len(posts(study.channel)) == 1


async def test_the_right_to_announce_is_checked_again_at_post(study: Study) -> None:
    iris = await make_instructor(study)
    card = await preview(study, iris)
    await study.bot.guild_choices.set_instructor_role(study.guild.id, None)
    assert "Only instructors" in said(await iris.click(card, label="Post"))
    assert posts(study.channel) == []


async def test_a_role_is_pinged_and_nobody_else(study: Study) -> None:
    role = study.guild.create_role("Tea Club")
    card = await preview(study, role=role, note="@everyone come")
    assert role.mention in text_of(card)
    await study.dana.click(card, label="Post")
    (post,) = posts(study.channel)
    assert [mentioned.id for mentioned in post.role_mentions] == [role.id]
    assert not post.mention_everyone
    assert sent(study)[-1]["allowed_mentions"] == {
        "parse": [],
        "roles": [role.id],
    }


async def test_a_role_that_one_may_not_mention_is_refused(study: Study) -> None:
    iris = await make_instructor(study)
    closed = study.guild.create_role("Closed")
    opened = study.guild.create_role("Open", mentionable=True)
    assert "You may not mention" in await refusal(study, iris, role=closed)
    assert "**Mention Everyone**" in await refusal(study, iris, role=study.guild.default_role)
    assert opened.mention in text_of(await preview(study, iris, role=opened))


async def test_everyone_is_pinged_only_by_those_who_may(study: Study) -> None:
    card = await preview(study, role=study.guild.default_role)
    await study.dana.click(card, label="Post")
    (post,) = posts(study.channel)
    assert post.mention_everyone
    assert sent(study)[-1]["allowed_mentions"]["parse"] == ["everyone"]


async def test_the_bot_says_what_it_lacks(study: Study) -> None:
    assert study.bot.user is not None
    mute = study.guild.create_text_channel(
        "mute", overwrites={study.bot.user: discord.PermissionOverwrite(send_messages=False)}
    )
    assert "I cannot post in" in await refusal(study, channel=mute)
    quiet = study.guild.create_text_channel(
        "quiet", overwrites={study.bot.user: discord.PermissionOverwrite(mention_everyone=False)}
    )
    closed = study.guild.create_role("Closed")
    assert "I cannot mention" in await refusal(study, channel=quiet, role=closed)
    opened = study.guild.create_role("Open", mentionable=True)
    await preview(study, channel=quiet, role=opened)


async def test_instructors_announce_only_where_they_may_post(study: Study) -> None:
    iris = await make_instructor(study)
    readonly = study.guild.create_text_channel(
        "readonly", overwrites={iris: discord.PermissionOverwrite(send_messages=False)}
    )
    assert "You cannot post in" in await refusal(study, iris, channel=readonly)


async def test_the_channel_is_checked_again_at_post(study: Study) -> None:
    card = await preview(study, channel=study.board)
    board = study.bot.get_channel(study.board.id)
    assert isinstance(board, discord.TextChannel)
    await board.set_permissions(board.guild.me, send_messages=False)
    await study.env.settle()
    assert "I cannot post in" in said(await study.dana.click(card, label="Post"))
    await board.delete()
    await study.env.settle()
    assert "is gone" in said(await study.dana.click(card, label="Post"))


async def test_threads_and_news_channels_can_be_chosen(study: Study) -> None:
    news = study.guild.create_news_channel("news")
    general = study.bot.get_channel(study.channel.id)
    assert isinstance(general, discord.TextChannel)
    await general.create_thread(name="tea talk", type=discord.ChannelType.public_thread)
    await study.env.settle()
    (thread,) = study.channel.threads
    for place in (news, thread):
        card = await preview(study, channel=place)
        await study.dana.click(card, label="Post")
        assert len([post for post in posts(place) if parts_of(post)]) == 1


async def test_the_time_is_checked_at_preview_and_at_post(study: Study) -> None:
    assert "is over" in await refusal(study, when="2020-01-01 10:00")
    assert "cannot read that time" in await refusal(study, when="whenever")
    card = await preview(study, when="in 5 minutes")
    await study.env.advance_time(301)
    assert "has passed" in said(await study.dana.click(card, label="Post"))
    assert posts(study.channel) == []


async def test_labs_are_found_by_free_text(study: Study) -> None:
    choices = await study.dana.autocomplete(study.channel, "announce lab", "lab", "tea")
    assert choices == [{"name": "Making Tea", "value": TEA}]
    assert "## Making Tea" in text_of(await preview(study, lab="makin tee"))
    assert "I know no lab called" in await refusal(study, lab="zzz")


async def test_a_start_button_of_a_lab_that_is_gone_says_so(study: Study) -> None:
    card = await preview(study)
    await study.dana.click(card, label="Post")
    twin = await preview(study)
    (post,) = posts(study.channel)
    study.library = Library(courses=(), problems=(), fingerprint="empty")
    await study.restart()
    assert "no longer part" in said(await study.ben.click(post, label="Start"))
    assert "no longer part" in said(await study.dana.click(twin, label="Post"))


async def test_only_the_author_uses_a_draft(study: Study) -> None:
    await preview(study)
    service = study.bot.service(AnnouncementService)
    with pytest.raises(NotAllowed):
        await service.get(1, study.ben.id, study.guild.id)
    with pytest.raises(NotAllowed):
        await service.cancel(1, study.ben.id, study.guild.id)
    assert await AnnouncementRepository(study.bot.database).get(1) is not None
