"""Writes the components of MDX, as ``<Tab label="A">``, as the short codes that they are alike.

Codes that take several lines stand in one then, and those around a line's text above and below it.
A name in angle brackets may be a placeholder too. It is a component's where it is closed and stands
on a line of its own or with attributes, and where the lesson imports it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from content.html.elements import IN_LESSONS
from content.html.reader import attributes_of
from content.markdown.lines import Line, code_spans, continued, inside, lead_of
from content.repair.container_marks import DIRECTIVES, ELSEWHERE, PICTURES, title_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.problems import ProblemSink

_NAME = r"(?:[A-Z]\w*(?:\.\w+)*|[a-z]+(?:-[a-z]+)+)"
_MORE = r"(?:\s(?:[^<>{}\"']|\"[^\"]*+\"|'[^']*+'|\{(?:[^{}]|\{[^{}]*+\})*+\})*+)?"
_TAG = re.compile(rf"<(?P<end>/?)(?P<name>{_NAME})(?P<more>{_MORE})>")
_BEGUN = re.compile(rf"(?:<{_NAME}(?:\s[^<>]*)?|\{{(?:\{{[<%]|%)[^{{}}]*)$")
_WHOLE = re.compile(rf"{_TAG.pattern}|\{{\{{[<%][^{{}}]*\}}\}}|\{{%[^{{}}]*%\}}")
_AROUND = re.compile(
    r"(?P<begin>\{\{[<%]\s*(?P<name>[\w-]+)\b[^{}]*\}\}|\{%-?\s*(?P<word>\w+)\b[^{}]*%\})(?P<text>.+)"
    r"(?P<end>\{\{[<%]\s*/\s*(?P=name)\s*[%>]\}\}|\{%-?\s*end(?P=word)\s*-?%\})\s*"
)
_IMPORTED = re.compile(r"import\s+(?P<names>[\w*{][^'\"]*)\sfrom\s+['\"]")
_IN_BRACES = re.compile(r"=\s*\{([^{}]*)\}")
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
    names = _components(lines)
    out: list[Line] = []
    for line in lines:
        tags = [tag for tag in _tags(line) if tag["name"] in names]
        for part in _parts(line.text, tags) if tags else [line.text]:
            lead = "" if line.code else lead_of(part)
            inside = [part[len(lead) :]] if line.code else _around(part[len(lead) :])
            for count, text in enumerate(inside):
                out.append(line._replace(text=(continued(lead) if count else lead) + text))
        if tags and tags[0]["more"].endswith("/") and _is_alone(tags[0]):
            known = tags[0]["name"].lower() in ELSEWHERE | PICTURES
            if not known and not title_of(attributes_of(tags[0]["more"])):
                message = f"<{tags[0]['name']}> shows what is not here: write it into the lesson"
                problems.warning(line.number, "left-out", message)
    return out


def _joined(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines with each tag in one of them."""
    end = 0
    for index, line in enumerate(lines):
        if index < end:
            continue
        end, whole = index + 1, line
        if not line.code and (begun := _BEGUN.search(line.text)):
            below = lines[end : end + _FAR]
            last = next(
                (n for n, one in enumerate(below, 1) if one.code or _ENDS.search(one.text)), 0
            )
            text = " ".join([line.text, *(one.text.strip() for one in below[:last])])
            if last and not below[last - 1].code and _WHOLE.match(text, begun.start()):
                end, whole = end + last, line._replace(text=text)
        yield whole


def _tags(line: Line) -> list[re.Match[str]]:
    """Return what may be tags of components in a line."""
    if line.code or "<" not in line.text:
        return []
    spans = code_spans(line.text)
    found = [tag for tag in _TAG.finditer(line.text) if not inside(tag.start(), spans)]
    return [tag for tag in found if tag["name"].lower() not in IN_LESSONS]


def _components(lines: Sequence[Line]) -> set[str]:
    """Return the names that are components'."""
    imported: set[str] = set()
    ends: dict[bool, set[str]] = {True: set(), False: set()}
    certain: set[str] = set()
    for line in lines:
        if found := _IMPORTED.match(line.text):
            imported.update(re.findall(r"\w+", found["names"]))
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


def _parts(text: str, tags: Sequence[re.Match[str]]) -> Iterator[str]:
    """Yield a line with codes for tags; those that begin or end it have lines of their own."""
    lead = lead_of(text)
    pieces, place = [], len(lead)
    depths = [0]
    for tag in tags:
        pieces += [text[place : tag.start()], _code(tag)]
        depths.append(-1 if tag["end"] else 0 if tag["more"].endswith("/") else 1)
        place = tag.end()
    pieces.append(text[place:])
    # The texts stand at even places, and codes between them.
    shown = [n for n in range(0, len(pieces), 2) if pieces[n].strip()]
    first, last = (shown[0], shown[-1]) if shown else (len(pieces), len(pieces))
    if sum(depths[first // 2 + 1 : last // 2 + 1]):
        first, last = 0, len(pieces) - 1
    middle = "".join(pieces[first : last + 1]).strip()
    whole = [*pieces[1:first:2], *[middle] * bool(middle), *pieces[last + 1 :: 2]]
    for count, part in enumerate(whole):
        yield (continued(lead) if count else lead) + part


def _around(text: str, depth: int = 0) -> list[str]:
    """Return a line with the codes around its text, as in ``{{< a >}}x{{< /a >}}``, parted."""
    found = _AROUND.fullmatch(text) if depth < _DEEPEST and text[:1] == "{" else None
    if not found:
        return [text]
    return [found["begin"], *_around(found["text"].strip(), depth + 1), found["end"]]


def _code(tag: re.Match[str]) -> str:
    """Return the short code that says what a tag says."""
    more = _IN_BRACES.sub(lambda found: f'="{re.sub(_SIGNS, "", found[1]).strip()}"', tag["more"])
    name = tag["name"].replace(".", "-")
    return f"{{{{< {tag['end']}{name}{more.replace('{', ' ').replace('}', ' ')} >}}}}"
