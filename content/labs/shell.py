"""Splits shell text into the commands that a learner types one after the other."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import partial
from typing import TYPE_CHECKING

from content.labs.commands import Taken, collect, make_command
from content.labs.vocabulary import looks_like_command

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from content.labs.commands import Command, Script

_HEREDOC = re.compile(r"<<(?P<dash>-?)\s*(?P<quote>['\"\\]?)(?P<word>[A-Za-z_]\w*)(?P=quote)?")
_OPENERS = re.compile(
    r"(?:^\s*|[;&|()]\s*|\b(?:then|do|else)\s+)(?:if|for|while|until|case|select|\{)(?=\s|$)"
)
_MAY_OPEN = re.compile(r"[{}]|\b(?:if|for|while|until|case|select|fi|done|esac)\b")
_CLOSERS = re.compile(r"(?:^\s*|[;&|]\s*)(?:fi|done|esac|\})(?=[\s;&|)]|$)")
# What a command may have that goes on below its line.
_SIGNS = re.compile(r"[\"'\\(){|&;<]")
_WORDS = frozenset({"if", "for", "while", "until", "case", "select"})
_QUOTING = re.compile(r"[\"'\\()]|<<")
# Signs that mean something outside of quotes, and inside.
_OUTSIDE = re.compile(r"[\"'\\()#]|<<")
_INSIDE = re.compile(r"[\"'\\]")
_COMMENT = re.compile(r"(?:^|(?<=[ \t;]))#")
_GOES_ON = re.compile(r"(?:\\|&&|\|\|?)$")
_MOST_ENDS = 99
"""How many lines that may end a heredoc are looked at to find the right one."""


class _Ends:
    """Where the heredocs of a script end."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._openers: dict[str, list[int]] = {}
        for index, line in enumerate(lines):
            for found in _HEREDOC.finditer(line) if "<<" in line else ():
                self._openers.setdefault(found["word"], []).append(index)
        self._words: dict[str, list[int]] = {}
        for index, line in enumerate(lines) if self._openers else ():
            if (word := line.strip()) in self._openers:
                self._words.setdefault(word, []).append(index)

    def find(self, word: str, start: int, *, tabs: bool) -> int | None:
        """Return the line that ends a heredoc which begins with line ``start``; None for none.

        Notes indent the last word, although only tabs behind ``<<-`` are allowed: that ends the
        heredoc too, unless a right one comes before the next heredoc with this word.
        """
        places = self._words.get(word, [])
        first = bisect_left(places, start)
        if first == len(places):
            return None
        openers = self._openers[word]
        after = bisect_left(openers, places[first])
        stop = openers[after] if after < len(openers) else len(self._lines)
        for place in places[first : min(bisect_left(places, stop), first + _MOST_ENDS)]:
            line = self._lines[place]
            if (line.lstrip("\t") if tabs else line) == word:
                return place
        return places[first]


