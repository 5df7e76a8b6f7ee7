"""Turns the HTML that people put between Markdown into Markdown; each line keeps its number.

``<details>``, ``</details>`` and ``<summary>Text</summary>`` stay, each in a paragraph of its own,
because questions hide their answers there. Code is never touched, and unknown tags are text.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

from content.html.comments import without_comments
from content.html.converter import Converter
from content.html.elements import CELLS, EMPTY, HEADINGS, IN_TABLES, INLINE, LISTS, MARKS
from content.html.frames import Frame, fence
from content.html.inline import BREAK, JOINED, Paragraph
from content.html.reader import partners_of, read_lines
from content.repair.lines import Line, continued, lead_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from content.html.reader import Token

_TITLES = HEADINGS | {"summary"}
_LOUD = HEADINGS | {"b", "strong", "summary"}
"""What makes all of a title large or bold, as it is anyway."""

_ALONE = EMPTY | {"br", "hr", "img"}
_OPTION = re.compile(r"\(?[A-Za-z][.)]\s*\S")
_FEW = 2
# So many lines may be in a title; more are no title.
_TITLE_LINES = 30
_DEEP = 4


def without_html(lines: Sequence[Line]) -> Iterable[Line]:
    """Return the lines with their HTML turned into Markdown."""
    if not any("<" in line.text and not line.code for line in lines):
        return lines
    plain = list(without_comments(lines))
    tokens = read_lines(plain)
    return _Lesson(plain, tokens).run() if any(token.name for token in tokens) else plain


class _Lesson(Converter):
    """Converts the tokens of a lesson, in which what has no partner may be a name."""

    def __init__(self, lines: Sequence[Line], tokens: list[Token]) -> None:
        super().__init__(tokens, None)
        self._lines = lines
        self._partners = partners_of(tokens)
        self._paragraphs = list(accumulate(line.code or not line.text.strip() for line in lines))
        self._codes = list(accumulate(line.code for line in lines))
        self._partner: int | None = None
        self._first: int | None = None
        """The line that the text collected so far begins on."""
        self._lead: str | None = None
        """What stands before the next words of a line that a tag has divided into blocks."""
        self._margin: int | None = None
        """The column of the HTML that a line stands in, where an indent is no sign of code."""

    def take(self, place: int) -> int:
        """Write what stands for a token; return the place of the next."""
        token = self.tokens[place]
        if token.code:
            self.flush()
            self.frames[-1].put(self._lines[token.line])
            return place + 1
        if self._first is None:
            self._first = token.line
        self._partner = partner = self._partners.get(place)
        if token.name == "pre" and token.opens and self._is_whole(place):
            self.flush(token)
            return self.code(place, self._partners[place])
        if token.name == "table" and token.opens:
            if self._is_whole(place) and self._is_plain(place):
                self.block(token)
            else:
                return self._as_text(place, place if partner is None else partner)
        elif token.name in _TITLES and token.opens and self._is_block(place):
            self.flush(token)
            return self._title(place)
        elif token.name in INLINE:
            self._inline(place)
        elif token.name and self._is_block(place):
            self.block(token)
        elif token.name:
            self._nothing(token, shown=partner is None and token.opens and not token.more)
        else:
            self.paragraph.add(token.text)
        return place + 1

    def _inline(self, place: int) -> None:
        """Add the tag of an inline element, or show one that may be a placeholder's name."""
        token, partner = self.tokens[place], self._partners.get(place)
        if token.name in _ALONE:
            if token.name != "img" or token.attributes.get("src"):
                self.paragraph.take(token)
                self._nothing(token, shown=False)
            else:
                self._nothing(token, shown=True)
        elif token.closes or (partner is not None and self._are_near(place, partner)):
            self.paragraph.take(token)
            self._nothing(token, shown=False)
        else:
            # It marks whole lines, which Markdown has no sign for.
            ends = token.column + len(token.text) >= len(self._lines[token.line].text.rstrip())
            whole = token.name in MARKS and ends and partner is not None
            self._nothing(token, shown=not (token.more or whole))

    def _nothing(self, token: Token, *, shown: bool) -> None:
        """Show a tag as it is, or only keep count of the lines that it takes."""
        self.paragraph.add(token.text if shown else JOINED * token.text.count("\n"))

    def _as_text(self, place: int, end: int) -> int:
        """Show all tags up to a place as they are."""
        for token in self.tokens[place : end + 1]:
            if token.code:
                self.flush()
                self.frames[-1].put(self._lines[token.line])
            else:
                self._first = token.line if self._first is None else self._first
                self.paragraph.add(token.text)
        return end + 1

    def _are_near(self, place: int, other: int) -> bool:
        """Return whether two tags stand in one paragraph."""
        lines = (self.tokens[place].line, self.tokens[other].line)
        return self._paragraphs[lines[0]] == self._paragraphs[lines[1]]

    def _begins(self, token: Token) -> bool:
        return token.column == len(lead_of(self._lines[token.line].text))

    def _is_whole(self, place: int) -> bool:
        """Return whether an element divides its line and is closed before the next code."""
        end = self._partners.get(place)
        return end is not None and self._is_block(place) and self._has_no_code(place, end)

    def _has_no_code(self, place: int, end: int) -> bool:
        return self._codes[self.tokens[place].line] == self._codes[self.tokens[end].line]

    def _is_plain(self, place: int) -> bool:
        """Return whether a table has neither a table in it nor text outside of its cells."""
        cell = False
        for token in self.tokens[place + 1 : self._partners[place]]:
            if token.name == "table":
                return False
            if token.name in IN_TABLES:
                cell = token.name in CELLS and token.opens
            elif not cell and token.text.strip():
                return False
        return True

    def _is_block(self, place: int) -> bool:
        """Return whether a tag of a block divides its line."""
        token = self.tokens[place]
        line = self._lines[token.line].text
        if token.name in IN_TABLES:
            return any(frame.name == "table" for frame in self.frames)
        if line.startswith(("|", "#"), len(lead_of(line))):
            return False
        listed = token.name == "li" and any(frame.name in LISTS for frame in self.frames)
        return bool(
            listed or self._begins(token) or place in self._partners or token.closes or token.more
        )

    def block(self, token: Token) -> None:
        """Write what stands for the tag of a block."""
        super().block(token)
        if token.name == "details":
            self.put("<details>" if token.opens else "</details>", self.number(token))

    def number(self, token: Token) -> int:
        """Return the number of a token's line in its file."""
        return self._lines[token.line].number

    def enter(self, frame: Frame) -> None:
        """Begin to write into an element, in the item or quote that its line stands in."""
        if len(self.frames) == 1:
            lead = self._lead or ""
            if frame.name == "li":
                # Without a list around it, nothing says where it ends.
                self._lead = lead + frame.first
                return
            frame.first, frame.rest = lead + frame.first, continued(lead) + frame.rest
            self._lead = continued(lead)
        if frame.name not in LISTS or self._partner is not None:
            super().enter(frame)

    def put(self, text: str, number: int) -> None:
        """Write a line that is a block of its own."""
        lead = self._lead or "" if len(self.frames) == 1 else ""
        super().put(lead + text, number)
        self._lead = continued(lead)

    def flush(self, token: Token | None = None) -> None:
        """Write the lines collected so far; the last of them goes on behind a tag."""
        parts = self.paragraph.finish().split("\n")
        self.paragraph = Paragraph(None)
        index = self._first
        if token and index is None:
            index = token.line
        self._first = None if token is None else token.last
        for place, part in enumerate(parts):
            if index is None:
                return
            last = token is not None and place == len(parts) - 1
            if place or self._lead is None:
                self._lead = None
                part = self._dedented(part, goes_on=last)
            text = part.replace(JOINED, "")
            if last:
                self._last(text, index)
            elif self._lead is None or text.strip():
                self._write(text, index)
            index += 1 + part.count(JOINED)
        if token is None:
            self._lead = None

    def _last(self, text: str, index: int) -> None:
        """Write what stands before a tag on its line, and note what stands before the words."""
        lead = "" if len(self.frames) > 1 else lead_of(text)
        if text.strip() != lead.strip():
            self._write(text.rstrip(" \t"), index)
            self._lead = continued(lead) if self._lead is None else self._lead
        elif self._lead is None:
            self._lead = lead
        if self._margin is None:
            self._margin = len(continued(lead).expandtabs(_DEEP))

    def _write(self, text: str, index: int) -> None:
        """Write a line, as several ones where it is broken."""
        number = self._lines[index].number
        frame = self.frames[-1]
        if self._lead is not None and len(self.frames) == 1:
            text = self._lead + text.strip()
            self._lead = continued(self._lead)
        if BREAK not in text:
            frame.put(Line(number, text if text.strip() else ""))
            return
        lead = lead_of(text)
        parts = [part.strip() for part in text[len(lead) :].split(BREAK)]
        if text.startswith(("|", "#"), len(lead)):
            frame.put(Line(number, lead + " ".join(parts)))
            return
        for place, part in enumerate(parts):
            before = continued(lead) if place else lead
            if part:
                frame.put(Line(number, before + part + "  " * (place + 1 < len(parts))))
            elif place + 1 < len(parts) or not any(parts):
                frame.put(Line(number, continued(lead).rstrip()))

    def _dedented(self, text: str, *, goes_on: bool) -> str:
        """Take the indent off that HTML inside of HTML has; Markdown would read it as code."""
        if len(self.frames) > 1:
            return text.lstrip(" \t>")
        body = text.lstrip()
        if not body and not goes_on:
            self._margin = None
        if self._margin is None or text[:1] not in {" ", "\t"}:
            return text
        column = len(text[: len(text) - len(body)].expandtabs(_DEEP))
        return text if column - self._margin < _DEEP else " " * self._margin + body

    def write_code(self, code: str, language: str, place: int, end: int) -> None:
        """Write a fence for an element between two places."""
        first = self.tokens[place].last + len(code) - len(code.lstrip("\n"))
        lead = self._lead or "" if len(self.frames) == 1 else ""
        last = self.tokens[end].line
        frame = self.frames[-1]
        frame.gap = True
        written = list(fence(code.strip("\n"), language))
        for count, text in enumerate(written):
            line = {0: self.tokens[place].line, len(written) - 1: last}.get(
                count, min(first + count - 1, last)
            )
            number = self._lines[line].number
            frame.put(Line(number, (lead + text), code=True, opens=count == 0))
            lead = continued(lead)
        frame.gap = True
        self._lead = lead
        self._first = last

    def _title(self, place: int) -> int:
        """Write a summary or a heading, up to the end of its line where it has none itself."""
        token, end = self.tokens[place], self._partners.get(place)
        if end is not None and not self._is_title(place, end):
            end = None
        other = place + 1
        while other < (len(self.tokens) if end is None else end) and not self.tokens[other].code:
            inner = self.tokens[other]
            text, line_end, rest = inner.text.partition("\n")
            if inner.name in INLINE and inner.name not in _LOUD:
                self._inline(other)
            elif inner.name and inner.name not in _LOUD:
                self.paragraph.add(" ")
            elif not inner.name and end is None and line_end:
                self.paragraph.add(text)
                self.tokens[other] = inner._replace(text=f"\n{rest}")
                break
            elif not inner.name:
                self.paragraph.add(inner.text)
            other += 1
        title, self.paragraph = self.paragraph.finish(), Paragraph(None)
        self._first = None if end is None else self.tokens[end].last
        self._write_title(token, [" ".join(part.split()) for part in title.split(BREAK)])
        return other if end is None else end + 1

    def _write_title(self, token: Token, parts: list[str]) -> None:
        if len(parts) <= _FEW or not all(map(_OPTION.match, parts[1:])):
            parts = [" ".join(filter(None, parts))]
        words = parts[0].lstrip("#").lstrip()
        if token.name == "summary":
            self.put(f"<summary>{words}</summary>", self.number(token))
        elif words:
            self.put(f"{'#' * int(token.name[1])} {words}", self.number(token))
        # Options below a question in its title become lines of their own.
        for part in parts[1:]:
            self.put(part, self.number(token))

    def _is_title(self, place: int, end: int) -> bool:
        """Return whether the text between two tags is short enough."""
        near = self.tokens[end].line - self.tokens[place].line < _TITLE_LINES
        return near and self._has_no_code(place, end)
