"""Labels the lines of a transcript: commands behind prompts with their output between them."""

from __future__ import annotations

import re
from functools import lru_cache
from textwrap import dedent
from typing import TYPE_CHECKING

from content.labs.lines import Kind, Line
from content.labs.programs import looks_like_command, opened
from content.labs.shells import POSIX, POWERSHELL, Splitter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_USER = (
    r"(?:\[[^\]]{1,60}\]|[\w.-]{1,40}@[\w.-]{1,60}(?:[^\w.$#\n-][^$#\n]{0,80}?)?"
    r"|[\w~/.-]{1,30}\]|(?:bash|sh|zsh)-\d[\d.]{0,8}|[~/][\w./-]{0,60} )"
)
_NAME = r"(?:(?:\([\w.-]+\)|\[[^\]\n]{1,60}\]:|\*[\w-]+\*) )?"
_PATH = r"(?:[A-Za-z]:|/|~)[^>\n]{0,120}"
# A router or a switch: `S1>enable`, `R1(config-if)# shutdown`.
_DEVICE = r"[A-Z][\w-]{0,20}(?:\((?:config|vlan|dhcp)[\w-]{0,20}\)#|[#>](?=[a-z])|[#>] (?=[a-z?]))"
_GIT_BASH = re.compile(r"\S{1,40}@\S{1,60} (?:MINGW|MSYS|UCRT|CLANG)\w* .*")
# Nothing may stand behind a prompt where somebody pressed Enter only; a weak one begins what is
# printed too.
_PROMPT = re.compile(
    rf" {{0,3}}(?:(?:\([\w.-]+\) )?(?:{_USER}[$#](?: +(?P<user>.*)|$)|\$ +(?P<plain>.*)"
    r"|(?:\S{1,40}@\S{1,60} \S{1,60} )?[%\u276f] +(?P<weak>.*))"
    rf"|{_NAME}(?:(?P<powershell>PS)(?: {_PATH})?|[A-Za-z]:\\[^>\n]{{0,120}})> ?(?P<windows>.*)"
    rf"|{_DEVICE}(?P<device>.*))"
)
# `# List them` is a comment, in a transcript too.
_ROOT = re.compile(r"# +(?P<root>(?![A-Z][a-z]+ ).*)")
_CONTINUED = re.compile(r"^>{1,2} ?")
# What a cluster says when its editor is closed.
_EDITED = re.compile(r"\b(?:edited|unchanged|cancelled, no changes made\.?)$", re.IGNORECASE)
# What a dialog asks with: a database, a language, a tool for partitions.
_INNER = re.compile(
    r" {0,3}(?:(?:[A-Za-z][\w.-]{0,30}(?: \[[^\]\n]{0,40}\]|(?::\w{1,30}){1,2}:?)?|[\d.:]{7,21}"
    r"|\d{1,3})?>{1,3}|\w{1,30}[=*-]\*?[#>]|irb\(\w*\)[\d:]*>|\.\.\.|\([a-z]{2,9}\)|In \[\d+\]:"
    r"|[A-Z][^:\n]{0,80}\([^()\n]{0,80}\):| {0,12}->)(?: (?P<typed>.*)|$)"
)
_CLEAR = 3
"""The fewest characters of a sure prompt with its command."""


# Several questions about one fence come to this one.
@lru_cache(16)
def has_prompts(text: str) -> bool:
    """Return whether a line begins with a prompt that no plain command begins with."""
    lines = dedent(text).split("\n")
    if any(len(lines[index]) >= _CLEAR for index in _starts(_PROMPT, lines)):
        return True
    lines = [line for line in lines if line.strip()]
    # Root's prompt looks like a comment, unless there is nothing else and all of it is typed.
    return bool(lines) and all(
        line.startswith("# ") and looks_like_command(line[2:]) for line in lines
    )


