"""The optional block of keys at the top of a lesson, in YAML, TOML or JSON."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import yaml
from pydantic import BeforeValidator, Field, ValidationError
from rapidfuzz import fuzz, process

from content.models import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from content.problems import ProblemSink

# Three paragraphs below a comment each.
_LANGUAGES, _NAMES, _DIFFICULTIES = (
    part.partition("\n")[2].split()
    for part in Path(__file__).with_name("front_matter.txt").read_text("utf-8").split("\n\n")
)
_NOT_LANGUAGES = dict(zip(_NAMES[::2], _NAMES[1::2], strict=True))
_ENDS = {"---": ("---", "..."), "+++": ("+++",), "{": ("}",)}
"""The line that front matter begins with, and those that end it: YAML, TOML, JSON."""
_KEY = re.compile(r"\s*[\"']?(?P<key>[\w-]+)[\"']?\s*[:=]")
_TABLE = re.compile(r"\[+(?P<name>[\w.-]+)")
_LINE = re.compile(r"\(at line (\d+)")
_ALIKE = 70
_SHORT_CODE = 2
_LONGEST = 5000
_LONGEST_GUESS = 500
"""The lines that are searched for an end where no key tells that front matter was meant."""
# What YAML takes for the end of a line, and editors do not.
_BREAKS = re.compile(r"[\x85\u2028\u2029]")


def _as_list(value: object) -> object:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def _as_aliases(value: object) -> object:
    names = _as_list(value)
    if isinstance(names, tuple | list) and all(isinstance(name, str) for name in names):
        return dict.fromkeys(names, "")
    return value


def _as_needs(value: object) -> object:
    if isinstance(value, dict):
        return {key: _as_list(needs) for key, needs in value.items()}
    needs = _as_list(value)
    return {"*": needs} if needs else {}


_Word = Annotated[
    str | None, BeforeValidator(lambda value: value or None), Field(description="write one line")
]
_Words = Annotated[
    tuple[str, ...], BeforeValidator(_as_list), Field(description="write a list of words")
]


class FrontMatter(Frozen):
    """What an author may say about a lesson; every key is optional.

    The description of each says what to write where a value has the wrong shape.
    """

    course: _Word = None
    id: _Word = None
    title: _Word = None
    tags: _Words = ()
    difficulty: _Word = None
    language: _Word = Field(
        default=None,
        pattern=r"^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$",
        description="write a code such as de or pt-BR",
    )
    """The code of the language that the lesson is in, such as ``de`` or ``pt-BR``."""
    authors: _Words = ()
    licence: _Word = None
    aliases: Annotated[dict[str, str], BeforeValidator(_as_aliases)] = Field(
        default_factory=dict,
        description="write a list of the lesson's former ids, or a line `former-id: id` for each",
    )
    """Former ids and the present ones; an empty one stands for the lesson itself."""
    aka: dict[str, _Words] = Field(
        default_factory=dict, description="write a line `Title: name, other name` for each title"
    )
    """What else people call a concept, a section or a lab, by its title."""
    requires: Annotated[dict[str, tuple[str, ...]], BeforeValidator(_as_needs)] = Field(
        default_factory=dict, description="write a list, or for each lab its list"
    )
    """What each lab needs to run; the key ``*`` stands for all of them."""


@dataclass(frozen=True)
class Head:
    """The front matter of a file and how many of its first lines it takes."""

    values: FrontMatter = field(default_factory=FrontMatter)
    length: int = 0
    lines: dict[str, int] = field(default_factory=dict)
    """The line of each key, and of each alias as ``aliases.old``."""


def read_front_matter(lines: Sequence[str], problems: ProblemSink) -> Head:
    """Read the keys at the top; a fault is an error with its line."""
    start = _start(lines)
    if start is None:
        return Head()
    mark = lines[start].rstrip()
    # A thematic break may open a lesson too; only keys tell that front matter was meant.
    is_meant = _is_meant(lines[start + 1 : start + _LONGEST])
    if not is_meant and (start or (mark != "---" and not _begins_with_key(lines[1:]))):
        return Head()
    last = min(start + (_LONGEST if is_meant else _LONGEST_GUESS), len(lines))
    ends = _ENDS[mark]
    end = next((n for n in range(start + 1, last) if lines[n].rstrip() in ends), None)
    if end is not None:
        head = _read(lines[: end + 1], start, problems)
        if start and head.length:
            message = "front matter stands in the first line: move it above everything else"
            problems.warning(start + 1, "front-matter", message)
        return head
    if not is_meant:
        return Head()
    message = f"front matter is never closed: end it with {ends[0]} within {_LONGEST} lines"
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
            return place if line.rstrip() in _ENDS else None
    return None


def _is_meant(lines: Iterable[str]) -> bool:
    """Return whether the first lines are keys, one of them of front matter."""
    keys = takewhile(bool, map(_KEY.match, lines))
    return any(found["key"] in FrontMatter.model_fields for found in keys if found)


def _begins_with_key(lines: Iterable[str]) -> bool:
    texts = (line for line in lines if line.strip() and not line.startswith("#"))
    return bool(_KEY.match(next(texts, "")))


def _read(lines: Sequence[str], start: int, problems: ProblemSink) -> Head:
    """Read front matter that begins in the line at ``start`` and ends with the last one."""
    mark, length = lines[start].rstrip(), len(lines)
    whole = mark == "{"
    inner = lines[start if whole else start + 1 : None if whole else -1]
    # Empty lines in the place of those above keep the numbers of the lines.
    text = "\n" * (start if whole else start + 1) + _BREAKS.sub(" ", "\n".join(inner))
    try:
        data, places = _load(mark, text)
    except (yaml.YAMLError, tomllib.TOMLDecodeError, RecursionError) as error:
        line, reason = start + 1, str(error).split("\n", 1)[0]
        if isinstance(error, yaml.MarkedYAMLError):
            place = error.problem_mark or error.context_mark
            line, reason = min((place.line if place else 0) + 1, length), str(error.problem)
        elif found := _LINE.search(reason):
            line = int(found[1])
        form = {"+++": "TOML", "{": "JSON"}.get(mark, "YAML")
        problems.error(line, "front-matter", f"not valid {form}: {reason}")
        return Head(length=length)
    if data is None or isinstance(data, str):
        # Two thematic breaks around a sentence, or around nothing.
        return Head()
    if not isinstance(data, dict):
        problems.error(start + 2, "front-matter", "front matter holds `key: value` lines")
        return Head(length=length)
    known: dict[str, int] = {}
    for name, line in places:
        if name in known:
            message = f"the key `{name}` stands on line {known[name]} too: only the last one counts"
            problems.warning(line, "front-matter", message)
        known[name] = line
    return Head(_validate(data, known, problems), length, known)


def _load(mark: str, text: str) -> tuple[object, list[tuple[str, int]]]:
    """Return what YAML, JSON or TOML holds, all its values as text, and the lines of its keys."""
    if mark == "+++":
        return _as_text(tomllib.loads(text)), list(_lines_in_toml(text))
    # BaseLoader leaves `id: 04` and dates as they are; JSON is YAML whose indent does not count.
    loader = yaml.BaseLoader(text.replace("\t", " ") if mark == "{" else text)
    node = loader.get_single_node()
    if not isinstance(node, yaml.MappingNode):
        return node and loader.construct_document(node), []
    return loader.construct_document(node), list(_lines_in_yaml(node))


def _lines_in_yaml(node: yaml.MappingNode) -> Iterator[tuple[str, int]]:
    """Yield the keys with their lines, and below two of them those of aliases and of labs."""
    for key, value in node.value:
        yield key.value, key.start_mark.line + 1
        is_mapping = isinstance(value, yaml.MappingNode)
        if is_mapping or (key.value == "aliases" and isinstance(value, yaml.SequenceNode)):
            for one in value.value:
                inner = one[0] if is_mapping else one
                yield f"{key.value}.{inner.value}", inner.start_mark.line + 1


def _lines_in_toml(text: str) -> Iterator[tuple[str, int]]:
    above = ""
    for number, line in enumerate(text.split("\n"), 1):
        if table := _TABLE.match(line):
            above = f"{table['name']}."
        if found := table or _KEY.match(line):
            yield (table["name"] if table else f"{above}{found['key']}"), number


def _as_text(value: object) -> object:
    if isinstance(value, dict):
        return {key: _as_text(one) for key, one in value.items()}
    return list(map(_as_text, value)) if isinstance(value, list) else str(value)


def _validate(data: dict[Any, Any], lines: dict[str, int], problems: ProblemSink) -> FrontMatter:
    for key in [key for key in data if key not in FrontMatter.model_fields]:
        del data[key]
        message = f"unknown key `{key}` is ignored; {_hint(str(key), FrontMatter.model_fields)}"
        problems.warning(lines.get(str(key), 1), "front-matter", message)
    while True:
        try:
            front = FrontMatter.model_validate(data)
        except ValidationError as error:
            # Each round takes the faulty keys out, so the good ones still count.
            for name in {str(fault["loc"][0]) for fault in error.errors()}:
                meant = _NOT_LANGUAGES.get(str(data.pop(name)).lower())
                shape = FrontMatter.model_fields[name].description
                hint = f"did you mean `{meant}`" if meant else str(shape)
                problems.error(lines.get(name, 1), "front-matter", f"`{name}` is wrong: {hint}")
        else:
            for key, message in _doubts(front):
                problems.warning(lines.get(key, 1), "front-matter", message)
            return front


def _doubts(front: FrontMatter) -> Iterator[tuple[str, str]]:
    """Yield the keys whose value nobody is likely to have meant, and what to write."""
    code = (front.language or "en").partition("-")[0].lower()
    if len(code) == _SHORT_CODE and code not in _LANGUAGES:
        meant = _NOT_LANGUAGES.get(code)
        hint = f"did you mean `{meant}`" if meant else "write a code such as de or pt-BR"
        yield "language", f"`{front.language}` is no language: {hint}"
    level, known = (front.difficulty or "easy").lower(), _DIFFICULTIES
    if level not in known and not level.isdigit():
        yield "difficulty", f"`{front.difficulty}` is no known difficulty: {_hint(level, known)}"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the question whether the nearest of some words is meant; empty where none is near."""
    near = process.extractOne(word, sorted(known), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return f"did you mean `{near[0]}`" if near else ""


def _hint(word: str, known: Iterable[str]) -> str:
    known = list(known)
    return did_you_mean(word.lower(), known) or f"known are {', '.join(known)}"
