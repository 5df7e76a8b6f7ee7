"""What goes into the file that a command opens: the lines below it, up to the next command."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from content.labs.editors import is_edit
from content.labs.kinds import Kind, Line
from content.labs.line_forms import Form

if TYPE_CHECKING:
    from content.labs.line_forms import ScriptLines

_SHELL_FILE = re.compile(r"(?:rc|profile|aliases|env)$|^\.")
_SETS = re.compile(r"(?:export|alias|set|source|setenv)\s|\w+=")
_SPEAKS = frozenset({"echo", "printf", "basename", "logger"})
_NOTE_MARKS = re.compile(r"^\s*(?:#+|[-*](?=\s))?\s*")
_TOLD = frozenset({Form.COUNTED, Form.TOLD, Form.PROMPT, Form.MARK})
"""What may stand above a file's text: what to do, and no part of the text."""
_TOLD_BEHIND = frozenset({Form.COUNTED, Form.SAVED, Form.MARK})
_LOOSE = frozenset({Form.LOOSE, Form.SECTION, Form.DOTTED, Form.PAIR})
_DATA = frozenset(
    {Form.LOOSE, Form.SECTION, Form.ITEM, Form.BRACED, Form.KEYED, Form.SENTENCE, Form.DOTTED}
    | {Form.DATA, Form.INDENTED, Form.COUNTED, Form.TOLD, Form.PROMPT}
)


def label_file(script: ScriptLines, start: int, name: str) -> list[Line]:
    """Label the lines from ``start`` on that belong to the file ``name`` that was just opened.

    Some are said of it: what to do, and to save it. The list is empty where no line does.
    """
    below = _Below(script, start, name)
    first = script.after_gap(start, comments=True)
    end = below.end_of_content(first)
    # Without content, comments may be about the next file that is opened.
    keeps = script.forms[start] is Form.COUNTED or not is_edit(script.lines[first])
    told = below.told() if end > first or keeps else start
    stop = behind = end = max(told, end) if end > first else told
    while script.forms[stop] in {*_TOLD_BEHIND, Form.BLANK} and stop < script.end:
        stop += 1
        behind = behind if script.forms[stop - 1] is Form.BLANK else stop
    labelled = []
    for index in range(start, behind):
        line, form = script.lines[index], script.forms[index]
        if told <= index < end and form is not Form.MARK:
            labelled.append(Line(index, Kind.CONTENT, line))
        else:
            said = "" if form is Form.MARK else _NOTE_MARKS.sub("", line).strip()
            labelled.append(Line(index, Kind.NOTE, said))
    return labelled


class _Below:
    """The lines below a command that opens a file; its own indentation counts as none."""

    def __init__(self, script: ScriptLines, start: int, name: str) -> None:
        self._script = script
        self._start = start
        self._name = name
        self._sets = bool(_SHELL_FILE.search(name))
        above = script.lines[start - 1]
        self._margin = above[: len(above) - len(above.lstrip())]

    def told(self) -> int:
        """Return where the lines end that say what to do, and those that ask for a password."""
        index = stop = self._start
        while index < self._script.end and self._form(index) in {*_TOLD, Form.BLANK}:
            stop = stop if self._form(index) is Form.BLANK else index + 1
            index += 1
        return stop

    def end_of_content(self, first: int) -> int:
        """Return where what goes into the file ends; ``first`` where nothing does."""
        form = self._form(first)
        if form is Form.SHEBANG:
            return self._end_of_script(first)
        lines = range(first, self._script.end)
        stop = next((index for index in lines if self._stops(index)), lines.stop)
        if self._form(stop) is Form.SAVED:
            return stop
        if form not in _DATA | {Form.PAIR}:
            return first
        loose = form in _LOOSE
        end = first + 1
        while (index := self._script.after_gap(end, comments=True)) < stop:
            form = self._form(index)
            gap = Form.BLANK in self._script.forms[end:index]
            fits = loose and (form is Form.PAIR or not gap)
            if not (fits or form in _DATA or form is Form.COMMAND):
                break
            end = index + 1
        return end

    def _line(self, index: int) -> str:
        return self._script.lines[index].removeprefix(self._margin)

    def _form(self, index: int) -> Form:
        """Return the form that a line has in this file."""
        form = self._script.forms[index]
        if form is Form.BLANK:
            return form
        line = self._line(index)
        if self._script.is_comment(index):
            return Form.COMMENT if line[:1].isspace() else form
        if self._sets and _SETS.match(line):
            return Form.PAIR
        # What indents `$(…)` is an address in a line of /etc/hosts.
        typed = form in {Form.SAVED, Form.COMMAND} and not line.lstrip().startswith("$(")
        return form if typed or not line[:1].isspace() else Form.INDENTED

    def _stops(self, index: int) -> bool:
        """Return whether a line is the next command, or says that the file is saved."""
        form = self._form(index)
        return form is Form.SAVED or (form is Form.COMMAND and not self._line(index)[:1].isspace())

    def _end_of_script(self, first: int) -> int:
        """Return where a script ends: where it is said to be saved, or used for the first time."""
        used = re.compile(rf"(?:\S*/)?{re.escape(self._name)}[;&]?")
        for index in filter(self._stops, range(first + 1, self._script.end)):
            words = self._line(index).split()
            uses = words[0] not in _SPEAKS and any(map(used.fullmatch, words))
            if self._form(index) is Form.SAVED or (uses if self._name else words[0] == "chmod"):
                return index
        return self._script.end