def label_transcript(text: str) -> list[Line]:
    """Label the lines at and between prompts (``$``, ``user@host:~$``, ``#`` where no ``$`` is).

    The list is empty where no line begins with a prompt.
    """
    # Notes indent a whole transcript.
    lines = dedent(text).rstrip().split("\n")
    starts = _starts(_PROMPT, lines)
    # Below root's prompt a comment cannot be told from a command.
    comments = bool(starts)
    prompt = _PROMPT if comments else _ROOT
    starts = starts or _starts(_ROOT, lines)
    if not starts:
        return []
    labelled = list(_between(lines, 0, starts[0], Kind.TEXT, comments=comments))
    has_command = False
    for start, stop in zip(starts, [*starts[1:], len(lines)], strict=True):
        taken = _typed(prompt, lines[start:stop])
        labelled += (line._replace(offset=start + line.offset) for line in taken)
        is_typed = taken[-1].kind is not Kind.COMMENT
        has_command = has_command or is_typed
        kind = Kind.OUTPUT if is_typed else Kind.NOTE if has_command else Kind.TEXT
        begin = start + len(taken)
        opening = opened(taken[-1].text)
        if opening and opening.file is None and any(map(is_inner, lines[begin:stop])):
            labelled += label_dialog(lines, begin, stop)
            continue
        typed = [line.strip() for line in lines[begin:stop] if line.strip()]
        is_own = opening and opening.own and all(map(opening.own.match, typed))
        is_file = opening and opening.file is not None
        if (is_own or is_file) and not _EDITED.search(lines[stop - 1].strip()):
            kind = Kind.CONTENT
        above = comments and stop < len(lines)
        labelled += _between(lines, begin, stop, kind, comments=above)
    return labelled


def label_dialog(lines: Sequence[str], start: int, stop: int) -> Iterator[Line]:
    """Label the lines of a dialog: what is typed behind its prompts, and what it says."""
    for index in range(start, stop):
        found = _INNER.fullmatch(lines[index].rstrip())
        kind = Kind.CONTENT if found else Kind.OUTPUT
        yield Line(index, kind, (found["typed"] or "") if found else lines[index])


def is_inner(line: str) -> bool:
    """Return whether a line begins with the prompt of a dialog."""
    return bool(_INNER.fullmatch(line.rstrip()))


def _starts(prompt: re.Pattern[str], lines: Sequence[str]) -> list[int]:
    """Return which lines begin with a prompt; what goes into a file may look like one."""
    data = Splitter(lines, POSIX).in_heredocs()
    found = [(n, prompt.fullmatch(line)) for n, line in enumerate(lines) if n not in data]
    return [n for n, at in found if at and looks_like_command(at.groupdict().get("weak") or "ls")]


def _typed(prompt: re.Pattern[str], lines: Sequence[str]) -> list[Line]:
    """Label what is typed at the prompt that the first line begins with."""
    found = prompt.fullmatch(lines[0])
    groups = found.groupdict() if found else {}
    shell = POWERSHELL if groups.pop("powershell", None) else POSIX
    typed = [next(filter(None, groups.values()), "")]
    typed += (_CONTINUED.sub("", line) for line in lines[1:])
    return Splitter(typed, shell).take(0, len(typed))[0]


def _between(
    lines: Sequence[str], start: int, stop: int, kind: Kind, *, comments: bool
) -> Iterator[Line]:
    """Label the lines up to the next prompt: those above it may be a comment on its command."""
    end = stop
    while end > start and (not lines[end - 1].strip() or _GIT_BASH.fullmatch(lines[end - 1])):
        end -= 1
    said = end
    while comments and said > start and lines[said - 1].startswith("#"):
        said -= 1
    if start < said < end and lines[said - 1].strip():
        # Directly below other output it is more of it.
        said = end
    yield from (Line(index, kind, lines[index]) for index in range(start, said))
    for index in range(said, end):
        yield Line(index, Kind.COMMENT, lines[index].strip("# \t"))
