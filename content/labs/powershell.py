"""Splits PowerShell and cmd into the commands that a learner types one after the other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from content.labs.shell import Command, Script

if TYPE_CHECKING:
    from collections.abc import Sequence

POWERSHELL = frozenset({"powershell", "pwsh", "ps1", "ps", "posh"})
CMD = frozenset({"cmd", "bat", "batch", "dos"})
_TOKENS = re.compile(
    r"(?P<here>@[\"']\s*$)|(?P<text>\"(?:[^\"`]|`.|\"\")*\"|'(?:[^']|'')*')|(?P<open>\"|')"
    r"|(?P<block><#)|(?P<comment>(?<![\w`$])#.*)|(?P<left>[({\[])|(?P<right>[)}\]])|`."
)
_GOES_ON = re.compile(r"(?:`|\||,|&&|\|\|)\s*$")
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
        """Say whether the command whose last line is ``code`` goes on in the next line."""
        return bool(self.here or self.block or self.depth or _GOES_ON.search(code))


def split_powershell(lines: Sequence[str]) -> Script:
    """Split the lines of a PowerShell block into commands with their comments as hints."""
    commands: list[Command] = []
    above: list[str] = []
    unclosed: int | None = None
    index = 0
    while index < len(lines):
        scanner = _Scanner()
        taken: list[str] = []
        end = index
        for end in range(index, len(lines)):
            code = scanner.feed(lines[end])
            taken.append(code)
            if not scanner.is_open(code):
                break
        else:
            if len(taken) > 1 and not _GOES_ON.search(taken[0]):
                # Something is never closed: one line each loses the least.
                unclosed = index if unclosed is None else unclosed
                taken, end = [lines[index]], index
        text = "\n".join(part for part in taken if part.strip()).strip().rstrip(";").rstrip()
        hints = [*above, *filter(None, scanner.comments)] if unclosed is None else above
        if text:
            commands.append(Command(index, text, " ".join(hints) or None))
            above = []
        else:
            above = hints
        index = end + 1
    return Script(tuple(commands), " ".join(above) or None, unclosed)


def split_cmd(lines: Sequence[str]) -> Script:
    """Split the lines of a batch block; ``^`` at an end goes on, ``REM`` is a comment."""
    commands: list[Command] = []
    above: list[str] = []
    index = 0
    while index < len(lines):
        remark = _REMARK.fullmatch(lines[index])
        end = index
        while lines[end].rstrip().endswith("^") and end + 1 < len(lines) and not remark:
            end += 1
        text = "\n".join(lines[index : end + 1]).strip()
        if remark:
            above += filter(None, [remark["text"].strip()])
        elif text:
            commands.append(Command(index, text, " ".join(above) or None))
            above = []
        index = end + 1
    return Script(tuple(commands), " ".join(above) or None, None)
