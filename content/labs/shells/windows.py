"""Reads the commands of PowerShell and of cmd."""

from __future__ import annotations

import re

from content.labs.shells.base import Shell

_TOKENS = re.compile(
    r"(?P<here>@[\"']\s*$)|(?P<text>\"(?:[^\"`]|`.|\"\")*\"|'(?:[^']|'')*')"
    r"|(?P<block><#)|(?P<comment>(?<![\w`$])#.*)|(?P<left>[({\[])|(?P<right>[)}\]])|`."
)
# A line that belongs to the block, or to the pipeline, that seemed to have ended above it.
_JOINS = re.compile(r"\s*(?:\||(?:else|elseif|catch|finally|until)\b)", re.IGNORECASE)
_CMDLET = re.compile(
    r"^[ \t]*(?:(?:\S{1,60} )?PS\b[^>\n]{0,120}>"
    r"|(?:\$\w+ = )?[A-Z][A-Za-z]+-[A-Z][A-Za-z]+(?=[\s|;)]|$))",
    re.MULTILINE,
)
_REMARK = re.compile(r"\s*(?:@?rem\b|::)\s*(?P<text>.*)", re.IGNORECASE)


def is_powershell(text: str) -> bool:
    """Return whether commands without a language are PowerShell, by its prompt or their names."""
    return bool(_CMDLET.search(text))


class PowerShell(Shell):
    """Takes commands out of a script for PowerShell."""

    goes_on = re.compile(r"(?:`|\||,|&&|\|\|)\s*$")

    def _begin(self) -> None:
        self._depth = 0
        self._here = ""
        self._in_comment = self._has_code = False

    def _feed(self, index: int) -> tuple[str, str, bool]:
        line, comment = self._lines[index], ""
        if self._here:
            self._here = "" if line.startswith(self._here) else self._here
        elif self._in_comment:
            line, comment = self._after_comment(line)
        else:
            line, comment = self._scan(line)
        self._has_code = self._has_code or bool(line.strip())
        below = self._lines[index + 1] if index + 1 < len(self._lines) else ""
        joins = self._has_code and _JOINS.match(below)
        return line, comment, bool(self._here or self._in_comment or self._depth or joins)

    def _after_comment(self, line: str) -> tuple[str, str]:
        """Return what stands behind a comment over several lines, and what it says."""
        inside, end, rest = line.partition("#>")
        self._in_comment = not end
        return rest, inside.strip()

    def _scan(self, line: str) -> tuple[str, str]:
        for found in _TOKENS.finditer(line):
            if found["here"]:
                self._here = f"{found['here'][1]}@"
            elif found["comment"]:
                return line[: found.start()].rstrip(), found[0].lstrip("# ").rstrip()
            elif found["block"]:
                code, comment = self._after_comment(line[found.end() :])
                return line[: found.start()] + code, comment
            elif found["left"]:
                self._depth += 1
            elif found["right"]:
                self._depth = max(0, self._depth - 1)
        return line, ""


class Cmd(Shell):
    """Takes commands out of a batch file, which opens nothing."""

    goes_on = re.compile(r"\^\s*$")

    def _feed(self, index: int) -> tuple[str, str, bool]:
        remark = _REMARK.fullmatch(self._lines[index])
        return ("", remark["text"].strip(), False) if remark else super()._feed(index)
