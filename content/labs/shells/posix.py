"""Reads the commands of the shells that descend from `sh`."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from content.labs.shells.scanning import Taken, take

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_HEREDOC = r"<<(?P<dash>-?)\s*(?P<mark>['\"\\]?)(?P<word>[A-Za-z_]\w*)(?P=mark)?"
_OPENER = re.compile(_HEREDOC)
# What means something outside of quotes; `<<<` and what a backslash frees do not.
_TOKENS = re.compile(
    rf"\\.|\$\$|<<<|{_HEREDOC}|(?P<quote>\$?['\"])|(?P<left>\()|(?P<right>\))"
    r"|(?P<comment>(?:^|(?<=[ \t;]))#.*)"
)
_QUOTED = {
    "'": re.compile(r"[^']*+'"),
    "$'": re.compile(r"(?:[^'\\]|\\.)*+'"),
    '"': re.compile(r'(?:[^"\\]|\\.)*+"'),
}
"""What stands between a quote and its end."""
_BLOCK = re.compile(
    r"(?:^\s*|[;&|()]\s*|\b(?:then|do|else)\s+)(?:if|for|while|until|case|select|\{)(?=\s|$)"
)
_BLOCK_END = re.compile(r"(?:^\s*|[;&|]\s*)(?:fi|done|esac|\})(?=[\s;&|)]|$)")
_MOST_ENDS = 99
"""How many lines that may end a heredoc are looked at to find the right one."""


def posix_taker(lines: Sequence[str]) -> Callable[[int, int], Taken]:
    """Return what takes the command between two indices of ``lines``.

    Making one looks at all lines, so that taking a command looks at no more than its own.
    """
    heredocs = _Heredocs(lines)
    return lambda start, stop: take(lines, _Scanner(heredocs), start, stop)


class _Heredocs:
    """Where the heredocs of a script end."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._begins: dict[str, list[int]] = {}
        self._ends: dict[str, list[int]] = {}
        for index, line in enumerate(lines):
            for found in _OPENER.finditer(line):
                self._begins.setdefault(found["word"], []).append(index)
            self._ends.setdefault(line.strip(), []).append(index)

    def end(self, word: str, start: int, *, tabs: bool) -> int | None:
        """Return the line that ends a heredoc which begins with line ``start``; None for none.

        Notes indent the last word, although only tabs behind ``<<-`` are allowed: that ends the
        heredoc too, unless a right one comes before the next heredoc with this word.
        """
        ends = self._ends.get(word, [])
        first = bisect_left(ends, start)
        if first == len(ends):
            return None
        begins = self._begins[word]
        after = bisect_left(begins, ends[first])
        stop = begins[after] if after < len(begins) else len(self._lines)
        for index in ends[first : min(bisect_left(ends, stop), first + _MOST_ENDS)]:
            line = self._lines[index]
            if (line.lstrip("\t") if tabs else line) == word:
                return index
        return ends[first]


class _Scanner:
    """Reads the lines of one command and knows whether something is open behind them."""

    goes_on = re.compile(r"(?:\\|&&|\|\|?)\s*$")

    def __init__(self, heredocs: _Heredocs) -> None:
        self._heredocs = heredocs
        self._quoted: re.Pattern[str] | None = None
        self._depth = 0
        self._blocks = 0
        # The last line of the heredocs so far; None when one never ends.
        self._until: int | None = -1

    def feed(self, index: int, line: str) -> tuple[str, str]:
        """Take the next line in; return it without its comment, and the comment."""
        if self._until is None or index <= self._until:
            return line, ""
        bare: list[str] = []
        comment = ""
        place = 0
        while place < len(line) and not comment:
            if self._quoted:
                place = self._end_of_quote(line, place)
                bare.append('""')
            elif found := _TOKENS.search(line, place):
                bare.append(line[place : found.start()])
                comment = found["comment"] or ""
                place = found.end()
                bare.append(self._token(found, index))
            else:
                bare.append(line[place:])
                break
        outside = "".join(bare)
        change = len(_BLOCK.findall(outside)) - len(_BLOCK_END.findall(outside))
        self._blocks = max(0, self._blocks + change)
        return line[: len(line) - len(comment)], comment.lstrip("# \t").rstrip()

    def is_open(self, index: int) -> bool:
        """Return whether something is open behind the line with this index."""
        is_open = self._quoted is not None or self._depth > 0 or self._blocks > 0
        return is_open or self._until is None or index < self._until

    def _end_of_quote(self, line: str, place: int) -> int:
        end = self._quoted.match(line, place) if self._quoted else None
        if end is None:
            return len(line)
        self._quoted = None
        return end.end()

    def _token(self, found: re.Match[str], index: int) -> str:
        """Note what a token opens or closes; return what is left of it outside of quotes."""
        if found["quote"]:
            self._quoted = _QUOTED.get(found["quote"]) or _QUOTED['"']
        elif found["left"]:
            self._depth += 1
        elif found["right"]:
            self._depth = max(0, self._depth - 1)
        elif found["word"] and self._until is not None:
            start = max(index, self._until) + 1
            self._until = self._heredocs.end(found["word"], start, tabs=bool(found["dash"]))
        elif found["comment"] or found["word"]:
            return ""
        return found[0]
