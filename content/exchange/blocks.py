"""Blocks of Markdown put together out of the texts in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def fence_of(code: str, language: str) -> str:
    """Return a block of code, whatever backticks are in it."""
    marks = "`" * max(3, 1 + max(map(len, re.findall(r"`+", code)), default=0))
    return f"{marks}{language}\n{code}\n{marks}"


def item_of(blocks: Sequence[str]) -> str:
    """Join an item's blocks; a list directly below its text needs no empty line."""
    text = ""
    for block in blocks:
        text += ("\n" if re.match(r"- |1\. ", block) else "\n\n") * bool(text) + block
    return text


def list_of(texts: Sequence[str], start: int | None) -> list[str]:
    """Return a list, numbered from ``start`` on where that is given; nothing without items."""
    items = []
    for number, item in enumerate(texts, start=start or 0):
        marker = "- " if start is None else f"{number}. "
        items.append(prefixed(item, marker, " " * len(marker)))
    return ["\n".join(items)] if items else []


def prefixed(text: str, first: str, rest: str) -> str:
    """Put ``first`` before the first line and ``rest`` before all others."""
    lines = text.split("\n")
    tail = (rest + line if line else rest.rstrip() for line in lines[1:])
    return "\n".join([first + lines[0], *tail])


def table_of(rows: Sequence[str]) -> list[str]:
    """Return a table; a caption, which is no row, stands above it."""
    cells = [row for row in rows if row.startswith("| ")]
    above = [row for row in rows if not row.startswith("| ")]
    if not cells:
        return above
    columns = len(re.findall(r"(?<!\\)\|", cells[0])) - 1
    return [*above, "\n".join([cells[0], f"|{' --- |' * columns}", *cells[1:]])]
