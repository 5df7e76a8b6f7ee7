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
    from collections.abc import Callable, Sequence

_EDITORS = frozenset(
    {"vi", "vim", "nvim", "view", "nano", "pico", "emacs", "joe", "mcedit", "micro", "gedit"}
    | {"kate", "code", "subl", "notepad", "notepad.exe", "sudoedit"}
)
_CLUSTER = frozenset({"kubectl", "oc", "k"})
_LEAD = re.compile(r"(?:\w+=\S*\s+|sudo\s+(?:-u\s+\S+\s+|-\S+\s+)*)*")
_JOINED = re.compile(r"[;|&]|<<|>>|(?:^|\s)[<>](?:\s|$)")
_VALUED = frozenset({"-n", "--namespace", "--context", "--kubeconfig", "--cluster", "-u", "-f"})

_SAVED = re.compile(
    r"(?:#\s*)?(?:\d+[.)]\s*|[-*]\s+)?(?:(?:then|now|and|next|finally|please)\b[, ]*){0,3}"
    r"(?:(?:save|write|close|exit|quit|leave)\b"
    r"(?=[^\n:=]{0,80}\b(?:file|editor|changes|close|exit|quit|save|vim?|nano|it)\b)[^\n:=]{0,80}"
    r"|save[.!]?"
    r"|(?:(?:press|hit|use|type)\s+)?(?:<?esc(?:ape)?>?\W{0,3})?:(?:wq?|x|q)!?(?:\s[^\n:=]{0,60})?"
    r"|ZZ|(?:press |hit |use |type )?(?:ctrl|\^)[-+ ]?[xos]\b[^\n:=]{0,60})",
    re.IGNORECASE,
)
# Lines of files in which every line has a form, so that a line without one ends the file.
_FORMED = re.compile(
    r"-{3}\s*$|\.{3}\s*$|-(?:\s|$)|[\"']?[\w./-]+[\"']?:(?:\s|$)|\d{1,3}[.)]\s"
    r"|[{}\[\]]+,?\s*$|[{\[]\s*[\"'{]|\"[^\"]*\"\s*[:,]|<[!?/A-Za-z]"
)
# Lines of files in which a single word may stand as well, such as a host in an inventory.
_LOOSE = re.compile(
    r"\[\[?[^\s\]][^\]]*\]\]?\s*$|[\w.-]+\s*=\s|[\w.-]+\s*=$|(?:[\d*][\d*,/-]*\s+){4}\S"
    r"|@(?:reboot|hourly|daily|weekly|monthly)\s|\d{1,3}(?:\.\d{1,3}){3}(?:/\d+)?\s"
    r"|/(?:dev|mnt|data|srv|share\w*)\S*\s|[\w.-]+:/\S*\s+/|(?:UUID|LABEL)=\S+\s|[%\w-]+\s+ALL=|//"
    r"|(?:FROM|RUN|CMD|COPY|ADD|ENV|EXPOSE|WORKDIR|ENTRYPOINT|USER|LABEL|ARG|VOLUME)\s"
)
_ASSIGNED = re.compile(r"[A-Za-z_][\w.-]*=\S*(?:\s|$)|[A-Za-z_][\w.-]*=\"")
_KEYS = re.compile(r"[a-z]\w*(?:\.[A-Za-z]\w*)+:?$")
_FILE = re.compile(r"\.(?:sh|py|pl|rb|ya?ml|exe|ps1|bat|txt|conf)$")
# Sentences, and directives such as `Listen 80`.
_PROSE = re.compile(
    r"[A-Z][A-Za-z]*\s+\S"
    r"|(?:add|append|change|delete|insert|modify|remove|replace)(?:\s+\S+){2}"
)
# A line above something, or with nothing in it yet: `spec.containers, add:`, `emptyDir: {}`.
_COLON = re.compile(r"[^|;&\n]*:(?:\s*(?:\{\}|\[\]|[|>]-?))?\s*$")
_TELLS = re.compile(
    r"#+\s*(?:\d+[.)]|(?:add|append|change|comment|copy|delete|edit|insert|modify|paste|put|remove"
    r"|replace|set|uncomment|update|under|write)\b)",
    re.IGNORECASE,
)
_SPEAKS = frozenset({"echo", "printf", "basename", "logger"})


@dataclass(frozen=True, slots=True)
class Content:
    """What goes into a file: ``text`` without common indentation, and the index where it ends.

    ``note`` is a line such as "save and close the file" behind it.
    """

    text: str
    end: int
    note: str | None


def edited(command: str) -> str | None:
    """Return the name of what a command opens in an editor; None for any other command.

    The name is empty where the command has none, as in ``crontab -e``.
    """
    command = command.strip().rstrip("; ")
    if "\n" in command:
        return None
    lead = _LEAD.match(command)
    words = command[lead.end() if lead else 0 :].split()
    if not words or _JOINED.search(command):
        return None
    program, rest = words[0].rpartition("/")[2], words[1:]
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


def is_edit(command: str) -> bool:
    """Say whether a command opens an editor."""
    return edited(command) is not None


