"""Discord's rules for registering commands that neither its schema nor the simulator checks."""

from __future__ import annotations

import re
from typing import Any

_NAME = re.compile(r"^[-_'\w]{1,32}$")
_CHAT_INPUT = 1
_MENUS = {2: "user", 3: "message"}
_GROUPS = {1, 2}
MAX_COMMANDS = 100
MAX_MENUS = 5
MAX_NAME = 32
MAX_OPTIONS = 25
MAX_CHOICES = 25
MAX_CHARACTERS = 8000


def registration_faults(commands: list[dict[str, Any]]) -> list[str]:
    """Return what Discord would refuse in a bulk registration of global commands."""
    faults = []
    chat = [command for command in commands if command.get("type", 1) == _CHAT_INPUT]
    if len(chat) > MAX_COMMANDS:
        faults.append(f"{len(chat)} commands")
    names = [(command["name"], command.get("type", 1)) for command in commands]
    faults += [f"{name} is registered twice" for name in set(names) if names.count(name) > 1]
    for command in chat:
        faults += _command_faults(command, command["name"])
        size = _size(command)
        if size > MAX_CHARACTERS:
            faults.append(f"/{command['name']} has {size} characters")
    for kind, what in _MENUS.items():
        faults += _menu_faults([c for c in commands if c.get("type") == kind], what)
    return faults


def _menu_faults(menus: list[dict[str, Any]], what: str) -> list[str]:
    faults = [f"{len(menus)} {what} menu commands"] if len(menus) > MAX_MENUS else []
    for menu in menus:
        if not 1 <= len(menu["name"].strip()) <= MAX_NAME:
            faults.append(f"{menu['name']!r} is not a name of a menu command that Discord takes")
        extra = [field for field in ("description", "options") if menu.get(field)]
        faults += [f"{menu['name']!r} is a menu command and has {field}" for field in extra]
    return faults


def _command_faults(entry: dict[str, Any], path: str) -> list[str]:
    faults = _text_faults(entry, path)
    options = entry.get("options", [])
    if len(options) > MAX_OPTIONS:
        faults.append(f"/{path} has {len(options)} options")
    names = [option["name"] for option in options]
    if len(set(names)) != len(names):
        faults.append(f"/{path} has two options of one name")
    optional_seen = False
    for option in options:
        name = f"{path} {option['name']}"
        if option["type"] in _GROUPS:
            faults += _command_faults(option, name)
            continue
        faults += _text_faults(option, name)
        if option.get("required") and optional_seen:
            faults.append(f"/{name} is required but comes after an optional one")
        optional_seen = optional_seen or not option.get("required")
        if option.get("choices") and option.get("autocomplete"):
            faults.append(f"/{name} has choices and autocomplete")
        if len(option.get("choices") or ()) > MAX_CHOICES:
            faults.append(f"/{name} has too many choices")
    return faults


def _text_faults(entry: dict[str, Any], path: str) -> list[str]:
    faults = []
    if not _NAME.fullmatch(entry["name"]) or entry["name"] != entry["name"].lower():
        faults.append(f"/{path} is not a name that Discord takes")
    if not 1 <= len(entry.get("description") or "") <= 100:
        faults.append(f"/{path} needs a description of 1 to 100 characters")
    return faults


def _size(entry: dict[str, Any]) -> int:
    """Count what Discord counts: names, descriptions and values, through all options."""
    total = len(entry["name"]) + len(entry.get("description") or "")
    for choice in entry.get("choices") or ():
        total += len(choice["name"]) + len(str(choice["value"]))
    return total + sum(_size(option) for option in entry.get("options") or ())
