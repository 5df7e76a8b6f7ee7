"""The commands that open a file or a dialog, into which the lines below them go."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

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
_OPENING = _EDITORS | _CLUSTER | _SYSTEM.keys()
_LEAD = re.compile(
    r"(?:\w+=\S*\s+|(?:sudo|doas)\s+(?:-[ugh]\s+\S+\s+|-\S+\s+)*(?!-)|time\s+|winpty\s+)*"
)
_JOINED = re.compile(r"[;|&\n]|<<|>>|(?:^|\s)[<>](?:\s|$)")
_LONGEST = 300
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


_ROWS = tomllib.loads(Path(__file__).with_name("dialogs.toml").read_text(encoding="utf-8"))
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
    file = edited(command)
    if file is not None:
        return Opening(file, holds=True)
    command = bare(command)
    if found := _WRITES.fullmatch(command):
        return Opening(found["file"].rpartition("/")[2], holds=True)
    if _JOINED.search(command) or len(command) > _LONGEST:
        return None
    if inside := _INSIDE.search(command):
        command = inside["command"]
    return next((opening for pattern, opening in _DIALOGS if pattern.fullmatch(command)), None)


def edited(command: str) -> str | None:
    """Return the name of what a command opens in an editor; None for any other command.

    The name is empty where the command has none, as in ``crontab -e``.
    """
    command = bare(command)
    words = command.split()
    program, rest = words[0].rpartition("/")[2] if words else "", words[1:]
    if program not in _OPENING or _JOINED.search(command):
        return None
    if program in _EDITORS:
        names = [word for word in rest if word[0] not in "-+"]
        is_prose = program in _ENGLISH and len(names) > 1
        return names[-1].rpartition("/")[2] if names and not is_prose else None
    arguments = " ".join(rest)
    if program in _CLUSTER:
        return rest[-1] if _EDIT.match(arguments) else None
    return "" if _SYSTEM[program].match(arguments) else None


def is_edit(command: str) -> bool:
    """Return whether a command opens an editor."""
    return edited(command) is not None
