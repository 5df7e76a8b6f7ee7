"""The items of a GIFT document, and the marks in them that no backslash escapes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ESCAPED = re.compile(r"\\([\\:#={}~n])")
_TITLED = re.compile(r"::(?:\\.|(?!::)[^\\])+::")


def unescaped(mark: str) -> re.Pattern[str]:
    """Return a pattern whose group ``mark`` is where ``mark`` stands without a backslash."""
    return re.compile(rf"{_ESCAPED.pattern}|(?P<mark>{mark})")


BRACE = unescaped("[{}]")
ANSWER = unescaped("[~=]")


@dataclass(slots=True)
class Item:
    """The lines between two blank ones, and the comments among them."""

    line: int
    lines: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)


def items(lines: Sequence[str]) -> Iterator[Item]:
    """Yield the items; a blank line between braces ends none when the braces close below it.

    A blank line may be missing: behind closed braces a title, a comment and the text of another
    question begin a new item, and a title does so behind any text.
    """
    item: Item | None = None
    opened = closed = goes_on = tail = False
    for index, line in enumerate(lines):
        bare = line.strip()
        if not bare and index and lines[index - 1].strip():
            goes_on = opened and not closed and _goes_on(lines, index)
        begins = bare.startswith("$CATEGORY:") or (
            _begins_next(bare) if closed else not opened and bool(_TITLED.match(bare))
        )
        if item and closed and not tail and bare and not begins:
            # Only what has no braces itself is the end of this question's text.
            begins = _has_braces(lines, index)
            tail = not begins
        if item and ((begins and any(item.lines)) or (not bare and not goes_on)):
            yield item
            item = None
        if item is None:
            if not bare:
                continue
            item = Item(0)
            opened = closed = tail = False
        if bare.startswith("//"):
            item.comments.append(bare)
            item.lines.append("")
            continue
        item.line = item.line or index + 1
        item.lines.append(line)
        for place in places(BRACE, line):
            opened = opened or line[place] == "{"
            closed = closed or (opened and line[place] == "}")
        if bare.startswith("$CATEGORY:"):
            yield item
            item = None
    if item:
        yield item


def _begins_next(bare: str) -> bool:
    return bare.startswith(("::", "//"))


def _has_braces(lines: Sequence[str], index: int) -> bool:
    """Return whether a brace opens before the next blank line."""
    for place in range(index, len(lines)):
        if not lines[place].strip():
            return False
        if any(lines[place][at] == "{" for at in places(BRACE, lines[place])):
            return True
    return False


def _goes_on(lines: Sequence[str], index: int) -> bool:
    """Return whether the paragraph behind a blank line goes on with the answers above it."""
    begun = False
    for place in range(index, len(lines)):
        bare = lines[place].strip()
        if begun and not bare:
            return False
        if bare.startswith(("::", "$CATEGORY:")):
            return False
        begun = begun or bool(bare)
        if marks := [bare[place] for place in places(BRACE, bare)]:
            return marks[0] == "}"
        if next(places(ANSWER, bare), None) == 0:
            return True
    return False


def places(pattern: re.Pattern[str], raw: str) -> Iterator[int]:
    """Yield where an unescaped mark stands."""
    return (found.start() for found in pattern.finditer(raw) if found["mark"])


def unescape(raw: str) -> str:
    """Take the backslashes off."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] == "n" else found[1], raw)
