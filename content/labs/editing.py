"""Commands that open an editor, and the lines below them that go into the file.

Notes write both into one fence: ``vim pod.yaml``, then what the file should hold, then the next
command. Only how the lines look can tell them apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from textwrap import dedent
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_SUDO = r"(?:sudo\s+(?:-\S+\s+)*)?"
_EDITOR = re.compile(
    rf"{_SUDO}(?:"
    r"(?:vi|vim|nvim|nano|emacs|pico|joe|mcedit|gedit|kate|code|subl|notepad(?:\.exe)?|sudoedit)"
    r"\s+(?P<path>\S.*)"
    r"|(?:kubectl|oc|k)\s+(?:-\S+(?:[ =]\S+)?\s+)*edit\s+\S.*"
    r"|systemctl\s+(?:--\S+\s+)*edit\s+\S.*|ansible-vault\s+(?:create|edit)\s+\S.*"
    r"|virsh\s+\S*edit\s+\S.*|crontab\s+(?:-u\s+\S+\s+)?-e|visudo\b.*|vipw\b.*)\s*;?",
)
# What notes on systems and clusters type, first words only.
_WORDS = """
alias apt apt-get awk aws az base64 bash brew bridge cat cd chmod chown chroot chvt clear cmctl
containerd cp crictl crontab ctr curl cut date dd df diff dig dnf docker docker-compose dpkg du
echo env etcdctl exit export fdisk find findmnt firewall-cmd free gcloud getenforce getfacl git go
grep groupadd groups gunzip gzip head helm history hostname hostnamectl http id ip iptables
istioctl java jobs journalctl jq kill killall kind kubeadm kubectl kubectx kubelet kubens
kustomize last less ln loginctl ls lsblk lsof lvcreate lvs make man minikube mkdir mkfs mkswap
more mount mv nc netstat nginx nice nmcli node npm nslookup oc openssl parted passwd patch pgrep
ping pip pip3 pkill podman poweroff printf ps pvcreate pvs pwd python python3 read reboot renice
restorecon rm rmdir rpm rsync runc scp sealert sed semanage service sestatus setenforce setfacl
setsebool sh sleep sort source ss ssh ssh-copy-id ssh-keygen stat stress su subscription-manager
sudo swapoff swapon sysctl systemctl tail tar tee telnet terraform test time timedatectl top touch
tr tree tuned-adm umount uname unset uptime useradd userdel usermod vagrant vgcreate vgs vmstat
watch wc wget whereis which who whoami xargs yum zcat zypper
"""
_COMMANDS = frozenset(_WORDS.split())
_WORD = re.compile(rf"{_SUDO}(?P<word>[\w.+-]+)(?=[\s;&|<>]|$)")
_RUNS = re.compile(r"(?:\./|/|~/|\$ |\w+=\$\()\S")
_SAVED = re.compile(
    r"(?:\d+[.)]\s*)?(?:and\s+|then\s+)?(?:save|write|close|exit|quit)\b"
    r"(?=[^\n:=]*\b(?:file|editor|changes|close|exit|quit|vim?|nano|it)\b)[^\n:=]{0,60}"
    r"|(?:press\s+|hit\s+)?(?:<?esc>?\W*)?:(?:wq|x|q)!?|ZZ",
    re.IGNORECASE,
)
_DATA = re.compile(
    r"[ \t]|-{3}$|\.{3}$|- |\*|\d+[.)]\s|\[[^\]]*\]\s*$|[{}\[\]],?$|<[/!?a-z]"
    r"|\d{1,3}(?:\.\d{1,3}){3}\s|[^|;&\n]*:(?:\s*(?:\{\}|\[\]|[|>]-?))?$"
    r"|[\"']?[\w./-]+[\"']?\s*[:=](?:\s|$)|[A-Z_][A-Z0-9_]*=|[a-z]\w*(?:\.[A-Za-z]\w*)+:?$|#|//",
)
_TELLS = re.compile(
    r"#+\s*(?:\d+[.)]|(?:add|append|change|comment|copy|delete|edit|insert|modify|paste|put|remove"
    r"|replace|set|uncomment|update|under|write)\b)",
    re.IGNORECASE,
)
_PROSE = re.compile(r"[A-Z][a-z]+\s+\S+\s+\S")


@dataclass(frozen=True, slots=True)
class Content:
    """What goes into a file: ``text`` without common indentation, and where it ends.

    ``note`` is a line such as "save and close the file" behind it.
    """

    text: str
    end: int
    note: str | None


def is_edit(command: str) -> bool:
    """Say whether a command opens an editor."""
    return "\n" not in command and _EDITOR.fullmatch(command.strip()) is not None


def looks_like_command(line: str) -> bool:
    """Say whether a line is something that a learner types at a prompt."""
    if is_edit(line):
        return True
    found = _WORD.match(line)
    if found and not line[found.end() :].lstrip().startswith((":", "=")):
        return found["word"] in _COMMANDS or found["word"].startswith(("ansible", "kubectl-"))
    return bool(_RUNS.match(line))


def looks_like_data(line: str) -> bool:
    """Say whether a line stands in a file: a key with its value, an item, a section's name."""
    return not line.startswith(("#", "<")) and _is_data(line, strict=True)


