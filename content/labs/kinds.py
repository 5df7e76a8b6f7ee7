"""What a line of code in a lab is, and the commands that labelled lines make together."""

from __future__ import annotations

import re
from collections import defaultdict
from enum import Enum
from textwrap import dedent
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# A key that ends what a command has opened, written behind it.
_KEYS = re.compile(r";\s*(?P<keys>(?:ctrl|\^)[-+]\w\b[^;\n]{0,60})$", re.IGNORECASE)
# An editor made a link of a file's name; no shell takes that outside of quotes.
_LINK = re.compile(r"\[(?P<text>[^\]\s]+)\]\([a-z]+://[^)\s]*\)")
_QUOTES = re.compile(r"[\"']|<<")


class Kind(Enum):
    """What a line is: part of a command, or what it has to do with one."""

    COMMAND = "begins a command"
    CONTINUATION = "goes on with the command above"
    COMMENT = "is said of the command below"
    NOTE = "is said of the command above"
    CONTENT = "goes into the file or the dialog that the command above opens"
    OUTPUT = "is printed by the command above"
    TEXT = "can be typed nowhere"


class Line(NamedTuple):
    """A labelled line; ``offset`` counts from 0, ``comment`` is what stands behind a command."""

    offset: int
    kind: Kind
    text: str
    comment: str = ""


class Command(NamedTuple):
    """One command; ``offset`` is its first line from 0, ``hint`` what is said of it.

    ``content`` is what goes into the file that it opens, ``output`` what it prints. Without a
    ``text`` the content is lines that nobody can type; the hint alone is said of what stands above.
    """

    offset: int
    text: str
    hint: str | None = None
    content: str | None = None
    output: str | None = None


def join(lines: Iterable[Line]) -> list[Command]:
    """Join labelled lines to commands; each line belongs to exactly one of them."""
    commands: list[list[Line]] = []
    above: list[Line] = []
    last = Line(-1, Kind.COMMENT, "")
    for line in lines:
        follows = last.kind is Kind.TEXT and line.offset == last.offset + 1
        if line.kind is Kind.COMMENT:
            above.append(line)
        elif line.kind is Kind.COMMAND or (line.kind is Kind.TEXT and not follows):
            commands.append([*above, line])
            above = []
        else:
            commands[-1].append(line)
        last = line
    joined = list(map(_joined, commands))
    if any(line.text for line in above):
        joined.append(_joined(above))
    return joined


def _joined(lines: Sequence[Line]) -> Command:
    """Make one command of its lines and the comments above it."""
    parts: defaultdict[Kind, list[str]] = defaultdict(list)
    for line in lines:
        kind = Kind.COMMAND if line.kind is Kind.CONTINUATION else line.kind
        if line.text.strip() or not line.comment:
            parts[kind].append(line.text)
    text = "\n".join(parts[Kind.COMMAND]).strip()
    keys = _KEYS.search(text)
    text = text[: keys.start()].rstrip() if keys else text
    text = text if _QUOTES.search(text) else _LINK.sub(r"\g<text>", text)
    behind = [*(line.comment for line in lines), keys["keys"] if keys else ""]
    hints = [
        " ".join(filter(None, parts[Kind.COMMENT])),
        " ".join(filter(None, behind)),
        " ".join(filter(None, parts[Kind.NOTE])),
    ]
    content = dedent("\n".join(parts[Kind.CONTENT])) or "\n".join(parts[Kind.TEXT])
    return Command(
        next((line for line in lines if line.kind is not Kind.COMMENT), lines[0]).offset,
        text if text.endswith((";;", "\\;")) else text.removesuffix(";").rstrip(),
        "\n".join(filter(None, hints)) or None,
        content.strip("\n") or None,
        "\n".join(parts[Kind.OUTPUT]).strip("\n").rstrip() or None,
    )
