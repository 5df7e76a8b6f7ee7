"""Moves list items, and the text and fences below them, to the columns where Markdown nests them.

A reader goes by what stands further right than what; Markdown counts columns from the text of the
item above. Where the two differ, the reader is right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.problems import ProblemSink
    from content.repair.lines import Line

_ITEM = re.compile(r"(?P<marker>[-*+]|\d{1,9}[.)])(?:(?P<gap> +)(?=\S)| *$)")
_HEADING = re.compile(r"#{1,6}(?:[ \t]|$)")
# How a line begins that this module has to look at.
_NOTABLE = frozenset(" \t-*+#>0123456789")
_MARKERS = frozenset("-*+0123456789")
_RULE_SIGNS = frozenset("-* ")
# From here on CommonMark reads an indented line as code or as more of the paragraph above.
_CODE_COLUMNS = 4
# A smaller step to the right is a slip of the hand.
_STEP = 2
# Items in items beyond this are no list that somebody wrote.
_DEEPEST = 50


@dataclass(slots=True)
class _Item:
    """A list item whose end has not come yet."""

    written: int
    """The column of its marker in the file."""
    width: int
    """From its marker to its text."""
    shift: int
    """How many columns it moves to the right; negative to the left."""
    ordered: bool

    @property
    def content(self) -> int:
        """The column of its text after the move."""
        return self.written + self.shift + self.width


def reindent(lines: Sequence[Line], problems: ProblemSink) -> list[Line]:
    """Return the lines with even lists, and a warning for each fence that leaves its item."""
    mender = _Mender(problems)
    index = 0
    while index < len(lines):
        line = lines[index]
        if line.opens:
            stop = index + 1
            while stop < len(lines) and lines[stop].code and not lines[stop].opens:
                stop += 1
            mender.fence(lines[index:stop])
            index = stop
        else:
            mender.line(line)
            index += 1
    return mender.out


class _Mender:
    """Walks the lines once and remembers the items that are still open."""

    def __init__(self, problems: ProblemSink) -> None:
        self.out: list[Line] = []
        self._problems = problems
        self._stack: list[_Item] = []
        self._shift = 0
        # Whether this line goes on with the paragraph above, and a fence with the item above.
        self._glued = False
        self._attached = False

    def line(self, line: Line) -> None:
        """Write a line that is no code."""
        text = line.text
        if text[:1] not in _NOTABLE:
            if not text:
                self._glued = self._attached = False
            elif not self._glued:
                self._stack.clear()
                self._glued = True
                self._shift = 0
            self.out.append(line)
            return
        if "\t" in text:
            lead = text[: len(text) - len(text.lstrip(" \t-*+0123456789.)"))]
            text = lead.expandtabs(_CODE_COLUMNS) + text[len(lead) :]
        body = text.lstrip(" ")
        if not body:
            self._glued = self._attached = False
            self.out.append(line)
            return
        written = len(text) - len(body)
        if body[0] not in _MARKERS or not (
            self._is_next(written, body) or self._item(written, body)
        ):
            self._text(written, body)
        self._glued = self._attached = body[:1] != "#" or not _HEADING.match(body)
        if self._shift or text is not line.text:
            line = line._replace(text=" " * max(written + self._shift, 0) + body)
        self.out.append(line)

    def _is_next(self, written: int, body: str) -> bool:
        """Return whether a line is a bullet like the one above it, as most lines of lists are."""
        above = self._stack[-1] if self._stack else None
        if above is None or above.written != written or above.ordered or body[:2] != "- ":
            return False
        if above.width != len("- ") or body[2:3] in _NOTABLE:
            return False
        self._shift = above.shift
        return True

    def fence(self, lines: Sequence[Line]) -> None:
        """Write a whole fence, nested in the item that it belongs to."""
        text = lines[0].text.expandtabs(_CODE_COLUMNS)
        body = text.lstrip(" ")
        written = len(text) - len(body)
        marks = written
        if self._item(written, body):
            marks = self._stack[-1].written + self._stack[-1].width
        elif body.startswith(">"):
            self._text(written, body)
        else:
            self._nest(written)
        owner = self._stack[-1] if self._stack else None
        self._glued = False
        self._attached = owner is not None
        if owner is None and not self._shift:
            self.out += lines
            return
        least = owner.content if owner else 0
        self._leaves_item(lines, marks, owner)
        self.out.append(self._first(lines[0], written))
        self.out += [self._moved(line, marks, least) for line in lines[1:]]

    def _first(self, line: Line, written: int) -> Line:
        if not self._shift:
            return line
        body = line.text.expandtabs(_CODE_COLUMNS).lstrip(" ")
        return line._replace(text=" " * max(written + self._shift, 0) + body)

    def _moved(self, line: Line, marks: int, least: int) -> Line:
        """Move code along with the marks that open its fence, never out of the item around it."""
        body = line.text.lstrip()
        if not body:
            return line
        lead = line.text[: len(line.text) - len(body)]
        column = len(lead.expandtabs(_CODE_COLUMNS))
        if not self._shift and column >= least:
            return line
        return line._replace(text=" " * (max(column, marks) + self._shift) + body)

    def _item(self, written: int, body: str) -> bool:
        """Begin the items whose markers stand in this line; say whether there is one."""
        found = _ITEM.match(body)
        if not found or (body == "-" and self._glued) or _is_rule(body):
            return False
        ordered = found["marker"][0].isdigit()
        shift = self._item_shift(written, ordered)
        if shift is None:
            return False
        self._shift = shift
        place = 0
        while found is not None:
            gap = len(found["gap"] or " ")
            # Text that stands further away is code in the item.
            width = len(found["marker"]) + (gap if gap <= _CODE_COLUMNS else 1)
            self._stack.append(_Item(written, width, shift, ordered))
            if gap > _CODE_COLUMNS or len(self._stack) > _DEEPEST:
                break
            written += width
            place += width
            found = _ITEM.match(body, place)
            ordered = body[place : place + 1].isdigit()
        return True

    def _item_shift(self, written: int, ordered: bool) -> int | None:
        """Return how far an item moves, or None where it is code; ends the items before it."""
        stack = self._stack
        depth = len(stack)
        while depth and stack[depth - 1].written > written:
            depth -= 1
        above = stack[depth - 1] if depth else None
        step = written - above.written if above else written
        sibling = above is not None and (
            step == 0 or (step < _STEP and not (above.ordered and not ordered))
        )
        if above is None or sibling:
            shift = above.shift if above else 0
            far = above is None and written >= _CODE_COLUMNS
            if far and not self._glued and not ordered:
                return None
            del stack[depth - sibling :]
            return -written if far else shift
        beyond = written + above.shift - above.content
        if beyond >= _CODE_COLUMNS and not self._glued and not ordered:
            return None
        del stack[depth:]
        if 0 <= beyond < _CODE_COLUMNS:
            return above.shift
        return above.content - written

    def _text(self, written: int, body: str) -> None:
        """Place a line of text: with the paragraph above it, or in the item that it is under."""
        if self._glued and not (written == 0 and body[0] in "#>"):
            return
        self._shift = 0
        while self._stack and self._stack[-1].written >= written:
            self._stack.pop()
        if self._stack:
            above = self._stack[-1]
            self._shift = above.shift
            short = above.content - written - above.shift
            if short > 0 and written - above.written >= _STEP:
                self._shift += short

    def _nest(self, written: int) -> None:
        """Place a fence: in the item right above it, or in one that stands further left."""
        self._shift = 0
        if not self._attached:
            while self._stack and self._stack[-1].written >= written:
                self._stack.pop()
        if self._stack:
            above = self._stack[-1]
            self._shift = above.shift
            beyond = written + above.shift - above.content
            if not 0 <= beyond < _CODE_COLUMNS:
                self._shift -= beyond
        elif written >= _CODE_COLUMNS:
            self._shift = -written

    def _leaves_item(self, lines: Sequence[Line], marks: int, owner: _Item | None) -> None:
        """Warn where Markdown would end the item, and the fence in it, before the closing marks."""
        if owner is None or len(lines) == 1 or marks < owner.written + owner.width:
            return
        text = lines[-1].text.expandtabs(_CODE_COLUMNS)
        if len(text) - len(text.lstrip()) < owner.written + owner.width:
            message = (
                f"these marks stand left of the list item of line {lines[0].number}: indent them"
            )
            self._problems.warning(lines[-1].number, "wrong-fence-close", message)


def _is_rule(body: str) -> bool:
    return body[0] in "-*" and len(body) > _STEP and _RULE_SIGNS.issuperset(body.rstrip())
