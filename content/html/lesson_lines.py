"""Writes the lines of a lesson while its HTML is converted: each keeps its number in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from content.html.converter import Converter
from content.html.elements import HEADINGS, LISTS
from content.html.frames import fence
from content.html.inline import BREAK, JOINED, Paragraph
from content.markdown.lines import Line, continued, lead_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.html.frames import Frame
    from content.html.reader import Token

TITLES = HEADINGS | {"summary"}
"""Elements that become one line."""

_DEEP = 4


class LessonLines(Converter):
    """A converter whose text is Markdown, and whose blocks stand in its items and quotes."""

    def __init__(self, lines: Sequence[Line], tokens: list[Token]) -> None:
        super().__init__(tokens, None)
        self.lines = lines
        self.first: int | None = None
        """The line that the text collected so far begins on."""
        self.is_closed = False
        """Whether the tag that is taken has a partner."""
        self._lead: str | None = None
        """What stands before the next words of a line that a tag has divided into blocks."""
        self._margin: int | None = None
        """The column of the HTML that a line stands in, where an indent is no sign of code."""

    def number(self, token: Token) -> int:
        """Return the number of a token's line in its file."""
        return self.lines[token.line].number

    def enter(self, frame: Frame) -> None:
        """Begin to write into an element, in the item or quote that its line stands in."""
        if frame.name in LISTS | TITLES and not self.is_closed:
            self.frames[-1].gap = True
            return
        lead = self._lead or ""
        if frame.name == "li" and len(self.frames) == 1:
            # Without a list around it, nothing says where it ends.
            self._lead = lead + frame.first
            return
        frame.first, frame.rest = lead + frame.first, continued(lead) + frame.rest
        self._lead = ""
        super().enter(frame)

    def resume(self, lead: str) -> None:
        """Go on in the line of an element that has ended."""
        self._lead = lead if len(self.frames) == 1 else ""

    def put(self, text: str, number: int) -> None:
        """Write a line that is a block of its own."""
        lead = self._lead or ""
        super().put(lead + text, number)
        self._lead = continued(lead)

    def flush(self, token: Token | None = None) -> None:
        """Write the lines collected so far; the last of them goes on behind a tag."""
        parts = self.paragraph.finish().split("\n")
        self.paragraph = Paragraph(None)
        index, self.first = self.first, None
        for place, written in enumerate(parts):
            if index is None:
                return
            last = token is not None and place == len(parts) - 1
            part = written
            if place:
                self._lead = None
                part = self._dedented(part, goes_on=last)
            text = part.replace(JOINED, "")
            above = part[: len(part) - len(part.lstrip(f" {JOINED}"))].count(JOINED)
            if last:
                self._last(text, index + above)
            elif self._lead is None or text.strip():
                self._write(text, index + above)
            index += 1 + part.count(JOINED)
        if token is None:
            self._lead = None

    def _last(self, text: str, index: int) -> None:
        """Write what stands before a tag on its line, and note what stands before the words."""
        lead = lead_of(text)
        if text.strip() != lead.strip():
            self._write(text.rstrip(" \t"), index)
            self._lead = continued(lead) if self._lead is None else self._lead
        elif self._lead is None:
            self._lead = lead
        if self._margin is None:
            self._margin = len(continued(lead).expandtabs(_DEEP))

    def _write(self, text: str, index: int) -> None:
        """Write a line, as several ones where it is broken."""
        number = self.lines[index].number
        frame = self.frames[-1]
        if self._lead is not None:
            text = self._lead + text.lstrip()
            self._lead = continued(self._lead)
        if BREAK not in text:
            frame.put(Line(number, text))
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
        if self._margin is None:
            return text
        column = len(text[: len(text) - len(body)].expandtabs(_DEEP))
        return text if column - self._margin < _DEEP else " " * self._margin + body

    def write_code(self, code: str, language: str, place: int, end: int) -> None:
        """Write a fence for an element between two places."""
        first = self.tokens[place].last + len(code) - len(code.lstrip("\n"))
        lead = self._lead or ""
        last = self.tokens[end].line
        frame = self.frames[-1]
        frame.gap = True
        written = list(fence(code.strip("\n"), language))
        for count, text in enumerate(written):
            line = {0: self.tokens[place].line, len(written) - 1: last}.get(
                count, min(first + count - 1, last)
            )
            number = self.lines[line].number
            frame.put(Line(number, (lead + text), code=True, opens=count == 0))
            lead = continued(lead)
        frame.gap = True
        self._lead = lead
