"""Keeps what was made last, so that it is not made again; whoever owns it says how much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable

ValueT = TypeVar("ValueT")


class Recent(Generic[ValueT]):
    """The values that were used last, by their keys: at most so many."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: dict[Hashable, ValueT] = {}

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: Hashable) -> ValueT | None:
        """Return the value of a key, which is the last to go from now on; None without one."""
        if (value := self._values.pop(key, None)) is not None:
            self._values[key] = value
        return value

    def put(self, key: Hashable, value: ValueT) -> ValueT:
        """Keep a value and return it; the one that was not used for longest may go for it."""
        self._values[key] = value
        if len(self._values) > self._most:
            del self._values[next(iter(self._values))]
        return value
