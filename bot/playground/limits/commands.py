"""The rules for registering application commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.errors import DiscordError
from bot.playground.limits.form import Form, Path
from bot.playground.options import GROUP, INTEGER, NUMBER, STRING, SUBCOMMAND
from bot.playground.payloads import CommandType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.playground.payloads import Json

MOST = {CommandType.CHAT_INPUT: 100, CommandType.USER: 5, CommandType.MESSAGE: 5}
"""How many commands of each type an application may have."""
SIZE = 8_000
OPTIONS = 25
CHOICES = 25
NAME = 32
_SAFE = 2**53
_MARKS = (range(0x0900, 0x0980), range(0x0E00, 0x0E80))
"""Devanagari and Thai, whose vowel signs are neither letters nor numbers."""
_TYPES = range(1, 12)
_WITH_CHOICES = (STRING, INTEGER, NUMBER)


def check_command(command: Json, prefix: Path = ()) -> None:
    """Check one command's registration; raise 50035."""
    form = Form(prefix)
    kind = kind_of(command)
    if kind not in MOST:
        form.choice(("type",), "1, 2, 3")
    elif kind == CommandType.CHAT_INPUT:
        _check_texts(form, (), command)
        options = form.objects(("options",), command.get("options"))
        _check_options(form, ("options",), options, depth=0)
        if _size(command) > SIZE:
            text = f"Command exceeds maximum size ({SIZE})"
            form.add((), "APPLICATION_COMMAND_TOO_LARGE", text)
    else:
        _check_menu(form, command)
    permissions = command.get("default_member_permissions")
    if permissions is not None and not str(permissions).isdecimal():
        form.add(("default_member_permissions",), "BITFIELD_TYPE_CONVERT", "Not a permission set.")
    for field, allowed in (("contexts", {0, 1, 2}), ("integration_types", {0, 1})):
        for index, value in enumerate(command.get(field) or ()):
            if value not in allowed:
                form.choice((field, index), ", ".join(map(str, sorted(allowed))))
    form.finish()


def check_commands(commands: Sequence[Json]) -> None:
    """Check a whole set of commands: each by itself, their number, and that no two are the same."""
    for index, command in enumerate(commands):
        check_command(command, (index,))
    for kind, most in MOST.items():
        if sum(kind_of(command) == kind for command in commands) > most:
            text = f"Maximum number of application commands reached ({most})."
            raise DiscordError(400, 30032, text)
    form = Form()
    seen = set()
    for index, command in enumerate(commands):
        key = (kind_of(command), command["name"])
        if key in seen:
            text = "Application command names must be unique"
            form.add((index,), "APPLICATION_COMMANDS_DUPLICATE_NAME", text)
        seen.add(key)
    form.finish()


def kind_of(command: Json) -> object:
    """Return the type of a command; without one it is a chat command."""
    return command.get("type") or CommandType.CHAT_INPUT


def _check_menu(form: Form, command: Json) -> None:
    """Check a context menu command: a name with spaces and capitals as it likes, and no more."""
    for where, text in _translations(command, "name"):
        form.text(where, text.strip() if isinstance(text, str) else text, 1, NAME)
    for field in ("description", "options"):
        if command.get(field) or command.get(f"{field}_localizations"):
            code = f"APPLICATION_COMMAND_CONTEXT_MENU_{field.upper()}_INVALID"
            form.add((field,), code, f"Context menu commands cannot have {field}")


