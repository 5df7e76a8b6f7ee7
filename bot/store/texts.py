"""Makes what people type fit to be stored."""

from __future__ import annotations

import re

_NOT_STORED = re.compile("[\\x00\\ud800-\\udfff]")


def storable(text: str) -> str:
    """Return ``text`` without what a database refuses: NUL, and halves of surrogate pairs."""
    return _NOT_STORED.sub("", text)