class _Scanner:
    """Reads the lines of one command and knows whether it goes on below them."""

    def __init__(self, ends: _Ends) -> None:
        self.quote = ""
        # Whether a backslash inside of the quote frees the sign behind it.
        self._escapes = False
        self._ends = ends
        self._depth = 0
        self._blocks = 0
        self._line = 0
        # The last line of the heredocs so far; None when one never ends.
        self._until: int | None = -1

    def feed(self, index: int, line: str) -> tuple[str, str | None]:
        """Take one line in; return it without its comment, and the comment."""
        if self._until is None or index <= self._until:
            return line, None
        self._line = index
        code, bare, comment = self._scan(line)
        if _MAY_OPEN.search(bare):
            change = len(_OPENERS.findall(bare)) - len(_CLOSERS.findall(bare))
            self._blocks = max(0, self._blocks + change)
        return code, comment

    def is_open(self, index: int, code: str) -> bool:
        """Return whether the command whose last line is ``code`` goes on in the next line."""
        if self.quote or self._depth > 0 or self._blocks > 0:
            return True
        if self._until is None or index < self._until:
            return True
        return bool(_GOES_ON.search(code.rstrip()))

    def _scan(self, line: str) -> tuple[str, str, str | None]:
        """Return the code, the code with quoted text blanked, and the comment of a line."""
        if not self.quote and not _QUOTING.search(line):
            found = _COMMENT.search(line)
            if not found:
                return line, line, None
            code = line[: found.start()]
            return code, code, _comment(line, found.start())
        bare: list[str] = []
        index = 0
        while found := (_INSIDE if self.quote else _OUTSIDE).search(line, index):
            plain = line[index : found.start()]
            bare.append(" " * len(plain) if self.quote else plain)
            index = found.start()
            char = line[index]
            if self.quote:
                if char == "\\" and self._escapes:
                    bare.append(" ")
                    index += 1
                elif char == self.quote:
                    self.quote = ""
                bare.append(" " if self.quote else char)
            elif char == "\\":
                bare.append(line[index : index + 2])
                index += 1
            elif char == "#" and (index == 0 or line[index - 1] in " \t;"):
                return line[:index], "".join(bare), _comment(line, index)
            elif line.startswith("<<", index):
                index = self._redirect(line, index)
            else:
                self._mark(char, line[max(index - 2, 0) : index])
                bare.append(char)
            index += 1
        bare.append("" if self.quote else line[index:])
        return line, "".join(bare), None

    def _redirect(self, line: str, index: int) -> int:
        """Note the heredoc that begins at ``index``; return the index of its last character."""
        if line.startswith("<<<", index):
            return index + 2
        found = _HEREDOC.match(line, index)
        if not found:
            return index + 1
        if self._until is not None:
            start = max(self._line, self._until) + 1
            self._until = self._ends.find(found["word"], start, tabs=bool(found["dash"]))
        return found.end() - 1

    def _mark(self, char: str, before: str) -> None:
        if char in "'\"":
            self.quote = char
            self._escapes = char == '"' or (before[-1:] == "$" and before not in {"\\$", "$$"})
        elif char == "(":
            self._depth += 1
        elif char == ")":
            self._depth = max(0, self._depth - 1)


def split_commands(
    lines: Sequence[str], knows: Callable[[str], bool] = looks_like_command
) -> Script:
    """Split the lines of a shell block into commands with the comments that belong to them."""
    return collect(lines, shell_taker(lines), knows)


def shell_taker(lines: Sequence[str]) -> Callable[[int, int], Taken]:
    """Return what reads the command that begins at an index of ``lines`` and ends before another.

    Making one looks at all lines, so that taking a command looks at no more than its own.
    """
    return partial(_take, lines, _Ends(lines))


def _take(lines: Sequence[str], ends: _Ends, start: int, stop: int) -> Taken:
    plain = _plain(start, lines[start])
    if plain:
        return Taken(plain, 1, closed=True)
    scanner = _Scanner(ends)
    taken: list[str] = []
    hints: list[str] = []
    for index in range(start, stop):
        code, comment = scanner.feed(index, lines[index])
        if comment:
            hints.append(comment)
        taken.append(code.rstrip() if comment else code)
        if not scanner.is_open(index, code):
            return Taken(make_command(start, taken, hints), len(taken), closed=True)
    if len(taken) > 1 and not taken[0].rstrip().endswith("\\"):
        # Something is never closed: one line each loses the least.
        code, comment = _Scanner(ends).feed(start, lines[start])
        comments = [comment] if comment else []
        return Taken(make_command(start, [code.rstrip()], comments), 1, closed=False)
    return Taken(make_command(start, taken, hints), len(taken), closed=not scanner.quote)


def _plain(offset: int, line: str) -> Command | None:
    """Return a command without any sign that has to be scanned, as most are; None for others."""
    found = _COMMENT.search(line) if "#" in line else None
    code = line[: found.start()] if found else line
    if _SIGNS.search(code) or not _WORDS.isdisjoint(code.split()):
        return None
    comment = _comment(line, found.start()) if found else ""
    return make_command(offset, [code], [comment] if comment else [])


def _comment(line: str, start: int) -> str:
    """Return what a comment says that begins at a column of a line."""
    return line[start:].lstrip("# \t").rstrip()
