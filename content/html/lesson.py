"""Turns the HTML that people put between Markdown into Markdown; each line keeps its number.

``<details>``, ``</details>`` and ``<summary>Text</summary>`` stay, each in a paragraph of its own,
because questions hide their answers there. Code is never touched, and unknown tags are text.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

from content.html.converter import Converter
from content.html.elements import FRAMES, HEADINGS, INLINE, LISTS, PAIRED, SILENT
from content.html.inline import BREAK, JOINED, Paragraph
from content.html.reader import COMMENT, answer_in, read_lines
from content.markdown.lines import Line, continued, lead_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from content.html.converter import Frame
    from content.html.reader import Token

_TITLES = HEADINGS | {"summary", "dt"}
"""Elements that become one line."""
_CLOSED = LISTS | _TITLES | {"dl", "table"}
"""Elements that say nothing unless their end is known."""
_LOUD = frozenset({"b", "strong"})
"""What makes all of a title bold, as it is anyway."""
_ALONE = frozenset({"br", "img"})
_OPTION = re.compile(r"\(?[A-Za-z][.)]\s*\S")
_DEEP = 4


def without_html(lines: Sequence[Line]) -> Iterable[Line]:
    """Return the lines with their HTML turned into Markdown."""
    if not any("<" in line.text and not line.code for line in lines):
        return lines
    return _Lesson(lines, read_lines(lines)).run()


class _Lesson(Converter):
    """A converter whose text is Markdown, and whose blocks stand in its items and quotes.

    What has no partner may be a name.
    """

    def __init__(self, lines: Sequence[Line], tokens: list[Token]) -> None:
        super().__init__(tokens, None)
        self._lines = lines
        self._first: int | None = None
        """The line that the text collected so far begins on."""
        self._is_closed = False
        """Whether the tag that is taken has a partner."""
        self._margin: int | None = None
        """The column of the HTML that a line stands in, where an indent is no sign of code."""
        self._paragraphs = list(accumulate(not line.text.strip() for line in lines))
        self._codes = list(accumulate(line.code for line in lines))

    def take(self, place: int) -> int:
        """Write what stands for a token; return the place of the next."""
        token, partner = self.tokens[place], self.partners.get(place)
        if token.code:
            self.flush()
            self.frames[-1].put(self._lines[token.line])
            return place + 1
        if self._first is None:
            self._first = token.line
        end = token if partner is None else self.tokens[partner]
        without_code = partner is not None and self._codes[token.line] == self._codes[end.line]
        self._is_closed = without_code or (partner is not None and token.name in LISTS)
        block = token.name not in INLINE and self._is_block(place)
        if not token.name:
            self.paragraph.add(token.text)
        elif token.name == COMMENT:
            self._comment(token)
        elif token.name in PAIRED and (shown := self._part_of_page(place)) is not None:
            self.paragraph.add(shown)
            if token.name in SILENT and partner is not None:
                return max(place, partner) + 1
        elif token.name == "pre" and block and without_code:
            self.flush(token)
            return self.code(place, self.partners[place])
        elif token.name in INLINE:
            self._inline(place)
        elif block:
            self.block(token)
        else:
            self._count(token, shown=partner is None)
            self.paragraph.add(" " * (partner is not None))
        return place + 1

    def _comment(self, token: Token) -> None:
        """Leave a comment out; an answer that stands on lines of its own is kept."""
        note = answer_in(token.text)
        if note and self._begins(token):
            self.flush(token)
            self.put(note, self.number(token.line))
        else:
            self._count(token, shown=False)

    def _part_of_page(self, place: int) -> str | None:
        """Return what stands for what else is in a page of HTML; None for a block of text."""
        token, partner = self.tokens[place], self.partners.get(place)
        source = token.attributes.get("src")
        if token.name == "input" and token.more:
            return self._input(token)
        if token.name in SILENT and partner is not None:
            inside = self.tokens[place : partner + 1]
            return JOINED * "".join(one.text for one in inside).count("\n")
        if token.name in FRAMES and source:
            return f"[{token.name}]({source}) "
        # In a list of definitions they need no end; any other may be a name.
        in_list = token.name in {"dt", "dd"} and any(frame.name == "dl" for frame in self.frames)
        return token.text if partner is None and not in_list else None

    def _input(self, token: Token) -> str:
        """Return what stands for a control: an option's box, or a blank to fill in."""
        kind = token.attributes.get("type", "text").lower()
        if kind not in {"radio", "checkbox"}:
            return "" if kind in {"button", "submit", "reset", "hidden"} else "____"
        box = "[x] " if re.search(r"\bchecked\b", token.more, re.IGNORECASE) else "[ ] "
        before = self._lines[token.line].text[: token.column]
        if lead_of(before).strip(" \t>") or any(frame.name == "li" for frame in self.frames):
            return box
        return f"- {box}" if self._begins(token) else f"{BREAK}- {box}"

    def _inline(self, place: int) -> None:
        """Add the tag of an inline element, or show one that may be a placeholder's name."""
        token, partner = self.tokens[place], self.partners.get(place)
        end = token if partner is None else self.tokens[partner]
        in_paragraph = self._paragraphs[token.line] == self._paragraphs[end.line]
        is_whole = token.closes or (partner is not None and in_paragraph)
        # What marks whole paragraphs has no sign in Markdown.
        shown = partner is None and not token.more
        if token.name in _ALONE:
            is_whole = token.name != "img" or bool(token.attributes.get("src"))
            shown = True
        elif token.name in _LOUD and any(frame.name in _TITLES for frame in self.frames):
            is_whole = shown = False
        if is_whole:
            self.paragraph.take(token)
        self._count(token, shown=shown and not is_whole)

    def _count(self, token: Token, *, shown: bool) -> None:
        """Show a tag as it is, or only keep count of the lines that it takes."""
        self.paragraph.add(token.text if shown else JOINED * token.text.count("\n"))

    def _begins(self, token: Token) -> bool:
        return token.column == len(lead_of(self._lines[token.line].text))

    def _is_block(self, place: int) -> bool:
        """Return whether a tag of a block divides its line."""
        token = self.tokens[place]
        line = self._lines[token.line].text
        if line.startswith(("|", "#"), len(lead_of(line))):
            return False
        return bool(
            len(self.frames) > 1
            or self._begins(token)
            or place in self.partners
            or token.closes
            or token.more
        )

    def block(self, token: Token) -> None:
        """Write what stands for the tag of a block."""
        super().block(token)
        if token.name == "details":
            self.put("<details>" if token.opens else "</details>", self.number(token.line))

    def give(self, done: Frame, lines: Sequence[Line]) -> None:
        """Put the lines of an element that ends into the one around it."""
        if done.name not in _TITLES:
            super().give(done, lines)
            self.resume(done.rest)
            return
        # What is broken by hand ends with two spaces.
        parts = "\n".join(line.text for line in lines).split("  \n")
        title, *options = (" ".join(part.split()) for part in parts)
        if not all(map(_OPTION.match, options)):
            title, options = " ".join(filter(None, [title, *options])), []
        title = title.lstrip("#").lstrip()
        self.resume(done.first)
        if done.name == "summary":
            self.put(f"<summary>{title}</summary>", done.line)
        elif done.name == "dt":
            self.put(f"**{title}**", done.line)
        elif title:
            self.put(f"{'#' * int(done.name[1])} {title}", done.line)
        # Options below a question in its title become lines of their own.
        for option in options:
            self.put(option, done.line)

    def number(self, line: int) -> int:
        """Return the number of a line in its file."""
        return self._lines[line].number

    def enter(self, frame: Frame) -> None:
        """Begin to write into an element, in the item or quote that its line stands in."""
        if frame.name in _CLOSED and not self._is_closed:
            self.frames[-1].gap = True
            return
        lead = self.lead or ""
        if frame.name == "li" and len(self.frames) == 1:
            # Without a list around it, nothing says where it ends.
            self.lead = lead + frame.first
            return
        frame.first, frame.rest = lead + frame.first, continued(lead) + frame.rest
        self.lead = ""
        super().enter(frame)

    def resume(self, lead: str) -> None:
        """Go on in the line of an element that has ended."""
        self.lead = lead if len(self.frames) == 1 else ""

    def flush(self, token: Token | None = None) -> None:
        """Write the lines collected so far; the last of them goes on behind a tag."""
        parts, index = self.paragraph.finish().split("\n"), self._first
        self.paragraph, self._first = Paragraph(None), None
        if index is None:
            return
        for place, written in enumerate(parts):
            last = token is not None and place == len(parts) - 1
            part = written
            if place:
                self.lead = None
                part = self._dedented(part, goes_on=last)
            text = part.replace(JOINED, "")
            above = part[: len(part) - len(part.lstrip(f" {JOINED}"))].count(JOINED)
            if last:
                self._last(text, index + above)
            elif self.lead is None or text.strip():
                self._write(text, index + above)
            index += 1 + part.count(JOINED)
        if token is None:
            self.lead = None

    def _last(self, text: str, index: int) -> None:
        """Write what stands before a tag on its line, and note what stands before the words."""
        lead = lead_of(text)
        if text.strip() != lead.strip():
            self._write(text.rstrip(" \t"), index)
            self.lead = continued(lead) if self.lead is None else self.lead
        elif self.lead is None:
            self.lead = lead
        if self._margin is None:
            self._margin = len(continued(lead).expandtabs(_DEEP))

    def _write(self, text: str, index: int) -> None:
        """Write a line, as several ones where it is broken."""
        number = self._lines[index].number
        frame = self.frames[-1]
        if self.lead is not None:
            text = self.lead + text.lstrip()
            self.lead = continued(self.lead)
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
