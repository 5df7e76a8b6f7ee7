"""Blocks of Markdown put together out of the texts in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROW = re.compile(r"\| .*")
_BAR = re.compile(r"(?<!\\)\|")


def blocks_of(tag: str, blocks: Sequence[str], number: int) -> Sequence[str]:
    """Return what an element of HTML gives to the one around it; ``number`` is its list's first."""
    match tag:
        case "td" | "th":
            return [" ".join(blocks)]
        case "tr":
            # Whatever stands in a row is one line of cells, even a table.
            cells = (block.replace("\n", " ").replace("|", "\\|") for block in blocks)
            return [f"| {' | '.join(cells)} |"]
        case "table":
            return table_of(blocks)
        case "li":
            return [item_of(blocks)]
        case "ul" | "ol":
            return list_of(blocks, number if tag == "ol" else None)
        case "blockquote":
            return [prefixed("\n\n".join(blocks), "> ", "> ")]
        case _:
            return blocks


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
    """Return a table as wide as its widest row; a caption, which is no row, stands above it.

    Only the head is filled: Markdown has the cells that other rows lack without being told.
    """
    cells = [row for row in rows if _ROW.fullmatch(row)]
    above = [row for row in rows if not _ROW.fullmatch(row)]
    if not cells:
        return above
    counts = [len(_BAR.findall(row)) - 1 for row in cells]
    columns = max(counts)
    head = cells[0] + "  |" * (columns - counts[0])
    return [*above, "\n".join([head, f"|{' --- |' * columns}", *cells[1:]])]
