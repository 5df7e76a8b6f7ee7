"""Describes the commands from what they say about themselves, as text in Discord's Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


_IN_MENUS = "On a message: right-click or hold it, then Apps"


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a command; ``rule`` says what it takes, such as "3 to 120"."""

    name: str
    description: str
    required: bool
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Described:
    """A command; ``name`` is its full name, ``group`` the heading that it is listed under."""

    name: str
    description: str
    group: str
    options: tuple[Option, ...]
    instructors: bool
    servers_only: bool


@dataclass(frozen=True, slots=True)
class Menu:
    """A command in the menu of a message or of a person."""

    name: str
    description: str


def usable(
    commands: Iterable[Described], *, in_server: bool, is_instructor: bool
) -> tuple[Described, ...]:
    """Return the commands that somebody can use in the place where they ask."""
    return tuple(
        command
        for command in commands
        if (in_server or not command.servers_only) and (is_instructor or not command.instructors)
    )


def overview(
    commands: Sequence[Described], ids: Mapping[str, int], menus: Sequence[Menu] = ()
) -> str:
    """Return a line for each command below the headings of their groups."""
    lines: list[str] = []
    for group in dict.fromkeys(command.group for command in commands):
        lines.append(f"### {group}")
        lines += [_line(command, ids) for command in commands if command.group == group]
    if menus:
        lines.append(f"### {_IN_MENUS}")
        lines += [f"- **{menu.name}**\n  {menu.description}" for menu in menus]
    return "\n".join(lines)


def details(command: Described, ids: Mapping[str, int]) -> str:
    """Return all that there is to say of one command."""
    notes = ["Only instructors can use it."] if command.instructors else []
    notes += ["It works in servers only."] if command.servers_only else []
    lines = [mention(command.name, ids), command.description, *notes]
    if command.options:
        lines.append("### Options")
    for option in command.options:
        need = "required" if option.required else "optional"
        rules = ", ".join(filter(None, (need, option.rule)))
        lines.append(f"- `{option.name}` ({rules}): {option.description}")
    return "\n".join(lines)


def mention(name: str, ids: Mapping[str, int]) -> str:
    """Return a command to click on, or to read while Discord's id of it is unknown."""
    number = ids.get(name.split(" ", 1)[0])
    return f"`/{name}`" if number is None else f"</{name}:{number}>"


def named(typed: str, commands: Iterable[Described]) -> Described | None:
    """Return the command that ``typed`` names, with or without a slash."""
    wanted = " ".join(typed.strip().lstrip("/").casefold().split())
    return next((command for command in commands if command.name == wanted), None)


def _line(command: Described, ids: Mapping[str, int]) -> str:
    options = "".join(
        f" `{option.name}`" if option.required else f" `[{option.name}]`"
        for option in command.options
    )
    return f"- {mention(command.name, ids)}{options}\n  {command.description}"
