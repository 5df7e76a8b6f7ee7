"""Cuts HTML, or lines of Markdown with HTML between them, into text, tags and comments."""

from __future__ import annotations

import re
from bisect import bisect_right
from html import unescape
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from content.html.elements import IN_LESSONS, KNOWN
from content.markdown.lines import code_spans, crossing_spans, inside

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from content.markdown.lines import Line, Span

_TOKEN = re.compile(
    r"(?P<comment><!--)|(?P<condition><!\[\s*(?:if|else|endif)\b[^<>]*>)"
    r"|<(?P<close>/?)(?P<name>[a-zA-Z][\w:.-]*+)"
    r"(?P<more>(?:[\s/](?:[^<>\"']|\"[^\"<]*+\"|'[^'<]*+'|[\"'])*+)?)>"
)
ATTRIBUTE = re.compile(
    r"(?<![\w:-])(?P<key>[\w:-]++)\s*+=\s*+"
    r"(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|\{(?P<braces>[^{}]*)\}|(?P<bare>[^\s\"'>{}]++))"
)
_QUOTED = re.compile(r"[\"'`]([^\"'`]*)[\"'`]")
# `a<b && c>d` has no tag in it.
_OPERATOR = re.compile(r"(?<!\S)[&|<>=!+*-]+(?!\S)")
# Word's own elements.
_OFFICE = re.compile(r"(?:[movw]|st\d):\w+")
_GAP = re.compile(r"\n[ \t]*\n")
_ANSWER = re.compile(
    r"(?:correct\s+)?ans(?:wer(?P<plural>s)?)?\s*(?:(?:is|are)\s*)?[:=]\s*(?P<letters>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
COMMENT = "!--"
"""What comments, and what else Word leaves in a text, have for a name."""


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
        return attributes_of(self.more)


def attributes_of(text: str) -> dict[str, str]:
    """Return what ``key="value"`` says in a text; of braces, as ``{f('a')}``, what is quoted."""
    given: dict[str, str] = {}
    for found in ATTRIBUTE.finditer(text):
        value = found["double"] or found["single"] or found["bare"] or found["braces"] or ""
        quoted = _QUOTED.search(value) if found["braces"] else None
        given[found["key"].lower()] = unescape(quoted[1] if quoted else value)
    return given


def read_html(text: str) -> list[Token]:
    """Return the tokens of a text that is HTML."""
    tokens = _Reader(text.split("\n"), 0, None).tokens()
    return [one._replace(text=unescape(one.text)) for one in tokens]


def read_lines(lines: Sequence[Line]) -> list[Token]:
    """Return the tokens of a lesson: only tags that people use between Markdown count."""
    tokens: list[Token] = []
    crossing = crossing_spans(lines)
    codes = [index for index, line in enumerate(lines) if line.code]
    for first, end in zip([-1, *codes], [*codes, len(lines)], strict=True):
        texts = [line.text for line in lines[first + 1 : end]]
        tokens += _Reader(texts, first + 1, crossing).tokens()
        tokens += [Token(line.text, end, code=True) for line in lines[end : end + 1]]
    return tokens


def partners_of(tokens: Sequence[Token]) -> dict[int, int]:
    """Return for each tag that begins or ends an element the place of the other one."""
    opened: dict[str, list[int]] = {}
    partners: dict[int, int] = {}
    for place, token in enumerate(tokens):
        if token.opens:
            opened.setdefault(token.name, []).append(place)
        elif waiting := opened.get(token.name):
            partners[place] = waiting.pop()
            partners[partners[place]] = place
    return partners


def answer_in(comment: str) -> str | None:
    """Return the canonical comment for one that gives an answer."""
    note = comment.strip()[len("<!--") : -len("-->")]
    found = _ANSWER.fullmatch(note.replace("*", "").replace("_", " ").strip())
    if not found:
        return None
    word = "answers" if found["plural"] else "answer"
    return f"<!-- {word}: {' '.join(found['letters'].split())} -->"


class _Reader:
    """Reads lines without code; ``crossing`` is None where they are no Markdown."""

    def __init__(
        self, texts: Sequence[str], first: int, crossing: Mapping[int, Sequence[Span]] | None
    ) -> None:
        self._texts = texts
        self._text = "\n".join(texts)
        self._first = first
        self._crossing = crossing
        self._starts = list(accumulate((len(one) + 1 for one in texts), initial=0))
        self._paragraphs = list(accumulate(not one.strip() for one in texts))
        self._line = 0
        self._spans: Sequence[Span] | None = None
        self._comment_end = 0

    def tokens(self) -> Iterator[Token]:
        """Yield the tokens, and the text between them."""
        place = done = line = 0
        while found := _TOKEN.search(self._text, place):
            place = found.end()
            name = self._name(found)
            if not name or (self._crossing is not None and self._is_text(found)):
                continue
            column = found.start() - self._starts[self._line]
            if found["comment"]:
                place = self._end_of_comment(found, column)
                if not place:
                    place = found.end()
                    continue
            yield Token(self._text[done : found.start()], self._first + line)
            text, more = self._text[found.start() : place], found["more"] or ""
            more = more.removesuffix("/").strip()
            yield Token(text, self._first + self._line, column, name, bool(found["close"]), more)
            done = place
            line = self._line + text.count("\n")
        if self._texts:
            yield Token(self._text[done:], self._first + line)

    def _name(self, found: re.Match[str]) -> str:
        """Return the name of what was found; empty where it is text."""
        while self._starts[self._line + 1] <= found.start():
            self._line, self._spans = self._line + 1, None
        if not found["name"]:
            return COMMENT
        name, more = found["name"].lower(), found["more"]
        if _OFFICE.fullmatch(name):
            return COMMENT if self._crossing is None else ""
        if name not in (KNOWN if self._crossing is None else IN_LESSONS):
            return ""
        return "" if _GAP.search(more) or _OPERATOR.search(ATTRIBUTE.sub("", more)) else name

    def _is_text(self, found: re.Match[str]) -> bool:
        """Return whether Markdown shows this as it is: in code, and behind a backslash."""
        start = found.start()
        if self._text[start - 1 : start] == "\\" and self._text[start - 2 : start - 1] != "\\":
            return True
        if self._spans is None:
            text = self._texts[self._line]
            spans = code_spans(text) if "`" in text else []
            crossing = (self._crossing or {}).get(self._first + self._line, ())
            self._spans = sorted([*spans, *crossing])
        return inside(start - self._starts[self._line], self._spans)

    def _end_of_comment(self, found: re.Match[str], column: int) -> int:
        """Return the place behind a comment; 0 where it is none."""
        if 0 <= self._comment_end < found.end():
            self._comment_end = self._text.find("-->", found.end())
        if self._comment_end < 0:
            return 0
        end = self._comment_end + len("-->")
        if self._crossing is None:
            return end
        text = self._texts[self._line]
        last = bisect_right(self._starts, end - 1) - 1
        together = self._paragraphs[last] == self._paragraphs[self._line]
        if not together and len(text) - len(text.lstrip()) < column:
            # A comment inside of a paragraph ends in it, or is none.
            return 0
        # Spaces stand on one side only.
        while self._text[end : end + 1] in {" ", "\t"} and text[column - 1 : column] in {"", " "}:
            end += 1
        return end
