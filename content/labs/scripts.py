"""Labels each line of a script: commands, what they print, what goes into files, what is said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from content.labs.lines import Form, Kind, Line, form_of
from content.labs.programs import is_edit, opened
from content.labs.prompts import is_inner, label_dialog
from content.labs.shells import Splitter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from content.labs.programs import Opening
    from content.labs.shells import Shell

_PRINTED = frozenset({Form.DRAWN, Form.PROMPT})
_TOLD = frozenset({Form.COUNTED, Form.TOLD, Form.PROMPT, Form.MARK, Form.KEYS})
"""What may stand above a file's text: what to do, and no part of the text."""
_TOLD_BEHIND = frozenset({Form.COUNTED, Form.SAVED, Form.MARK, Form.KEYS})
_TEXT = (
    _PRINTED | _TOLD | {Form.ITEM, Form.SECTION, Form.KEYED, Form.SENTENCE, Form.SAVED, Form.KEYS}
)
"""What no shell takes, unless it is a comment."""
_PRESSED = frozenset({Form.KEYS, Form.BLANK})
_SHELL_FILE = re.compile(r"(?:rc|profile|aliases|env)$|^\.")
_SETS = re.compile(r"(?:export|alias|set|source|setenv|umask|ulimit|shopt|bind)\s|\w+=")
# What each shell takes, whatever it knows: a setting, a path, a variable, a test.
_TYPED = re.compile(r"\w+=|[./~$([{!]")
_SPEAKS = frozenset({"echo", "printf", "basename", "logger"})
_NOTE_MARKS = re.compile(r"^\s*(?:#+|[-*](?=\s))?\s*")


