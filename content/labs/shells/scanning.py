"""Takes the lines of one command out of a script, with what a shell knows of its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from content.labs.kinds import Kind, Line

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence


class Taken(NamedTuple):
    """The labelled lines of one command, and whether all that it opens is closed."""

    lines: list[Line]
    closed: bool


class Scanner(Protocol):
    """Reads the lines of one command."""

    goes_on: re.Pattern[str]
    """How a line ends that goes on in the next one."""

    def feed(self, index: int, line: str) -> tuple[str, str]:
        """Take the next line in; return it without its comment, and the comment."""

    def is_open(self, index: int) -> bool:
        """Return whether something is open behind the line with this index."""


def take(lines: Sequence[str], scanner: Scanner, start: int, stop: int) -> Taken:
    """Return the command that begins with line ``start`` and ends before ``stop``."""
    taken: list[Line] = []
    begun = False
    for index in range(start, stop):
        code, comment = scanner.feed(index, lines[index])
        if begun or code.strip():
            kind = Kind.CONTINUATION if begun else Kind.COMMAND
            taken.append(Line(index, kind, code.rstrip() if comment else code, comment))
            begun = True
        else:
            taken.append(Line(index, Kind.COMMENT, comment))
        if not (scanner.is_open(index) or scanner.goes_on.search(code)):
            return Taken(taken, closed=True)
    is_open = scanner.is_open(stop - 1)
    if is_open and not scanner.goes_on.search(taken[0].text):
        # Something is never closed: one line each loses the least.
        return Taken(taken[:1], closed=False)
    return Taken(taken, closed=not is_open)
