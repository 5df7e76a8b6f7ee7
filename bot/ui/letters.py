"""The names that the options of a question have on a card: A, B, C."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def letters(options: Iterable[int]) -> str:
    """Return 0-based places as people see them: ``A, C``."""
    return ", ".join(chr(ord("A") + place) for place in options)
