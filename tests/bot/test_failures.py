"""What people are told when something fails, and what they are not."""

from __future__ import annotations

import pytest
from discord import app_commands

from bot import failures
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
    ],
)
def test_errors_that_people_can_mend_are_explained(error: Exception, words: str) -> None:
    assert words in (failures.explain(error) or "")


@pytest.mark.parametrize("error", [RuntimeError("secret"), KeyError("secret"), TimeoutError()])
def test_all_others_are_not(error: Exception) -> None:
    assert failures.explain(error) is None


def test_ids_are_short_and_free_of_look_alikes() -> None:
    ids = {new_error_id() for _ in range(200)}
    assert len(ids) == 200
    assert all(len(one) == 6 and not set(one) & set("01OILAEU") for one in ids)