class Script:
    """The labelled lines of a script for a shell.

    ``knows`` says whether a line is a command of the lesson. A ``transcript`` without prompts shows
    what its last command prints: the first line that is none of them, and all below it.
    """

    def __init__(
        self,
        lines: Sequence[str],
        shell: Shell,
        knows: Callable[[str], bool],
        *,
        transcript: bool = False,
    ) -> None:
        self._end = len(lines)
        # Behind the last line is an empty one.
        self._lines = [*lines, ""]
        self._forms = [form_of(line, knows) for line in self._lines]
        self._splitter = Splitter(lines, shell)
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
        form = self._forms[index]
        if form is Form.BLANK:
            return index + 1
        if self._transcript and form is not Form.COMMAND and not self._is_comment(index):
            return self._add(Kind.OUTPUT, index, self._end)
        if self._has_command and (end := self._end_of_output(index)) > index:
            return self._add(Kind.OUTPUT, index + (form is Form.OUTPUT_LABEL), end)
        if form is Form.ADDRESS:
            return self._add(Kind.COMMENT, index, index + 1)
        if form in {Form.SAVED, Form.KEYS} and self._has_command:
            said = self._lines[index].strip("#- \t")
            self.labelled.append(Line(index, Kind.NOTE, said))
            return index + 1
        if self._is_text(index):
            return self._add(Kind.TEXT, index, self._end_of_text(index))
        return self._command(index)

    def _add(self, kind: Kind, begin: int, end: int) -> int:
        kind = Kind.TEXT if kind is Kind.OUTPUT and not self._has_command else kind
        self.labelled += (Line(n, kind, self._lines[n].rstrip()) for n in range(begin, end))
        return end

    def _is_comment(self, index: int) -> bool:
        """Return whether a line is a comment, whatever it says."""
        is_marked = self._lines[index].lstrip().startswith("#")
        return is_marked and self._forms[index] not in {Form.SHEBANG, Form.OUTPUT_LABEL}

    def _is_comment_or_command(self, index: int) -> bool:
        return self._forms[index] is Form.COMMAND or self._is_comment(index)

    def _after_gap(self, index: int, *, comments: bool = False) -> int:
        """Return the first line from ``index`` on that says something; ``comments`` do not."""
        while index < self._end and (
            self._forms[index] is Form.BLANK or (comments and self._is_comment(index))
        ):
            index += 1
        return index

    def _end_of_output(self, index: int) -> int:
        """Return where lines end that the command above printed."""
        labelled = self._forms[index] is Form.OUTPUT_LABEL
        # The name of the folder above the branches, or what stands below the label.
        is_folder = self._forms[index + 1] is Form.DRAWN and not self._is_comment_or_command(index)
        end = index + (labelled or is_folder)
        while end < self._end and (
            self._forms[end] in _PRINTED or (labelled and not self._is_comment_or_command(end))
        ):
            end += 1
        return end if end > index + labelled else index

    def _is_text(self, index: int) -> bool:
        """Return whether no shell takes a line: answers to a command, or a file's text."""
        return self._forms[index] in _TEXT and not self._is_comment(index)

    def _end_of_text(self, index: int) -> int:
        """Return where text ends: at a comment or command, or an empty line that ends it."""
        end = index + 1
        while (index := self._after_gap(end)) < self._end:
            if self._is_comment_or_command(index) or (index > end and not self._is_text(index)):
                break
            end = index + 1
        return end

    def _command(self, index: int) -> int:
        """Take a command, and what goes into the file that it opens."""
        # After something that is never closed, each line counts for itself.
        lines, closed = self._splitter.take(index, self._end if self.open is None else index + 1)
        if not closed and self.open is None:
            self.open = index
        last = lines[-1]
        self._has_command = self._has_command or last.kind is not Kind.COMMENT
        self.labelled += lines
        index += len(lines)
        opening = opened(last.text) if last.kind is Kind.COMMAND else None
        return index if opening is None or self._transcript else self._opened(index, opening)

    def _opened(self, start: int, opening: Opening) -> int:
        """Label the lines from ``start`` on that go into what was just opened.

        Some are said of it: what to do, and to save it.
        """
        first = self._after_gap(start, comments=True)
        if opening.file is None and (end := self._end_of_session(first)) > first:
            above = enumerate(self._lines[start:first], start)
            self.labelled += (Line(n, Kind.NOTE, line.strip("# \t")) for n, line in above)
            self.labelled += label_dialog(self._lines, first, end)
            return end
        end = self._end_of_content(first, opening)
        if end == first and opening.file is not None:
            off = [n for n in range(start, first) if self._is_switched_off(n)]
            first, end = (off[0], off[-1] + 1) if off else (first, end)
        # Without content, comments may be about the next file that is opened.
        keeps = end > first or self._forms[start] is Form.COUNTED or not is_edit(self._lines[first])
        told = self._end_of(start, _TOLD) if keeps else start
        if end > first and opening.file is not None:
            end = self._end_of_remarks(end)
        if opening.file is not None and Form.KEYS in self._forms[first:end]:
            while end > first and self._forms[end - 1] in _PRESSED:
                end -= 1
        end = max(told, end) if end > first else told
        behind = self._end_of(end, _TOLD_BEHIND)
        for index in range(start, behind):
            line, is_mark = self._lines[index], self._forms[index] is Form.MARK
            is_content = told <= index < end and not is_mark
            said = "" if is_mark else _NOTE_MARKS.sub("", line).strip()
            kind = Kind.CONTENT if is_content else Kind.NOTE
            self.labelled.append(Line(index, kind, line if is_content else said))
        return behind

    def _end_of(self, start: int, forms: frozenset[Form]) -> int:
        """Return where lines end that have one of these forms, with empty ones between them."""
        index = stop = start
        while index < self._end and self._forms[index] in {*forms, Form.BLANK}:
            index += 1
            stop = stop if self._forms[index - 1] is Form.BLANK else index
        return stop

    def _end_of_remarks(self, end: int) -> int:
        """Return where comments end that are a file's: directly below it, or last of all."""
        last = self._end_of(end, frozenset({Form.COMMENT}))
        if self._after_gap(last) == self._end:
            return last
        below = end
        while self._forms[below] is Form.COMMENT:
            below += 1
        # Directly above a command they are about that.
        return below if self._forms[below] is Form.BLANK else end

    def _is_switched_off(self, index: int) -> bool:
        """Return whether a comment is a line of a file that does not count, and no sentence."""
        line = self._lines[index].strip("# \t")
        return form_of(line) in {Form.DATA, Form.SECTION} and not line.endswith(":")

    def _end_of_content(self, first: int, opening: Opening) -> int:
        """Return where what goes into a file or dialog ends; ``first`` where nothing does.

        It is closed, or a command stands below it that is not indented and none of its own; in a
        script only one that runs the script.
        """
        name = opening.file
        is_script = name is not None and self._forms[first] is Form.SHEBANG
        uses = re.compile(rf"(?:\S*/)?{re.escape(name)}[;&]?" if name else r"chmod")
        sets = name and not is_script and _SHELL_FILE.search(name)
        closing = self._closing(first) if opening.holds else first
        takes = opening.holds or opening.own is not None
        depth, end, index = 0, first, first
        while index < self._end:
            line = self._lines[index]
            words = line.split()
            if self._forms[index] is Form.OUTPUT_LABEL:
                return end
            if opening.ends and opening.ends.fullmatch(line.strip()):
                # It may ask once more.
                return index + 1 + (self._lines[index + 1].strip().lower() in {"y", "yes"})
            used = words[0] not in _SPEAKS and any(map(uses.fullmatch, words))
            own = opening.owns(line.strip(), index - first)
            if self._forms[index] is Form.SAVED and not own:
                return index
            if opening.only and not own:
                return end
            ends = used if is_script else not own and (used or not (sets and _SETS.match(line)))
            inside = index < closing or depth > 0 or (takes and line[:1].isspace())
            is_typed = self._forms[index] is Form.COMMAND or (not takes and _TYPED.match(line))
            if ends and is_typed and not inside:
                return end
            depth = max(0, depth + sum(map(line.count, "([{")) - sum(map(line.count, ")]}")))
            index = self._after_gap(end := index + 1, comments=True)
        return end

    def _end_of_session(self, first: int) -> int:
        """Return where a dialog ends that is shown with its prompts, and what it says last."""
        end = first
        for index in range(first, self._end):
            if is_inner(self._lines[index]):
                end = index + 1
            elif self._forms[index] is Form.COMMAND and (
                end == first or opened(self._lines[index])
            ):
                break
        while end > first and not (
            self._forms[end] is Form.BLANK or self._is_comment_or_command(end)
        ):
            end += 1
        return end

    def _closing(self, first: int) -> int:
        """Return the line that closes what was opened, before anything else is; else ``first``."""
        for index in range(first, self._end):
            if self._forms[index] is Form.SAVED:
                return index
            if self._forms[index] is Form.COMMAND and opened(self._lines[index]):
                break
        return first
