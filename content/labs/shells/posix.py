"""Reads the commands of the shells that descend from `sh`."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import partial
from typing import TYPE_CHECKING

from content.labs.shells.base import Shell

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEREDOC = r"<<-?\s*(?P<mark>['\"\\]?)(?P<word>[A-Za-z_]\w*)(?P=mark)?"
_OPENER = re.compile(_HEREDOC)
_TO_END = {
    "'": r"[^']*+'",
    "$'": r"(?:[^'\\]|\\.)*+'",
    '"': r'(?:[^"\\]|\\.)*+"',
}
"""What stands behind a quote up to its end."""
_QUOTED = "|".join(re.escape(quote) + end for quote, end in _TO_END.items())
# What means something in a line; `<<<` and what a backslash frees do not.
_TOKENS = re.compile(
    rf"\\.|\$\$|<<<|{_HEREDOC}|(?P<quoted>{_QUOTED})|(?P<quote>\$'|['\"]).*|(?P<left>\()|(?P<right>\))"
    r"|(?P<comment>(?:^|(?<=[ \t;]))#.*)"
)
_BLOCK = re.compile(
    r"(?:^\s*|[;&|()]\s*|\b(?:then|do|else)\s+)(?:if|for|while|until|case|select|\{)(?=\s|$)"
)
_BLOCK_END = re.compile(r"(?:^\s*|[;&|]\s*)(?:fi|done|esac|\})(?=[\s;&|)]|$)")
_WORD = "_"
"""What is left of a text in quotes."""
_MOST_ENDS = 99
"""How many lines that may end a heredoc are looked at to find the right one."""


class Posix(Shell):
    """Takes commands out of a script for `sh`, `bash` and their like."""

    goes_on = re.compile(r"(?:\\|&&|\|\|?)\s*$")

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__(lines)
        self._heredocs: dict[str, list[int]] = {}
        self._ends: dict[str, list[int]] = {}
        for index, line in enumerate(lines):
            for found in _OPENER.finditer(line):
                self._heredocs.setdefault(found["word"], []).append(index)
            self._ends.setdefault(line.strip(), []).append(index)

    def _begin(self) -> None:
        self._quote = self._comment = ""
        self._depth = self._blocks = 0
        # The last line of the heredocs so far.
        self._until = -1

    def _feed(self, index: int) -> tuple[str, str, bool]:
        line, start, self._comment = self._lines[index], 0, ""
        if index < self._until:
            return line, "", True
        if self._quote or index == self._until:
            end = re.match(_TO_END[self._quote], line) if self._quote else None
            self._quote = "" if end else self._quote
            start = end.end() if end else len(line)
        outside = _TOKENS.sub(partial(self._token, index), _WORD * bool(start) + line[start:])
        self._blocks += len(_BLOCK.findall(outside)) - len(_BLOCK_END.findall(outside))
        self._blocks = max(0, self._blocks)
        is_open = bool(self._quote or self._depth or self._blocks or index < self._until)
        if not self._comment:
            return line, "", is_open
        code = line.removesuffix(self._comment).rstrip()
        return code, self._comment.lstrip("# \t").rstrip(), is_open

    def in_heredocs(self) -> set[int]:
        """Return the lines of all heredocs that end: data, whatever they look like."""
        inside: set[int] = set()
        for index, line in enumerate(self._lines):
            for found in _OPENER.finditer(line) if index not in inside else ():
                end = self._end_of_heredoc(found["word"], index + 1)
                inside.update(range(index + 1, end + 1) if end < len(self._lines) else ())
        return inside

    def _token(self, index: int, found: re.Match[str]) -> str:
        """Note what a token opens or closes; return what of it stands outside of quotes."""
        if found["comment"]:
            self._comment = found[0]
            return ""
        if found["quote"] or found["quoted"]:
            self._quote = found["quote"] or ""
            return _WORD
        if found["left"]:
            self._depth += 1
        elif found["right"]:
            self._depth = max(0, self._depth - 1)
        elif found["word"]:
            self._until = self._end_of_heredoc(found["word"], max(index, self._until) + 1)
        return found[0]

    def _end_of_heredoc(self, word: str, start: int) -> int:
        """Return the line that ends a heredoc which begins with line ``start``.

        Notes indent the last word, although only tabs are allowed: that ends the heredoc too,
        unless a right one comes before the next heredoc with this word.
        """
        ends = self._ends.get(word, [])
        first = bisect_left(ends, start)
        if first == len(ends):
            return len(self._lines)
        heredocs = self._heredocs[word]
        following = bisect_left(heredocs, ends[first])
        stop = heredocs[following] if following < len(heredocs) else len(self._lines)
        right = (n for n in ends[first : first + _MOST_ENDS] if self._lines[n].lstrip("\t") == word)
        index = next(right, stop)
        return index if index < stop else ends[first]
