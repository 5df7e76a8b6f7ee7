"""Splits shell text into the commands that a learner types one after the other."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from content.labs.editing import content_below, is_edit

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEREDOC = re.compile(r"<<-?\s*(?P<quote>['\"\\]?)(?P<word>[A-Za-z_]\w*)(?P=quote)?")
_OPENERS = re.compile(
    r"(?:^\s*|[;&|()]\s*|\b(?:then|do|else)\s+)(?:if|for|while|until|case|select|\{)(?=\s|$)"
)
_MAY_OPEN = re.compile(r"[{}]|\b(?:if|for|while|until|case|select|fi|done|esac)\b")
_CLOSERS = re.compile(r"(?:^\s*|[;&|]\s*)(?:fi|done|esac|\})(?=[\s;&|)]|$)")
_QUOTING = re.compile(r"[\"'\\()]|<<")
_COMMENT = re.compile(r"(?:^|(?<=[ \t;]))#")
_GOES_ON = re.compile(r"(?:\\|&&|\|\|?)$")


@dataclass(frozen=True, slots=True)
class Command:
    """One command: ``offset`` is its first line from 0, ``hint`` its comment.

    ``content`` is what goes into the file that the command opens.
    """

    offset: int
    text: str
    hint: str | None
    content: str | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """The commands of one block; ``rest`` are comments that no command follows.

    ``open_quote`` is the offset of the line whose quote, bracket or heredoc is never closed.
    """

    commands: tuple[Command, ...]
    rest: str | None
    open_quote: int | None


@dataclass(slots=True)
class LineScanner:
    """Reads shell lines and knows whether the command goes on below them."""

    quote: str = ""
    depth: int = 0
    blocks: int = 0
    heredocs: list[str] = field(default_factory=list)

    def feed(self, line: str) -> tuple[str, str | None]:
        """Take one line in; return it without its comment, and the comment."""
        if self.heredocs:
            # Notes indent the last word, although only `<<-` allows that.
            if line.strip() == self.heredocs[0]:
                self.heredocs.pop(0)
            return line, None
        code, bare, comment = self._scan(line)
        if _MAY_OPEN.search(bare):
            change = len(_OPENERS.findall(bare)) - len(_CLOSERS.findall(bare))
            self.blocks = max(0, self.blocks + change)
        return code, comment

    def is_open(self, code: str) -> bool:
        """Say whether the command whose last line is ``code`` goes on in the next line."""
        if self.quote or self.heredocs or self.depth > 0 or self.blocks > 0:
            return True
        return bool(_GOES_ON.search(code.rstrip()))

    def _scan(self, line: str) -> tuple[str, str, str | None]:
        """Return the code, the code with quoted text blanked, and the comment of a line."""
        if not self.quote and not _QUOTING.search(line):
            found = _COMMENT.search(line)
            if not found:
                return line, line, None
            code = line[: found.start()]
            return code, code, line[found.start() :].lstrip("# \t").rstrip()
        bare: list[str] = []
        index = 0
        while index < len(line):
            char = line[index]
            if self.quote:
                if char == "\\" and self.quote == '"':
                    bare.append(" ")
                    index += 1
                elif char == self.quote:
                    self.quote = ""
                bare.append(" " if self.quote else char)
            elif char == "\\":
                bare.append(line[index : index + 2])
                index += 1
            elif char == "#" and (index == 0 or line[index - 1] in " \t;"):
                return line[:index], "".join(bare), line[index:].lstrip("# \t").rstrip()
            elif line.startswith("<<", index):
                index = self._redirect(line, index)
            else:
                self._mark(char)
                bare.append(char)
            index += 1
        return line, "".join(bare), None

    def _redirect(self, line: str, index: int) -> int:
        """Note the heredoc that begins at ``index``; return the index of its last character."""
        if line.startswith("<<<", index):
            return index + 2
        found = _HEREDOC.match(line, index)
        if not found:
            return index + 1
        self.heredocs.append(found["word"])
        return found.end() - 1

    def _mark(self, char: str) -> None:
        if char in "'\"":
            self.quote = char
        elif char == "(":
            self.depth += 1
        elif char == ")":
            self.depth = max(0, self.depth - 1)


def split_commands(lines: Sequence[str]) -> Script:
    """Split the lines of a shell block into commands with the comments that belong to them."""
    commands: list[Command] = []
    above: list[str] = []
    index = 0
    open_quote: int | None = None
    while index < len(lines):
        if not lines[index].strip():
            index += 1
            continue
        # After something that is never closed, each line counts for itself.
        stop = index + 1 if open_quote is not None else len(lines)
        command, length, closed = _take(lines, index, stop)
        if not closed and open_quote is None:
            open_quote = index
        hints = [*above, command.hint]
        index += length
        below = content_below(command.text, lines, index) if is_edit(command.text) else None
        if below:
            hints.append(below.note)
            index = below.end
        if command.text:
            hint = " ".join(filter(None, hints)) or None
            content = below.text if below else None
            commands.append(Command(command.offset, command.text, hint, content or None))
            above = []
        elif command.hint:
            above.append(command.hint)
    return Script(tuple(commands), " ".join(above) or None, open_quote)


def take_command(lines: Sequence[str], start: int) -> tuple[Command, int]:
    """Return the command that begins at ``start`` and how many lines it takes."""
    command, length, _ = _take(lines, start, len(lines))
    return command, length


def _take(lines: Sequence[str], start: int, stop: int) -> tuple[Command, int, bool]:
    scanner = LineScanner()
    taken: list[str] = []
    hints: list[str] = []
    for index in range(start, stop):
        code, comment = scanner.feed(lines[index])
        if comment:
            hints.append(comment)
        taken.append(code.rstrip() if comment else code)
        if not scanner.is_open(code):
            return _command(start, taken, hints), len(taken), True
    if len(taken) > 1 and not taken[0].rstrip().endswith("\\"):
        # Something is never closed: one line each loses the least.
        code, comment = LineScanner().feed(lines[start])
        return _command(start, [code.rstrip()], [comment] if comment else []), 1, False
    return _command(start, taken, hints), len(taken), not scanner.quote


def _command(offset: int, lines: Sequence[str], hints: Sequence[str]) -> Command:
    text = "\n".join(lines).strip()
    if not text.endswith((";;", "\\;")):
        text = text.removesuffix(";").rstrip()
    return Command(offset, text, " ".join(hints) or None)
