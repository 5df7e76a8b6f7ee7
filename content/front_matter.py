"""The optional YAML block at the top of a lesson: who wrote it, where it belongs, what it needs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING, Any

import yaml
from pydantic import Field, ValidationError, field_validator

from content.models import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from content.problems import ProblemSink

_KEY = re.compile(r"\s*(?P<key>[\w-]+)\s*:")
_LONGEST = 5000
_LONGEST_GUESS = 500
"""The lines that are searched for an end where no key tells that front matter was meant."""
# What YAML takes for the end of a line, and editors do not.
_BREAKS = re.compile(r"[\x85\u2028\u2029]")


class FrontMatter(Frozen):
    """What an author may say about a lesson; every key is optional."""

    course: str | None = None
    id: str | None = None
    title: str | None = None
    tags: tuple[str, ...] = ()
    difficulty: str | None = None
    language: str | None = Field(default=None, pattern=r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
    """The code of the language that the lesson is in, such as ``de`` or ``pt-BR``."""
    authors: tuple[str, ...] = ()
    licence: str | None = None
    aliases: dict[str, str] = Field(default_factory=dict)
    """Former ids and the present ones; an empty one stands for the lesson itself."""
    requires: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """What each lab needs to run; the key ``*`` stands for all of them."""

    @field_validator("course", "id", "title", "difficulty", "language", "licence", mode="before")
    @classmethod
    def _absent(cls, value: object) -> object:
        return value or None

    @field_validator("tags", "authors", mode="before")
    @classmethod
    def _words(cls, value: object) -> object:
        return _as_list(value)

    @field_validator("aliases", mode="before")
    @classmethod
    def _former(cls, value: object) -> object:
        names = _as_list(value)
        if isinstance(names, tuple | list) and all(isinstance(name, str) for name in names):
            return dict.fromkeys(names, "")
        return value

    @field_validator("requires", mode="before")
    @classmethod
    def _by_lab(cls, value: object) -> object:
        if isinstance(value, dict):
            return {key: _as_list(needs) for key, needs in value.items()}
        needs = _as_list(value)
        return {"*": needs} if needs else {}


@dataclass(frozen=True)
class Head:
    """The front matter of a file and how many of its first lines it takes."""

    values: FrontMatter = field(default_factory=FrontMatter)
    length: int = 0
    lines: dict[str, int] = field(default_factory=dict)
    """The line of each key, and of each alias as ``aliases.old``."""


def read_front_matter(lines: Sequence[str], problems: ProblemSink) -> Head:
    """Read the YAML between ``---`` lines at the top; a fault is an error with its line."""
    start = _start(lines)
    if start is None:
        return Head()
    # A thematic break may open a lesson too; only keys tell that front matter was meant.
    is_meant = _is_meant(lines[start + 1 : start + _LONGEST])
    if start and not is_meant:
        return Head()
    last = start + (_LONGEST if is_meant else _LONGEST_GUESS)
    end = next(
        (n for n in range(start + 1, min(last, len(lines))) if lines[n].rstrip() in {"---", "..."}),
        None,
    )
    if end is not None:
        # Empty lines in the place of those above keep the numbers of the lines.
        head = _read("\n" * start + "\n".join(lines[start + 1 : end]), end + 1, problems)
        if start and head.length:
            message = "front matter stands in the first line: move it above everything else"
            problems.warning(start + 1, "front-matter", message)
        return head
    if not is_meant:
        return Head()
    message = f"front matter is never closed: end it with --- within {_LONGEST} lines"
    problems.error(start + 1, "front-matter", message)
    length = next((n for n in range(start + 1, len(lines)) if not _KEY.match(lines[n])), len(lines))
    return Head(length=length)


def _start(lines: Sequence[str]) -> int | None:
    """Return the place of the opening mark; only empty lines and comments may stand above it."""
    in_comment = False
    for place, line in enumerate(lines):
        text = line.strip()
        if in_comment or text.startswith("<!--"):
            in_comment = "-->" not in text
            if not in_comment and not text.endswith("-->"):
                return None
        elif text:
            return place if line.rstrip() == "---" else None
    return None


def _is_meant(lines: Iterable[str]) -> bool:
    """Return whether the first lines are keys, one of them of front matter."""
    keys = takewhile(bool, map(_KEY.match, lines))
    return any(found["key"] in FrontMatter.model_fields for found in keys if found)


def _read(text: str, length: int, problems: ProblemSink) -> Head:
    text = _BREAKS.sub(" ", text)
    try:
        # BaseLoader keeps every scalar as text: `id: 04` stays "04" and no date can be invalid.
        loader = yaml.BaseLoader(text)
        node = loader.get_single_node()
        data = loader.construct_document(node) if node else ""
    except (yaml.YAMLError, RecursionError) as error:
        line, reason = 1, str(error).split("\n", 1)[0]
        if isinstance(error, yaml.MarkedYAMLError):
            mark = error.problem_mark or error.context_mark
            line, reason = min((mark.line if mark else 0) + 2, length), str(error.problem)
        problems.error(line, "front-matter", f"not valid YAML: {reason}")
        return Head(length=length)
    if isinstance(data, str):
        # Two thematic breaks around a sentence, or around nothing.
        return Head()
    if not isinstance(data, dict):
        problems.error(2, "front-matter", "front matter holds `key: value` lines")
        return Head(length=length)
    return Head(_validate(data, lines := _key_lines(node, problems), problems), length, lines)


def _validate(data: dict[Any, Any], lines: dict[str, int], problems: ProblemSink) -> FrontMatter:
    for key in [key for key in data if key not in FrontMatter.model_fields]:
        del data[key]
        known = ", ".join(FrontMatter.model_fields)
        message = f"unknown key `{key}` is ignored; known are {known}"
        problems.warning(lines.get(str(key), 1), "front-matter", message)
    while True:
        try:
            return FrontMatter.model_validate(data)
        except ValidationError as error:
            # Each round takes the faulty keys out, so the good ones still count.
            for name in {str(fault["loc"][0]) for fault in error.errors()}:
                del data[name]
                message = f"`{name}` has the wrong shape: {_SHAPES[name]}"
                problems.error(lines.get(name, 1), "front-matter", message)


def _key_lines(node: Any, problems: ProblemSink) -> dict[str, int]:
    """Return the line in the file of each key and alias, and warn of those that stand there twice.

    The first line of the file is the opening mark.
    """
    lines: dict[str, int] = {}
    for name, key in _keys(node):
        line = key.start_mark.line + 2
        if name in lines:
            message = f"the key `{name}` stands on line {lines[name]} too: only the last one counts"
            problems.warning(line, "front-matter", message)
        lines[name] = line
    return lines


def _keys(node: Any) -> Iterator[tuple[str, Any]]:
    for key, value in node.value:
        yield str(key.value), key
        if key.value != "aliases":
            continue
        for entry in value.value if isinstance(value.value, list) else ():
            old = entry[0] if isinstance(entry, tuple) else entry
            if isinstance(old, yaml.ScalarNode):
                yield f"aliases.{old.value}", old


def _as_list(value: object) -> object:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


_SHAPES = {
    "course": "write one word or line",
    "id": "write one word or line",
    "title": "write one line",
    "difficulty": "write one word or line",
    "language": "write a code such as de or pt-BR",
    "licence": "write one line",
    "tags": "write a list of words",
    "authors": "write a list of names",
    "aliases": "write a list of the lesson's former ids, or a line `former-id: id` for each",
    "requires": "write a list, or for each lab its list",
}
