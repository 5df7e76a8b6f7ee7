"""The checks themselves catch what they are for: a check that cannot fail proves nothing."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from discord import app_commands

from tests.contract.command_registration import registration_faults
from tests.contract.discord_contract import Contract

MESSAGES = "/channels/1/messages"


@pytest.mark.parametrize(
    ("method", "path", "body", "where"),
    [
        ("POST", MESSAGES, {"content": "x" * 4001}, "content"),
        ("POST", MESSAGES, {"contents": "x"}, "contents"),
        ("POST", MESSAGES, {"embeds": [{"title": "x" * 257}]}, "embeds/0/title"),
        ("POST", "/channels/1/nothing", {}, "no such route"),
        ("POST", MESSAGES, {"components": [{"type": 99}]}, "components/0"),
        (
            "POST",
            "/interactions/1/token/callback",
            {"type": 8, "data": {"choices": [{"name": "x" * 101, "value": "x"}]}},
            "data/choices/0/name",
        ),
    ],
)
def test_wrong_requests_are_found(
    contract: Contract | None, method: str, path: str, body: dict[str, Any], where: str
) -> None:
    if contract is None:
        pytest.skip("Discord's schema is not beside this checkout")
    assert any(where in str(violation) for violation in contract.check(method, path, body))


def test_right_requests_pass(contract: Contract | None) -> None:
    if contract is None:
        pytest.skip("Discord's schema is not beside this checkout")
    assert not contract.check("POST", MESSAGES, {"content": "hello", "flags": 64})
    assert not contract.check("GET", "/users/@me", None)


def _command(**changes: Any) -> dict[str, Any]:
    return {"name": "concept", "type": 1, "description": "Look it up", "options": [], **changes}


def _option(**changes: Any) -> dict[str, Any]:
    return {"name": "query", "type": 3, "description": "What", "required": False, **changes}


def _menu(**changes: Any) -> dict[str, Any]:
    return {"name": "Ask About This", "type": 3, **changes}


LONG_CHOICES = [{"name": "a" * 100, "value": "b" * 100}] * 25

WRONG_COMMANDS = {
    "twice": [_command(), _command()],
    "101 commands": [_command(name=f"c{number}") for number in range(101)],
    "/Upper is not a name": [_command(name="Upper")],
    "/two words is not a name": [_command(name="two words")],
    "needs a description": [_command(description="")],
    "comes after an optional": [_command(options=[_option(), _option(name="b", required=True)])],
    "two options": [_command(options=[_option(), _option()])],
    "choices and autocomplete": [
        _command(options=[_option(choices=LONG_CHOICES[:1], autocomplete=True)])
    ],
    "26 options": [_command(options=[_option(name=f"o{n}") for n in range(26)])],
    "too many choices": [_command(options=[_option(choices=LONG_CHOICES * 2)])],
    "6 message menu commands": [_menu(name=f"Do {number}") for number in range(6)],
    "('Ask About This', 3) is registered twice": [_menu(), _menu()],
    "not a name of a menu": [_menu(name="x" * 33, type=2)],
    "has description": [_menu(description="Ask")],
    "has options": [_menu(options=[_option()])],
    "characters": [
        _command(options=[_option(name=name, choices=LONG_CHOICES) for name in ("a", "b")])
    ],
}


@pytest.mark.parametrize("fault", WRONG_COMMANDS)
def test_wrong_registrations_are_found(fault: str) -> None:
    assert any(fault in found for found in registration_faults(WRONG_COMMANDS[fault]))


def test_a_right_registration_passes() -> None:
    assert not registration_faults([_command(options=[_option(required=True), _option(name="b")])])
    five = [_menu(name=f"Do {number}") for number in range(5)]
    assert not registration_faults([*five, _menu(type=2, description=""), _menu(type=2, name="B")])


def test_context_menus_follow_the_schema(contract: Contract | None) -> None:
    if contract is None:
        pytest.skip("Discord's schema is not beside this checkout")
    tree = app_commands.CommandTree(discord.Client(intents=discord.Intents.none()))

    @tree.context_menu(name="Ask About This")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    async def ask(_interaction: discord.Interaction, _message: discord.Message) -> None: ...

    @tree.context_menu(name="Progress")
    async def progress(_interaction: discord.Interaction, _user: discord.User) -> None: ...

    bodies = [menu.to_dict(tree) for menu in (ask, progress)]
    assert [body["type"] for body in bodies] == [3, 2]
    assert not registration_faults(bodies)
    assert not contract.check("PUT", "/applications/1/commands", bodies)
    for body in bodies:
        assert not contract.check("POST", "/applications/1/commands", body)