def content_below(command: str, lines: Sequence[str], begin: int) -> Content | None:
    """Return what the lines from ``begin`` on put into the file of an editor's ``command``."""
    start = _next_text(lines, begin)
    if start == len(lines):
        return None
    is_script = lines[start].startswith("#!")
    if is_script:
        end = _end_of_script(command, lines, start)
    elif start > begin and not lines[start][:1].isspace() and not lines[start].startswith("---"):
        # Behind an empty line comes the next command, unless it cannot be one.
        end = _end_of_data(lines, start) if _is_data(lines[start], strict=True) else start
    else:
        end = _end_of_data(lines, start)
    saved = end < len(lines) and _SAVED.fullmatch(lines[end].strip()) is not None
    stop = end + saved
    while end > start and not lines[end - 1].strip():
        end -= 1
    inside = [line for line in lines[start:end] if line.strip()]
    if inside and not is_script and all(line.startswith("#") for line in inside):
        return _notes(lines, start, end)
    text = dedent("\n".join(lines[start:end])).strip("\n")
    note = lines[stop - 1].strip() if saved else None
    return Content(text, stop, note) if text or note else None


def _next_text(lines: Sequence[str], index: int) -> int:
    """Return the index of the next line that is not empty."""
    while index < len(lines) and not lines[index].strip():
        index += 1
    return index


def _notes(lines: Sequence[str], start: int, end: int) -> Content | None:
    """Read comments that say what to edit; others belong to the next command."""
    while end > start and not _TELLS.match(lines[end - 1]):
        end -= 1
    said = " ".join(line.lstrip("# ").rstrip() for line in lines[start:end] if line.strip())
    return Content("", end, said) if said else None


def _end_of_script(command: str, lines: Sequence[str], start: int) -> int:
    """Return where a script ends: where it is said to be saved, or used for the first time."""
    found = _EDITOR.fullmatch(command.strip())
    path = (found["path"] or "").rstrip("; ").split()[-1:] if found else []
    name = path[0].rpartition("/")[2] if path else ""
    for index in range(start + 1, len(lines)):
        line = lines[index].strip()
        if _SAVED.fullmatch(line) or (name and re.search(rf"(?:^|[\s/]){re.escape(name)}\b", line)):
            return index
    return len(lines)


def _end_of_data(lines: Sequence[str], start: int) -> int:
    index = start
    while index < len(lines):
        line = lines[index]
        if not line.strip():
            following = _next_text(lines, index)
            if following == len(lines) or not _is_data(lines[following], strict=True):
                return index
            index = following
        elif _SAVED.fullmatch(line.strip()) or not _is_data(line, strict=False):
            return index
        else:
            index += 1
    return len(lines)


def _is_data(line: str, *, strict: bool) -> bool:
    """Say whether a line belongs into a file; ``strict`` for one behind an empty line."""
    if not line.strip() or (looks_like_command(line) and not line[:1].isspace()):
        return False
    if strict and line.startswith("#"):
        # Just as well the hint of the next command.
        return False
    return bool(_DATA.match(line)) or (not strict and bool(_PROSE.match(line)))
