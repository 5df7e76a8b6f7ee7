"""The commands that open a file or a dialog, into which the lines below them go."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

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


def _dialog(own: str, ends: str = "exit|quit", *, holds: bool = False, least: int = 0) -> Opening:
    last = rf"(?:{ends})(?:\(\))?\s*;?\s*(?:#.*)?" if ends else "(?!)"
    return Opening(
        None, re.compile(own, re.IGNORECASE), re.compile(last, re.IGNORECASE), holds, least
    )


_SQL = (
    r"(?:select|insert|update|delete|create|alter|drop|use|show|desc|describe|explain|grant|revoke"
    r"|set|begin|start|commit|rollback|truncate|with|values|call|flush|source|analyze|vacuum|copy"
    r"|lock|unlock|from|where|group|order|limit|join|and|or|print|help|load|go)\b"
    r"|\\|\.[a-z]|[()]|--"
)
_FTP = (
    r"(?:l?ls|l?cd|l?pwd|l?mkdir|rmdir|m?get|m?put|dir|rm|rename|chmod|open|user|close|bin(?:ary)?"
    r"|ascii|passive|prompt|hash|status|help|m?delete|version|anonymous)\b|!"
)
_CODE = (
    r"import |from |print|(?:for|while|if|def|class|with|try|else)\b.*:$|>>>|help|time\."
    r"|const |let |open\(|exec\(|type\(|set\(|\w+ = "
)
_TOOLS = (
    r"(?:set|server|show|list|help|info|break|run|next|step|print|zone|update|send|save|goto|remove"
    r"|activate|describe)\b"
)
_CONTAINER = r"(?:docker|podman|nerdctl|kubectl|oc|crictl|docker-compose|lxc)"
_TERMINAL = r"(?: -\w*it?\b| -ti\b| --tty\b|compose exec\b|compose run\b)"
_TABLE: tuple[tuple[str, Opening], ...] = (
    # Partitions: keys alone.
    (
        r"[a-z]*f?disk(?!.* -[lvh]\b) .*",
        _dialog(r"[a-z?]\s*(?:#.*)?$|[+-]?\d|(?:enter|yes|no|linux|swap|lvm|raid)\b", "[wq]"),
    ),
    (
        r"parted(?: -a \S+)?(?: /\S+)?",
        _dialog(r"(?:mk|print|unit|rm|resize|name|set|select|help|align|p$|yes|no)", "q|quit"),
    ),
    (r"diskpart", _dialog(r"(?:list|select|create|format|assign|clean|detail|delete|active)\b")),
    # Files of another machine, databases, languages, networks.
    (
        r"(?:s?ftp|lftp|tftp|psftp)(?!.* -b\b)(?: .*)?|smbclient (?!.*-[cL]).*",
        _dialog(_FTP, "bye|quit|exit"),
    ),
    (
        r"(?:psql|mysql|mariadb|sqlite3?|mongosh?|sqlplus|sqlcmd|cqlsh|clickhouse-client|duckdb|influx)"
        r"(?=$| )(?!.* (?:-[cefQ]|--(?:command|execute|eval|file|version|help))\b).*",
        _dialog(_SQL, r"\\q|exit|quit|bye|\.(?:quit|exit)"),
    ),
    (
        r"redis-cli(?: -[hpnau] ?\S+)*",
        _dialog(r"(?-i:[A-Z]{2,}\b)|(?:set|get|del|keys|ttl) |ping$"),
    ),
    (
        r"(?:i?python[\d.]*|node|irb|ghci|php -a|R|julia|lua|scala|jshell|groovysh|bc|dc|erl|iex)"
        r"(?: -[iqlS])*|python3? manage\.py shell|django-admin shell|rails c(?:onsole)?",
        _dialog(_CODE, r"exit|quit|q|\.exit|\.quit|:q"),
    ),
    (
        r"(?:nslookup|nsupdate|netsh|vtysh|virsh|tclsh)|gdb(?: \S+)?|nmcli con(?:nection)? edit.*",
        _dialog(_TOOLS, "exit|quit|q"),
    ),
    (
        r"(?:h?top|atop|btop|less|more|man|info|watch|journalctl|tig|git (?:log|diff))\b.*",
        Opening(None, re.compile(r"[/?]\w+$|[a-vx-zA-Z ]$"), re.compile("q"), only=True),
    ),
    # What is typed until a key closes it.
    (r"(?:at|batch)\b(?!.* -[lfdrcq])(?: .*)?", _dialog(r"(?!at[qr]?)", "", holds=True, least=1)),
    (r"mailx?(?: .*)? \S+|wall|write \w+(?: \w+)?", _dialog("", r"\.", holds=True, least=1)),
    (r"(?:kubectl|oc) (?:apply|create) (?:.* )?-f -", Opening("", holds=True)),
    (r"vim?|nvim|nano|emacs(?: -nw)?", Opening("", holds=True)),
    (
        r"git (?:commit(?!.*(?: -\w*m| --message| --no-edit| -F))|rebase .*-i).*",
        _dialog(r"(?:pick|squash|reword|edit|fixup|drop|[psrefd]) [0-9a-f]{4}", ""),
    ),
    # A shell of another machine, user or container.
    (r"(?:ssh|telnet|nc|ncat|netcat|openssl s_client)(?: \S+){1,9}", Opening()),
    (r"su(?: .*)?|sudo (?:-[is]|su.*)|(?:ba|z|k|da)?sh|(?:chroot|newgrp|runas|wsl) ?.*", Opening()),
    (rf"{_CONTAINER} .*(?:{_TERMINAL}| attach | rsh |lxc exec).*", Opening()),
    (r"(?:vagrant|minikube|multipass) (?:ssh|shell).*|virsh console .*", Opening()),
    (r"Enter-PSSession .*|machinectl shell.*", Opening()),
    # What asks questions.
    (r"(?:passwd|smbpasswd|htpasswd|ssh-keygen|ssh-copy-id|adduser|kinit|tzselect)\b.*", Opening()),
    (r"(?:openssl req|npm init|(?:docker|az|argocd|vault) login|aws configure)\b.*", Opening()),
    (r"(?:mysql_secure_installation|dpkg-reconfigure|git add -[pi]|git clean -i)\b.*", Opening()),
)
"""The commands that open a dialog: the first row that fits tells what goes into it."""
_DIALOGS = tuple((re.compile(pattern), opening) for pattern, opening in _TABLE)
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
