"""Reads a console transcript: commands behind prompts with their output between them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from content.labs.shell import take_command

_USER = r"(?:\[[^\]]{1,60}\]|[\w.-]{1,40}@[\w.-]{1,60}[^$#\n]{0,80}?)"
_PROMPT = re.compile(
    rf"(?:(?:\([\w.-]+\) )?{_USER})?\$ (?P<command>.*)|{_USER}# (?P<root>.*)"
    r"|(?:PS(?: (?:[A-Za-z]:|/)[^>\n]{0,120})?|[A-Za-z]:\\[^>\n]{0,120})> ?(?P<windows>.*)"
)
_BARE_ROOT = re.compile(r"# (?P<root>.*)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One command with what it printed; output above the first prompt has an empty command."""

    offset: int
    command: str
    hint: str | None
    output: str | None


def has_prompts(text: str) -> bool:
    """Say whether a line begins with a prompt that no plain command begins with."""
    return any(_PROMPT.fullmatch(line) for line in text.split("\n"))


def read_console(text: str) -> list[Entry]:
    """Split a transcript at its prompts (``$``, ``user@host:~$``, and ``#`` where no ``$`` is)."""
    lines = text.rstrip("\n").split("\n")
    typed = [_typed(_PROMPT, line) for line in lines]
    if not any(line is not None for line in typed):
        typed = [_typed(_BARE_ROOT, line) for line in lines]
    entries: list[Entry] = []
    starts = [index for index, line in enumerate(typed) if line is not None]
    if not starts or starts[0] > 0:
        above = "\n".join(lines[: starts[0] if starts else len(lines)])
        if above.strip():
            entries.append(Entry(0, "", None, above))
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(lines)
        block = [typed[start] or "", *(line.removeprefix("> ") for line in lines[start + 1 : end])]
        command, length = take_command(block, 0)
        output = "\n".join(lines[start + length : end]).strip("\n")
        if command.text:
            entries.append(Entry(start, command.text, command.hint, output or None))
        elif command.hint or output:
            entries.append(Entry(start, "", None, "\n".join(filter(None, [command.hint, output]))))
    return entries


def _typed(prompt: re.Pattern[str], line: str) -> str | None:
    found = prompt.fullmatch(line)
    if not found:
        return None
    return next((group for group in found.groups() if group is not None), "")
