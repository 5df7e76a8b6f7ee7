"""Writes the components of MDX, as ``<Tab label="A">``, as the short codes that they are alike.

A name in angle brackets may be a placeholder too. It is a component's where it is closed and stands
on a line of its own or with attributes, and where the lesson imports it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from content.html.elements import IN_LESSONS
from content.markdown.lines import Line, code_spans, continued, inside, lead_of
from content.repair.container_marks import ELSEWHERE, PICTURES, attributes_of, title_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.problems import ProblemSink

_NAME = r"(?:[A-Z]\w*(?:\.\w+)*|[a-z]+(?:-[a-z]+)+)"
_MORE = r"(?:\s(?:[^<>{}\"']|\"[^\"]*+\"|'[^']*+'|\{(?:[^{}]|\{[^{}]*+\})*+\})*+)?"
_TAG = re.compile(rf"<(?P<end>/?)(?P<name>{_NAME})(?P<more>{_MORE})>")
_BEGUN = re.compile(rf"<{_NAME}(?:\s[^<>]*)?$")
_IMPORTED = re.compile(r"import\s+(?P<names>[\w*{][^'\"]*)\sfrom\s+['\"]")
_IN_BRACES = re.compile(r"=\s*\{([^{}]*)\}")
_SIGNS = re.compile(r"[\"'`\[\]]")
_CALLOUTS = frozenset({"Note", "Tip", "Info", "Warning", "Caution", "Danger", "Check", "Callout"})
"""What stands around the text of one line too."""
_FAR = 20
"""A tag with more lines than this is none."""


def as_codes(lines: Sequence[Line], problems: ProblemSink) -> list[Line]:
    """Return the lines with components as codes; note those that show what is not in the text."""
    if not any("<" in line.text and not line.code for line in lines):
        return list(lines)
    lines = list(_joined(lines))
    names = _components(lines)
    out: list[Line] = []
    for line in lines:
        tags = [tag for tag in _tags(line) if tag["name"] in names]
        out += [line._replace(text=part) for part in _parts(line.text, tags)]
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
            last = next((n for n, one in enumerate(below, 1) if one.code or ">" in one.text), 0)
            text = " ".join([line.text, *(one.text.strip() for one in below[:last])])
            if last and not below[last - 1].code and _TAG.match(text, begun.start()):
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
            if more.strip() or "." in name or _is_alone(tag) or name in _CALLOUTS:
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
    for count, part in enumerate(whole if tags else [text[len(lead) :]]):
        yield (continued(lead) if count else lead) + part


def _code(tag: re.Match[str]) -> str:
    """Return the short code that says what a tag says."""
    more = _IN_BRACES.sub(lambda found: f'="{re.sub(_SIGNS, "", found[1]).strip()}"', tag["more"])
    name = tag["name"].replace(".", "-")
    return f"{{{{< {tag['end']}{name}{more.replace('{', ' ').replace('}', ' ')} >}}}}"
