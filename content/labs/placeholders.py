"""Names in angle brackets that a learner fills, and those that no command has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz import process

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from content.markdown import Block

_PLACEHOLDER = re.compile(
    r"(?<![<$])<(?P<name>[A-Za-z][A-Za-z0-9]*(?:[ _-][A-Za-z0-9]+)*)>(?=(?P<after>.?))"
)
_CODE_SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
_OUTPUT = frozenset({"output", "text", "txt", "console"})
# Keys to press, and the end of what is typed.
_KEYS = re.compile(
    r"(?:ENTER|RETURN|ESC|TAB|SPACE|EOF|DEL|UP|DOWN|F\d+|(?:CTRL|ALT|SHIFT)\b.*|[A-Z])"
)
_LIKE = 70


def placeholders(command: str) -> tuple[str, ...]:
    """Return the names in angle brackets that a learner fills, each once, in order.

    ``docker inspect <CONTAINER ID>`` has ``("CONTAINER ID",)``; redirections have none.
    """
    if "<" not in command:
        return ()
    names: dict[str, None] = {}
    for found in _PLACEHOLDER.finditer(command):
        name, after = found["name"], found["after"]
        if name.upper() != name:
            # In small letters it may be `<in>out` or a tag of a page instead.
            inside = bool(
                re.match(r"[\w&]", after)
                or re.match(r"\w", command[found.start() - 1 : found.start()])
            )
            if inside or f"</{name}>" in command:
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
                text, first = _CODE_SPAN.sub("", part.content), part.line
            elif known and part.language in _OUTPUT:
                text, first = part.content, part.line + 1
            else:
                continue
            for offset, line in enumerate(text.split("\n")):
                for name in placeholders(line):
                    if name.isupper() and name not in known and not _KEYS.fullmatch(name):
                        yield min(first + offset, part.end), name


def nearest_name(name: str, known: Collection[str]) -> str | None:
    """Return the known placeholder that is most like ``name``."""
    found = process.extractOne(name, sorted(known), score_cutoff=_LIKE)
    return found[0] if found else None
