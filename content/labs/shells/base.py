"""What all shells have in common: a command is taken line by line until nothing is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from content.labs.kinds import Kind, Line

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence


class Shell:
    """Takes commands out of the lines of one script."""

    goes_on: ClassVar[re.Pattern[str]]
    """How a line ends whose command goes on in the next one."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines

    def take(self, start: int, stop: int) -> tuple[list[Line], bool]:
        """Return the lines of the command that begins with line ``start`` and ends before ``stop``.

        Also returns whether all that it opens is closed.
        """
        self._begin()
        taken: list[Line] = []
        kind, is_open = Kind.COMMENT, False
        for index in range(start, stop):
            code, comment, is_open = self._feed(index)
            if kind is not Kind.COMMENT:
                kind = Kind.CONTINUATION
            elif code.strip():
                kind = Kind.COMMAND
            is_comment = kind is Kind.COMMENT
            text, behind = (comment, "") if is_comment else (code, comment)
            taken.append(Line(index, kind, text, behind))
            if not (is_open or self.goes_on.search(code)):
                break
        if is_open and not self.goes_on.search(taken[0].text):
            # Something is never closed: one line each loses the least.
            return taken[:1], False
        return taken, not is_open

    def _begin(self) -> None:
        """Forget the command before."""

    def _feed(self, index: int) -> tuple[str, str, bool]:
        """Read the next line; return its code, its comment, and whether something stays open."""
        return self._lines[index], "", False
