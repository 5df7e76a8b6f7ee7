"""Lines among commands that nobody can type: what a command printed, an address, a file's text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# The branches that `tree` draws, and a question that waits for an answer.
_DRAWN = re.compile(r"[ \t]*(?:[\u2500-\u257f]|[|`]-- )")
_PRINTED = re.compile(
    rf"{_DRAWN.pattern}|(?i:(?=[A-Z][\w ]*:)[\w ]+?(?:password|passphrase|username))"
)
_LABEL = re.compile(
    r"#+\s*(?:(?:expected|sample|example|the)\s+)?outputs?\s*(?::\s*)?", re.IGNORECASE
)
# The head of a part of a settings file, an item of a list, and a key with or without its value.
_WRITTEN = re.compile(
    r"\[[\w.:-]+\]\s*$|[ \t]*- +[^\s-]|[ \t]*[A-Za-z][\w-]*(?: [\w-]+){0,3}:(?: +\S|\s*$)"
)
_WORDS = re.compile(
    r"(?P<sentence>[A-Z][a-z]+(?:,? [\w'-]+){3,}[.:]?$)"
    r"|(?P<dotted>[a-z][\w-]*(?:\.[A-Za-z][\w-]*)+$)"
)
_ADDRESS = re.compile(r"https?://\S+")


def is_address(line: str) -> bool:
    """Return whether a line is the address of a page and nothing else."""
    return "://" in line and bool(_ADDRESS.fullmatch(line.strip()))


def printed_below(
    lines: Sequence[str], start: int, knows: Callable[[str], bool]
) -> tuple[int, int] | None:
    """Return the range of lines, from ``start`` on, that the command above printed."""
    if lines[start][:1] == "#" and _LABEL.fullmatch(lines[start]):
        index = start + 1
        while index < len(lines) and not (lines[index].startswith("#") or knows(lines[index])):
            index += 1
        return (start + 1, index) if index > start + 1 else None
    index = start
    if not _PRINTED.match(lines[start]):
        # The name of the folder above the branches.
        below = lines[start + 1] if start + 1 < len(lines) else ""
        if not _DRAWN.match(below) or lines[start].startswith("#") or knows(lines[start]):
            return None
        index += 1
    while index < len(lines) and _PRINTED.match(lines[index]):
        index += 1
    return start, index


def untypable_below(lines: Sequence[str], start: int, knows: Callable[[str], bool]) -> int:
    """Return where lines end that no shell takes, from ``start`` on; ``start`` for none."""
    if not _is_written(lines, start) or knows(lines[start]):
        return start
    index = start + 1
    while index < len(lines):
        line = lines[index]
        following = next((n for n in range(index, len(lines)) if lines[n].strip()), len(lines))
        if following > index and following < len(lines) and _is_written(lines, following):
            index = following
        elif not line.strip() or line.startswith("#") or knows(line):
            break
        else:
            index += 1
    return index


def _is_written(lines: Sequence[str], index: int) -> bool:
    line = lines[index].rstrip()
    if _is_part(line):
        return True
    words = _WORDS.match(line)
    if not words or words["sentence"]:
        return words is not None
    below = lines[index + 1] if index + 1 < len(lines) else ""
    return _is_part(below)


def _is_part(line: str) -> bool:
    """Return whether a line is a part of a settings file, by signs that few commands have."""
    return (":" in line or line.lstrip()[:1] in {"[", "-"}) and bool(_WRITTEN.match(line))