def _check_texts(form: Form, path: Path, thing: Json) -> None:
    """Check the name and description of a chat command or option, translations too."""
    for field, text in _translations(thing, "name"):
        where = (*path, *field)
        form.text(where, text, 1, NAME)
        if isinstance(text, str) and text and not _is_name(text):
            form.add(where, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
    for field, text in _translations(thing, "description"):
        form.text((*path, *field), text, 1, 100)


def _translations(thing: Json, field: str) -> Iterator[tuple[Path, object]]:
    """Yield a text and its translations, each with its place."""
    yield (field,), thing.get(field)
    for locale, text in (thing.get(f"{field}_localizations") or {}).items():
        yield (f"{field}_localizations", locale), text


def _is_name(text: str) -> bool:
    """Return whether a text may name a chat command or option: lower case, no spaces."""
    return text == text.lower() and all(
        char in "-_'" or char.isalnum() or any(ord(char) in marks for marks in _MARKS)
        for char in text
    )


def _check_options(form: Form, path: Path, options: list[Json], *, depth: int) -> None:
    """Check a list of options; `depth` counts the groups and subcommands above it."""
    form.size(path, len(options), 0, OPTIONS)
    names = set()
    seen_optional = False
    kinds = {option.get("type") in {SUBCOMMAND, GROUP} for option in options}
    if len(kinds) > 1:
        text = "Sub-command and sub-command group option types are mutually exclusive to all others"
        form.add(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", text)
    for index, option in enumerate(options):
        here = (*path, index)
        _check_texts(form, here, option)
        if option.get("name") in names:
            text = "Option names must be unique"
            form.add((*here, "name"), "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", text)
        names.add(option.get("name"))
        if option.get("required") and seen_optional:
            text = "Required options must be placed before non-required options"
            form.add(here, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", text)
        seen_optional = seen_optional or not option.get("required")
        _check_option(form, here, option, depth)


def _check_option(form: Form, path: Path, option: Json, depth: int) -> None:
    """Check one option by its type."""
    kind = option.get("type")
    if kind not in _TYPES:
        form.choice((*path, "type"), ", ".join(map(str, _TYPES)))
    elif kind in {SUBCOMMAND, GROUP}:
        if depth > 1 or (kind == GROUP and depth > 0):
            text = "Subcommand groups cannot be nested"
            form.add((*path, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", text)
        inner = form.objects((*path, "options"), option.get("options"))
        if kind == GROUP and any(child.get("type") != SUBCOMMAND for child in inner):
            form.choice((*path, "options"), "1")
        _check_options(form, (*path, "options"), inner, depth=depth + 1)
    else:
        _check_value(form, path, option)


def _check_value(form: Form, path: Path, option: Json) -> None:
    """Check an option's choices, autocomplete and range."""
    choices = form.objects((*path, "choices"), option.get("choices"))
    takes_choices = option["type"] in _WITH_CHOICES
    if choices and option.get("autocomplete"):
        text = "Choices and autocomplete cannot be used together"
        form.add((*path, "autocomplete"), "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID", text)
    if (choices or option.get("autocomplete")) and not takes_choices:
        text = "Only string, integer and number options have choices or autocomplete"
        form.add((*path, "type"), "APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID", text)
    form.size((*path, "choices"), len(choices), 0, CHOICES)
    _check_choices(form, (*path, "choices"), choices, option["type"])
    form.number((*path, "min_length"), option.get("min_length"), 0, 6_000)
    form.number((*path, "max_length"), option.get("max_length"), 1, 6_000)
    for low, high in (("min_length", "max_length"), ("min_value", "max_value")):
        least, most = option.get(low), option.get(high)
        if least is not None and most is not None and least > most:
            text = f"Value should be less than or equal to {most}."
            form.add((*path, low), "NUMBER_TYPE_MAX", text)


def _check_choices(form: Form, path: Path, choices: list[Json], kind: int) -> None:
    """Check the choices of an option of one type."""
    for field in ("name", "value"):
        found = [choice.get(field) for choice in choices]
        if len(found) != len(set(found)):
            text = f"Choice {field}s must be unique"
            form.add(path, "APPLICATION_COMMAND_OPTIONS_CHOICES_DUPLICATE", text)
    for index, choice in enumerate(choices):
        here = (*path, index)
        form.text((*here, "name"), choice.get("name"), 1, 100)
        value = choice.get("value")
        if kind == STRING:
            form.text((*here, "value"), value, 1, 100)
        elif kind == INTEGER:
            form.number((*here, "value"), value, -_SAFE, _SAFE)
        elif kind == NUMBER and not isinstance(value, int | float):
            form.add((*here, "value"), "NUMBER_TYPE_COERCE", f'Value "{value}" is not float.')


def _size(thing: Json) -> int:
    """Count the characters that count towards a command's size."""
    length = _longest(thing, "name") + _longest(thing, "description")
    for choice in thing.get("choices") or ():
        value = choice.get("value")
        length += _longest(choice, "name") + (len(value) if isinstance(value, str) else 0)
    return length + sum(map(_size, thing.get("options") or ()))


def _longest(thing: Json, field: str) -> int:
    """Return the length of the longest translation of a text."""
    texts = (text for _, text in _translations(thing, field))
    return max((len(text) for text in texts if isinstance(text, str)), default=0)
