"""What lines below an editor look like: a file's text, and what is said about it.

Notes write both into one fence: ``vim pod.yaml``, then what the file should hold, then the next
command. Only how the lines look can tell them apart.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_SAVED = re.compile(
    r"(?:#\s*)?(?:\d+[.)]\s*|[-*]\s+)?(?:(?:then|now|and|next|finally|please)\b[, ]*){0,3}"
    r"(?:(?:save|write|close|exit|quit|leave)\b"
    r"(?=[^\n:=]{0,80}\b(?:file|editor|changes|close|exit|quit|save|vim?|nano|it)\b)[^\n:=]{0,80}"
    r"|save[.!]?"
    r"|(?:(?:press|hit|use|type)\s+)?(?:<?esc(?:ape)?>?\W{0,3})?:(?:wq?|x|q)!?(?:\s[^\n:=]{0,60})?"
    r"|ZZ|(?:press |hit |use |type )?(?:ctrl|\^)[-+ ]?[xos]\b[^\n:=]{0,60})",
    re.IGNORECASE,
)
_FORMED = re.compile(
    r"-{3}\s*$|\.{3}\s*$|-(?:\s|$)|[\"']?[\w./-]+[\"']?:(?:\s|$)|\d{1,3}[.)]\s"
    r"|[{}\[\]]+,?\s*$|[{\[]\s*[\"'{]|\"[^\"]*\"\s*[:,]|<[!?/A-Za-z]"
)
_LOOSE = re.compile(
    r"\[\[?[^\s\]][^\]]*\]\]?\s*$|[\w.-]+\s*=\s|[\w.-]+\s*=$|(?:[\d*][\d*,/-]*\s+){4}\S"
    r"|@(?:reboot|hourly|daily|weekly|monthly)\s|\d{1,3}(?:\.\d{1,3}){3}(?:/\d+)?\s"
    r"|/(?:dev|mnt|data|srv|share)\S*\s|[\w.-]+:/\S*\s+/|(?:UUID|LABEL)=\S+\s|[%\w-]+\s+ALL=|//"
    r"|(?:FROM|RUN|CMD|COPY|ADD|ENV|EXPOSE|WORKDIR|ENTRYPOINT|USER|LABEL|ARG|VOLUME)\s"
)
_ASSIGNED = re.compile(r"[A-Za-z_][\w.-]*=\S*(?:\s|$)|[A-Za-z_][\w.-]*=\"")
_KEYS = re.compile(r"[a-z][\w-]*(?:\.[A-Za-z][\w-]*)+:?(?:\s+#.*)?$")
_FILE = re.compile(r"\.(?:sh|py|pl|rb|ya?ml|exe|ps1|bat|txt|conf)$")
_PROSE = re.compile(
    r"[A-Z][A-Za-z]*\s+\S"
    r"|(?:add|append|change|delete|insert|modify|remove|replace)(?:\s+\S+){2}"
)
_COLON = re.compile(r"[^|;&\n]*:(?:\s*(?:\{\}|\[\]|[|>]-?))?\s*$")
_VERBS = (
    "add|append|change|comment|copy|delete|edit|find|insert|look|make|modify|paste|put|remove"
    "|replace|search|set|uncomment|update|write"
)
_TELLS = re.compile(
    rf"#+\s*(?:\d+[.)]|(?:{_VERBS}|under)\b|[\w-]+(?:\.[\w-]+)+[ :])"
    rf"|[-*] +(?:{_VERBS}) +(?:\S+ +)*[^\s:]+$|\d+[.)] +(?:{_VERBS})\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(rf"(?:#+\s*)?\d+[.)]\s*(?:{_VERBS}|close|exit|save)\b", re.IGNORECASE)
_FENCE = re.compile(r"\s*#+\s*(?:`{3,}|~{3,})[\w-]*\s*")
_UNUSED = re.compile(r"#+\s*[A-Za-z_][\w.-]*=")
_ASKS = re.compile(r"(?=[\w ]*:)[\w ]*?password", re.IGNORECASE)
_NOTE_MARKS = re.compile(r"^\s*(?:#+|[-*](?=\s))?\s*")


def looks_like_content(text: str, knows: Callable[[str], bool]) -> bool:
    """Return whether a text can only be what a file holds: its first line is nothing to type."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    return bool(_FORMED.match(first) or _LOOSE.match(first)) and not (
        first.startswith("<") or knows(first)
    )


def is_saved(line: str) -> bool:
    """Return whether a line only says that a file is saved and its editor closed."""
    return bool(_SAVED.fullmatch(line.strip()))


def is_data(line: str) -> bool:
    """Return whether a line that is no command has the form of something in a file."""
    if any(form.match(line) for form in (_FORMED, _LOOSE, _PROSE, _COLON)):
        return True
    return bool(_KEYS.match(line) and not _FILE.search(line))


def is_loose(line: str) -> bool:
    """Return whether a line begins a file in which single words may stand, such as hosts."""
    return any(form.match(line) for form in (_LOOSE, _ASSIGNED, _KEYS))


def is_pair(line: str) -> bool:
    """Return whether a line is a key with its value that a shell would take as well."""
    return bool(_ASSIGNED.match(line))


def is_never_typed(line: str) -> bool:
    """Return whether a line has a form that no command has, whatever its first word is."""
    if line.startswith(("- ", "* ", "---")):
        return True
    return bool(_FORMED.match(line)) and line[:1] != "<"


def is_unused_pair(line: str) -> bool:
    """Return whether a line is a setting that is commented out."""
    return bool(_UNUSED.match(line))


def tells(line: str) -> bool:
    """Return whether a line above a file's text says what to do, or is no part of the text."""
    return any(form.match(line) for form in (_TELLS, _ASKS, _FENCE))


def tells_on(line: str) -> bool:
    """Return whether a line behind a file's text says what else to do with it."""
    return is_saved(line) or is_counted(line) or is_fence(line)


def is_counted(line: str) -> bool:
    """Return whether a line is one of a numbered list of what to do."""
    return bool(_COUNTED.match(line))


def is_fence(line: str) -> bool:
    """Return whether a line is the mark of a fence that somebody wrote as a comment."""
    return bool(_FENCE.fullmatch(line))


def without_mark(line: str) -> str:
    """Return what a comment or list item says."""
    return _NOTE_MARKS.sub("", line).strip()
