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


@dataclass(frozen=True, slots=True)
class _Unit:
    """Lines that belong together, and the ends of line between them and the unit before."""

    text: str
    gap: str
    fence: re.Match[str] | None = None


def paginate(text: str, limit: int) -> list[str]:
    """Split ``text`` into one or more pages of at most ``limit`` characters (64 or more).

    Pages end between paragraphs, list items and code blocks. A code block that is longer than a
    page is closed at the end of one and opened again on the next with its language.
    """
    if limit < 64:  # noqa: PLR2004  (a line of code and its fence must fit)
        raise ValueError(f"pages of {limit} characters")
    pages: list[str] = []
    page = ""
    for unit in _with_headings(_units(text), limit):
        if page and len(page) + len(unit.gap) + len(unit.text) <= limit:
            page += unit.gap + unit.text
            continue
        if page:
            pages.append(page)
        *full, page = _cut(unit, limit)
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
            if len(heading.text) + len(unit.gap) + len(unit.text) <= limit:
                joined = _Unit(heading.text + unit.gap + unit.text, heading.gap)
            else:
                yield heading
        heading = joined if unit.fence is None and _HEADING.match(unit.text) else None
        if heading is None:
            yield joined
    if heading is not None:
        yield heading


def _cut(unit: _Unit, limit: int) -> list[str]:
    """Return a unit in pieces that fit a page."""
    if len(unit.text) <= limit:
        return [unit.text]
    return _cut_fence(unit.text, unit.fence, limit) if unit.fence else _cut_line(unit.text, limit)


def _cut_fence(text: str, fence: re.Match[str], limit: int) -> list[str]:
    opening, *lines = text.split("\n")
    if lines and lines[-1].strip(" >") == _TICKS:
        lines.pop()
    prefix = _MARKER.sub(lambda marker: " " * len(marker[0]), fence["prefix"])
    closing = f"\n{prefix}{_TICKS}"
    pieces, piece = [], opening
    for line in lines:
        rest = line
        while len(piece) + 1 + len(rest) + len(closing) > limit:
            room = limit - len(piece) - 1 - len(closing)
            if len(prefix) + len(_TICKS) + len(fence["language"]) >= len(piece):
                # This page has nothing but the opening, so the line itself is too long.
                piece, rest = f"{piece}\n{rest[:room]}", prefix + rest[room:]
            pieces.append(piece + closing)
            piece = f"{prefix}{_TICKS}{fence['language']}"
        piece += f"\n{rest}"
    return [*pieces, piece + closing]


def _cut_line(line: str, limit: int) -> list[str]:
    """Cut at spaces outside of marks, else at any space, else anywhere."""
    quote = _QUOTE.match(line)
    prefix = quote[0] if quote else ""
    pieces = []
    while len(line) > limit:
        # A mark that begins on this page and is longer than one is cut anyway.
        near = line[: 2 * limit]
        code = code_spans(near)
        marks = [Span(*found.span()) for found in _SPAN.finditer(near)]
        spaces = [at for at in range(limit, len(prefix), -1) if line[at] == " "]
        free = (at for at in spaces if not (inside(at, code) or inside(at, marks)))
        at = next(free, spaces[0] if spaces else limit)
        pieces.append(line[:at].rstrip())
        line = prefix + line[at:].lstrip()
    return [*pieces, line]
