"""What goes into the file that a command opens: the lines below it, up to the next command."""

from __future__ import annotations

import re
from dataclasses import dataclass
from textwrap import dedent
from typing import TYPE_CHECKING

from content.labs.editing import edited, is_edit
from content.labs.forms import (
    is_counted,
    is_data,
    is_fence,
    is_loose,
    is_never_typed,
    is_pair,
    is_saved,
    is_unused_pair,
    tells,
    tells_on,
    without_mark,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_SHELL_FILE = re.compile(r"(?:rc|profile|aliases|env)$|^\.")
_SETS = re.compile(r"(?:export|alias|set|source|setenv)\s|\w+=")
_SPEAKS = frozenset({"echo", "printf", "basename", "logger"})


@dataclass(frozen=True, slots=True)
class Content:
    """What goes into a file: ``text`` without common indentation, and the index where it ends.

    ``note`` is a line such as "save and close the file" behind it.
    """

    text: str
    end: int
    note: str | None


def content_below(
    command: str, lines: Sequence[str], start: int, knows: Callable[[str], bool]
) -> Content | None:
    """Return what the lines from ``start`` on put into the file of an editor's ``command``.

    ``knows`` says whether a line is a command of the lesson. None means that no such line is there.
    """
    name = edited(command)
    if name is None or start >= len(lines):
        return None
    below = _Below(lines, start, knows, name)
    first = below.significant(start)
    if (stop := below.end_of_content(first)) is not None:
        told = below.told(start)
    else:
        told = stop = below.told(start) if below.keeps_notes(first) else start
    behind = below.told_behind(stop)
    notes = _without_marks([*lines[start:told], *lines[stop:behind]])
    note = " ".join(filter(None, (without_mark(line) for line in notes)))
    text = dedent("\n".join(_without_marks(lines[told:stop]))).strip("\n")
    return Content(text, behind, note or None) if text or note else None


def _without_marks(lines: Sequence[str]) -> Iterator[str]:
    """Drop the marks of a fence that somebody wrote as comments around a file's text."""
    return (line for line in lines if not is_fence(line))


class _Below:
    """The lines below a command that opens a file; its own indentation counts as none."""

    def __init__(
        self, lines: Sequence[str], start: int, knows: Callable[[str], bool], name: str
    ) -> None:
        self._lines = lines
        self._start = start
        self._knows = knows
        self._name = name
        self._sets = bool(_SHELL_FILE.search(name))
        above = lines[start - 1] if start else ""
        self._margin = above[: len(above) - len(above.lstrip())]

    def text(self, index: int) -> str:
        """Return a line without the indentation of the command."""
        return self._lines[index].removeprefix(self._margin)

    def significant(self, index: int, *, comments: bool = False) -> int:
        """Return the first line from ``index`` on that is neither empty nor a comment."""
        while index < len(self._lines):
            line = self._lines[index].strip()
            if line and (comments or line.startswith("#!") or line[0] != "#"):
                break
            index += 1
        return index

    def told(self, start: int) -> int:
        """Return where the lines end that say what to do, and those that ask for a password."""
        index = stop = start
        while index < len(self._lines):
            line = self.text(index)
            if tells(line):
                stop = index + 1
            elif line.strip():
                break
            index += 1
        return stop

    def told_behind(self, stop: int) -> int:
        """Return where the lines end that say what else to do in the file, and to save it."""
        index = stop
        while (index := self.significant(index, comments=True)) < len(self._lines):
            if not tells_on(self._lines[index].strip()):
                break
            index = stop = index + 1
        return stop

    def keeps_notes(self, first: int) -> bool:
        """Return whether comments below the editor are about its file, not about what follows."""
        following = self._lines[first] if first < len(self._lines) else ""
        return is_counted(self.text(self._start).strip()) or not is_edit(_bare(following))

    def end_of_content(self, first: int) -> int | None:
        """Return where what goes into the file ends; None where nothing does."""
        if first == len(self._lines):
            return None
        if self.text(first).startswith("#!"):
            return self._end_of_script(first)
        if self._begins(first):
            return self._end_of_data(first)
        return self._until_saved(first)

    def _until_saved(self, index: int) -> int | None:
        """Return the line that says that the file is saved, if no command stands before it."""
        for place in range(index, len(self._lines)):
            line = self.text(place)
            if is_saved(line):
                return place if place > index else None
            if self._is_command(line):
                return None
        return None

    def _begins(self, first: int) -> bool:
        """Return whether the first line that says something belongs into the file."""
        line = self.text(first)
        direct = all(map(str.strip, self._lines[self._start : first]))
        above = self._lines[first - 1].strip()
        if is_saved(line) or self._is_command(line):
            return False
        if line[:1].isspace() or self._is_data(line):
            return True
        return is_pair(line) and (direct or is_unused_pair(above))

    def _end_of_data(self, first: int) -> int:
        """Return where lines of data end: at the next command, or what has another form."""
        loose = is_loose(self.text(first))
        index = first + 1
        while index < len(self._lines):
            following = self.significant(index)
            if following == len(self._lines):
                return index
            gap = not all(map(str.strip, self._lines[index:following]))
            if not self._goes_on(self.text(following), gap=gap, loose=loose):
                return index
            index = following + 1
        return index

    def _end_of_script(self, first: int) -> int:
        """Return where a script ends: where it is said to be saved, or used for the first time."""
        name = self._name
        used = re.compile(rf"(?:\S*/)?{re.escape(name)}[;&]?") if name else None
        for index in range(first + 1, len(self._lines)):
            line = self.text(index)
            if is_saved(line):
                return index
            if line[:1] in {"", "#", " ", "\t"}:
                continue
            words = line.split()
            uses = used and words[0] not in _SPEAKS and any(map(used.fullmatch, words))
            if (uses and self._knows(line)) or (not name and words[0] == "chmod"):
                return index
        return len(self._lines)

    def _goes_on(self, line: str, *, gap: bool, loose: bool) -> bool:
        if is_saved(line):
            return False
        if line[:1].isspace():
            return True
        if self._is_command(line):
            return False
        return self._is_data(line) or (loose and (not gap or is_pair(line)))

    def _is_data(self, line: str) -> bool:
        return is_data(line) or (self._sets and bool(_SETS.match(line)))

    def _is_command(self, line: str) -> bool:
        """Return whether a line is typed; ``key: value`` and the like never are."""
        if is_never_typed(line) or (self._sets and _SETS.match(line)):
            return False
        if line[:1].isspace() and line.lstrip().startswith("$("):
            # An address in a line of /etc/hosts.
            return False
        return is_edit(_bare(line)) or self._knows(line)


def _bare(line: str) -> str:
    """Return a line without the comment behind it."""
    return line.split(" #", 1)[0]
