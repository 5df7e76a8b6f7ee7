"""The shells: the languages of their fences, and where a command of each of them ends."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from content.labs.lines import Kind, Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.markdown.blocks import Block

_POWERSHELL = frozenset({"powershell", "pwsh", "ps1", "ps", "posh"})
_CMD = frozenset({"cmd", "bat", "batch", "dos", "batchfile", "winbatch"})
_POSIX = frozenset(
    {"bash", "sh", "shell", "zsh", "ksh", "fish", "terminal", "commands", "shellscript"}
    | {"ash", "dash", "csh", "tcsh", "nu", "nushell", "command", "command-line", "cli", "term"}
)
SHELL = _POSIX | _POWERSHELL | _CMD
"""The languages of fences with commands."""
CONSOLE = frozenset(
    {"console", "shell-session", "shellsession", "sh-session", "bash-session", "session", "tty"}
    | {"terminal-session", "termynal", "ps1con", "pwsh-session", "powershell-session", "doscon"}
)
"""The languages of fences with commands and what they print."""

_HEREDOC = r"<<-?\s*(?P<mark>['\"\\]?)(?P<word>[A-Za-z_]\w*)(?P=mark)?"
_OPENER = re.compile(_HEREDOC)
_ENDS = {
    "'": r"[^']*+'",
    "$'": r"(?:[^'\\]|\\.)*+'",
    '"': r'(?:[^"\\]|\\.)*+"',
    "@'": r"'@",
    '@"': r'"@',
    "<#": r".*?#>",
}
"""What stands behind the beginning of a text up to its end."""
_QUOTED = "|".join(re.escape(quote) + _ENDS[quote] for quote in ("'", "$'", '"'))
_BLOCK = re.compile(
    r"(?:^\s*|[;&|()]\s*|\b(?:then|do|else)\s+)(?:if|for|while|until|case|select|\{)(?=\s|$)"
)
_BLOCK_END = re.compile(r"(?:^\s*|[;&|]\s*)(?:fi|done|esac|\})(?=[\s;&|)]|$)")
_WORD = "_"
"""What is left of a text in quotes."""
_MOST_ENDS = 99
"""How many lines that may end a heredoc are looked at to find the right one."""
# A line that belongs to the block, or to the pipeline, that seemed to have ended above it.
_JOINS = re.compile(r"\s*(?:\||(?:else|elseif|catch|finally|until)\b)", re.IGNORECASE)
_COMMENT_MARKS = re.compile(r"^(?:<?#[# \t]*|@?rem\b|::)\s*", re.IGNORECASE)
_CMDLET = re.compile(
    r"^[ \t]*(?:(?:\S{1,60} )?PS\b[^>\n]{0,120}>"
    r"|(?:\$\w+ = )?[A-Z][A-Za-z]+-[A-Z][A-Za-z]+(?=[\s|;)]|$))",
    re.MULTILINE,
)


class Shell:
    """Takes commands out of the lines of one script: each goes on until nothing is open."""

    goes_on: ClassVar[re.Pattern[str]]
    """How a line ends whose command goes on in the next one."""
    tokens: ClassVar[re.Pattern[str]]
    """What means something in a line, by the names of its groups."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines

    def take(self, start: int, stop: int) -> tuple[list[Line], bool]:
        """Return the lines of the command that begins with line ``start`` and ends before ``stop``.

        Also returns whether all that it opens is closed.
        """
        self._begin()
        taken: list[Line] = []
        kind, is_open = Kind.COMMENT, False
        for index in range(start, stop):
            code, comment, is_open = self._feed(index)
            if kind is not Kind.COMMENT:
                kind = Kind.CONTINUATION
            elif code.strip():
                kind = Kind.COMMAND
            is_comment = kind is Kind.COMMENT
            text, behind = (comment, "") if is_comment else (code, comment)
            taken.append(Line(index, kind, text, behind))
            if not (is_open or self.goes_on.search(code)):
                break
        if is_open and not self.goes_on.search(taken[0].text):
            # Something is never closed: one line each loses the least.
            return taken[:1], False
        return taken, not is_open

    def _begin(self) -> None:
        """Forget the command before."""
        self._depth = 0
        self._open = ""

    def _feed(self, index: int) -> tuple[str, str, bool]:
        """Read the next line; return its code, its comment, and whether something stays open."""
        line, start, self._comment = self._lines[index], 0, ""
        if self._open:
            end = re.match(_ENDS[self._open], line)
            if self._open == "<#":
                self._comment = end[0] if end else line
            self._open = "" if end else self._open
            start = end.end() if end else len(line)
        outside = self.tokens.sub(partial(self._token, index), _WORD * bool(start) + line[start:])
        is_open = bool(self._more(outside, index) or self._open or self._depth)
        if not self._comment:
            return line, "", is_open
        before, _, behind = line.rpartition(self._comment)
        said = _COMMENT_MARKS.sub("", self._comment.strip().removesuffix("#>")).strip()
        return (before + behind).rstrip(), said, is_open

    def _token(self, index: int, found: re.Match[str]) -> str:
        """Note what a token opens or closes; return what of it stands outside of quotes."""
        kind = found.lastgroup
        if kind == "comment":
            self._comment = found[0]
            if found[0].startswith("<#") and not found[0].endswith("#>"):
                self._open = "<#"
            return ""
        if kind in {"open", "quoted"}:
            self._open = found["open"] or ""
            return _WORD
        self._depth = max(0, self._depth + (kind == "left") - (kind == "right"))
        return found[0]

    def _more(self, outside: str, index: int) -> int:
        """Return how much more is open behind a line; ``outside`` is what it has without quotes."""
        return 0


