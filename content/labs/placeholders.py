"""Names in angle brackets that a learner fills, and those that no command has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz import process

from content.repair.lines import without_code

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from content.markdown.blocks import Block

_PLACEHOLDER = re.compile(
    r"(?<![<$])<(?P<name>[A-Za-z][A-Za-z0-9]*(?:[ _-][A-Za-z0-9]+)*)>(?=(?P<after>.?))"
)
_CLOSED = re.compile(r"</([^<>]+)>")
# `List<STRING>` is a type.
_TYPE = re.compile(r"(?<=[A-Za-z])<")
_OUTPUT = frozenset({"output", "text", "txt", "console"})
# Keys to press, then marks of a page, and what commands print as they are.
_KEYBOARD = re.compile(
    r"ENTER|RETURN|ESC|ESCAPE|TAB|SPACE|BACKSPACE|UP|DOWN|LEFT|RIGHT|F\d+|(?:CTRL|ALT|SHIFT|CMD)\b.*"
)
_PRINTED = re.compile(r"EOF|EOL|DEL|DELETE|[A-Z]|BR|HR|DIR|NONE|NULL|UNKNOWN|UNSET")
_LIKE = 70
_MANY = 100


def placeholders(command: str) -> tuple[str, ...]:
    """Return the names in angle brackets that a learner fills, each once, in order.

    ``docker inspect <CONTAINER ID>`` has ``("CONTAINER ID",)``; redirections have none.
    """
    if "<" not in command:
        return ()
    names: dict[str, None] = {}
    closed = set(_CLOSED.findall(command))
    for found in _PLACEHOLDER.finditer(command):
        name, after = found["name"], found["after"]
        if _KEYBOARD.fullmatch(name):
            continue
        if name.upper() != name:
            # In small letters it may be `<in>out` or a tag of a page instead.
            inside = bool(
                re.match(r"[\w&]", after)
                or re.match(r"\w", command[found.start() - 1 : found.start()])
            )
            if inside or name in closed:
                continue
        names[name] = None
    return tuple(names)


def unknown_placeholders(
    blocks: Iterable[Block], known: Collection[str]
) -> Iterator[tuple[int, str]]:
    """Yield the line and name of each placeholder in text or output that is not ``known``.

    Only names in capitals count; ``<none>`` is what a command prints.
    """
    for block in blocks:
        for part in block.walk():
            if "<" not in part.content:
                continue
            if part.is_text:
                text, first = without_code(part.content), part.line
            elif known and part.language in _OUTPUT:
                text, first = part.content, part.line + 1
            else:
                continue
            for offset, line in enumerate(text.split("\n")):
                for name in unknown_names(line, known):
                    yield min(first + offset, part.end), name


def unknown_names(text: str | None, known: Collection[str]) -> Iterator[str]:
    """Yield the placeholders in capitals of a text that are not ``known``."""
    for name in placeholders(_TYPE.sub("", text)) if text and "<" in text else ():
        if name.isupper() and name not in known and not _PRINTED.fullmatch(name):
            yield name


def nearest_name(name: str, known: Collection[str]) -> str | None:
    """Return the known placeholder that is most like ``name``, unless there are too many."""
    if len(known) > _MANY:
        return None
    found = process.extractOne(name, sorted(known), score_cutoff=_LIKE)
    return found[0] if found else None
