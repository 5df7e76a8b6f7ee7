"""Reads from the command tree what each command says about itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from ._service import Described, Menu, Option

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAKES = {
    discord.AppCommandOptionType.integer: "a whole number",
    discord.AppCommandOptionType.number: "a number",
    discord.AppCommandOptionType.boolean: "yes or no",
    discord.AppCommandOptionType.user: "a person",
    discord.AppCommandOptionType.channel: "a channel",
    discord.AppCommandOptionType.role: "a role",
    discord.AppCommandOptionType.mentionable: "a person or a role",
    discord.AppCommandOptionType.attachment: "a file",
}

_FOR_EVERYONE, _FOR_INSTRUCTORS = "For everyone", "For instructors"


def describe_menus(tree: app_commands.CommandTree[Any]) -> tuple[Menu, ...]:
    """Return the commands in the menus of messages and of people; their docstrings explain them."""
    kinds = (discord.AppCommandType.message, discord.AppCommandType.user)
    menus = (menu for kind in kinds for menu in tree.get_commands(type=kind))
    return tuple(
        Menu(menu.name, (menu.callback.__doc__ or "").partition("\n")[0])
        for menu in menus
        if isinstance(menu, app_commands.ContextMenu)
    )


def describe(tree: app_commands.CommandTree[Any]) -> tuple[Described, ...]:
    """Return every slash command: those for everyone first, each by name.

    A command is for instructors when Discord hides it from others by default, or when it or its
    group carries ``extras={"instructors": True}`` because it checks the role itself.
    """
    found = sorted(_described(tree), key=lambda command: (command.instructors, command.name))
    return tuple(found)


def _described(tree: app_commands.CommandTree[Any]) -> Iterator[Described]:
    for command in tree.walk_commands():
        if isinstance(command, app_commands.Command):
            instructors = any(_for_instructors(level) for level in _levels(command))
            yield Described(
                name=command.qualified_name,
                description=command.description,
                group=_FOR_INSTRUCTORS if instructors else _FOR_EVERYONE,
                options=tuple(map(_option, command.parameters)),
                instructors=instructors,
                servers_only=any(_servers_only(level) for level in _levels(command)),
            )


def _levels(
    command: app_commands.Command[Any, ..., Any],
) -> Iterator[app_commands.Command[Any, ..., Any] | app_commands.Group]:
    """Yield a command and the groups around it."""
    yield command
    group = command.parent
    while group is not None:
        yield group
        group = group.parent


def _for_instructors(level: app_commands.Command[Any, ..., Any] | app_commands.Group) -> bool:
    hidden = level.default_permissions is not None and level.default_permissions.value != 0
    return hidden or bool(level.extras.get("instructors"))


def _servers_only(level: app_commands.Command[Any, ..., Any] | app_commands.Group) -> bool:
    contexts = level.allowed_contexts
    elsewhere = contexts is not None and bool(contexts.dm_channel or contexts.private_channel)
    return level.guild_only or (contexts is not None and bool(contexts.guild) and not elsewhere)


def _option(parameter: app_commands.Parameter) -> Option:
    return Option(
        parameter.display_name, str(parameter.description), parameter.required, _rule(parameter)
    )


def _rule(parameter: app_commands.Parameter) -> str:
    if parameter.choices:
        return "one of " + ", ".join(choice.name for choice in parameter.choices)
    low, high = parameter.min_value, parameter.max_value
    if parameter.type is discord.AppCommandOptionType.string:
        return f"up to {high} characters" if high is not None else ""
    if low is not None and high is not None:
        return f"{low} to {high}"
    if low is not None:
        return f"at least {low}"
    if high is not None:
        return f"at most {high}"
    return _TAKES.get(parameter.type, "")
