"""What goes into the file that a command opens: the lines below it, up to the next command."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from content.labs.editors import is_edit
from content.labs.kinds import Kind, Line
from content.labs.line_forms import Form, form_of, without_comment

if TYPE_CHECKING:
    from collections.abc import Callable

    from content.labs.line_forms import ScriptLines

_SHELL_FILE = re.compile(r"(?:rc|profile|aliases|env)$|^\.")
_SETS = re.compile(r"(?:export|alias|set|source|setenv)\s|\w+=")
_SPEAKS = frozenset({"echo", "printf", "basename", "logger"})
_NOTE_MARKS = re.compile(r"^\s*(?:#+|[-*](?=\s))?\s*")
_TOLD = frozenset({Form.COUNTED, Form.TOLD, Form.PASSWORD, Form.MARK})
"""What may stand above a file's text: what to do, and no part of the text."""
_TOLD_BEHIND = frozenset({Form.COUNTED, Form.SAVED, Form.MARK})
_LOOSE = frozenset({Form.LOOSE, Form.SECTION, Form.DOTTED, Form.PAIR})
_DATA = frozenset(
    {Form.LOOSE, Form.SECTION, Form.ITEM, Form.BRACED, Form.KEYED, Form.SENTENCE, Form.DOTTED}
    | {Form.DATA, Form.INDENTED, Form.COUNTED, Form.TOLD, Form.PASSWORD}
)
_IN_FILES = frozenset({Form.LOOSE, Form.SECTION, Form.ITEM, Form.BRACED, Form.COUNTED, Form.TOLD})


def looks_like_content(text: str, knows: Callable[[str], bool]) -> bool:
    """Return whether a text can only be what a file holds: its first line is nothing to type."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    unsure = first[:1] in "#<" or first[:1].isspace()
    return not unsure and form_of(first, knows) in _IN_FILES and not knows(first)


def label_file(script: ScriptLines, start: int, name: str) -> list[Line]:
    """Label the lines from ``start`` on that belong to the file ``name`` that was just opened.

    Some are said of it: what to do, and to save it. The list is empty where no line does.
    """
    below = _Below(script, start, name)
    first = script.after_gap(start, comments=True)
    end = below.end_of_content(first)
    if end is None:
        told = end = below.told(start) if below.keeps_notes(first) else start
    else:
        told = below.told(start)
    behind = below.told_behind(max(told, end))
    labelled = []
    for index in range(start, behind):
        line, form = script.lines[index], script.form(index)
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

    def told(self, start: int) -> int:
        """Return where the lines end that say what to do, and those that ask for a password."""
        index = stop = start
        while index < len(self._script) and self._form(index) in {*_TOLD, Form.BLANK}:
            if self._form(index) is not Form.BLANK:
                stop = index + 1
            index += 1
        return stop

    def told_behind(self, stop: int) -> int:
        """Return where the lines end that say what else to do in the file, and to save it."""
        while self._script.form(index := self._script.after_gap(stop)) in _TOLD_BEHIND:
            stop = index + 1
        return stop

    def keeps_notes(self, first: int) -> bool:
        """Return whether comments below the editor are about its file, not about what follows."""
        following = self._script.lines[first] if first < len(self._script) else ""
        counted = self._script.form(self._start) is Form.COUNTED
        return counted or not is_edit(without_comment(following))

    def end_of_content(self, first: int) -> int | None:
        """Return where what goes into the file ends; None where nothing does."""
        form = self._form(first)
        if form is Form.BLANK:
            return None
        if form is Form.SHEBANG:
            return self._end_of_script(first)
        direct = all(self._form(index) is not Form.BLANK for index in range(self._start, first))
        pairs = self._sets or direct or self._form(first - 1) is Form.UNUSED
        if form in _DATA or (form is Form.PAIR and pairs):
            return self._end_of_data(first)
        return self._until_saved(first)

    def _form(self, index: int) -> Form:
        """Return the form that a line has in this file."""
        form = self._script.form(index)
        if form is Form.BLANK:
            return form
        line = self._script.lines[index].removeprefix(self._margin)
        if self._script.is_comment(index):
            return Form.COMMENT if line[:1].isspace() else form
        if self._sets and _SETS.match(line):
            return Form.PAIR
        substituted = line.lstrip().startswith("$(")
        if line[:1].isspace() and (substituted or form not in {Form.SAVED, Form.COMMAND}):
            # What indents `$(…)` is an address in a line of /etc/hosts.
            return Form.INDENTED
        return form

    def _until_saved(self, first: int) -> int | None:
        """Return the line that says that the file is saved, if no command stands before it."""
        for index in range(first, len(self._script)):
            form = self._form(index)
            if form is Form.SAVED:
                return index if index > first else None
            if form is Form.COMMAND:
                return None
        return None

    def _end_of_data(self, first: int) -> int:
        """Return where lines of data end: at the next command, or what has another form."""
        loose = self._form(first) in _LOOSE
        end = first + 1
        while (index := self._script.after_gap(end, comments=True)) < len(self._script):
            gap = any(self._form(skipped) is Form.BLANK for skipped in range(end, index))
            if not self._goes_on(index, gap=gap, loose=loose):
                break
            end = index + 1
        return end

    def _goes_on(self, index: int, *, gap: bool, loose: bool) -> bool:
        form = self._form(index)
        if form is Form.COMMAND:
            return self._script.lines[index].removeprefix(self._margin)[:1].isspace()
        if form is Form.SAVED:
            return False
        return form in _DATA or (loose and (not gap or form is Form.PAIR))

    def _end_of_script(self, first: int) -> int:
        """Return where a script ends: where it is said to be saved, or used for the first time."""
        name = self._name
        used = re.compile(rf"(?:\S*/)?{re.escape(name)}[;&]?") if name else None
        for index in range(first + 1, len(self._script)):
            line = self._script.lines[index].removeprefix(self._margin)
            form = self._script.form(index)
            if form is Form.SAVED:
                return index
            if line[:1] in {"", "#", " ", "\t"}:
                continue
            words = line.split()
            uses = used and words[0] not in _SPEAKS and any(map(used.fullmatch, words))
            if (uses and form is Form.COMMAND) or (not name and words[0] == "chmod"):
                return index
        return len(self._script)
