"""Splits PowerShell and cmd into the commands that a learner types one after the other."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from content.labs.commands import Command, Taken, collect, make_command
from content.labs.vocabulary import looks_like_command

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from content.labs.commands import Script

POWERSHELL = frozenset({"powershell", "pwsh", "ps1", "ps", "posh"})
CMD = frozenset({"cmd", "bat", "batch", "dos"})
_TOKENS = re.compile(
    r"(?P<here>@[\"']\s*$)|(?P<text>\"(?:[^\"`]|`.|\"\")*\"|'(?:[^']|'')*')|(?P<open>\"|')"
    r"|(?P<block><#)|(?P<comment>(?<![\w`$])#.*)|(?P<left>[({\[])|(?P<right>[)}\]])|`."
)
_GOES_ON = re.compile(r"(?:`|\||,|&&|\|\|)\s*$")
# A line that belongs to the block, or to the pipeline, that seemed to have ended above it.
_JOINS = re.compile(r"\s*(?:\||(?:else|elseif|catch|finally|until)\b)", re.IGNORECASE)
_CMDLET = re.compile(
    r"^[ \t]*(?:\$\w+ = )?[A-Z][A-Za-z]+-[A-Z][A-Za-z]+(?=[\s|;)]|$)", re.MULTILINE
)
_REMARK = re.compile(r"\s*(?:@?rem\b|::)\s*(?P<text>.*)", re.IGNORECASE)


class _Scanner:
    """Reads the lines of one command and knows whether it goes on below them."""

    def __init__(self) -> None:
        self.depth = 0
        self.here = ""
        self.block = False
        self.comments: list[str] = []

    def feed(self, line: str) -> str:
        """Take one line in; return it without its comment."""
        if self.here:
            if line.startswith(self.here):
                self.here = ""
            return line
        if self.block:
            inside, end, rest = line.partition("#>")
            self.comments.append(inside.strip())
            self.block = not end
            return rest if end else ""
        return self._scan(line)

    def _scan(self, line: str) -> str:
        for found in _TOKENS.finditer(line):
            if found["here"]:
                self.here = f"{found['here'][1]}@"
            elif found["comment"]:
                self.comments.append(found[0].lstrip("# ").rstrip())
                return line[: found.start()].rstrip()
            elif found["block"]:
                self.block = True
                return line[: found.start()] + self.feed(line[found.end() :])
            elif found["left"]:
                self.depth += 1
            elif found["right"]:
                self.depth = max(0, self.depth - 1)
        return line

    def is_open(self, code: str) -> bool:
        """Return whether the command whose last line is ``code`` goes on in the next line."""
        return bool(self.here or self.block or self.depth or _GOES_ON.search(code))


def is_powershell(text: str) -> bool:
    """Return whether commands without a language are PowerShell, by the names of its commands."""
    return bool(_CMDLET.search(text))


def split_powershell(
    lines: Sequence[str], knows: Callable[[str], bool] = looks_like_command
) -> Script:
    """Split the lines of a PowerShell block into commands with their comments as hints."""
    return collect(lines, partial(take_powershell, lines), knows)


def split_cmd(lines: Sequence[str], knows: Callable[[str], bool] = looks_like_command) -> Script:
    """Split the lines of a batch block; ``^`` at an end goes on, ``REM`` is a comment."""
    return collect(lines, partial(_take_cmd, lines), knows)


def take_powershell(lines: Sequence[str], start: int, stop: int) -> Taken:
    """Return the PowerShell command that begins with line ``start`` and ends before ``stop``."""
    scanner = _Scanner()
    taken: list[str] = []
    for index in range(start, stop):
        taken.append(scanner.feed(lines[index]))
        below = lines[index + 1] if index + 1 < stop else ""
        joins = taken[0].strip() and _JOINS.match(below)
        if not (scanner.is_open(taken[-1]) or joins):
            return _powershell(start, taken, scanner)
    if len(taken) > 1 and not _GOES_ON.search(taken[0]):
        # Something is never closed: one line each loses the least.
        return Taken(make_command(start, lines[start : start + 1], []), 1, closed=False)
    return _powershell(start, taken, scanner)


def _powershell(start: int, taken: Sequence[str], scanner: _Scanner) -> Taken:
    inside = [line for line in taken if line.strip()] if scanner.comments else taken
    hints = [comment for comment in scanner.comments if comment]
    return Taken(make_command(start, inside, hints), len(taken), closed=True)


def _take_cmd(lines: Sequence[str], start: int, stop: int) -> Taken:
    if remark := _REMARK.fullmatch(lines[start]):
        return Taken(Command(start, "", remark["text"].strip() or None), 1, closed=True)
    end = start
    while lines[end].rstrip().endswith("^") and end + 1 < stop:
        end += 1
    return Taken(make_command(start, lines[start : end + 1], []), end + 1 - start, closed=True)
