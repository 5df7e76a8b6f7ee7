"""Interactions that come late, twice, or for what is no longer there; and the failing answers."""

from __future__ import annotations

import asyncio
import copy
import inspect
import logging
from typing import TYPE_CHECKING, Any

import discord
import pytest
import structlog

from bot.admission import LANE_PLACES, _Lane
from bot.intake import BUSY, EVENT, REPORT_SECONDS
from bot.ui.components import RoutedItem
from tests.bot.page_kit import message_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bot.conftest import Study
    from tests.contract.discord_contract import Request

LAB = "Making Tea"
CALLBACK = "/interactions/*/callback"
SECOND = 1000 << 22


@pytest.fixture
def lines() -> Iterator[list[Any]]:
    """Collect what the bot logs."""
    with structlog.testing.capture_logs() as logged:
        yield logged


def last_payload(study: Study) -> dict[str, Any]:
    """Return the newest interaction as the gateway sent it."""
    sent = [entry[2] for entry in study.env.backend.transcript if entry[:2] == ("GATEWAY", EVENT)]
    return copy.deepcopy(dict(sent[-1]))


async def deliver(study: Study, payload: dict[str, Any]) -> None:
    """Send an interaction's payload to the bot and wait until it is done with it."""
    study.env.backend.emit(EVENT, payload)
    await study.env.settle()


async def presses(study: Study) -> dict[str, Any]:
    """Return the payload of a press that was answered."""
    card = message_of(await study.ben.slash(study.channel, "lab start", lab=LAB))
    await study.ben.click(card, label="Start")
    return last_payload(study)


async def commands(study: Study) -> dict[str, Any]:
    await study.ben.slash(study.channel, "concept", query="boiling")
    return last_payload(study)


async def suggestions(study: Study) -> dict[str, Any]:
    await study.ben.autocomplete(study.channel, "concept", "query", "boil")
    return last_payload(study)


async def forms(study: Study) -> dict[str, Any]:
    card = message_of(await study.ben.slash(study.channel, "lab start", lab=LAB))
    await study.ben.click(card, label="Start")
    await study.ben.click(card, label="Next")
    shown = await study.ben.click(card, label="Fill in KETTLE ID")
    await study.ben.submit_modal(shown, {"value-0": "k1"})
    return last_payload(study)


KINDS = [
    (commands, "application_command"),
    (suggestions, "autocomplete"),
    (presses, "component"),
    (forms, "modal_submit"),
]


@pytest.mark.parametrize(("act", "kind"), KINDS)
async def test_a_late_interaction_costs_nothing_and_is_counted(
    study: Study, requests: list[Request], lines: list[Any], act: Any, kind: str
) -> None:
    payload = await act(study)
    before = len(requests)
    payload["id"] = str(int(payload["id"]) - 4 * SECOND)
    await deliver(study, payload)
    assert len(requests) == before
    assert study.bot.intake.tally
    await study.env.advance_time(REPORT_SECONDS + 1)
    (line,) = (line for line in lines if line["event"] == "interactions.unanswered")
    assert (line["total"], line["dropped"]) == (1, {kind: 1})
    assert study.bot.intake.admission.working == 0


@pytest.mark.parametrize(("act", "kind"), KINDS)
async def test_an_interaction_that_comes_twice_is_answered_once(
    study: Study, requests: list[Request], act: Any, kind: str
) -> None:
    payload = await act(study)
    before = len(requests)
    await deliver(study, payload)
    assert len(requests) == before
    assert study.bot.intake.tally.take() == {"repeated": {kind: 1}}


@pytest.mark.parametrize("hours", [-1, 1])
async def test_a_clock_that_is_an_hour_off_drops_nobody(study: Study, hours: int) -> None:
    clock = study.bot.clock

    class Shifted:
        now = staticmethod(clock.now)
        sleep = staticmethod(clock.sleep)

        @staticmethod
        def monotonic() -> float:
            return clock.monotonic() + hours * 3600

    message_of(await study.ben.slash(study.channel, "concept", query="boiling"))
    study.bot.clock = Shifted()
    for _ in range(3):
        message_of(await study.ben.slash(study.channel, "concept", query="boiling"))
    assert not study.bot.intake.tally


@pytest.mark.parametrize("code", [10062, 40060])
async def test_an_answer_that_nobody_waits_for_is_quiet(
    study: Study, lines: list[Any], caplog: pytest.LogCaptureFixture, code: int
) -> None:
    caplog.set_level(logging.INFO)
    status = 404 if code == 10062 else 400
    study.env.inject_error("POST", CALLBACK, status=status, code=code, times=None)
    await study.ben.autocomplete(study.channel, "concept", "query", "boil")
    await study.ben.slash(study.channel, "concept", query="boiling")
    assert [line["event"] for line in lines] == []
    assert [record for record in caplog.records if record.name.startswith("discord")] == []
    outcome = "expired" if code == 10062 else "repeated"
    counts = {"autocomplete": 1, "application_command": 1}
    assert study.bot.intake.tally.take() == {outcome: counts}
    # The simulator notes what discord.py handed to the tree's error handler.
    assert len(study.env.errors) == 1