class Posix(Shell):
    """Takes commands out of a script for `sh`, `bash` and their like."""

    goes_on = re.compile(r"(?:\\|&&|\|\|?)\s*$")
    # `<<<` and what a backslash frees mean nothing.
    tokens = re.compile(
        rf"\\.|\$\$|<<<|(?P<heredoc>{_HEREDOC})|(?P<quoted>{_QUOTED})|(?P<open>\$'|['\"])(?s:.*)"
        r"|(?P<left>\()|(?P<right>\))|(?P<comment>(?:^|(?<=[ \t;]))#.*)"
    )

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__(lines)
        self._heredocs: dict[str, list[int]] = {}
        self._ends: dict[str, list[int]] = {}
        for index, line in enumerate(lines):
            for found in _OPENER.finditer(line):
                self._heredocs.setdefault(found["word"], []).append(index)
            self._ends.setdefault(line.strip(), []).append(index)

    def in_heredocs(self) -> set[int]:
        """Return the lines of all heredocs that end: data, whatever they look like."""
        inside: set[int] = set()
        for index, line in enumerate(self._lines):
            for found in _OPENER.finditer(line) if index not in inside else ():
                end = self._end_of_heredoc(found["word"], index + 1)
                inside.update(range(index + 1, end + 1) if end < len(self._lines) else ())
        return inside

    def _begin(self) -> None:
        super()._begin()
        self._blocks = 0
        # The last line of the heredocs so far.
        self._until = -1

    def _feed(self, index: int) -> tuple[str, str, bool]:
        if index <= self._until:
            return self._lines[index], "", bool(index < self._until or self._depth or self._blocks)
        return super()._feed(index)

    def _more(self, outside: str, index: int) -> int:
        self._blocks += len(_BLOCK.findall(outside)) - len(_BLOCK_END.findall(outside))
        self._blocks = max(0, self._blocks)
        return self._blocks + (index < self._until)

    def _token(self, index: int, found: re.Match[str]) -> str:
        if found["word"]:
            self._until = self._end_of_heredoc(found["word"], max(index, self._until) + 1)
        return super()._token(index, found)

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


class PowerShell(Shell):
    """Takes commands out of a script for PowerShell."""

    goes_on = re.compile(r"(?:`|\||,|&&|\|\|)\s*$")
    tokens = re.compile(
        r"(?P<open>@[\"'])\s*$|(?P<quoted>\"(?:[^\"`]|`.|\"\")*\"|'(?:[^']|'')*')"
        r"|(?P<comment><#.*?(?:#>|$)|(?<![\w`$])#.*)|(?P<left>[({\[])|(?P<right>[)}\]])|`."
    )

    def _begin(self) -> None:
        super()._begin()
        self._has_code = False

    def _more(self, outside: str, index: int) -> int:
        self._has_code = self._has_code or bool(outside.strip(_WORD).strip())
        below = self._lines[index + 1] if index + 1 < len(self._lines) else ""
        return int(self._has_code and bool(_JOINS.match(below)))


class Cmd(Shell):
    """Takes commands out of a batch file, which opens nothing."""

    goes_on = re.compile(r"\^\s*$")
    tokens = re.compile(r"(?P<comment>^\s*(?:@?rem\b|::).*)", re.IGNORECASE)


def language_of(block: Block) -> str:
    """Return the language of a fence with commands; most have none because it is a shell's."""
    if block.language in SHELL:
        return block.language
    return "powershell" if _CMDLET.search(block.content) else block.language or "bash"


def shell_of(language: str) -> type[Shell]:
    """Return what takes the commands out of a script in this language."""
    if language in _CMD:
        return Cmd
    return PowerShell if language in _POWERSHELL else Posix
