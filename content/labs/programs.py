"""The programs that labs type: the words that commands begin with, and what commands open."""

from __future__ import annotations

import re
import tomllib
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_FOLDER = Path(__file__).parent


def word_lists(name: str) -> Iterator[frozenset[str]]:
    """Yield the words of each paragraph of a file, which stand below a comment."""
    text = (_FOLDER / name).read_text(encoding="utf-8")
    yield from (frozenset(part.partition("\n")[2].split()) for part in text.split("\n\n"))


# The words of the second list are English too.
_COMMANDS, _AMBIGUOUS, *_OTHERS = word_lists("commands.txt")
PROGRAMS = _COMMANDS.union(_AMBIGUOUS, *_OTHERS)
"""All programs, builtins and keywords that are known."""
ALONE = _OTHERS[-1]
"""Those that are typed alone: nobody writes them as the name of anything else."""
FAMILIES = ("ansible", "kubectl-", "docker-", "mkfs.", "podman-", "pg_", "systemd-", "virt-")
# What stands in front of a program: variables, and what runs it as somebody else.
_LEAD = re.compile(
    r"(?:\w+=(?!\$\()\S*\s+|(?:sudo|doas)\s+(?:-[ugh]\s+\S+\s+|-\S+\s+)*(?!-)"
    r"|(?:time|nohup|winpty)\s+)*"
)
_WORD = re.compile(r"[A-Za-z][\w.+-]*(?=[\s;&|<>]|$)")
_RUNS = re.compile(
    r"\.{1,2}[/\\]\w|[A-Za-z]:\\\w|~/\S|/(?:usr|bin|sbin|opt|root|home|tmp|var)/\S"
    r"|\w+=\$\(|\$\(|\. \S"
    r"|net (?:user|use|share|start|stop|localgroup|view)\b|sc (?:query|start|stop|config|create)\b"
    r"|for \w+ in |while (?:true|:|\[|read)|until \[|if (?:\[|!|test )"
    r"|[A-Z][A-Za-z]+-[A-Z][A-Za-z]+(?:[\s|;]|$)"
)
ARGUMENT = re.compile(r"(?:^|\s)[-/.~$\"'&|<>*{%\d]|[|=/;>*]")
"""What is no word of a sentence behind the first word of a line."""
_FEW = 2
_TYPED = re.compile(r"(?:sudo[ \t]+)?([A-Za-z][\w.+-]*)(?=[ \t;]|$)(?![ \t]*[=:])")


def looks_like_command(line: str) -> bool:
    """Return whether a line is something that a learner types at a prompt."""
    line = line.strip()
    lead = _LEAD.match(line)
    rest = line[lead.end() :] if lead else line
    found = _WORD.match(rest)
    if not found:
        return bool(_RUNS.match(rest))
    word, arguments = found[0], rest[found.end() :].strip()
    if arguments.startswith(("=", ":")):
        return False
    if word in _COMMANDS or word.startswith(FAMILIES):
        return True
    if word in _AMBIGUOUS:
        return _is_no_sentence(arguments)
    return bool(_RUNS.match(rest))


def may_be_command(line: str) -> bool:
    """Return whether a line can be a program that nobody knows: no sentence, no row of capitals."""
    line = line.strip()
    found = _TYPED.match(line)
    return bool(found and not found[1][0].isupper() and _is_no_sentence(line[found.end() :]))


def _is_no_sentence(arguments: str) -> bool:
    return len(arguments.split()) < _FEW or bool(ARGUMENT.search(arguments))


_JOINED = re.compile(r"[;|&\n]|<<|>>|(?:^|\s)[<>](?:\s|$)")
_LONGEST = 2000
"""The most characters of a command that opens anything."""


