"""What people are told when something fails, and what they are not."""

from __future__ import annotations

from typing import Any

import aiohttp
import discord
import pytest
import structlog
from discord import app_commands

from bot import error_handler
from bot.errors import NotAllowed, UserError
from bot.log import new_error_id


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (UserError("Choose a kettle."), "Choose a kettle."),
        (NotAllowed("Only instructors."), "Only instructors."),
        (app_commands.MissingPermissions(["manage_guild"]), "**Manage Server**"),
        (app_commands.BotMissingPermissions(["send_messages"]), "**Send Messages**"),
        (app_commands.NoPrivateMessage(), "server only"),
        (app_commands.CommandNotFound("x", []), "just changed"),
        (app_commands.CheckFailure(), "may not"),
        (aiohttp.ServerDisconnectedError(), "Discord has trouble"),
        (discord.RateLimited(60), "Discord has trouble"),
    ],
)
def test_errors_that_people_can_correct_are_explained(error: Exception, words: str) -> None:
    assert words in (error_handler.explain(error) or "")


@pytest.mark.parametrize("error", [RuntimeError("secret"), KeyError("secret"), TimeoutError()])
def test_all_others_are_not(error: Exception) -> None:
    assert error_handler.explain(error) is None


class Refusing:
    """An interaction whose answer fails on the way, before or after a first one."""

    def __init__(self, error: Exception, *, answered: bool) -> None:
        self.type = discord.InteractionType.component
        self.user = discord.Object(7)
        self.client = self
        self.response = self.followup = self.intake = self
        self.counted: list[tuple[str, str]] = []
        self._error = error
        self._answered = answered

    def is_done(self) -> bool:
        return self._answered

    async def send(self, *_: object, **__: object) -> None:
        raise self._error

    send_message = send

    def count(self, outcome: str, kind: str) -> None:
        self.counted.append((outcome, kind))


@pytest.mark.parametrize("answered", [False, True])
@pytest.mark.parametrize(
    "lost",
    [
        aiohttp.ServerDisconnectedError(),
        aiohttp.ClientPayloadError("cut off"),
        TimeoutError(),
        ConnectionResetError(104, "reset"),
        discord.InteractionResponded(Refusing(ValueError(), answered=True)),  # type: ignore[arg-type]
    ],
)
@pytest.mark.parametrize(
    "cause", [UserError("Choose a kettle."), RuntimeError("secret"), aiohttp.ClientError("lost")]
)
async def test_a_network_that_fails_while_a_failure_is_told_ends_there(
    lost: Exception, cause: Exception, answered: bool
) -> None:
    interaction: Any = Refusing(lost, answered=answered)
    with structlog.testing.capture_logs() as lines:
        await error_handler.answer_failure(interaction, cause, source="kettle")
    unsaid = lines.pop()
    assert (unsaid["event"], unsaid["log_level"]) == ("failure.unsaid", "warning")
    assert unsaid["reason"]
    assert "exc_info" not in unsaid
    assert [line["event"] for line in lines] == ["failure"] * isinstance(cause, RuntimeError)
    assert interaction.counted == []


def test_ids_are_short_and_free_of_look_alikes() -> None:
    ids = {new_error_id() for _ in range(200)}
    assert len(ids) == 200
    assert all(len(one) == 6 and not set(one) & set("01OILAEU") for one in ids)
