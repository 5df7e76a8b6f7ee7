"""Turns HTML into Markdown, block by block, well nested or not."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from string import ascii_lowercase, ascii_uppercase
from typing import TYPE_CHECKING, NamedTuple

from content.html.elements import (
    CELLS,
    CONTROLS,
    HEADINGS,
    INLINE,
    LISTS,
    MEDIA,
    SILENT,
)
from content.html.escaping import normal
from content.html.inline import Paragraph
from content.html.reader import COMMENT, partners_of, read_html
from content.markdown.lines import Line, continued

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.html.reader import Token

_LANGUAGE = re.compile(r"\b(?:language|lang|brush:)-?\s*(?P<name>[\w+#-]+)")
_DEPTH = 40
_DIGITS = 10
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_COUNTS = {"A": ascii_uppercase, "a": ascii_lowercase, "i": _ROMAN}
_COUNTS["I"] = tuple(map(str.upper, _ROMAN))
"""What lists are counted with besides numbers; Markdown has only those."""


class Converted(NamedTuple):
    """Markdown, and what the text held beside it that Markdown here cannot."""

    markdown: str
    lost: tuple[str, ...] = ()


def from_html(text: str) -> Converted:
    """Return a text that is HTML as Markdown."""
    lost: list[str] = []
    lines = Converter(read_html(text), lost).run()
    markdown = "\n".join(line.text for line in lines)
    return Converted(normal(markdown), tuple(dict.fromkeys(lost)))


@dataclass(slots=True)
class Frame:
    """An element that is open; ``first`` and ``rest`` stand before its lines in the one around it.

    ``gap`` says that an empty line has to come before the next one; ``number`` is that of a list's
    next item and ``style`` what is counted with, ``line`` the number of the line that the element
    begins on, and ``rows`` are those of
    a table, each with its line.
    """

    name: str
    first: str = ""
    rest: str = ""
    number: int | None = None
    style: str = ""
    line: int = 0
    lines: list[Line] = field(default_factory=list)
    gap: bool = False
    rows: list[tuple[int, list[str]]] = field(default_factory=list)

    def put(self, line: Line) -> None:
        """Add a line, below an empty one where a block ended."""
        if self.gap and self.lines and self.lines[-1].text.strip(" >") and line.text.strip(" >"):
            marks = line.text[: len(line.text) - len(line.text.lstrip(" >"))]
            self.lines.append(Line(line.number, marks.rstrip()))
        self.gap = False
        self.lines.append(line)

    def marker(self) -> str:
        """Return the marker of the next item of this list."""
        if self.number is None:
            return "- "
        self.number += 1
        counts = _COUNTS.get(self.style, "")
        place = self.number - 2
        return f"- {counts[place]}. " if 0 <= place < len(counts) else f"{place + 1}. "


class Converter:
    """Goes through the tokens once; ``lost`` is None where they are those of a lesson."""

    def __init__(self, tokens: list[Token], lost: list[str] | None) -> None:
        self.tokens = tokens
        self.frames = [Frame("")]
        self.paragraph = Paragraph(lost)
        self._lost = lost
        self.partners = partners_of(tokens)
        self.lead: str | None = None
        """What stands before the next words of a line that a tag has divided into blocks."""

    def run(self) -> list[Line]:
        """Return the lines of Markdown."""
        place = 0
        while place < len(self.tokens):
            place = self.take(place)
        self.flush()
        while len(self.frames) > 1:
            self._close()
        return self.frames[0].lines

    def take(self, place: int) -> int:
        """Write what stands for a token; return the place of the next."""
        token = self.tokens[place]
        if token.name == COMMENT:
            return place + 1
        if not token.name:
            self.paragraph.add(token.text)
        elif token.name in INLINE:
            self.paragraph.take(token)
        elif token.opens and token.name in MEDIA | CONTROLS | SILENT:
            return self._skip(place)
        elif token.opens and token.name == "pre":
            self.flush(token)
            return self.code(place, self.partners.get(place, len(self.tokens)))
        else:
            self.block(token)
        return place + 1

    def block(self, token: Token) -> None:
        """Write what stands for the tag of a block."""
        self.flush(token)
        if token.opens:
            self._open(token)
        elif any(one.name == token.name for one in self.frames):
            while self._close() != token.name:
                pass
        else:
            self.frames[-1].gap = True

    def _open(self, token: Token) -> None:
        name, frame = token.name, None
        if name == "hr":
            self.put("---", self.number(token.line))
        elif name in LISTS:
            start = token.attributes.get("start", "")
            number = int(start) if re.fullmatch("[0-9]{1,9}", start) else 1
            style = token.attributes.get("type", "")
            frame = Frame(name, number=number if name == "ol" else None, style=style)
        elif name == "li":
            self._end_open({"li"})
            if (value := token.attributes.get("value", "")).isdecimal() and len(value) < _DIGITS:
                self.frames[-1].number = int(value)
            marker = self.frames[-1].marker()
            frame = Frame(name, marker, " " * (marker.index(" ") + 1))
        elif name in CELLS or name == "tr":
            self._end_open(CELLS)
            around = self.frames[-1]
            if around.name == "table":
                if name == "tr" or not around.rows:
                    around.rows.append((self.number(token.line), []))
                frame = Frame(name) if name in CELLS else None
        elif name in {"dt", "dd"}:
            self._end_open({"dt"})
            frame = Frame(name, line=self.number(token.line)) if name == "dt" else None
        elif name in HEADINGS | {"summary", "table", "dl"}:
            frame = Frame(name, line=self.number(token.line))
        elif name == "blockquote":
            frame = Frame(name, "> ", "> ")
        self.frames[-1].gap = True
        if frame and len(self.frames) < _DEPTH:
            self.enter(frame)

    def number(self, line: int) -> int:
        """Return the number of a line in its file; 0 where none counts."""
        return 0

    def enter(self, frame: Frame) -> None:
        """Begin to write into an element."""
        self.frames.append(frame)

    def put(self, text: str, number: int) -> None:
        """Write a line that is a block of its own."""
        lead = self.lead or ""
        self.frames[-1].gap = True
        self.frames[-1].put(Line(number, lead + text))
        self.frames[-1].gap = True
        self.lead = continued(lead)

    def flush(self, token: Token | None = None) -> None:
        """End the paragraph, at a tag where one is given."""
        frame, text = self.frames[-1], self.paragraph.finish()
        self.paragraph = Paragraph(self._lost)
        if text:
            text = f"**{text}**" if frame.name in HEADINGS | {"dt"} else text
            for line in text.split("\n"):
                frame.put(Line(0, line))
            frame.gap = True

    def code(self, place: int, end: int) -> int:
        """Write an element that is code; return the place behind it."""
        parts: list[str] = []
        language = ""
        for token in self.tokens[place:end]:
            if not token.name:
                parts.append(unescape(token.text) if self._lost is None else token.text)
            elif token.name == "br":
                parts.append("\n")
            found = _LANGUAGE.search(token.attributes.get("class", ""))
            language = language or (found["name"] if found and token.opens else "")
        code = "".join(parts)
        written = list(fence(code.strip("\n"), language))
        first = self.tokens[place].last + len(code) - len(code.lstrip("\n"))
        last = self.tokens[min(end, len(self.tokens) - 1)].line
        lines = [self.tokens[place].line, *(min(first + n, last) for n in range(len(written) - 2))]
        lead = self.lead or ""
        self.frames[-1].gap = True
        for count, (line, text) in enumerate(zip([*lines, last], written, strict=True)):
            self.frames[-1].put(Line(self.number(line), lead + text, code=True, opens=count == 0))
            lead = continued(lead)
        self.frames[-1].gap = True
        self.lead = lead
        return end + 1

    def _skip(self, place: int) -> int:
        """Leave an element out; one that is never closed may have the text behind it."""
        name = self.tokens[place].name
        if self._lost is not None and name not in SILENT:
            self._lost.append(f"what <{name}> holds")
        return self.partners.get(place, place) + 1

    def _end_open(self, names: frozenset[str] | set[str]) -> None:
        """End what stands beside the element that begins: `<li>a<li>b`, `<td>a<td>b`."""
        within = LISTS if "li" in names else {"table", "dl"}
        for frame in reversed(self.frames):
            if frame.name in within:
                return
            if frame.name in names:
                while self._close() != frame.name:
                    pass
                return

    def _close(self) -> str:
        """End the innermost element and give its lines to the one around it."""
        done = self.frames.pop()
        around = self.frames[-1]
        if done.name in CELLS:
            if around.rows:
                words = " ".join(line.text.strip() for line in done.lines if line.text.strip())
                around.rows[-1][1].append(words.replace("|", "\\|"))
            return done.name
        rows = table(done.rows)
        if any(frame.name in CELLS for frame in self.frames):
            # Markdown has no table in a cell.
            rows = (Line(number, " ".join(cells)) for number, cells in done.rows)
        self.give(done, [*done.lines, *rows])
        return done.name

    def give(self, done: Frame, lines: Sequence[Line]) -> None:
        """Put the lines of an element that ends into the one around it."""
        around = self.frames[-1]
        around.gap = True
        before = done.first
        for line in lines:
            around.put(line._replace(text=before + line.text if line.text else before.rstrip()))
            before = done.rest
        around.gap = True


def fence(code: str, language: str) -> Iterator[str]:
    """Yield the lines of a block of code, whatever backticks are in it."""
    marks = "`" * max(3, 1 + max(map(len, re.findall(r"`+", code)), default=0))
    yield f"{marks}{language}"
    yield from code.split("\n")
    yield marks


def table(rows: Sequence[tuple[int, Sequence[str]]]) -> Iterator[Line]:
    """Yield the lines of a table that is as wide as its widest row.

    Only the head is filled: Markdown has the cells that other rows lack without being told.
    """
    width = max((len(cells) for _, cells in rows), default=0)
    for place, (number, cells) in enumerate(rows if width else ()):
        whole = [*cells, *[""] * (width - len(cells))] if place == 0 else cells
        yield Line(number, f"| {' | '.join(whole)} |")
        if place == 0:
            yield Line(number, "|" + " --- |" * width)