def looks_like_content(text: str, knows: Callable[[str], bool]) -> bool:
    """Say whether a text can only be what a file holds: its first line is nothing to type."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    return bool(_FORMED.match(first) or _LOOSE.match(first)) and not (
        first.startswith("<") or knows(first)
    )


def content_below(
    command: str, lines: Sequence[str], start: int, knows: Callable[[str], bool]
) -> Content | None:
    """Return what the lines from ``start`` on put into the file of an editor's ``command``.

    ``knows`` says whether a line is a command of the lesson. None means that no such line is there.
    """
    name = edited(command)
    if name is None or start >= len(lines):
        return None
    below = _Below(lines, start, knows)
    first = below.significant(start)
    if first < len(lines) and below.text(first).startswith("#!"):
        stop = below.end_of_script(first, name)
    elif first < len(lines) and below.begins(first):
        stop = below.end_of_data(first)
    elif said := [n for n in range(start, first) if _TELLS.match(below.text(n))]:
        return below.notes(said[-1] + 1)
    else:
        stop = start
    saved = below.saved(stop)
    note = lines[saved].strip("# \t") if saved is not None else None
    text = dedent("\n".join(lines[start:stop])).strip("\n")
    if not text and not note:
        return None
    return Content(text, stop if saved is None else saved + 1, note)


def _is_data(line: str) -> bool:
    """Say whether a line that is no command has the form of something in a file."""
    return any(form.match(line) for form in (_FORMED, _LOOSE, _PROSE, _COLON))


def _is_verb(words: Sequence[str]) -> bool:
    """Say whether ``edit`` is what a cluster's tool should do, and not a name or an option."""
    for index, word in enumerate(words):
        if word == "edit":
            return index + 1 < len(words) and words[-1] not in {"-h", "--help"}
        if not word.startswith("-") and words[index - 1] not in _VALUED:
            return False
    return False


class _Below:
    """The lines below a command, whose own indentation counts as none."""

    def __init__(self, lines: Sequence[str], start: int, knows: Callable[[str], bool]) -> None:
        self._lines = lines
        self._start = start
        self._knows = knows
        above = lines[start - 1] if start else ""
        self._margin = above[: len(above) - len(above.lstrip())]

    def text(self, index: int) -> str:
        """Return a line without the indentation of the command."""
        return self._lines[index].removeprefix(self._margin)

    def significant(self, index: int, *, comments: bool = False) -> int:
        """Return the first line from ``index`` on that is neither empty nor a comment."""
        while index < len(self._lines):
            line = self._lines[index].strip()
            if line and (comments or line.startswith("#!") or line[0] != "#"):
                break
            index += 1
        return index

    def saved(self, index: int) -> int | None:
        """Return the next line that is not empty, if it says that the file is saved."""
        index = self.significant(index, comments=True)
        if index < len(self._lines) and _SAVED.fullmatch(self._lines[index].strip()):
            return index
        return None

    def notes(self, stop: int) -> Content:
        """Return comments up to ``stop`` as what is said about the file, which is saved then."""
        saved = self.saved(stop)
        stop = stop if saved is None else saved + 1
        told = " ".join(line.strip("# \t") for line in self._lines[self._start : stop])
        return Content("", stop, " ".join(told.split()))

    def begins(self, first: int) -> bool:
        """Say whether the first line that says something belongs into the file."""
        line = self.text(first)
        direct = all(map(str.strip, self._lines[self._start : first]))
        if self._is_command(line) or _SAVED.fullmatch(line.strip()):
            return False
        if line[:1].isspace() or _is_data(line):
            return True
        return direct and bool(
            _ASSIGNED.match(line) or (_KEYS.match(line) and not _FILE.search(line))
        )

    def end_of_data(self, first: int) -> int:
        """Return where lines of data end: at the next command, or what has another form."""
        loose = bool(_LOOSE.match(self.text(first)) or _ASSIGNED.match(self.text(first)))
        index = first + 1
        while index < len(self._lines):
            following = self.significant(index)
            if following == len(self._lines):
                return index
            gap = not all(map(str.strip, self._lines[index:following]))
            if not self._goes_on(self.text(following), gap=gap, loose=loose):
                return index
            index = following + 1
        return index

    def end_of_script(self, first: int, name: str) -> int:
        """Return where a script ends: where it is said to be saved, or used for the first time."""
        used = re.compile(rf"(?:\S*/)?{re.escape(name)}[;&]?") if name else None
        for index in range(first + 1, len(self._lines)):
            line = self.text(index)
            if _SAVED.fullmatch(line.strip()):
                return index
            if line[:1] in {"", "#", " ", "\t"}:
                continue
            words = line.split()
            uses = used and words[0] not in _SPEAKS and any(map(used.fullmatch, words))
            if (uses and self._knows(line)) or (not name and words[0] == "chmod"):
                return index
        return len(self._lines)

    def _goes_on(self, line: str, *, gap: bool, loose: bool) -> bool:
        if _SAVED.fullmatch(line.strip()):
            return False
        if line[:1].isspace():
            return True
        if self._is_command(line):
            return False
        if _is_data(line):
            return True
        return loose and (not gap or bool(_ASSIGNED.match(line)))

    def _is_command(self, line: str) -> bool:
        """Say whether a line is typed; ``key: value`` and the like never are."""
        if line.startswith(("- ", "* ", "---")) or (_FORMED.match(line) and line[:1] != "<"):
            return False
        return is_edit(line.split(" #", 1)[0]) or self._knows(line)
