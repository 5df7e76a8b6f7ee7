"""Which files cards can show as pictures, by their first bytes and their size."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 10 * 1024 * 1024
"""Bytes of all pictures on a card, which is what Discord takes of one file."""
_KINDS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg", b"GIF87a": "gif", b"GIF89a": "gif"}
_START = 16


def picture_kind(data: bytes) -> str | None:
    """Return the ending of a picture's name, by how its bytes begin."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return next((kind for start, kind in _KINDS.items() if data.startswith(start)), None)


def why_unshown(place: Path | None) -> str:
    """Return why cards do not show a file, None being one that they never read; else nothing."""
    if place is None:
        return "lies outside of the lesson's folder"
    try:
        with place.open("rb") as file:
            start = file.read(_START)
        if picture_kind(start) is None:
            return "is no PNG, JPEG, GIF or WebP file"
        return "has more than 10 MB" if place.stat().st_size > LARGEST else ""
    except OSError:
        return "cannot be read"
