"""Writes the components of MDX, as ``<Tab label="A">``, as the short codes that they are alike.

Codes that take several lines stand in one then, and those around a line's text above and below it.
A name in angle brackets may be a placeholder too. It is a component's where it is closed and stands
on a line of its own or with attributes, and where the lesson imports it. Imports and exports are
left out only of a page that is plainly MDX; elsewhere they may be what a lesson is about.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from content.html.elements import IN_LESSONS
from content.html.reader import attributes_of
from content.markdown.lines import Line, code_spans, continued, inside, lead_of
from content.repair.container_marks import DIRECTIVES, ELSEWHERE, PICTURES, QUESTIONS, title_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from content.problems import ProblemSink

_NAME = r"(?:[A-Z]\w*(?:\.\w+)*|[a-z]+(?:-[a-z]+)+)"
_MORE = r"(?:\s(?:[^<>{}\"']|\"[^\"]*+\"|'[^']*+'|\{(?:[^{}]|\{[^{}]*+\})*+\})*+)?"
_TAG = re.compile(rf"<(?P<end>/?)(?P<name>{_NAME})(?P<more>{_MORE})>")
_IMPORT = r"import\s+(?:(?P<names>[\w*{][^'\"]*)\sfrom\s+)?['\"][^'\"]+['\"];?\s*"
_MODULE = re.compile(rf"(?P<from>{_IMPORT})|export\s+(?:const|let|default|function)\b.*")
_BEGUN = re.compile(
    rf"(?:<{_NAME}(?:\s[^<>]*)?|\{{(?:\{{[<%]|%)[^{{}}]*|\{{/\*(?!.*\*/).*|^import\s+\{{[^{{}}]*)$"
)
_CODE = re.compile(r"\{\{[<%][^{}]*\}\}|\{%[^{}]*%\}")
_CODES = re.compile(rf"(?:(?:{_CODE.pattern})\s*)+")
_WHOLE = re.compile(rf"{_TAG.pattern}|{_CODE.pattern}|\{{/\*.*\*/\}}|{_IMPORT}$")
_AROUND = re.compile(
    r"(?P<begin>\{\{[<%]\s*(?P<name>[\w-]+)\b[^{}]*\}\}|\{%-?\s*(?P<word>\w+)\b[^{}]*%\})(?P<text>.+)"
    r"(?P<end>\{\{[<%]\s*/\s*(?P=name)\s*[%>]\}\}|\{%-?\s*end(?P=word)\s*-?%\})\s*"
)
_IN_BRACES = re.compile(r"=\s*\{([^{}]*)\}")
_WORD = re.compile(r"\w+")
_SIGNS = re.compile(r"[\"'`\[\]]")
_KNOWN = DIRECTIVES | {"info", "check", "callout", "tabs", "steps", "step"}
"""What needs no other sign that it is a component."""
_FAR = 20
"""A tag with more lines than this is none."""
_ENDS = re.compile(r"[>}]")
_DEEPEST = 5


def as_codes(lines: Sequence[Line], problems: ProblemSink) -> list[Line]:
    """Return the lines with components as codes; note those that show what is not in the text."""
    lines = list(_joined(lines))
    modules = _modules(lines)
    imported = {name for found in modules.values() for name in _WORD.findall(found["names"] or "")}
    names = _components(lines, imported)
    first = next((n for n, line in enumerate(lines) if line.text.strip()), None)
    if first in modules or any(name.partition(".")[0] in imported for name in names):
        lines = list(_without(modules, lines))
    out: list[Line] = []
    for line in lines:
        pieces: list[str] = []
        place = 0
        for tag in _tags(line):
            if tag["name"] in names:
                pieces += (line.text[place : tag.start()], _code(tag, line, problems))
                place = tag.end()
        text = "".join([*pieces, line.text[place:]])
        if line.code or "{" not in text:
            out.append(line)
            continue
        lead = lead_of(text)
        for count, part in enumerate(_parted(text[len(lead) :])):
            out.append(line.with_text((continued(lead) if count else lead) + part))
    return out


def _joined(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines with each tag in one of them."""
    end = 0
    for index, line in enumerate(lines):
        if index < end:
            continue
        end, whole, text = index + 1, line, line.text
        is_near = not line.code and ("<" in text or "{" in text)
        begun = _BEGUN.search(text) if is_near else None
        for count, below in enumerate(lines[end : end + _FAR] if begun else (), 1):
            if below.code or not below.text.strip():
                break
            text += f" {below.text.strip()}"
            if begun and _ENDS.search(below.text) and _WHOLE.match(text, begun.start()):
                end, whole = end + count, line.with_text(text)
                break
        yield whole


