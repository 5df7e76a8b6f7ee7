"""The programs that labs type, by the words that commands begin with."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from content.labs.dialogs import opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


def word_lists(name: str) -> Iterator[frozenset[str]]:
    """Yield the words of each paragraph of a file, which stand below a comment."""
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    yield from (frozenset(part.partition("\n")[2].split()) for part in text.split("\n\n"))


# The words of the second list are English too.
_COMMANDS, _AMBIGUOUS, _OTHERS = word_lists("commands.txt")
PROGRAMS = _COMMANDS | _AMBIGUOUS | _OTHERS
"""All programs, builtins and keywords that are known."""
FAMILIES = ("ansible", "kubectl-", "docker-", "mkfs.", "podman-", "pg_", "systemd-", "virt-")
_LEAD = re.compile(r"(?:sudo\s+(?:-\S+\s+)*(?!-)|\w+=(?!\$\()\S*\s+|time\s+|nohup\s+)*")
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
