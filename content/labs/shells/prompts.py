"""Labels the lines of a transcript: commands behind prompts with their output between them."""

from __future__ import annotations

import re
from textwrap import dedent
from typing import TYPE_CHECKING

from content.labs.editors import is_edit
from content.labs.kinds import Kind, Line
from content.labs.shells.posix import posix_taker
from content.labs.shells.windows import powershell_taker
from content.labs.vocabulary import looks_like_command

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_USER = (
    r"(?:\[[^\]]{1,60}\]|[\w.-]{1,40}@[\w.-]{1,60}(?:[^\w.$#\n-][^$#\n]{0,80}?)?"
    r"|(?:bash|sh|zsh)-\d[\d.]{0,8}|[~/][\w./-]{0,60} )"
)
_NAME = r"(?:(?:\([\w.-]+\)|\[[^\]\n]{1,60}\]:|\*[\w-]+\*) )?"
_WINDOWS = r"(?:PS(?: (?:[A-Za-z]:|/|~)[^>\n]{0,120})?|[A-Za-z]:\\[^>\n]{0,120})"
# Nothing may stand behind a prompt where somebody pressed Enter only.
_PROMPT = re.compile(
    rf" {{0,3}}(?:(?:(?:\([\w.-]+\) )?{_USER}[$#](?: +(?P<user>.*)|$))|\$ +(?P<plain>.*)"
    rf"|(?P<windows>{_NAME}{_WINDOWS}>) ?(?P<shell>.*))"
)
# `# List them` is a comment, in a transcript too.
_ROOT = re.compile(r"# +(?P<plain>(?![A-Z][a-z]+ ).*)")
_POWERSHELL = re.compile(rf"{_NAME}PS\b")
_CONTINUED = re.compile(r"^>{1,2} ?")
# What every prompt has: most scripts have none of them.
_SIGN = re.compile(r"[$#>]")
# What a cluster says when its editor is closed.
_EDITED = re.compile(r"\b(?:edited|unchanged|cancelled, no changes made\.?)$", re.IGNORECASE)
_CLEAR = 3
"""The fewest characters of a sure prompt with its command."""


def has_prompts(text: str) -> bool:
    """Return whether a line begins with a prompt that no plain command begins with."""
    if not _SIGN.search(text):
        return False
    lines = dedent(text).split("\n")
    if any(len(line) >= _CLEAR and _PROMPT.fullmatch(line) for line in lines):
        return True
    # Root's prompt looks like a comment, unless there is nothing else and all of it is typed.
    typed = [line for line in lines if line.strip()]
    return bool(typed) and all(
        line.startswith("# ") and looks_like_command(line[2:]) for line in typed
    )


def label_transcript(text: str) -> list[Line]:
    """Label the lines at and between prompts (``$``, ``user@host:~$``, ``#`` where no ``$`` is).

    The list is empty where no line begins with a prompt.
    """
    # Notes indent a whole transcript.
    lines = dedent(text).rstrip().split("\n")
    prompts = _prompts(lines, _PROMPT)
    # Below root's prompt a comment cannot be told from a command.
    comments = bool(prompts)
    prompts = prompts or _prompts(lines, _ROOT)
    if not prompts:
        return []
    labelled = list(_between(lines, 0, min(prompts), Kind.TEXT, comments=comments))
    has_command = False
    for start, stop in zip(prompts, [*list(prompts)[1:], len(lines)], strict=True):
        block = [_behind(prompts[start])]
        block += (_CONTINUED.sub("", line) for line in lines[start + 1 : stop])
        language = _language(prompts[start])
        taker = powershell_taker if language else posix_taker
        taken = taker(block)(0, len(block)).lines
        labelled += (
            line._replace(offset=start + line.offset, language=language) for line in taken
        )
        is_typed = taken[-1].kind is not Kind.COMMENT
        has_command = has_command or is_typed
        below = list(
            _between(
                lines,
                start + len(taken),
                stop,
                Kind.OUTPUT if is_typed else Kind.ANSWER if has_command else Kind.TEXT,
                comments=comments and stop < len(lines),
            )
        )
        labelled += _in_file(below) if is_edit(taken[-1].text) else below
    return labelled


def _in_file(below: Sequence[Line]) -> list[Line]:
    """Return what stands below an editor as what goes into its file, unless the editor says it."""
    printed = [line for line in below if line.kind is Kind.OUTPUT and line.text.strip()]
    if printed and _EDITED.search(printed[-1].text.rstrip()):
        return list(below)
    return [
        line._replace(kind=Kind.CONTENT) if line.kind is Kind.OUTPUT else line for line in below
    ]


def _language(prompt: re.Match[str]) -> str | None:
    """Return the language that a prompt shows."""
    windows = prompt.groupdict().get("windows")
    return "powershell" if windows and _POWERSHELL.match(windows) else None


def _prompts(lines: Sequence[str], prompt: re.Pattern[str]) -> dict[int, re.Match[str]]:
    found = ((index, prompt.fullmatch(line)) for index, line in enumerate(lines))
    return {index: match for index, match in found if match}


def _behind(prompt: re.Match[str]) -> str:
    groups = prompt.groupdict()
    return groups.get("user") or groups["plain"] or groups.get("shell") or ""


def _between(
    lines: Sequence[str], start: int, stop: int, kind: Kind, *, comments: bool
) -> Iterator[Line]:
    """Label the lines up to the next prompt: those above it may be a comment on its command."""
    end = stop
    while end > start and not lines[end - 1].strip():
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
