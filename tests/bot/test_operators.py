"""Who operates the bot: the application's owner or team, whom the settings name, nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import pytest
from pydantic import ValidationError

from bot.errors import NotAllowed, UserError
from bot.operators import KEPT, REFUSALS_KEPT, Operators
from bot.reload import LessonReloader
from bot.settings import Settings
from tests.bot.clocks import MovingClock
from tests.bot.ownership import owned_by
from tests.bot.page_kit import text_of

if TYPE_CHECKING:
    from pathlib import Path

    import simcord

    from tests.bot.conftest import Study

RELOAD = "course reload"


@pytest.fixture(autouse=True)
def reloader(study: Study, lessons: Path) -> None:
    """Let the bot have the lessons that it serves read again."""
    study.bot.reloader = LessonReloader(study.bot.catalogue, [lessons], study.data)


async def reload(study: Study, who: simcord.MemberActor) -> str:
    """Return what ``/course reload`` answered, in one private message."""
    result = await who.slash(study.channel, RELOAD)
    said = result.response or result.followups[-1]
    assert said.ephemeral
    return said.content or text_of(said)


async def test_the_owner_may_and_instructors_are_told_who_may(study: Study) -> None:
    role = study.guild.create_role("Tutors", permissions=discord.Permissions(manage_guild=True))
    iris = study.guild.add_member(study.env.create_user("iris"), roles=[role])
    await study.bot.guild_choices.set_instructor_role(study.guild.id, role.id)
    for who in (iris, study.ben):
        said = await reload(study, who)
        assert said.startswith("Only an operator of this bot can do this")
        assert f"<@{study.dana.id}>" in said
    assert "Nothing has changed" in await reload(study, study.dana)


async def test_of_a_team_those_may_who_may_change_the_application(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, ben, cleo = (study.env.create_user("otto"), study.ben, study.cleo)
    reader, invited = (study.guild.add_member(study.env.create_user(n)) for n in ("rea", "ina"))
    members = {
        owner.id: ("admin", 2),
        ben.id: ("developer", 2),
        cleo.id: ("admin", 2),
        reader.id: ("read_only", 2),
        invited.id: ("admin", 1),
    }
    owned_by(monkeypatch, owner, team=members)
    for who in (study.guild.add_member(owner), ben, cleo):
        assert "Nothing has changed" in await reload(study, who)
    for who in (reader, invited, study.dana):
        said = await reload(study, who)
        assert said.startswith("Only an operator")
        assert f"<@{owner.id}>" in said
        assert f"<@{invited.id}>" not in said


async def test_that_discord_cannot_tell_is_said(study: Study) -> None:
    study.env.inject_error("GET", "/oauth2/applications/@me", status=403, times=None)
    assert "Discord did not tell me who operates this bot" in await reload(study, study.dana)
    study.env.backend.faults.clear()
    assert "Nothing has changed" in await reload(study, study.dana)


class Portal:
    """Answers who owns the application, and counts how often it was asked."""

    def __init__(self, study: Study, owner: int) -> None:
        self._study = study
        self.owner = owner
        self.asked = 0
        self.failure: Exception | None = None

    async def fetch(self) -> discord.AppInfo:
        self.asked += 1
        if self.failure is not None:
            raise self.failure
        data: Any = await self._study.bot.http.application_info()
        data["owner"]["id"] = str(self.owner)
        return discord.AppInfo(self._study.bot._connection, data)


async def test_discord_is_asked_seldom(study: Study) -> None:
    clock, portal = MovingClock(), Portal(study, 1)
    operators = Operators(portal.fetch, clock, named=[7])
    await operators.require(7)
    assert portal.asked == 0
    for _ in range(3):
        await operators.require(1)
        with pytest.raises(NotAllowed, match="<@1>, <@7>"):
            await operators.require(2)
    assert portal.asked == 1
    clock.moment += timedelta(seconds=REFUSALS_KEPT)
    portal.owner = 2
    await operators.require(1)
    assert portal.asked == 1
    await operators.require(2)
    assert portal.asked == 2
    portal.owner = 1
    clock.moment += timedelta(seconds=KEPT)
    with pytest.raises(NotAllowed):
        await operators.require(2)


@pytest.mark.parametrize("failure", [aiohttp.ClientError(), TimeoutError()])
async def test_an_answer_that_is_too_old_is_not_believed(study: Study, failure: Exception) -> None:
    clock, portal = MovingClock(), Portal(study, 1)
    operators = Operators(portal.fetch, clock, named=[7])
    await operators.require(1)
    portal.failure = failure
    clock.moment += timedelta(seconds=KEPT - 1)
    await operators.require(1)
    clock.moment += timedelta(seconds=1)
    with pytest.raises(UserError, match="Try again in a minute"):
        await operators.require(1)
    await operators.require(7)


@pytest.mark.parametrize("text", ["11,22", "11 22", " 11, 22 ,", "11\n22"])
def test_the_setting_takes_ids(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("SYLLABOT_OPERATORS", text)
    assert Settings(_env_file=None).operators == (11, 22)


@pytest.mark.parametrize("text", ["ines", "-1", "0", "\uff11\uff12", "1;2", "1" * 20])
def test_the_setting_takes_nothing_else(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("SYLLABOT_OPERATORS", text)
    with pytest.raises(ValidationError, match="no user id"):
        Settings(_env_file=None)
