"""Answers that come too late, over real sockets: counted, and no traceback in the log."""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
from typing import TYPE_CHECKING

from bot.lateness import ANSWER_SECONDS
from tests.e2e.local_discord import LocalDiscord, open_local_discord
from tests.waiting import CEILING

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

ROUNDS = 5


async def complete(here: LocalDiscord, typed: str) -> None:
    """Type into ``/concept`` and wait until Discord waits no longer, or the bot has answered."""
    person = here.sam.id
    channel = here.channel("general")
    commands = here.playground.commands(person, channel)
    command = next(int(known["id"]) for known in commands if known["name"] == "concept")
    option = {"name": "query", "type": 3, "value": typed, "focused": True}
    await here.playground.autocomplete(person, channel, command, [option])


async def test_late_suggestions_leave_no_traceback(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    async with open_local_discord(tmp_path) as here:
        await complete(here, "etc")
        assert here.process is not None
        # One that Discord gives up on while the bot's answer is under way: it has admitted it,
        # but Discord is told of the answer after its patience has ended.
        here.playground.interactions.answer_within = 0.0
        for number in range(ROUNDS):
            await complete(here, f"pod{number}")
        here.playground.interactions.answer_within = ANSWER_SECONDS
        # Once a later command is answered, the bot has begun with all of them.
        await here.sam.use("general", "concept", query="etcd")
        # And several that the bot finds in its socket when it wakes up, a second too late.
        here.playground.interactions.answer_within = ANSWER_SECONDS + 1.0
        os.kill(here.process.pid, signal.SIGSTOP)
        waiting = [asyncio.create_task(complete(here, f"node{n}")) for n in range(ROUNDS)]
        await asyncio.gather(*waiting)
        os.kill(here.process.pid, signal.SIGCONT)
        await here.sam.use("general", "concept", query="etcd")
        assert await here.stop_bot() == 0
    log = capfd.readouterr().err
    assert "Traceback" not in log
    assert "error" not in log
    (line,) = (line for line in log.splitlines() if "interactions.unanswered" in line)
    assert f"dropped={{'autocomplete': {ROUNDS}}}" in line
    assert f"expired={{'autocomplete': {ROUNDS}}}" in line
    assert f"total={2 * ROUNDS}" in line


async def test_a_resumed_session_answers_nobody_twice(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    async with open_local_discord(tmp_path) as here:
        # The gateway sends the newest interaction again, as after a resume.
        sessions = here.playground.hub.bot
        assert sessions is not None
        first = sessions.dispatch
        seen: list[tuple[str, dict[str, object]]] = []

        def twice(name: str, data: dict[str, object], *, guild: bool) -> None:
            for _ in itertools.repeat(None, 2):
                first(name, data, guild=guild)
            seen.append((name, data))

        sessions.dispatch = twice  # type: ignore[method-assign]
        outcome = await here.sam.use("general", "concept", query="etcd")
        assert outcome.kind == "message"
        async with asyncio.timeout(CEILING):
            await complete(here, "etc")
        assert len([m for m in here.sam.sees("general") if m["ephemeral"]]) == 1
        assert await here.stop_bot() == 0
    log = capfd.readouterr().err
    assert "Traceback" not in log
    assert "repeated={'application_command': 1, 'autocomplete': 1}" in log
