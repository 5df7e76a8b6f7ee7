"""Names in angle brackets that a learner fills, and those that no command has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz import process

from content.markdown.lines import without_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from content.markdown.blocks import Block
    from content.models import LabStep
    from content.problems import ProblemSink

_PLACEHOLDER = re.compile(r"(?<![<$])<(?P<name>[A-Za-z][A-Za-z0-9]*(?:[ _-][A-Za-z0-9]+)*)>")
# In small letters it may be `<in>out` instead.
_INSIDE = re.compile(r"\w<|>[\w&]")
_CLOSED = re.compile(r"</([^<>]+)>")
# `List<STRING>` is a type.
_TYPE = re.compile(r"(?<=[A-Za-z])<")
_OUTPUT = frozenset({"output", "text", "txt", "console"})
# Keys to press, then marks of a page, and what commands print as they are.
_KEYBOARD = re.compile(
    r"ENTER|RETURN|EOT|ESC|ESCAPE|TAB|SPACE|BACKSPACE|UP|DOWN|LEFT|RIGHT|F\d+|(?:CTRL|ALT|SHIFT|CMD)\b.*"
)
_PRINTED = re.compile(r"EOF|EOL|DEL|DELETE|[A-Z]|BR|HR|DIR|NONE|NULL|UNKNOWN|UNSET")
_LIKE = 70
_MANY = 100


def placeholders(command: str) -> tuple[str, ...]:
    """Return the names in angle brackets that a learner fills, each once, in order.

    ``docker inspect <CONTAINER ID>`` has ``("CONTAINER ID",)``; redirections have none.
    """
    names: dict[str, None] = {}
    closed = set(_CLOSED.findall(command))
    for found in _PLACEHOLDER.finditer(command):
        name, around = found["name"], command[max(found.start() - 1, 0) : found.end() + 1]
        is_tag = not name.isupper() and (name in closed or _INSIDE.search(around))
        if not (is_tag or _KEYBOARD.fullmatch(name)):
            names[name] = None
    return tuple(names)


def check_placeholders(
    blocks: Iterable[Block], steps: Sequence[LabStep], sink: ProblemSink
) -> None:
    """Warn once of each placeholder in the text of a lab that none of its commands has.

    Only names in capitals count; ``<none>`` is what a command prints.
    """
    known = sorted({name for step in steps for name in step.placeholders})
    hints = [(step.line, step.hint) for step in steps if step.hint and "<" in step.hint]
    told = set(known)
    for line, text in [*_lines(blocks, with_output=bool(known)), *hints]:
        for name in placeholders(_TYPE.sub("", text)):
            if name in told or not name.isupper() or _PRINTED.fullmatch(name):
                continue
            told.add(name)
            near = process.extractOne(name, known[:_MANY], score_cutoff=_LIKE)
            advice = (
                f"did you mean <{near[0]}>?" if near else "put it into one, or write it otherwise"
            )
            message = f"no command of this lab has the placeholder <{name}>: {advice}"
            sink.warning(line, "unknown-placeholder", message)


def _lines(blocks: Iterable[Block], *, with_output: bool) -> Iterator[tuple[int, str]]:
    """Yield the lines of text with names, without its code, and those of output on demand."""
    for part in (part for block in blocks for part in block.walk()):
        is_output = with_output and part.is_code and part.language in _OUTPUT
        if "<" in part.content and (part.is_text or is_output):
            text = part.content if is_output else without_code(part.content)
            for offset, line in enumerate(text.split("\n"), part.line + is_output):
                yield min(offset, part.end), line
