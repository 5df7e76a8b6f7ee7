"""What a line of code in a lab is, and the commands that labelled lines make together."""

from __future__ import annotations

import re
from collections import defaultdict
from enum import Enum, auto
from textwrap import dedent
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

# A key that ends what a command has opened, written behind it.
_KEYS = re.compile(r";\s*(?P<keys>(?:ctrl|\^)[-+]\w\b[^;\n]{0,60})$", re.IGNORECASE)
# An editor made a link of a file's name; no shell takes that outside of quotes.
_LINK = re.compile(r"\[(?P<text>[^\]\s]+)\]\([a-z]+://[^)\s]*\)")
_QUOTES = re.compile(r"[\"']|<<")


class Kind(Enum):
    """What a line is: part of a command, or what it has to do with one."""

    COMMAND = auto()
    """The first line of a command."""
    CONTINUATION = auto()
    """One more line of the command above."""
    COMMENT = auto()
    """What is said of the command below."""
    NOTE = auto()
    """What is said of the command above, such as to save the file."""
    ANSWER = auto()
    """What the command above is told while it runs."""
    CONTENT = auto()
    """A line of the file that the command above opens."""
    OUTPUT = auto()
    """What the command above prints."""
    TEXT = auto()
    """What nobody can type."""


class Line(NamedTuple):
    """A labelled line; ``offset`` counts from 0, ``comment`` is what stands behind a command.

    ``language`` is named where a prompt shows it.
    """

    offset: int
    kind: Kind
    text: str
    comment: str = ""
    language: str | None = None


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
    language: str | None = None


def join(lines: Iterable[Line]) -> list[Command]:
    """Join labelled lines to commands; each line belongs to exactly one of them."""
    commands: list[_Lines] = []
    above: list[str] = []
    last = -1
    for line in lines:
        if line.kind is Kind.COMMENT:
            above.append(line.text)
        else:
            goes_on = line.kind is Kind.TEXT and line.offset == last + 1 and not above
            if line.kind is Kind.COMMAND or (
                line.kind is Kind.TEXT and not (goes_on and commands[-1:] and commands[-1].is_text)
            ):
                commands.append(_Lines(line, above))
                above = []
            commands[-1].add(line)
        last = line.offset
    joined = [command.join() for command in commands]
    if said := _words(above):
        joined.append(Command(last, "", said))
    return joined


class _Lines:
    """The lines of one command by their kinds."""

    def __init__(self, first: Line, above: list[str]) -> None:
        self._first = first
        self._above = above
        self._parts: defaultdict[Kind, list[str]] = defaultdict(list)

    @property
    def is_text(self) -> bool:
        return self._first.kind is Kind.TEXT

    def add(self, line: Line) -> None:
        kind = Kind.COMMAND if line.kind is Kind.CONTINUATION else line.kind
        if line.comment:
            self._parts[Kind.COMMENT].append(line.comment)
        if line.text.strip() or not line.comment:
            self._parts[kind].append(line.text)

    def join(self) -> Command:
        parts = self._parts
        text, keys = _command(parts[Kind.COMMAND])
        answers = dedent("\n".join(parts[Kind.ANSWER]))
        comments = [_words(self._above), _words([*parts[Kind.COMMENT], keys])]
        hint = "\n".join(filter(None, [*comments, answers, _words(parts[Kind.NOTE])]))
        content = "\n".join(parts[Kind.TEXT]) or dedent("\n".join(parts[Kind.CONTENT]))
        output = "\n".join(parts[Kind.OUTPUT]).strip("\n").rstrip()
        return Command(
            self._first.offset,
            text,
            hint or None,
            content.strip("\n") or None,
            output or None,
            self._first.language,
        )


def _command(lines: list[str]) -> tuple[str, str]:
    """Return the command of these lines without a semicolon at its end, and the keys behind it."""
    text = "\n".join(lines).strip()
    keys = _KEYS.search(text)
    if keys:
        text = text[: keys.start()].rstrip()
    if not _QUOTES.search(text):
        text = _LINK.sub(r"\g<text>", text)
    if not text.endswith((";;", "\\;")):
        text = text.removesuffix(";").rstrip()
    return text, keys["keys"] if keys else ""


def _words(texts: list[str]) -> str:
    return " ".join(filter(None, texts))
