"""The optional YAML block at the top of a lesson: who wrote it, where it belongs, what it needs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml
from pydantic import Field, ValidationError, field_validator

from content.models import Frozen, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

_KEY = re.compile(r"\s*[\w-]+\s*:")
_LONGEST = 500


class FrontMatter(Frozen):
    """What an author may say about a lesson; every key is optional."""

    course: str | None = None
    id: str | None = None
    title: str | None = None
    tags: tuple[str, ...] = ()
    difficulty: str | None = None
    authors: tuple[str, ...] = ()
    licence: str | None = None
    aliases: dict[str, str] = Field(default_factory=dict)
    """Former ids and the present ones; an empty one stands for the lesson itself."""
    requires: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """What each lab needs to run; the key ``*`` stands for all of them."""

    @field_validator("course", "id", "title", "difficulty", "licence", mode="before")
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

    values: FrontMatter
    length: int
    problems: tuple[Problem, ...]
    lines: dict[str, int] = field(default_factory=dict)
    """The line of each key."""


def read_front_matter(path: str, lines: Sequence[str]) -> Head:
    """Read the YAML between ``---`` lines at the top; a fault is an error with its line."""
    if not lines or lines[0].rstrip() != "---":
        return Head(FrontMatter(), 0, ())
    end = next(
        (n for n in range(1, min(len(lines), _LONGEST)) if lines[n].rstrip() in {"---", "..."}),
        None,
    )
    if end is None:
        # A thematic break may open a lesson too; only keys tell that front matter was meant.
        if len(lines) > 1 and _KEY.match(lines[1]):
            problem = _error(path, 1, "front matter is never closed: end it with a line of ---")
            length = next(
                (n for n, line in enumerate(lines) if n and not _KEY.match(line)), len(lines)
            )
            return Head(FrontMatter(), length, (problem,))
        return Head(FrontMatter(), 0, ())
    return _read(path, "\n".join(lines[1:end]), end + 1)


def _read(path: str, text: str, length: int) -> Head:
    try:
        # BaseLoader keeps every scalar as text: `id: 04` stays "04" and no date can be invalid.
        loader = yaml.BaseLoader(text)
        node = loader.get_single_node()
        data = loader.construct_document(node) if node else ""
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = min((mark.line if mark else 0) + 2, length)
        return Head(
            FrontMatter(), length, (_error(path, line, f"not valid YAML: {error.problem}"),)
        )
    except (yaml.YAMLError, RecursionError) as error:
        reason = str(error).split("\n", 1)[0]
        return Head(FrontMatter(), length, (_error(path, 1, f"not valid YAML: {reason}"),))
    if isinstance(data, str):
        # Two thematic breaks around a sentence, or around nothing.
        return Head(FrontMatter(), 0, ())
    if not isinstance(data, dict):
        return Head(
            FrontMatter(), length, (_error(path, 2, "front matter holds `key: value` lines"),)
        )
    return _validate(path, data, _key_lines(node), length)


def _validate(path: str, data: dict[Any, Any], places: dict[str, int], length: int) -> Head:
    problems = []
    for key in [key for key in data if key not in FrontMatter.model_fields]:
        del data[key]
        known = ", ".join(FrontMatter.model_fields)
        message = f"unknown key `{key}` is ignored; known are {known}"
        problems.append(_warning(path, places.get(str(key), 1), message))
    while True:
        try:
            return Head(FrontMatter.model_validate(data), length, tuple(problems), places)
        except ValidationError as error:
            # Each round takes the faulty keys out, so the good ones still count.
            for name in {str(fault["loc"][0]) for fault in error.errors()}:
                del data[name]
                problems.append(
                    _error(
                        path, places.get(name, 1), f"`{name}` has the wrong shape: {_SHAPES[name]}"
                    )
                )


def _key_lines(node: Any) -> dict[str, int]:
    """Return the line in the file of each key; the first line of the file is the opening mark."""
    return {str(key.value): key.start_mark.line + 2 for key, _ in node.value}


def _as_list(value: object) -> object:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


_SHAPES = {
    "course": "write one word or line",
    "id": "write one word or line",
    "title": "write one line",
    "difficulty": "write one word or line",
    "licence": "write one line",
    "tags": "write a list of words",
    "authors": "write a list of names",
    "aliases": "write a list of the lesson's former ids, or a line `former-id: id` for each",
    "requires": "write a list, or for each lab its list",
}


def _error(path: str, line: int, message: str) -> Problem:
    return Problem(path=path, line=line, severity="error", code="front-matter", message=message)


def _warning(path: str, line: int, message: str) -> Problem:
    return Problem(path=path, line=line, severity="warning", code="front-matter", message=message)