def _modules(lines: Sequence[Line]) -> dict[int, re.Match[str]]:
    """Return the lines that MDX reads as imports or as the beginnings of exports."""
    found = {n: _MODULE.fullmatch(line.text) for n, line in enumerate(lines) if not line.code}
    return {n: module for n, module in found.items() if module}


def _without(modules: Mapping[int, re.Match[str]], lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines without imports and exports; those go on to the next empty line."""
    is_export = False
    for n, line in enumerate(lines):
        module = modules.get(n)
        begins = module is not None and not module["from"]
        is_export = (is_export or begins) and bool(line.text.strip())
        if not (module or is_export):
            yield line


def _tags(line: Line) -> list[re.Match[str]]:
    """Return what may be tags of components in a line."""
    if line.code or "<" not in line.text:
        return []
    spans = code_spans(line.text)
    found = [tag for tag in _TAG.finditer(line.text) if not inside(tag.start(), spans)]
    return [tag for tag in found if tag["name"].lower() not in IN_LESSONS or _asks(tag)]


def _asks(tag: re.Match[str]) -> bool:
    """Return whether a tag is a question that has all in its attributes, or from elsewhere."""
    return tag["name"].lower() in QUESTIONS and tag["more"].endswith("/")


def _components(lines: Sequence[Line], imported: set[str]) -> set[str]:
    """Return the names that are components'."""
    ends: dict[bool, set[str]] = {True: set(), False: set()}
    certain: set[str] = set()
    for line in lines:
        for tag in _tags(line):
            name, more = tag["name"], tag["more"]
            ends[bool(tag["end"])].add(name)
            if more.endswith("/"):
                ends[True].add(name)
            if more.strip() or "." in name or _is_alone(tag) or name.lower() in _KNOWN:
                certain.add(name)
    return ends[True] & ends[False] & (certain | imported)


def _is_alone(tag: re.Match[str]) -> bool:
    return tag[0] == tag.string[len(lead_of(tag.string)) :].strip()


def _parted(text: str, depth: int = 0) -> list[str]:
    """Return the codes that are a line, or stand around its text, in lines of their own."""
    if text[:1] != "{" or depth > _DEEPEST:
        return [text]
    if _CODES.fullmatch(text):
        return _CODE.findall(text)
    if found := _AROUND.fullmatch(text):
        return [found["begin"], *_parted(found["text"].strip(), depth + 1), found["end"]]
    return [text]


def _code(tag: re.Match[str], line: Line, problems: ProblemSink) -> str:
    """Return the short code that says what a tag says; note one that shows what is not here."""
    name, more = tag["name"], tag["more"]
    says = name.lower() in ELSEWHERE | PICTURES or title_of(attributes_of(more))
    if more.endswith("/") and _is_alone(tag) and (_asks(tag) or not says):
        message = f"<{name}> shows what is not here: write it into the lesson"
        problems.warning(line.number, "left-out", message)
    more = _IN_BRACES.sub(lambda found: f'="{re.sub(_SIGNS, "", found[1]).strip()}"', more)
    more = more.replace("{", " ").replace("}", " ")
    return f"{{{{< {tag['end']}{name.replace('.', '-')}{more} >}}}}"
