"""Mends what would swallow a lesson: broken fences, glued questions, wildly indented lists.

Lines are only re-indented, blanked or added, and each keeps the number that it has in the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from content.fences import mend_fences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from content.fences import Line
    from content.models import Problem

ITEM = re.compile(r"(?P<marker>[-*+]|\d{1,9}[.)])(?P<gap>[ ]+|$)")
_QUESTION = re.compile(r" {0,3}(?:\*\*|__)(?:Question|Q) ?\d+", re.IGNORECASE)
# From here on CommonMark reads an indented line as code or as more of the paragraph above.
_CODE_COLUMNS = 4


class Mended(NamedTuple):
    """The lines to parse and what had to be mended."""

    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]


def recover(path: str, lines: Sequence[str]) -> Mended:
    """Return ``lines`` so that Markdown sees what was meant, and a warning for each fault."""
    fenced, problems = mend_fences(path, lines)
    return Mended(tuple(_reindent(_separate(_without_comments(fenced)))), tuple(problems))


def _without_comments(lines: Sequence[Line]) -> Iterator[Line]:
    """Blank HTML comments that stand alone: notes of the author that no page shows."""
    ends = [
        n for n, line in enumerate(lines) if not line.code and line.text.rstrip().endswith("-->")
    ]
    ends.reverse()
    until = -1
    for index, line in enumerate(lines):
        while ends and ends[-1] < index:
            ends.pop()
        if index > until and not line.code and line.text.lstrip().startswith("<!--") and ends:
            until = ends[-1]
        yield line._replace(text="") if index <= until else line


def _separate(lines: Iterable[Line]) -> Iterator[Line]:
    """Put an empty line before a question that is glued to the options above it."""
    glued = False
    for line in lines:
        if glued and not line.code and _QUESTION.match(line.text):
            yield line._replace(text="")
        glued = bool(line.text.strip()) and not line.code
        yield line


@dataclass(slots=True)
class _Item:
    written: int
    """The column of the marker in the file."""
    content: int
    """The column of the text after all shifts."""
    shift: int
    """How many columns this item and all in it move to the left."""


def _reindent(lines: Iterable[Line]) -> Iterator[Line]:
    """Move list items that are indented so far that they would melt into the sentence above."""
    stack: list[_Item] = []
    glued = False
    for line in lines:
        text = line.text.expandtabs(4) if line.text[:1] in " \t" else line.text
        body = text.lstrip(" ")
        if not body:
            glued = False
            yield line
            continue
        indent = len(text) - len(body)
        item = None if line.code else ITEM.match(body)
        while stack and (indent < stack[-1].written or (item and indent == stack[-1].written)):
            stack.pop()
        shift = stack[-1].shift if stack else 0
        if item:
            base = stack[-1].content if stack else 0
            if glued and indent - shift - base >= _CODE_COLUMNS:
                shift = indent - base
            stack.append(_Item(indent, indent - shift + item.end(), shift))
        elif indent == 0 and not glued:
            stack.clear()
        glued = not line.code
        yield line._replace(text=" " * (indent - min(shift, indent)) + body) if shift else line
