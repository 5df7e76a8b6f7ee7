"""The shells: the languages of their fences, and where a command of each of them ends."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from content.labs.lines import Kind, Line
from content.labs.programs import word_lists

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.markdown.blocks import Block

_LISTS = word_lists("languages.txt")
_POSIX, _POWERSHELL, _CMD, CONSOLE, OUTPUT, PRINTED, DATABASE, PROGRAMMING = _LISTS
SHELL = _POSIX | _POWERSHELL | _CMD
"""The languages of fences with commands; those of ``CONSOLE`` show what they print, too."""
_CMDLET = re.compile(
    r"^[ \t]*(?:(?:\S{1,60} )?PS\b[^>\n]{0,120}>"
    r"|(?:\$\w+ = )?[A-Z][A-Za-z]+-[A-Z][A-Za-z]+(?=[\s|;)]|$))",
    re.MULTILINE,
)
_HEREDOC = re.compile(r"<<-?[ \t]*(?P<mark>['\"\\]?)(?P<word>[A-Za-z_]\w*)(?P=mark)?")
_OPENERS = {"right": "left", "finish": "begin"}
_COMMENT_MARKS = re.compile(r"^(?:<?#[# \t]*|@?rem\b|::)\s*", re.IGNORECASE)


class Shell(NamedTuple):
    """How commands of a shell are written."""

    tokens: re.Pattern[str]
    """What means something in a script, by the names of its groups; a line's end is one."""
    goes_on: re.Pattern[str]
    """How a line ends whose command goes on in the next one."""
    joins: re.Pattern[str] = re.compile(r"(?!)")
    """How a line begins that goes on with a command which seemed to have ended above it."""


# `<<<`, `$$` and what a backslash frees mean nothing.
POSIX = Shell(
    re.compile(
        rf"\\.|\$\$|<<<|(?P<heredoc>{_HEREDOC.pattern})"
        r"|(?P<quoted>'[^']*+'|\$'(?:[^'\\]|\\[\s\S])*+'|\"(?:[^\"\\]|\\[\s\S])*+\")"
        r"|(?P<open>['\"])|(?P<left>\()|(?P<right>\))|(?P<comment>(?:^|(?<=[ \t;]))#.*)"
        r"|(?P<begin>(?:^[ \t]*|[;&|][ \t]*|(?<=[()])[ \t]*|\b(?:then|do|else)[ \t]+)"
        r"(?:if|for|while|until|case|select|\{)(?=\s))"
        r"|(?P<finish>(?:^[ \t]*|[;&|][ \t]*)(?:fi|done|esac|\})(?=[\s;&|)]))|(?P<newline>\n)",
        re.MULTILINE,
    ),
    re.compile(r"(?:\\|&&|\|\|?)\s*$"),
)
POWERSHELL = Shell(
    re.compile(
        r"(?P<quoted>@(?P<mark>[\"'])[ \t]*(?=\n)(?s:.*?)\n(?P=mark)@"
        r"|\"(?:[^\"`\n]|`.|\"\")*\"|'(?:[^'\n]|'')*')|(?P<open>@[\"'][ \t]*$)"
        r"|(?P<comment><#(?s:.*?)#>|(?:<#|(?<![\w`$])#).*)"
        r"|(?P<left>[({\[])|(?P<right>[)}\]])|`.|(?P<newline>\n)",
        re.MULTILINE,
    ),
    re.compile(r"(?:`|\||,|&&|\|\|)\s*$"),
    re.compile(r"[ \t]*(?:\||(?:else|elseif|catch|finally|until)\b)", re.IGNORECASE),
)
CMD = Shell(
    re.compile(
        r"(?P<comment>^[ \t]*(?:@?rem\b|::).*)|(?P<newline>\n)", re.IGNORECASE | re.MULTILINE
    ),
    re.compile(r"\^\s*$"),
)


