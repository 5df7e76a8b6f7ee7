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

_PRINTED = frozenset({Form.DRAWN, Form.PROMPT})
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
        form = self._script.forms[index]
        if form is Form.BLANK:
            return index + 1
        if self._transcript and form is not Form.COMMAND and not self._script.is_comment(index):
            return self._add(Kind.OUTPUT, index, self._script.end)
        if self._has_command and (end := self._end_of_output(index)) > index:
            return self._add(Kind.OUTPUT, index + (form is Form.OUTPUT_LABEL), end)
        if form is Form.ADDRESS:
            return self._add(Kind.COMMENT, index, index + 1)
        if form is Form.SAVED and self._has_command:
            said = self._script.lines[index].strip("#- \t")
            self.labelled.append(Line(index, Kind.NOTE, said))
            return index + 1
        if self._is_text(index):
            kind = Kind.ANSWER if self._is_answer(index) else Kind.TEXT
            return self._add(kind, index, self._end_of_text(index))
        return self._command(index)

    def _add(self, kind: Kind, begin: int, end: int) -> int:
        kind = Kind.TEXT if kind is Kind.OUTPUT and not self._has_command else kind
        self.labelled += (Line(n, kind, self._script.lines[n].rstrip()) for n in range(begin, end))
        return end

    def _end_of_output(self, index: int) -> int:
        """Return where lines end that the command above printed."""
        forms = self._script.forms
        labelled = forms[index] is Form.OUTPUT_LABEL
        # The name of the folder above the branches, or what stands below the label.
        is_folder = forms[index + 1] is Form.DRAWN and not self._is_comment_or_command(index)
        end = index + (labelled or is_folder)
        while end < self._script.end and (
            forms[end] in _PRINTED or (labelled and not self._is_comment_or_command(end))
        ):
            end += 1
        return end if end > index + labelled else index

    def _is_comment_or_command(self, index: int) -> bool:
        return self._script.forms[index] is Form.COMMAND or self._script.is_comment(index)

    def _is_text(self, index: int) -> bool:
        """Return whether no shell takes a line: answers to a command, or a file's text."""
        form = self._script.forms[index]
        if form is Form.DOTTED:
            return self._script.forms[index + 1] in _WRITTEN
        return form in _TEXT and not self._script.is_comment(index)

    def _end_of_text(self, index: int) -> int:
        """Return where text ends: at a comment or command, or an empty line that ends it."""
        end = index + 1
        while (index := self._script.after_gap(end)) < self._script.end:
            if self._is_comment_or_command(index) or (index > end and not self._is_text(index)):
                break
            end = index + 1
        return end

    def _is_answer(self, index: int) -> bool:
        """Return whether text stands further right than the command directly above it."""
        above = self._script.lines[index - 1]
        margin = len(above) - len(above.lstrip())
        inside = bool(above.strip()) and self._script.lines[index][: margin + 1].isspace()
        return self._has_command and self.labelled[-1].kind is not Kind.COMMENT and inside

    def _command(self, index: int) -> int:
        """Take a command, and what goes into the file that it opens."""
        # After something that is never closed, each line counts for itself.
        lines, closed = self._shell.take(
            index, self._script.end if self.open is None else index + 1
        )
        if not closed and self.open is None:
            self.open = index
        last = lines[-1]
        self._has_command = self._has_command or last.kind is not Kind.COMMENT
        name = edited(last.text) if last.kind is Kind.COMMAND else None
        if name is not None and not self._transcript:
            lines += label_file(self._script, index + len(lines), name)
        self.labelled += lines
        return index + len(lines)
