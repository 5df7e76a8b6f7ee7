"""A script as commands, each with its hint, its output and what goes into the file it opens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from textwrap import dedent
from typing import TYPE_CHECKING, NamedTuple

from content.labs.forms import is_saved
from content.labs.untypable import is_address, printed_below, untypable_below
from content.labs.written import content_below

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_KEYSTROKES = re.compile(r";\s*(?P<keys>(?:ctrl|\^)[-+]\w\b[^;\n]{0,60})$", re.IGNORECASE)
# An editor made a link of a file's name; no shell takes that outside of quotes.
_LINK = re.compile(r"\[(?P<text>[^\]\s]+)\]\([a-z]+://[^)\s]*\)")
_QUOTES = re.compile(r"[\"']|<<")


class Command(NamedTuple):
    """One command: ``offset`` is its first line from 0, ``hint`` its comment.

    ``content`` is what goes into the file that the command opens, ``output`` what it prints.
    Without a ``text`` the content is lines that nobody can type, and that no editor is opened for.
    """

    offset: int
    text: str
    hint: str | None
    content: str | None = None
    output: str | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """The commands of one block; ``rest`` are comments that no command follows.

    ``open_quote`` is the offset of the line whose quote, bracket or heredoc is never closed.
    """

    commands: tuple[Command, ...]
    rest: str | None
    open_quote: int | None


class Taken(NamedTuple):
    """A command, how many lines it takes, and whether all that it opens is closed."""

    command: Command
    length: int
    closed: bool


def collect(
    lines: Sequence[str], take: Callable[[int, int], Taken], knows: Callable[[str], bool]
) -> Script:
    """Collect the commands of a script that ``take`` reads between two indices of ``lines``.

    ``knows`` says whether a line is a command, where it may be what goes into a file instead.
    """
    return _Collector(lines, take, knows).run()


class _Collector:
    """Walks the lines of a script once; comments wait for the command below them."""

    def __init__(
        self, lines: Sequence[str], take: Callable[[int, int], Taken], knows: Callable[[str], bool]
    ) -> None:
        self._lines = lines
        self._take = take
        self._knows = knows
        self._index = 0
        self._above: list[str] = []
        self._commands: list[Command] = []
        self._open_quote: int | None = None

    def run(self) -> Script:
        """Walk all lines."""
        while self._index < len(self._lines):
            line = self._lines[self._index]
            if not line.strip():
                self._index += 1
            elif not (self._printed() or self._said(line) or self._untypable()):
                self._command()
        return Script(tuple(self._commands), " ".join(self._above) or None, self._open_quote)

    def _printed(self) -> bool:
        """Take lines as what the last command printed."""
        found = self._commands and printed_below(self._lines, self._index, self._knows)
        if not found:
            return False
        first, self._index = found
        self._change(output="\n".join(self._lines[first : self._index]).rstrip())
        return True

    def _said(self, line: str) -> bool:
        """Take a line as what is said of the command below it, or of the file that was opened."""
        if is_address(line):
            self._above.append(line.strip())
        elif self._commands and is_saved(line) and not self._knows(line):
            self._change(hint=line.strip("#- \t"))
        else:
            return False
        self._index += 1
        return True

    def _untypable(self) -> bool:
        """Take lines that no shell takes: answers to the last command, or a file's text."""
        begin, end = self._index, untypable_below(self._lines, self._index, self._knows)
        if end == begin:
            return False
        self._index = end
        text = "\n".join(self._lines[begin:end])
        if self._commands and not self._above and _is_inside(self._lines, begin):
            self._change(hint=dedent(text))
        else:
            self._add(Command(begin, "", " ".join(self._above) or None, text))
        return True

    def _command(self) -> None:
        """Take a command with its comments, and what goes into the file that it opens."""
        # After something that is never closed, each line counts for itself.
        stop = self._index + 1 if self._open_quote is not None else len(self._lines)
        command, length, closed = self._take(self._index, stop)
        if not closed and self._open_quote is None:
            self._open_quote = self._index
        self._index += length
        if not command.text:
            self._above += [command.hint] if command.hint else []
            return
        below = content_below(command.text, self._lines, self._index, self._knows)
        if below or self._above:
            notes = [" ".join(self._above), command.hint, below.note if below else None]
            self._index = below.end if below else self._index
            content = below.text if below and below.text else None
            hint = "\n".join(filter(None, notes)) or None
            command = command._replace(hint=hint, content=content)
        self._add(command)

    def _add(self, command: Command) -> None:
        self._commands.append(command)
        self._above = []

    def _change(self, *, hint: str | None = None, output: str | None = None) -> None:
        """Give the last command one more line of its hint, or of its output."""
        last = self._commands[-1]
        hints = "\n".join(filter(None, [last.hint, hint])) or None
        outputs = "\n".join(filter(None, [last.output, output])) or None
        self._commands[-1] = last._replace(hint=hints, output=outputs)


def _is_inside(lines: Sequence[str], index: int) -> bool:
    """Return whether a line stands further right than the line directly above it."""
    above = lines[index - 1]
    margin = len(above) - len(above.lstrip())
    return bool(above.strip()) and lines[index][: margin + 1].isspace()


def make_command(offset: int, lines: Sequence[str], hints: Sequence[str]) -> Command:
    """Return the command that these lines are together, without a semicolon at its end."""
    text = "\n".join(lines).strip()
    if ";" in text and (keys := _KEYSTROKES.search(text)):
        text, hints = text[: keys.start()].rstrip(), [*hints, keys["keys"]]
    if "](" in text and not _QUOTES.search(text):
        text = _LINK.sub(r"\g<text>", text)
    if not text.endswith((";;", "\\;")):
        text = text.removesuffix(";").rstrip()
    return Command(offset, text, " ".join(hints) or None)
