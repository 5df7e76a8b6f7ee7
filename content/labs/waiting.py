"""The commands of a fence that wait for a transcript to show what they print."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Waiting:
    """Knows where each command stands among the steps, and which have no output yet."""

    def __init__(self) -> None:
        self._places: dict[str, deque[int]] = {}

    def __bool__(self) -> bool:
        return bool(self._places)

    def add(self, command: str, place: int) -> None:
        """Let a command wait."""
        self._places.setdefault(command, deque()).append(place)

    def take(
        self, commands: Sequence[str], has_output: Callable[[int], bool]
    ) -> list[int | None] | None:
        """Return the place of each command of a transcript; None where it shows something else.

        A command has no place where the transcript shows it more often than it stands above.
        """
        if any(command not in self._places for command in commands):
            return None
        taken: list[int | None] = []
        for command in commands:
            places = self._places[command]
            while places and has_output(places[0]):
                places.popleft()
            taken.append(places.popleft() if places else None)
        return taken if any(place is not None for place in taken) else None
