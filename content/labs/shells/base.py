"""What all shells have in common: a command is taken line by line until nothing is open."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from content.labs.kinds import Kind, Line

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence


class Taken(NamedTuple):
    """The labelled lines of one command, and whether all that it opens is closed."""

    lines: list[Line]
    is_closed: bool


class Shell(ABC):
    """Takes commands out of the lines of one script."""

    goes_on: ClassVar[re.Pattern[str]]
    """How a line ends whose command goes on in the next one."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines

    def take(self, start: int, stop: int) -> Taken:
        """Return the command that begins with line ``start`` and ends before ``stop``."""
        self._begin()
        taken: list[Line] = []
        kind = Kind.COMMENT
        for index in range(start, stop):
            code, comment = self._feed(index)
            if kind is not Kind.COMMENT:
                kind = Kind.CONTINUATION
            elif code.strip():
                kind = Kind.COMMAND
            is_comment = kind is Kind.COMMENT
            line = Line(index, kind, comment if is_comment else code, "" if is_comment else comment)
            taken.append(line)
            if not (self._is_open(index) or self.goes_on.search(code)):
                return Taken(taken, is_closed=True)
        is_open = self._is_open(stop - 1)
        if is_open and not self.goes_on.search(taken[0].text):
            # Something is never closed: one line each loses the least.
            return Taken(taken[:1], is_closed=False)
        return Taken(taken, is_closed=not is_open)

    @abstractmethod
    def _begin(self) -> None:
        """Forget the command before."""

    @abstractmethod
    def _feed(self, index: int) -> tuple[str, str]:
        """Read the next line; return it without its comment, and the comment."""

    @abstractmethod
    def _is_open(self, index: int) -> bool:
        """Return whether something is open behind the line that was read last."""