class Splitter:
    """Takes commands out of the lines of one script: each goes on until nothing is open."""

    def __init__(self, lines: Sequence[str], shell: Shell) -> None:
        self._lines = lines
        self._shell = shell
        self._text = "".join(f"{line}\n" for line in lines)
        self._starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
        # By its word: where a heredoc begins, ends, and ends as notes indent it.
        self._begins: defaultdict[str, list[int]] = defaultdict(list)
        self._ends: defaultdict[str, list[int]] = defaultdict(list)
        self._may_end: defaultdict[str, list[int]] = defaultdict(list)
        for index, line in enumerate(lines):
            self._ends[line.lstrip("\t")].append(index)
            self._may_end[line.strip()].append(index)
            for found in _HEREDOC.finditer(line):
                self._begins[found["word"]].append(index)

    def in_heredocs(self) -> set[int]:
        """Return the lines of all heredocs that end: data, whatever they look like."""
        inside: set[int] = set()
        for index, line in enumerate(self._lines):
            for found in _HEREDOC.finditer(line) if index not in inside else ():
                end = self._end_of_heredoc(found["word"], index, len(self._lines))
                inside.update(range(index + 1, end + 1) if end < len(self._lines) else ())
        return inside

    def take(self, start: int, stop: int) -> tuple[list[Line], bool]:
        """Return the lines of the command that begins with line ``start`` and ends before ``stop``.

        Also returns whether all that it opens is closed.
        """
        comments: dict[int, str] = {}
        last, is_open = self._walk(start, stop, comments)
        taken: list[Line] = []
        kind = Kind.COMMENT
        for index in range(start, last + 1):
            code, comment = self._part(index, comments)
            if kind is not Kind.COMMENT:
                kind = Kind.CONTINUATION
            elif code.strip():
                kind = Kind.COMMAND
            is_comment = kind is Kind.COMMENT
            taken.append(Line(index, kind, *((comment, "") if is_comment else (code, comment))))
        if is_open and not self._shell.goes_on.search(taken[0].text):
            # Something is never closed: one line each loses the least.
            return taken[:1], False
        return taken, not is_open

    def _walk(self, start: int, stop: int, comments: dict[int, str]) -> tuple[int, bool]:
        """Return the last line of a command, and whether something in it stays open.

        The comments in it are noted by their lines.
        """
        depth: Counter[str] = Counter()
        index = until = start
        position, end, has_code = self._starts[start], self._starts[stop], False
        while found := self._shell.tokens.search(self._text, position, end):
            kind, position = found.lastgroup, found.end()
            if kind == "newline":
                index = max(index, until)
                code, _ = self._part(index, comments)
                has_code = has_code or bool(code.strip())
                position = self._starts[index + 1]
                joins = has_code and self._shell.joins.match(self._text, position)
                if not (depth.total() or joins or self._shell.goes_on.search(code)):
                    return index, False
            elif kind == "heredoc":
                until = self._end_of_heredoc(found["word"], max(index, until), stop)
            elif kind == "comment":
                comments.update(enumerate(found[0].split("\n"), index))
            elif kind in {"left", "begin"}:
                depth[kind] += 1
            elif kind in _OPENERS:
                depth[_OPENERS[kind]] = max(0, depth[_OPENERS[kind]] - 1)
            if kind == "open" or until == stop:
                return stop - 1, True
            index += found[0].count("\n")
        return stop - 1, bool(depth.total())

    def _part(self, index: int, comments: dict[int, str]) -> tuple[str, str]:
        """Return the code of a line, and the words of the comment in it."""
        line, comment = self._lines[index], comments.get(index, "")
        if not comment:
            return line, ""
        before, _, behind = line.rpartition(comment)
        said = _COMMENT_MARKS.sub("", comment.strip().removesuffix("#>")).strip()
        return (before + behind).rstrip(), said

    def _end_of_heredoc(self, word: str, start: int, stop: int) -> int:
        """Return the line that ends a heredoc begun on line ``start``; ``stop`` where none does.

        Notes indent the last word, although only tabs are allowed: that ends it too, unless a right
        one comes before the next heredoc with this word.
        """
        first = _following(self._may_end[word], start, stop)
        right = _following(self._ends[word], start, stop)
        return right if right < _following(self._begins[word], first, stop) else first


def _following(lines: Sequence[int], start: int, stop: int) -> int:
    """Return the next of these lines behind ``start``, at most ``stop``."""
    place = bisect_right(lines, start)
    return min(lines[place], stop) if place < len(lines) else stop


def language_of(block: Block) -> str:
    """Return the language of a fence with commands; most have none because it is a shell's."""
    if block.language in SHELL:
        return block.language
    return "powershell" if _CMDLET.search(block.content) else block.language or "bash"


def shell_of(block: Block) -> Shell:
    """Return how the commands of a fence are written."""
    language = language_of(block)
    if language in _CMD:
        return CMD
    return POWERSHELL if language in _POWERSHELL else POSIX