async def test_suggestions_that_fail_are_logged_under_an_id_and_left_empty(
    study: Study, lines: list[Any], caplog: pytest.LogCaptureFixture, monkeypatch: Any
) -> None:
    def burn(*_: object, **__: object) -> list[Any]:
        raise RuntimeError("the kettle burns")

    monkeypatch.setattr(type(study.bot.catalogue.concepts), "complete", burn)
    assert await study.ben.autocomplete(study.channel, "concept", "query", "boil") == []
    (line,) = lines
    assert (line["event"], line["source"]) == ("failure", "suggestions for /concept")
    assert [record for record in caplog.records if record.name.startswith("discord")] == []


async def test_discord_that_has_trouble_is_told_about_in_one_line(
    study: Study, lines: list[Any]
) -> None:
    study.env.inject_error("POST", CALLBACK, status=429, code=0, message="You are too fast")
    said = message_of(await study.ben.slash(study.channel, "concept", query="boiling"))
    assert "Discord has trouble" in said.content
    (line,) = lines
    assert (line["event"], line["log_level"]) == ("discord.failed", "warning")
    lines.clear()
    study.env.inject_error("POST", CALLBACK, status=429, code=0, times=None)
    await study.ben.slash(study.channel, "concept", query="boiling")
    (line,) = lines
    assert (line["event"], line["log_level"]) == ("failure.unsaid", "warning")
    assert "exc_info" not in line


async def test_a_command_and_a_menu_of_an_old_registration_are_answered(study: Study) -> None:
    channel = study.bot.get_channel(study.channel.id)
    assert isinstance(channel, discord.TextChannel)
    sent = await channel.send("boiling")
    study.bot.tree.remove_command("concept")
    study.bot.tree.remove_command("Explain terms", type=discord.AppCommandType.message)
    said = message_of(await study.ben.slash(study.channel, "concept", query="boiling"))
    assert "just changed" in said.content
    menu = await study.ben.context_menu(study.channel, "Explain terms", sent)
    assert "just changed" in message_of(menu).content
    assert await study.ben.autocomplete(study.channel, "concept", "query", "boil") == []


async def test_a_press_on_a_control_that_its_message_lost_is_answered_once(
    study: Study, requests: list[Request]
) -> None:
    payload = await presses(study)
    record = study.env.backend.new_interaction(
        3, study.channel.id, study.ben.id, int(payload["guild_id"])
    )
    payload |= {"id": str(record.id), "token": record.token}
    payload["message"]["components"] = [{"type": 10, "id": 1, "content": "Nothing to press."}]
    before = len(requests)
    await deliver(study, payload)
    (request,) = requests[before:]
    assert "This card has changed" in str(request)
    assert study.bot.intake.admission.working == 0


async def test_a_full_lane_is_told_to_try_again(study: Study) -> None:
    admission = study.bot.intake.admission
    message_of(await study.ben.slash(study.channel, "concept", query="boiling"))
    lane = admission._lanes.setdefault(f"2 concept {study.channel.id}", _Lane())
    lane.working += LANE_PLACES
    said = message_of(await study.ben.slash(study.channel, "concept", query="boiling"))
    assert (said.content, said.ephemeral) == (BUSY, True)
    assert study.bot.intake.tally.take() == {"refused": {"application_command": 1}}
    lane.working -= LANE_PLACES
    said = message_of(await study.ben.slash(study.channel, "concept", query="boiling"))
    assert said.content != BUSY
    assert admission.working == 0


async def test_a_malformed_interaction_ends_nothing(study: Study, lines: list[Any]) -> None:
    payload = await commands(study)
    payload["id"] = str(int(payload["id"]) + 1)
    del payload["token"]
    await deliver(study, payload)
    (line,) = lines
    assert (line["event"], line["source"]) == ("failure", "interaction")
    assert study.bot.intake.admission.working == 0
    message_of(await study.ben.slash(study.channel, "concept", query="boiling"))


async def test_the_count_is_logged_when_the_bot_stops(study: Study, lines: list[Any]) -> None:
    study.bot.intake.count("expired", "component")
    await asyncio.sleep(0)
    await study.bot.close()
    (line,) = (line for line in lines if line["event"] == "interactions.unanswered")
    assert (line["total"], line["expired"]) == (1, {"component": 1})


async def test_the_seams_in_discord_py_are_where_they_were(study: Study) -> None:
    """Fail when an update of discord.py takes interactions another way than by its parsers.

    That the gateway looks them up there is shown over real sockets, by tests/e2e/test_overload.py.
    """
    state = study.bot._connection
    assert state.parsers[EVENT] == study.bot.intake.receive
    assert study.bot.intake._start == state.parse_interaction_create
    complete = inspect.signature(discord.app_commands.Command._invoke_autocomplete)
    assert list(complete.parameters) == ["self", "interaction", "name", "namespace"]


async def test_each_route_is_handled_by_one_component(study: Study) -> None:
    loaded = study.bot._components
    # By their names: each bot of a test imports its extensions anew.
    routed = {_full_name(kind) for kind in _subclasses(RoutedItem) if kind.route.text}
    assert {_full_name(kind) for kind in loaded} == routed
    for kind in loaded:
        samples = {"int": "1", "word": "a", "text": "a"}
        fields = {name: samples[form] for name, form in kind.route._types.items()}
        custom_id = kind.route.fill(**fields)
        handlers = [
            other for other in loaded if other.__discord_ui_compiled_template__.fullmatch(custom_id)
        ]
        assert handlers == [kind]


def _full_name(kind: type[object]) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def _subclasses(kind: type[Any]) -> Iterator[type[Any]]:
    for below in kind.__subclasses__():
        if below.__module__.startswith("bot."):
            yield below
            yield from _subclasses(below)
