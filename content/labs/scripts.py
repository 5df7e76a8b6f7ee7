"""Labels each line of a script: commands, what they print, what goes into files, what is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from content.labs.editors import edited
from content.labs.file_contents import label_file
from content.labs.kinds import Kind, Line
from content.labs.line_forms import Form, ScriptLines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from content.labs.shells.base import Shell

_PRINTED = frozenset({Form.DRAWN, Form.PASSWORD})
_WRITTEN = frozenset({Form.ITEM, Form.SECTION, Form.KEYED})
_TEXT = _WRITTEN | _PRINTED | {Form.SENTENCE, Form.SAVED, Form.TOLD, Form.COUNTED}
"""What no shell takes, unless it is a comment."""


class Script:
    """The labelled lines of a script for a shell.

    ``knows`` says whether a line is a command of the lesson. A ``transcript`` without prompts shows
    what its last command prints: the first line that is none of them, and all below it.
    """

    def __init__(
        self,
        lines: Sequence[str],
        shell: type[Shell],
        knows: Callable[[str], bool],
        *,
        transcript: bool = False,
    ) -> None:
        self._script = ScriptLines(lines, knows)
        self._shell = shell(lines)
        self._transcript = transcript
        self._has_command = False
        self.labelled: list[Line] = []
        self.open: int | None = None
        """The line whose quote, bracket or heredoc is never closed."""
        index = 0
        while index < len(lines):
            index = self._label(index)

    def _label(self, index: int) -> int:
        """Label a line, and those that belong to it; return the index of the next one."""
        form = self._script.form(index)
        if form is Form.BLANK:
            return index + 1
        if self._transcript and form is not Form.COMMAND and not self._script.is_comment(index):
            kind = Kind.OUTPUT if self._has_command else Kind.TEXT
            return self._add(kind, index, len(self._script))
        begin, end = self._printed(index) if self._has_command else (index, index)
        if end > begin:
            return self._add(Kind.OUTPUT, begin, end)
        if form is Form.ADDRESS:
            return self._add(Kind.COMMENT, index, index + 1)
        if form is Form.SAVED and self._has_command:
            line = self._script.lines[index].strip("#- \t")
            self.labelled.append(Line(index, Kind.NOTE, line))
            return index + 1
        if self._is_text(index):
            return self._add(self._kind_of_text(index), index, self._end_of_text(index))
        return self._command(index)

    def _add(self, kind: Kind, begin: int, end: int) -> int:
        self.labelled += (Line(n, kind, self._script.lines[n]) for n in range(begin, end))
        return end

    def _printed(self, index: int) -> tuple[int, int]:
        """Return the range of lines, from ``index`` on, that the command above printed."""
        form = self._script.form
        begin = end = index
        if form(index) is Form.OUTPUT_LABEL:
            begin = end = index + 1
            while end < len(self._script) and not (
                self._script.is_comment(end) or form(end) is Form.COMMAND
            ):
                end += 1
            return begin, end
        is_folder = form(index) is not Form.COMMAND and not self._script.is_comment(index)
        if is_folder and form(index + 1) is Form.DRAWN:
            end += 1
        while form(end) in _PRINTED:
            end += 1
        return begin, end

    def _is_text(self, index: int) -> bool:
        """Return whether no shell takes a line: answers to a command, or a file's text."""
        form = self._script.form(index)
        if form is Form.DOTTED:
            return self._script.form(index + 1) in _WRITTEN
        return form in _TEXT and not self._script.is_comment(index)

    def _end_of_text(self, index: int) -> int:
        index += 1
        while index < len(self._script):
            following = self._script.after_gap(index)
            if following == len(self._script) or self._script.is_comment(following):
                break
            if following > index and not self._is_text(following):
                break
            if self._script.form(following) is Form.COMMAND:
                break
            index = following + 1
        return index

    def _kind_of_text(self, index: int) -> Kind:
        """Return what text is: further right than the command above it answers what that asks."""
        line = self._script.lines[index]
        above = self._script.lines[index - 1] if index else ""
        margin = len(above) - len(above.lstrip())
        answers = self._has_command and self.labelled[-1].kind is not Kind.COMMENT
        inside = bool(above.strip()) and line[: margin + 1].isspace()
        return Kind.ANSWER if answers and inside else Kind.TEXT

    def _command(self, index: int) -> int:
        """Take a command, and what goes into the file that it opens."""
        # After something that is never closed, each line counts for itself.
        stop = len(self._script) if self.open is None else index + 1
        lines, closed = self._shell.take(index, stop)
        if not closed and self.open is None:
            self.open = index
        self.labelled += lines
        index += len(lines)
        last = lines[-1]
        self._has_command = self._has_command or last.kind is not Kind.COMMENT
        name = edited(last.text) if last.kind is Kind.COMMAND else None
        if name is not None and not self._transcript:
            below = label_file(self._script, index, name)
            self.labelled += below
            index += len(below)
        return index
