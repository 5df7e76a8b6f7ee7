"""The commands that open a file in an editor."""

from __future__ import annotations

import re

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
_LEAD = re.compile(r"(?:\w+=\S*\s+|sudo\s+(?:-u\s+\S+\s+|-\S+\s+)*)*")
_JOINED = re.compile(r"[;|&\n]|<<|>>|(?:^|\s)[<>](?:\s|$)")


def edited(command: str) -> str | None:
    """Return the name of what a command opens in an editor; None for any other command.

    The name is empty where the command has none, as in ``crontab -e``.
    """
    command = command.split(" #", 1)[0].strip().rstrip("; ")
    lead = _LEAD.match(command)
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
