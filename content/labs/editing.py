"""The commands that open a file in an editor."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_EDITORS = frozenset(
    {"vi", "vim", "nvim", "view", "nano", "pico", "emacs", "joe", "mcedit", "micro", "gedit"}
    | {"kate", "code", "subl", "notepad", "notepad.exe", "sudoedit"}
)
_CLUSTER = frozenset({"kubectl", "oc", "k"})
_SYSTEM = frozenset({"systemctl", "ansible-vault", "virsh", "crontab", "visudo", "vipw", "vigr"})
_PROGRAMS = _EDITORS | _CLUSTER | _SYSTEM
_LEAD = re.compile(r"(?:\w+=\S*\s+|sudo\s+(?:-u\s+\S+\s+|-\S+\s+)*)*")
_JOINED = re.compile(r"[;|&]|<<|>>|(?:^|\s)[<>](?:\s|$)")
_VALUED = frozenset({"-n", "--namespace", "--context", "--kubeconfig", "--cluster", "-u", "-f"})


def edited(command: str) -> str | None:
    """Return the name of what a command opens in an editor; None for any other command.

    The name is empty where the command has none, as in ``crontab -e``.
    """
    if not _may_open(command):
        return None
    command = command.strip().rstrip("; ")
    lead = _LEAD.match(command)
    words = command[lead.end() if lead else 0 :].split()
    program, rest = words[0].rpartition("/")[2] if words else "", words[1:]
    if program not in _PROGRAMS or "\n" in command or _JOINED.search(command):
        return None
    if program in _EDITORS:
        names = [word for word in rest if word[0] not in "-+"]
        return names[-1].rpartition("/")[2] if names else None
    if program in _CLUSTER:
        return rest[-1] if _is_verb(rest) else None
    opens = (
        (program == "systemctl" and "edit" in rest[:-1])
        or (program == "ansible-vault" and len(rest) > 1 and rest[0] in {"create", "edit"})
        or (program == "virsh" and len(rest) > 1 and rest[0].endswith("edit"))
        or (program == "crontab" and "-e" in rest)
        or (program in {"visudo", "vipw", "vigr"} and "-c" not in rest)
    )
    return "" if opens else None


def _may_open(command: str) -> bool:
    """Return whether the first word of a command is an editor's, or may stand in front of one."""
    first = command.split(None, 1)[:1]
    if not first:
        return False
    word = first[0].rstrip(";").rpartition("/")[2]
    if word in _CLUSTER:
        return "edit" in command
    return word == "sudo" or word in _PROGRAMS or "=" in first[0]


def is_edit(command: str) -> bool:
    """Return whether a command opens an editor."""
    return edited(command) is not None


def _is_verb(words: Sequence[str]) -> bool:
    """Return whether ``edit`` is what a cluster's tool should do, and not a name or an option."""
    for index, word in enumerate(words):
        if word == "edit":
            return index + 1 < len(words) and words[-1] not in {"-h", "--help"}
        if not word.startswith("-") and words[index - 1] not in _VALUED:
            return False
    return False
