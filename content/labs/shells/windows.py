"""Reads the commands of PowerShell and of cmd."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from content.labs.shells.scanning import Taken, take

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_TOKENS = re.compile(
    r"(?P<here>@[\"']\s*$)|(?P<text>\"(?:[^\"`]|`.|\"\")*\"|'(?:[^']|'')*')"
    r"|(?P<block><#)|(?P<comment>(?<![\w`$])#.*)|(?P<left>[({\[])|(?P<right>[)}\]])|`."
)
# A line that belongs to the block, or to the pipeline, that seemed to have ended above it.
_JOINS = re.compile(r"\s*(?:\||(?:else|elseif|catch|finally|until)\b)", re.IGNORECASE)
_CMDLET = re.compile(
    r"^[ \t]*(?:\$\w+ = )?[A-Z][A-Za-z]+-[A-Z][A-Za-z]+(?=[\s|;)]|$)", re.MULTILINE
)
_REMARK = re.compile(r"\s*(?:@?rem\b|::)\s*(?P<text>.*)", re.IGNORECASE)


def is_powershell(text: str) -> bool:
    """Return whether commands without a language are PowerShell, by the names of its commands."""
    return bool(_CMDLET.search(text))


def powershell_taker(lines: Sequence[str]) -> Callable[[int, int], Taken]:
    """Return what takes the PowerShell command between two indices of ``lines``."""
    return lambda start, stop: take(lines, _PowerShell(lines), start, stop)


def cmd_taker(lines: Sequence[str]) -> Callable[[int, int], Taken]:
    """Return what takes the command of a batch file between two indices of ``lines``."""
    return lambda start, stop: take(lines, _Cmd(), start, stop)


class _PowerShell:
    """Reads the lines of one command and knows whether something is open behind them."""

    goes_on = re.compile(r"(?:`|\||,|&&|\|\|)\s*$")

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._depth = 0
        self._here = ""
        self._comment = False
        self._begun = False

    def feed(self, index: int, line: str) -> tuple[str, str]:
        """Take the next line in; return it without its comment, and the comment."""
        if self._here:
            self._here = "" if line.startswith(self._here) else self._here
            return line, ""
        code, comment = self._without_block(line) if self._comment else self._scan(line)
        self._begun = self._begun or bool(code.strip())
        return code, comment

    def is_open(self, index: int) -> bool:
        """Return whether something is open behind the line with this index."""
        below = self._lines[index + 1] if index + 1 < len(self._lines) else ""
        joins = self._begun and _JOINS.match(below)
        return bool(self._here or self._comment or self._depth or joins)

    def _without_block(self, line: str) -> tuple[str, str]:
        """Return what stands behind a comment that began further above, and what it says."""
        inside, end, rest = line.partition("#>")
        self._comment = not end
        return rest, inside.strip()

    def _scan(self, line: str) -> tuple[str, str]:
        for found in _TOKENS.finditer(line):
            if found["here"]:
                self._here = f"{found['here'][1]}@"
            elif found["comment"]:
                return line[: found.start()], found[0].lstrip("# ").rstrip()
            elif found["block"]:
                code, comment = self._without_block(line[found.end() :])
                return line[: found.start()] + code, comment
            elif found["left"]:
                self._depth += 1
            elif found["right"]:
                self._depth = max(0, self._depth - 1)
        return line, ""


class _Cmd:
    """Reads the lines of one command of a batch file, which opens nothing."""

    goes_on = re.compile(r"\^\s*$")

    def feed(self, index: int, line: str) -> tuple[str, str]:
        """Take the next line in; return it without its comment, and the comment."""
        remark = _REMARK.fullmatch(line)
        return ("", remark["text"].strip()) if remark else (line, "")

    def is_open(self, index: int) -> bool:
        """Return False: only a sign at the end of a line goes on in the next one."""
        return False
