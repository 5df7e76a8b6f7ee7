"""Splits long text in Discord's Markdown into pages, each of which reads well by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from content.markdown.lines import Span, code_spans, inside

if TYPE_CHECKING:
    from collections.abc import Iterator

_FENCE = re.compile(r"(?P<prefix>[ >]*(?:(?:[-*]|\d+\.) )?)```(?P<language>[^`\n]*)$")
_HEADING = re.compile(r"#{1,3} |\*\*[^*]+\*\*$")
_MARKER = re.compile(r"(?:[-*]|\d+\.) ")
_QUOTE = re.compile(r"> ")
# Marks beside those of code whose two ends belong on one page: links and bold text.
_SPAN = re.compile(r"\[[^\[\]\n]*\]\([^()\n]*\)|\*\*[^*\n]+\*\*")
_TICKS = "```"
_LEAST = 64
"""Characters in which a line of code and its fence fit."""
_QUARTER = 4
"""Of a page: with less on it a page looks empty, and with less left of it nothing begins there."""
SENTENCE_END = re.compile(
    r"[.!?\u061f\u0964][*_)\"\u201d\u2019\xbb]*(?=\s+[^a-z\s]|\s*$)|[\u3002\uff01\uff1f]"
)


@dataclass(frozen=True, slots=True)
class _Unit:
    """Lines that belong together, what heads them, and the ends of line before both."""

    text: str
    gap: str
    fence: re.Match[str] | None = None
    heading: str = ""

    def __len__(self) -> int:
        return len(self.heading) + len(self.text)


def paginate(text: str, limit: int) -> list[str]:
    """Split ``text`` into one or more pages of at most ``limit`` characters (64 or more).

    Pages end between paragraphs, list items and code blocks, and where those are longer than a page
    or would leave one almost empty, between sentences and lines of code. A code block that is cut
    is closed at the end of a page and opened again on the next with its language.
    """
    if limit < _LEAST:
        raise ValueError(f"pages of {limit} characters")
    pages: list[str] = []
    page = ""
    for unit in _with_headings(_units(text), limit):
        above = page + unit.gap if page else ""
        room = limit - len(above)
        if page and len(unit) > room:
            looks_empty = len(unit) > limit or len(page) < limit // _QUARTER
            if not looks_empty or room - len(unit.heading) < max(_LEAST, limit // _QUARTER):
                pages.append(page)
                above, room = "", limit
        first, *full = _cut(unit, room, limit)
        *full, page = [above + first, *full]
        pages += full
    return [*pages, page] if page or not pages else pages


def _units(text: str) -> Iterator[_Unit]:
    """Yield code blocks as a whole and everything else line by line."""
    lines = iter(text.strip("\n").split("\n"))
    gap = ""
    for line in lines:
        if not line.strip():
            gap += "\n"
            continue
        fence = _FENCE.match(line)
        if fence is None:
            yield _Unit(line, gap)
        else:
            block = [line]
            for inside in lines:
                block.append(inside)
                if inside.strip(" >") == _TICKS:
                    break
            yield _Unit("\n".join(block), gap, fence)
        gap = "\n"


def _with_headings(units: Iterator[_Unit], limit: int) -> Iterator[_Unit]:
    """Join each heading with what it heads, unless that fills a page by itself."""
    heading: _Unit | None = None
    for unit in units:
        joined = unit
        if heading is not None:
            above = f"{heading.heading}{heading.text}{unit.gap}"
            if len(above) + len(unit) <= limit:
                joined = _Unit(unit.text, heading.gap, unit.fence, above)
            else:
                yield heading
        heading = joined if unit.fence is None and _HEADING.match(unit.text) else None
        if heading is None:
            yield joined
    if heading is not None:
        yield heading


def _cut(unit: _Unit, room: int, limit: int) -> list[str]:
    """Return a unit in pieces that fit a page, the first of them in ``room``."""
    room -= len(unit.heading)
    if len(unit.text) <= room:
        pieces = [unit.text]
    elif unit.fence:
        pieces = _cut_fence(unit.text, unit.fence, room, limit)
    else:
        pieces = _cut_line(unit.text, room, limit)
    return [unit.heading + pieces[0], *pieces[1:]]


def _cut_fence(text: str, fence: re.Match[str], room: int, limit: int) -> list[str]:
    opening, *lines = text.split("\n")
    if lines and lines[-1].strip(" >") == _TICKS:
        lines.pop()
    prefix = _MARKER.sub(lambda marker: " " * len(marker[0]), fence["prefix"])
    closing = f"\n{prefix}{_TICKS}"
    pieces: list[str] = []
    piece = opening
    for line in lines:
        rest = line
        while (left := room - len(piece) - 1 - len(closing)) < len(rest):
            if len(prefix) + len(_TICKS) + len(fence["language"]) >= len(piece):
                # This page has nothing but the opening, so the line itself is too long.
                piece, rest = f"{piece}\n{rest[:left]}", prefix + rest[left:]
            pieces.append(piece + closing)
            room = limit
            piece = f"{prefix}{_TICKS}{fence['language']}"
        piece += f"\n{rest}"
    return [*pieces, piece + closing]


def _cut_line(line: str, room: int, limit: int) -> list[str]:
    """Cut behind a sentence, or at a space outside of marks, or at any space, or anywhere."""
    quote = _QUOTE.match(line)
    prefix = quote[0] if quote else ""
    pieces = []
    while len(line) > room:
        # A mark that begins on this page and is longer than one is cut anyway.
        near = line[: 2 * room]
        code = code_spans(near)
        marks = [Span(*found.span()) for found in _SPAN.finditer(near)]
        sentences = (found.end() for found in SENTENCE_END.finditer(near, room // 2))
        ends = [end for end in sentences if end <= room]
        spaces = [at for at in range(room, len(prefix), -1) if line[at] == " "]
        free = (at for at in ends[::-1] + spaces if not (inside(at, code) or inside(at, marks)))
        at = next(free, spaces[0] if spaces else room)
        pieces.append(line[:at].rstrip())
        line, room = prefix + line[at:].lstrip(), limit
    return [*pieces, line]
