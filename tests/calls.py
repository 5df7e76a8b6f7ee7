"""Counts the functions that are called: how work grows, on a busy machine as well."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def count_calls(call: Callable[[str], object], text: str) -> int:
    """Return how many functions are called, which no other process can change."""
    count = 0

    def note(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(note)
    try:
        call(text)
    finally:
        sys.setprofile(None)
    return count
