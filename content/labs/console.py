"""Reads a console transcript: commands behind prompts with their output between them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from textwrap import dedent
from typing import TYPE_CHECKING

from content.labs.powershell import take_powershell
from content.labs.shell import shell_taker
from content.labs.vocabulary import looks_like_command

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_USER = (
    r"(?:\[[^\]]{1,60}\]|[\w.-]{1,40}@[\w.-]{1,60}(?:[^\w.$#\n-][^$#\n]{0,80}?)?"
    r"|(?:bash|sh|zsh)-\d[\d.]{0,8}|[~/][\w./-]{0,60} )"
)
_NAME = r"(?:(?:\([\w.-]+\)|\[[^\]\n]{1,60}\]:|\*[\w-]+\*) )?"
_PS = r"PS(?: (?:[A-Za-z]:|/|~)[^>\n]{0,120})?"
# Nothing may stand behind a prompt where somebody pressed Enter only.
_PROMPT = re.compile(
    rf" {{0,3}}(?:(?:(?:\([\w.-]+\) )?{_USER}[$#](?: +(?P<user>.*)|$))|\$ +(?P<plain>.*)"
    rf"|{_NAME}(?:{_PS}|[A-Za-z]:\\[^>\n]{{0,120}})> ?(?P<windows>.*))"
)
# `# List them` is a comment, in a transcript too.
_BARE_ROOT = re.compile(r"# +(?P<root>(?![A-Z][a-z]+ ).*)")
_POWERSHELL = re.compile(rf" {{0,3}}{_NAME}{_PS}>")
_CONTINUED = re.compile(r"^>{1,2} ?")
# What every prompt has: most scripts have none of them.
_SIGN = re.compile(r"[$#>]")
_CLEAR = 3
"""The fewest characters of a sure prompt with its command."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One command with what it printed; output above the first prompt has an empty command.

    ``language`` is named where the prompt shows it.
    """

    offset: int
    command: str
    hint: str | None
    output: str | None
    language: str | None = None


# Several questions about one fence come to this one.
@lru_cache(16)
def has_prompts(text: str) -> bool:
    """Return whether a line begins with a prompt that no plain command begins with."""
    if not _SIGN.search(text):
        return False
    lines = dedent(text).split("\n")
    if any(len(line) >= _CLEAR and _PROMPT.fullmatch(line) for line in lines):
        return True
    # Root's prompt looks like a comment, unless there is nothing else and all of it is typed.
    typed = [line for line in lines if line.strip()]
    return bool(typed) and all(
        line.startswith("# ") and looks_like_command(line[2:]) for line in typed
    )


def read_console(text: str) -> list[Entry]:
    """Split a transcript at its prompts (``$``, ``user@host:~$``, and ``#`` where no ``$`` is)."""
    # Notes indent a whole transcript.
    lines = dedent(text).rstrip().split("\n")
    pattern = _PROMPT
    typed = [_typed(pattern, line) for line in lines]
    if not any(line is not None for line in typed):
        pattern = _BARE_ROOT
        typed = [_typed(pattern, line) for line in lines]
    starts = [index for index, line in enumerate(typed) if line is not None]
    if not starts:
        return [Entry(0, "", None, "\n".join(lines))] if text.strip() else []
    entries: list[Entry] = []
    output, hint = _parted(lines[: starts[0]], comments=True)
    if output:
        entries.append(Entry(0, "", None, output))
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        block = [typed[start] or "", *lines[start + 1 : end]]
        windows = bool(_POWERSHELL.match(lines[start]))
        last = end == len(lines) or pattern is _BARE_ROOT
        entry, below = _entry(start, block, windows=windows, last=last)
        said = "\n".join(filter(None, [hint, entry.hint])) or None
        if entry.command:
            entries.append(replace(entry, hint=said))
        elif entry.output:
            # A comment behind a prompt, or nothing: what was printed must not be lost.
            output = "\n".join(filter(None, [said, entry.output]))
            entries.append(replace(entry, hint=None, output=output))
        else:
            below = "\n".join(filter(None, [said, below])) or None
        hint = below
    if hint:
        entries.append(Entry(len(lines) - 1, "", None, hint))
    return entries


def read_unprompted(text: str, knows: Callable[[str], bool]) -> list[Entry]:
    """Read the commands that a transcript without prompts begins with, and what the last prints.

    ``knows`` says whether a line is a command; the list is empty when the first one is not.
    """
    lines = text.rstrip("\n").split("\n")
    take = shell_taker(lines)
    entries: list[Entry] = []
    hints: list[str | None] = []
    index = done = 0
    all_closed = True
    while index < len(lines):
        line = lines[index].strip()
        if line and line[0] != "#" and not knows(line):
            break
        # After something that is never closed, each line counts for itself.
        command, length, closed = take(index, len(lines) if all_closed else index + 1)
        all_closed = all_closed and closed
        hints.append(command.hint)
        if command.text:
            hint = " ".join(filter(None, hints)) or None
            entries.append(Entry(index, command.text, hint, None))
            hints = []
            done = index + length
        index += length
    output = "\n".join(lines[done:]).strip("\n")
    if output and entries:
        entries[-1] = replace(entries[-1], output=output)
    return entries


def _entry(
    offset: int, lines: Sequence[str], *, windows: bool, last: bool
) -> tuple[Entry, str | None]:
    """Read what was typed at a prompt and what stands below it up to the next one.

    Also returns the comment that belongs to the next command; below the ``last`` there is none.
    """
    typed = [lines[0], *(_CONTINUED.sub("", line) for line in lines[1:])]
    take = partial(take_powershell, typed) if windows else shell_taker(typed)
    command, length, closed = take(0, len(typed))
    output, below = _parted(lines[length if closed else 1 :], comments=not last)
    language = "powershell" if windows else None
    return Entry(offset, command.text, command.hint, output or None, language), below


def _parted(lines: Sequence[str], *, comments: bool) -> tuple[str, str | None]:
    """Part what stands between two prompts into output and the comment on the next command."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    start = end
    while comments and start and lines[start - 1].startswith("#"):
        start -= 1
    if start and start < end and lines[start - 1].strip():
        # Directly below other output it is more of it.
        start = end
    said = " ".join(line.strip("# \t") for line in lines[start:end])
    return "\n".join(lines[:start]).strip("\n").rstrip(), said.strip() or None


def _typed(prompt: re.Pattern[str], line: str) -> str | None:
    found = prompt.fullmatch(line)
    if not found:
        return None
    return next((group for group in found.groups() if group is not None), "")