class Opening(NamedTuple):
    """What a command opens, into which the lines below it go up to the next command.

    ``file`` is the name of a file, which may be empty; None for a dialog. Lines that ``own``
    matches belong to it although a shell would take them too, the first ``least`` of them where
    that is not 0, and ``only`` they. A line that ``ends`` matches closes it. What ``holds``
    commands goes on to the keys that close it, if there are any.
    """

    file: str | None = None
    own: re.Pattern[str] | None = None
    ends: re.Pattern[str] | None = None
    holds: bool = False
    least: int = 0
    only: bool = False
    editor: bool = False

    def owns(self, line: str, place: int) -> bool:
        """Return whether a line belongs to it for sure; ``place`` counts its lines from 0."""
        is_late = 0 < self.least <= place
        return self.own is not None and not is_late and bool(self.own.match(line))

    @property
    def keys(self) -> bool:
        """Return whether what is typed are keys, which mean nothing one by one."""
        return self.ends is not None and self.ends.fullmatch("w") is not None


def _opening(row: dict[str, Any]) -> Opening:
    ends = rf"(?:{row.pop('ends', 'exit|quit')})(?:\(\))?\s*;?\s*(?:#.*)?"
    if "own" not in row:
        return Opening(**row)
    own = re.compile(row.pop("own"), re.IGNORECASE)
    return Opening(own=own, ends=re.compile(ends, re.IGNORECASE), **row)


_ROWS = tomllib.loads((_FOLDER / "dialogs.toml").read_text(encoding="utf-8"))
_DIALOGS = tuple((re.compile(row.pop("opens")), _opening(row)) for row in _ROWS["dialog"])
_CONTAINER = r"(?:docker|podman|nerdctl|kubectl|oc|crictl|docker-compose|lxc)"
_TERMINAL = r"(?: -\w*it?\b| -ti\b| --tty\b|compose exec\b|compose run\b)"
# A client inside of a container.
_INSIDE = re.compile(
    rf"^{_CONTAINER} .*?{_TERMINAL}.*?\s(?P<command>(?:psql|mysql|mariadb|mongosh?"
    r"|redis-cli|cqlsh|sqlite3|python3?|node|irb)\b.*)"
)
_WRITES = re.compile(r"(?:cat\s*(?:-\s*)?>>?|tee\s+(?:-a\s+)?)\s*(?P<file>[^\s|&;<>]+)")


def bare(command: str) -> str:
    """Return a command without what runs it as somebody else, and what is said behind it."""
    command = command.split(" #", 1)[0].strip().rstrip("; ").replace("sudo -e ", "sudoedit ", 1)
    lead = _LEAD.match(command)
    return command[lead.end() if lead else 0 :] or command


# Several questions about one line come to this one.
@lru_cache(1024)
def opened(command: str) -> Opening | None:
    """Return what a command opens; None for one that takes no more lines."""
    command = bare(command)
    if found := _WRITES.fullmatch(command):
        return Opening(found["file"].rpartition("/")[2], holds=True)
    if _JOINED.search(command) or len(command) > _LONGEST:
        return None
    if inside := _INSIDE.search(command):
        command = inside["command"]
    for pattern, opening in _DIALOGS:
        if found := pattern.fullmatch(command):
            names = found.groupdict()
            return opening._replace(file=names["file"]) if names else opening
    return None


def is_edit(command: str) -> bool:
    """Return whether a command opens an editor."""
    opening = opened(command)
    return opening is not None and opening.editor


class Vocabulary:
    """The commands of one lesson: what everybody types, and the words that its fences begin with.

    ``scripts`` are asked for when a line is in doubt, which few lessons come to.
    """

    def __init__(self, scripts: Callable[[], Iterable[str]]) -> None:
        self._scripts = scripts

    def knows(self, line: str) -> bool:
        """Return whether a line is typed at a prompt in this lesson."""
        if looks_like_command(line):
            return True
        found = _TYPED.match(line.strip())
        return found is not None and found[1] in self._learned

    @cached_property
    def _learned(self) -> frozenset[str]:
        """The first word of each line that is surely typed: none below what fills a file."""
        words: set[str] = set()
        for script in self._scripts():
            for line in script.split("\n"):
                if line.startswith("#!") or "<<" in line:
                    break
                # A capital begins a sentence, or what a command prints.
                if (found := _TYPED.match(line)) and not found[1][0].isupper():
                    words.add(found[1])
                if opened(line):
                    break
        return frozenset(words)
