"""Moves list items, and the text and fences below them, to the columns where Markdown nests them.

A reader goes by what stands further right than what; Markdown counts columns from the text of the
item above. Where the two differ, the reader is right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from content.markdown.lines import lead_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.markdown.lines import Line
    from content.problems import ProblemSink

_ITEM = re.compile(r"(?P<marker>[-*+]|\d{1,9}[.)])(?:(?P<gap> +)(?=\S)| *$)")
_LEAD = " \t-*+0123456789.)"
# From here on CommonMark reads an indented line as code or as more of the paragraph above.
_CODE_COLUMNS = 4
# A smaller step to the right is a slip of the hand.
_STEP = 2
_MARK = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]+|>[ \t]*")
_DEEPEST = 20
"""So many items and quotes in each other are shown; Markdown would leave out what is in more."""


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
    """Return the lines with even lists; note each fence that leaves the item that it begins in.

    What is nested too deep stands as deep as is allowed, and is noted once.
    """
    lists = _Lists(problems)
    index = 0
    while index < len(lines):
        line = lines[index]
        index += 1
        if not line.opens:
            lists.line(line)
            continue
        first = index - 1
        while index < len(lines) and lines[index].code and not lines[index].opens:
            index += 1
        lists.fence(lines[first:index])
    return lists.out


class _Lists:
    """Walks the lines once and remembers the items that are still open."""

    def __init__(self, problems: ProblemSink) -> None:
        self.out: list[Line] = []
        self._problems = problems
        self._stack: list[_Item] = []
        self._shift = 0
        # Whether this line goes on with the paragraph above, and a fence with the item above.
        self._glued = False
        self._attached = False
        self._is_noted = False

    def line(self, line: Line) -> None:
        """Write a line that is no code."""
        lead = lead_of(line.text)
        shown = line.text[len(lead) :]
        if shown and len(lead) > _DEEPEST and len(marks := list(_MARK.finditer(lead))) > _DEEPEST:
            self._note_depth(line)
            line = line.with_text(line.text[: marks[_DEEPEST].start()] + shown)
        written, body = _split(line.text)
        if not body:
            self._glued = self._attached = False
            self.out.append(line)
            return
        if len(self._stack) >= _DEEPEST and self._stack[-1].written < written:
            self._note_depth(line)
            written = self._stack[-1].written
        code = False
        if not self._item(written, body):
            # Text goes on with the paragraph above it, or stands in the item that it is under.
            if not self._glued or body[0] in "#>":
                self._place(written, attached=False, fence=False)
            least = self._stack[-1].content if self._stack else 0
            code = not self._glued and written + self._shift - least >= _CODE_COLUMNS
        self._attached = True
        self._glued = body[0] != "#" and not code
        self._write(line, written, body)

    def fence(self, lines: Sequence[Line]) -> None:
        """Write a whole fence, nested in the item that it belongs to."""
        written, body = _split(lines[0].text)
        marks = written
        if self._item(written, body):
            marks = self._stack[-1].written + self._stack[-1].width
        else:
            self._place(written, attached=self._attached, fence=True)
        owner = self._stack[-1] if self._stack else None
        self._glued = False
        self._attached = owner is not None
        if owner is None and not self._shift:
            self.out += lines
            return
        self._write(lines[0], written, body)
        for line in lines[1:]:
            written, body = _split(line.text)
            # Code moves along with the marks that open its fence, never out of the item around it.
            self._write(line, max(written, marks), body)
        if owner and written < owner.written + owner.width <= marks:
            message = "these marks stand left of the list item of line "
            message += f"{lines[0].number}: indent them"
            self._problems.warning(lines[-1].number, "wrong-fence-close", message)

    def _note_depth(self, line: Line) -> None:
        if not self._is_noted:
            message = "what is nested deeper than this is shown less deep: use fewer levels"
            self._problems.warning(line.number, "too-deep", message)
        self._is_noted = True

    def _write(self, line: Line, written: int, body: str) -> None:
        text = " " * (written + self._shift) + body if body else ""
        self.out.append(line.with_text(text))

    def _item(self, written: int, body: str) -> bool:
        """Begin the items whose markers stand in this line; return whether there is one."""
        found = _ITEM.match(body)
        if not found:
            return False
        shift = self._item_shift(written, ordered=body[0].isdigit())
        if shift is None:
            return False
        self._shift = shift
        place = 0
        while found is not None:
            width = len(found["marker"]) + len(found["gap"] or " ")
            self._stack.append(_Item(written, width, shift, found["marker"][0].isdigit()))
            written += width
            place += width
            found = _ITEM.match(body, place)
        return True

    def _item_shift(self, written: int, *, ordered: bool) -> int | None:
        """Return how far an item moves, or None where it is code; ends the items before it."""
        stack = self._stack
        while stack and stack[-1].written > written:
            stack.pop()
        if not stack:
            if written < _CODE_COLUMNS:
                return 0
            return -written if self._glued or ordered else None
        above = stack[-1]
        step = written - above.written
        if step == 0 or (step < _STEP and not (above.ordered and not ordered)):
            return stack.pop().shift
        beyond = written + above.shift - above.content
        if 0 <= beyond < _CODE_COLUMNS:
            return above.shift
        if beyond > 0 and not self._glued and not ordered:
            return None
        return above.content - written

    def _place(self, written: int, *, attached: bool, fence: bool) -> None:
        """Place text or a fence: in the item right above it, or in one that stands further left."""
        self._shift = 0
        while self._stack and self._stack[-1].written >= written and not attached:
            self._stack.pop()
        if self._stack:
            above = self._stack[-1]
            self._shift = above.shift
            beyond = written + above.shift - above.content
            is_short = beyond < 0 and (fence or written - above.written >= _STEP)
            if is_short or (fence and beyond >= _CODE_COLUMNS):
                self._shift -= beyond
        elif fence and written >= _CODE_COLUMNS:
            self._shift = -written


def _split(text: str) -> tuple[int, str]:
    """Return the column where a line begins, with tabs four wide, and the line from there on."""
    if "\t" in text:
        lead = text[: len(text) - len(text.lstrip(_LEAD))]
        text = lead.expandtabs(_CODE_COLUMNS) + text[len(lead) :]
    body = text.lstrip(" ")
    return len(text) - len(body), body
