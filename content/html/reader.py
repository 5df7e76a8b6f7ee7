"""Cuts HTML, or lines of Markdown with HTML between them, into text and tags."""

from __future__ import annotations

import re
from html import unescape
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from content.html.elements import IN_LESSONS, KNOWN
from content.repair.lines import code_spans, crossing_spans, inside

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.repair.lines import Line, Span

_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[a-zA-Z][\w:.-]*+)"
    r"(?P<more>(?:[\s/](?:[^<>\"']|\"[^\"<]*+\"|'[^'<]*+'|[\"'])*+)?)>"
)
_ATTRIBUTE = re.compile(
    r"(?<![\w:-])(?P<key>[\w:-]++)\s*+=\s*+"
    r"(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'>]++))"
)
# `a<b && c>d` has no tag in it.
_OPERATOR = re.compile(r"(?<!\S)[&|<>=!+*-]+(?!\S)")
_UNSEEN = re.compile(r"<!--.*?-->|<!\[\s*(?:if|else|endif)\b[^<>]*>", re.DOTALL | re.IGNORECASE)
# Word's own elements.
_OFFICE = re.compile(r"(?:[movw]|st\d):\w+")
_GAP = re.compile(r"\n[ \t]*\n")


class Token(NamedTuple):
    """A tag, or the text between two, which has no ``name``; ``line`` and ``column`` are indices.

    ``code`` is a line of a lesson that is no HTML, whatever it looks like.
    """

    text: str
    line: int
    column: int = 0
    name: str = ""
    closes: bool = False
    more: str = ""
    code: bool = False

    @property
    def opens(self) -> bool:
        """Return whether this is the tag that an element begins with."""
        return bool(self.name) and not self.closes

    @property
    def last(self) -> int:
        """Return the line that this ends on."""
        return self.line + self.text.count("\n")

    @property
    def attributes(self) -> dict[str, str]:
        """Return the attributes of a tag by their names in lower case."""
        return {
            found["key"].lower(): unescape(
                found["double"] or found["single"] or found["bare"] or ""
            )
            for found in _ATTRIBUTE.finditer(self.more)
        }


def read_html(text: str) -> list[Token]:
    """Return the tokens of a text that is HTML; comments and what Word adds is left out."""
    # Behind the last end there is no comment; each begin would be followed to the end of the text.
    end = text.rfind(">") + 1
    text = _UNSEEN.sub("", text[:end]) + text[end:] if "<!" in text else text
    tokens: list[Token] = []
    done = 0
    for found in _TAG.finditer(text):
        name = found["name"].lower()
        office = bool(_OFFICE.fullmatch(name))
        if not office and (name not in KNOWN or not _is_tag(found)):
            continue
        tokens.append(Token(unescape(text[done : found.start()]), 0))
        done = found.end()
        if not office:
            tokens.append(_tag(found, 0, 0))
    return [*tokens, Token(unescape(text[done:]), 0)]


def read_lines(lines: Sequence[Line]) -> list[Token]:
    """Return the tokens of a lesson: only tags that people use between Markdown count."""
    tokens: list[Token] = []
    crossing = crossing_spans(lines)
    first = 0
    for index in range(len(lines) + 1):
        if index == len(lines) or lines[index].code:
            if first < index:
                tokens += _tokens(lines, first, index, crossing)
            if index < len(lines):
                tokens.append(Token(lines[index].text, index, code=True))
            first = index + 1
    return tokens


def _tokens(
    lines: Sequence[Line], first: int, end: int, crossing: dict[int, Span]
) -> Iterator[Token]:
    texts = [line.text for line in lines[first:end]]
    text = "\n".join(texts)
    starts = list(accumulate((len(one) + 1 for one in texts), initial=0))
    at = done = line = 0
    spans: Sequence[Span] | None = None
    for found in _TAG.finditer(text):
        name = found["name"].lower()
        if name not in IN_LESSONS or not _is_tag(found) or _escaped(text, found.start()):
            continue
        while starts[at + 1] <= found.start():
            at, spans = at + 1, None
        if spans is None:
            spans = code_spans(texts[at]) if "`" in texts[at] else []
            if first + at in crossing:
                spans = sorted([*spans, crossing[first + at]])
        if spans and inside(found.start() - starts[at], spans):
            continue
        if done < found.start():
            yield Token(text[done : found.start()], first + line)
        yield _tag(found, first + at, found.start() - starts[at])
        done = found.end()
        line = at + found[0].count("\n")
    if done < len(text):
        yield Token(text[done:], first + line)


def _escaped(text: str, place: int) -> bool:
    """Return whether a backslash says that the ``<`` behind it is text."""
    return text[place - 1 : place] == "\\" and text[max(place - 2, 0) : place - 1] != "\\"


def _is_tag(found: re.Match[str]) -> bool:
    more = found["more"]
    if not more:
        return True
    return not (_GAP.search(more) or _OPERATOR.search(_ATTRIBUTE.sub("", more)))


def _tag(found: re.Match[str], line: int, column: int) -> Token:
    more = found["more"].removesuffix("/").strip()
    return Token(found[0], line, column, found["name"].lower(), bool(found["close"]), more)


def partners_of(tokens: Sequence[Token]) -> dict[int, int]:
    """Return for each tag that begins or ends an element the place of the other one."""
    opened: dict[str, list[int]] = {}
    partners: dict[int, int] = {}
    for place, token in enumerate(tokens):
        if token.opens:
            opened.setdefault(token.name, []).append(place)
        elif token.closes and (waiting := opened.get(token.name)):
            partners[place] = waiting.pop()
            partners[partners[place]] = place
    return partners
