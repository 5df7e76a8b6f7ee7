"""The programs that labs type: words that commands begin with, and those that open an editor."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_WORDS = Path(__file__).with_name("commands.txt").read_text(encoding="utf-8")
# Two paragraphs below a comment each; the words of the second are English too.
_COMMANDS, _AMBIGUOUS = (
    frozenset(part.partition("\n")[2].split()) for part in _WORDS.split("\n\n")
)
_FAMILIES = ("ansible", "kubectl-", "docker-", "mkfs.", "podman-", "pg_", "systemd-", "virt-")
_LEAD = re.compile(r"(?:sudo\s+(?:-\S+\s+)*(?!-)|\w+=(?!\$\()\S*\s+|time\s+|nohup\s+)*")
_WORD = re.compile(r"[A-Za-z][\w.+-]*(?=[\s;&|<>]|$)")
_RUNS = re.compile(
    r"\.{1,2}/\w|~/\S|/(?:usr|bin|sbin|opt|root|home|tmp|var)/\S|\w+=\$\(|\$\(|\. \S"
    r"|for \w+ in |while (?:true|:|\[|read)|until \[|if (?:\[|!|test )"
    r"|[A-Z][A-Za-z]+-[A-Z][A-Za-z]+(?:[\s|;]|$)"
)
ARGUMENT = re.compile(r"(?:^|\s)[-/.~$\"'&|<>*{%\d]|[|=/;>*]")
"""What is no word of a sentence behind the first word of a line."""
_FEW = 2
_TYPED = re.compile(r"(?:sudo[ \t]+)?([A-Za-z][\w.+-]*)(?=[ \t;]|$)(?![ \t]*[=:])")
_EDITORS = frozenset(
    {"vi", "vim", "nvim", "view", "nano", "pico", "emacs", "joe", "mcedit", "micro", "gedit"}
    | {"kate", "code", "subl", "notepad", "notepad.exe", "sudoedit"}
)
_ENGLISH = frozenset({"view", "code", "micro"})
_CLUSTER = frozenset({"kubectl", "oc", "k"})
_EDIT = re.compile(
    r"(?:(?:-n|--namespace|--context|--kubeconfig|--cluster|-u|-f) \S+ |-\S+ )*"
    r"edit (?!.*(?:-h|--help)$)\S"
)
_SYSTEM = {
    "systemctl": re.compile(r"(?:\S+ )*edit \S"),
    "ansible-vault": re.compile(r"(?:create|edit) \S"),
    "virsh": re.compile(r"\S*edit \S"),
    "crontab": re.compile(r"(?:.* )?-e(?: |$)"),
    **dict.fromkeys(("visudo", "vipw", "vigr"), re.compile(r"(?!(?:.* )?-c(?: |$))")),
}
"""Programs that open an editor with these arguments, in files that they know themselves."""
_EDIT_LEAD = re.compile(r"(?:\w+=\S*\s+|sudo\s+(?:-u\s+\S+\s+|-\S+\s+)*)*")
_JOINED = re.compile(r"[;|&\n]|<<|>>|(?:^|\s)[<>](?:\s|$)")


def edited(command: str) -> str | None:
    """Return the name of what a command opens in an editor; None for any other command.

    The name is empty where the command has none, as in ``crontab -e``.
    """
    command = command.split(" #", 1)[0].strip().rstrip("; ")
    lead = _EDIT_LEAD.match(command)
    words = command[lead.end() if lead else 0 :].split()
    program, rest = words[0].rpartition("/")[2] if words else "", words[1:]
    if _JOINED.search(command):
        return None
    if program in _EDITORS:
        names = [word for word in rest if word[0] not in "-+"]
        is_prose = program in _ENGLISH and len(names) > 1
        return names[-1].rpartition("/")[2] if names and not is_prose else None
    arguments = " ".join(rest)
    if program in _CLUSTER:
        return rest[-1] if _EDIT.match(arguments) else None
    return "" if program in _SYSTEM and _SYSTEM[program].match(arguments) else None


def is_edit(command: str) -> bool:
    """Return whether a command opens an editor."""
    return edited(command) is not None


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
    if word in _COMMANDS or word.startswith(_FAMILIES):
        return True
    if word in _AMBIGUOUS:
        return len(arguments.split()) < _FEW or bool(ARGUMENT.search(arguments))
    return bool(_RUNS.match(rest))


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
                if is_edit(line):
                    break
        return frozenset(words)
