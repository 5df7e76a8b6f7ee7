"""What StudyBot itself does: old cards, failures in the log, commands sent when they differ."""

from __future__ import annotations

import discord
import structlog

from bot.command_sync import sync_commands
from bot.store.registrations import RegistrationRepository
from bot.ui.components import FORM_SECONDS
from tests.bot.conftest import Study
from tests.bot.page_kit import message_of

LAB = "Making Tea"


async def test_a_button_of_an_older_version_is_answered(study: Study) -> None:
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="Old", custom_id="gone:1"))
    channel = study.bot.get_channel(study.channel.id)
    assert isinstance(channel, discord.TextChannel)
    sent = await channel.send("From last year", view=view)
    view.stop()
    said = message_of(await study.ben.click(sent, label="Old"))
    assert said.ephemeral
    assert "older version" in said.content


async def test_a_form_that_was_open_for_too_long_is_answered(study: Study) -> None:
    card = message_of(await study.ben.slash(study.channel, "lab start", lab=LAB))
    await study.ben.click(card, label="Start")
    await study.ben.click(card, label="Next")
    shown = await study.ben.click(card, label="Fill in KETTLE ID")
    await study.env.advance_time(FORM_SECONDS + 1)
    said = message_of(await study.ben.submit_modal(shown, {"value-0": "k1"}))
    assert "has expired" in said.content


async def test_forms_are_forgotten_once_they_are_done(study: Study) -> None:
    card = message_of(await study.ben.slash(study.channel, "lab start", lab=LAB))
    await study.ben.click(card, label="Start")
    await study.ben.click(card, label="Next")
    for number in range(3):
        label = "Change KETTLE ID" if number else "Fill in KETTLE ID"
        shown = await study.ben.click(card, label=label)
        await study.ben.submit_modal(shown, {"value-0": f"k{number}"})
    assert len(study.bot._open_modals) == 1


async def test_a_failed_task_is_logged_under_an_id(study: Study) -> None:
    async def burn() -> None:
        raise RuntimeError("the kettle burns")

    with structlog.testing.capture_logs() as lines:
        await study.bot.spawn(burn(), name="kettle")
    (line,) = lines
    assert (line["event"], line["source"]) == ("failure", "task kettle")
    assert len(line["error_id"]) == 6
    assert str(line["exc_info"]) == "the kettle burns"


async def test_commands_are_sent_only_when_they_differ(study: Study) -> None:
    bot = study.bot
    assert bot.application_id is not None
    registrations = RegistrationRepository(bot.database)
    assert not await sync_commands(bot.tree, bot.application_id, registrations)
    bot.tree.remove_command("help")
    assert await sync_commands(bot.tree, bot.application_id, registrations)
    assert not await sync_commands(bot.tree, bot.application_id, registrations)


async def test_commands_that_discord_lost_are_sent_again(study: Study) -> None:
    bot = study.bot
    assert bot.application_id is not None
    await bot.http.bulk_upsert_global_commands(bot.application_id, [])
    registrations = RegistrationRepository(bot.database)
    assert await sync_commands(bot.tree, bot.application_id, registrations)
