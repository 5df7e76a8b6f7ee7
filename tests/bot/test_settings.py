"""What a server chooses, and who may choose it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from simcord import SetupError, actors
from simcord.backend import serializers
from simcord.enums import InteractionType

from tests.bot.page_kit import only_for_one, refusal, text_of

if TYPE_CHECKING:
    from tests.bot.conftest import Study

ROLE = "settings instructor-role"


async def test_a_role_is_named_shown_and_cleared(study: Study) -> None:
    role = study.guild.create_role("Tutors")
    saved = only_for_one(await study.dana.slash(study.channel, ROLE, role=role))
    assert f"<@&{role.id}>" in text_of(saved)
    assert await study.bot.guild_choices.instructor_role(study.guild.id) == role.id
    await study.restart()
    shown = only_for_one(await study.dana.slash(study.channel, "settings show"))
    assert f"<@&{role.id}>" in text_of(shown)
    cleared = only_for_one(await study.dana.slash(study.channel, ROLE))
    assert "<@&" not in text_of(cleared)
    assert await study.bot.guild_choices.instructor_role(study.guild.id) is None


async def test_everyone_cannot_be_instructors(study: Study) -> None:
    everyone = study.guild.default_role
    refused = refusal(study, await study.dana.slash(study.channel, ROLE, role=everyone))
    assert "Choose another role" in refused
    assert await study.bot.guild_choices.instructor_role(study.guild.id) is None


async def test_discord_hides_it_from_students(study: Study) -> None:
    assert ROLE not in study.ben.available_commands(study.channel)
    assert ROLE in study.dana.available_commands(study.channel)


@pytest.mark.parametrize("name", [ROLE, "settings show"])
async def test_a_server_that_opens_it_changes_nothing(study: Study, name: str) -> None:
    settings = next(c for c in await study.bot.tree.fetch_commands() if c.name == "settings")
    study.guild.set_command_permissions(settings, {study.ben: True})
    refused = refusal(study, await study.ben.slash(study.channel, name))
    assert "You need **Manage Server**" in refused


async def test_it_is_for_servers_only(study: Study) -> None:
    with pytest.raises(SetupError):
        await study.dana.user.slash("settings show")


async def test_a_role_that_a_bot_manages_is_a_role_like_others(study: Study) -> None:
    role = study.guild.create_role("Quizmaster")
    study.env.backend.get_role(study.guild.id, role.id).managed = True
    saved = only_for_one(await study.dana.slash(study.channel, ROLE, role=role))
    assert f"<@&{role.id}>" in text_of(saved)


async def test_a_role_of_another_server_is_refused(study: Study) -> None:
    foreign = study.env.create_guild("Other Hall").create_role("Tutors")
    payload = serializers.role_payload(study.env.backend.get_role(foreign.guild.id, foreign.id))
    (command,) = (c for c in await study.bot.tree.fetch_commands() if c.name == "settings")
    option = {"type": 8, "name": "role", "value": str(foreign.id)}
    data: dict[str, Any] = {
        "id": str(command.id),
        "name": "settings",
        "type": 1,
        "options": [{"type": 1, "name": "instructor-role", "options": [option]}],
        "resolved": {"roles": {str(foreign.id): dict(payload)}},
    }
    result = await actors._dispatch_actor_interaction(
        study.dana, InteractionType.APPLICATION_COMMAND, study.channel, data
    )
    assert "no such role" in refusal(study, result)
    assert await study.bot.guild_choices.instructor_role(study.guild.id) is None
